import type { Knex } from 'knex';

/**
 * A public uuid that was given once is printed on posters: it belongs to its company for ever, whatever becomes of its
 * content. And what a company stores is counted as it changes, so that nobody has to add it up.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- No foreign key: it outlives content and company.
    CREATE TABLE given_ids (
      unique_id uuid PRIMARY KEY,
      company_id bigint NOT NULL
    );
    INSERT INTO given_ids (unique_id, company_id) SELECT unique_id, company_id FROM ar_content;

    CREATE FUNCTION claim_unique_id() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      owner bigint;
    BEGIN
      INSERT INTO given_ids (unique_id, company_id) VALUES (NEW.unique_id, NEW.company_id)
        ON CONFLICT (unique_id) DO UPDATE SET company_id = given_ids.company_id RETURNING company_id INTO owner;
      IF owner <> NEW.company_id THEN
        RAISE EXCEPTION 'the unique_id belongs to another company' USING ERRCODE = 'unique_violation';
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER ar_content_claims_unique_id AFTER INSERT ON ar_content
      FOR EACH ROW EXECUTE FUNCTION claim_unique_id();

    CREATE TABLE storage_uses (
      company_id bigint PRIMARY KEY REFERENCES companies ON DELETE CASCADE,
      used_bytes bigint NOT NULL
    );
    INSERT INTO storage_uses (company_id, used_bytes)
      SELECT c.id, (SELECT coalesce(sum(v.size_bytes), 0) FROM ar_content a JOIN videos v ON v.ar_content_id = a.id
                    WHERE a.company_id = c.id AND v.status <> 'failed')
      FROM companies c;

    CREATE FUNCTION count_video() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      before bigint := 0;
      after bigint := 0;
    BEGIN
      IF TG_OP <> 'INSERT' AND OLD.status <> 'failed' THEN before := coalesce(OLD.size_bytes, 0); END IF;
      IF TG_OP <> 'DELETE' AND NEW.status <> 'failed' THEN after := coalesce(NEW.size_bytes, 0); END IF;
      IF after <> before THEN
        INSERT INTO storage_uses AS u (company_id, used_bytes)
          SELECT a.company_id, after - before FROM ar_content a
            WHERE a.id = CASE TG_OP WHEN 'DELETE' THEN OLD.ar_content_id ELSE NEW.ar_content_id END
          ON CONFLICT (company_id) DO UPDATE SET used_bytes = u.used_bytes + excluded.used_bytes;
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER videos_are_counted AFTER INSERT OR DELETE OR UPDATE OF size_bytes, status ON videos
      FOR EACH ROW EXECUTE FUNCTION count_video();

    -- The videos that go with a content are deleted after it, when its company is no longer known.
    CREATE FUNCTION count_deleted_content() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE storage_uses SET used_bytes = used_bytes - (
        SELECT coalesce(sum(size_bytes), 0) FROM videos WHERE ar_content_id = OLD.id AND status <> 'failed')
      WHERE company_id = OLD.company_id;
      RETURN OLD;
    END $$;
    CREATE TRIGGER deleted_content_is_counted BEFORE DELETE ON ar_content
      FOR EACH ROW EXECUTE FUNCTION count_deleted_content();

    CREATE INDEX resumable_uploads_open ON resumable_uploads (company_id) WHERE video_id IS NULL AND failure IS NULL;

    ALTER TABLE audit_log ADD COLUMN address text;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE audit_log DROP COLUMN address;
    DROP INDEX resumable_uploads_open;
    DROP TRIGGER deleted_content_is_counted ON ar_content;
    DROP TRIGGER videos_are_counted ON videos;
    DROP TRIGGER ar_content_claims_unique_id ON ar_content;
    DROP FUNCTION count_deleted_content, count_video, claim_unique_id;
    DROP TABLE storage_uses, given_ids;
  `);
}
