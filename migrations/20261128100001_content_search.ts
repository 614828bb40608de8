import type { Knex } from 'knex';

/**
 * AR contents are found by a part of their title and by what is wrong with them, and listed by title.
 *
 * Titles have a table of their own: a row of `ar_content` is written at each rotation, and all of its indexes with it.
 * `by_title` orders letters of all languages as people do, and `Poster 2` before `Poster 10`; a server without ICU orders
 * them by its default.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    DO $$ BEGIN
      IF EXISTS (SELECT FROM pg_collation WHERE collprovider = 'i') THEN
        CREATE COLLATION by_title (provider = icu, locale = 'und-u-kn-true');
      ELSE
        CREATE COLLATION by_title FROM "default";
      END IF;
    END $$;

    -- As it is looked for: without the differences of letter case and of how a letter is put together.
    CREATE FUNCTION folded(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      RETURN lower(normalize(said, NFKC) COLLATE by_title);
    -- What tells apart all that a text of a company has three characters of in a row. (pg_trgm knows the letters of the
    -- server's locale only, which are those of English in many.)
    CREATE FUNCTION parts_of(company bigint, said text) RETURNS int[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      RETURN (SELECT coalesce(array_agg(DISTINCT ('x' || left(md5(company || ' ' || substr(said, n, 3)), 8))::bit(32)::int), '{}')
      FROM generate_series(1, length(said) - 2) n);

    CREATE TABLE content_titles (
      ar_content_id bigint PRIMARY KEY,
      company_id bigint NOT NULL,
      title text COLLATE by_title NOT NULL,
      folded text COLLATE "C" NOT NULL GENERATED ALWAYS AS (folded(title)) STORED,
      parts int[] NOT NULL GENERATED ALWAYS AS (parts_of(company_id, folded(title))) STORED,
      FOREIGN KEY (company_id, ar_content_id) REFERENCES ar_content (company_id, id) ON DELETE CASCADE
    );
    INSERT INTO content_titles (ar_content_id, company_id, title) SELECT id, company_id, title FROM ar_content;
    CREATE INDEX content_titles_company ON content_titles (company_id, title, ar_content_id);
    -- Titles are seldom written and often looked for, so no list of what is to be indexed is gone through each time.
    CREATE INDEX content_titles_parts ON content_titles USING gin (parts) WITH (fastupdate = off);

    CREATE FUNCTION note_title() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO content_titles (ar_content_id, company_id, title) VALUES (NEW.id, NEW.company_id, NEW.title)
        ON CONFLICT (ar_content_id) DO UPDATE SET title = excluded.title;
      RETURN NULL;
    END $$;
    CREATE TRIGGER titles_are_noted AFTER INSERT ON ar_content FOR EACH ROW EXECUTE FUNCTION note_title();
    CREATE TRIGGER changed_titles_are_noted AFTER UPDATE ON ar_content
      FOR EACH ROW WHEN (NEW.title <> OLD.title) EXECUTE FUNCTION note_title();

    CREATE TABLE failed_videos (
      video_id bigint PRIMARY KEY REFERENCES videos ON DELETE CASCADE,
      company_id bigint NOT NULL,
      ar_content_id bigint NOT NULL
    );
    INSERT INTO failed_videos
      SELECT v.id, c.company_id, c.id FROM videos v JOIN ar_content c ON c.id = v.ar_content_id WHERE v.status = 'failed';
    CREATE INDEX failed_videos_company ON failed_videos (company_id, ar_content_id);

    CREATE FUNCTION note_failed_video() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.status = 'failed' THEN
        INSERT INTO failed_videos SELECT NEW.id, company_id, id FROM ar_content WHERE id = NEW.ar_content_id;
      ELSE
        DELETE FROM failed_videos WHERE video_id = NEW.id;
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER failed_videos_are_noted AFTER INSERT ON videos
      FOR EACH ROW WHEN (NEW.status = 'failed') EXECUTE FUNCTION note_failed_video();
    CREATE TRIGGER videos_that_fail_are_noted AFTER UPDATE ON videos
      FOR EACH ROW WHEN ((NEW.status = 'failed') <> (OLD.status = 'failed')) EXECUTE FUNCTION note_failed_video();

    CREATE INDEX schedules_paused ON video_rotation_schedules (company_id, ar_content_id)
      WHERE inactive_reason = 'paused';
    CREATE INDEX ar_content_steps ON ar_content (company_id, next_step_at, id) WHERE next_step_at IS NOT NULL;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX ar_content_steps, schedules_paused;
    DROP TRIGGER videos_that_fail_are_noted ON videos;
    DROP TRIGGER failed_videos_are_noted ON videos;
    DROP TRIGGER changed_titles_are_noted ON ar_content;
    DROP TRIGGER titles_are_noted ON ar_content;
    DROP TABLE failed_videos, content_titles;
    DROP FUNCTION note_failed_video, note_title, parts_of, folded;
    DROP COLLATION by_title;
  `);
}
