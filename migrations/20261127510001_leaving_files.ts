import type { Knex } from 'knex';

/** `used` and `beside` of a company's row, as its videos, their images and the files that are about to go change. */
const COUNT_VIDEO = (besides: boolean): string => `
  CREATE OR REPLACE FUNCTION count_video() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    before bigint := 0;
    after bigint := 0;
    images bigint := 0;
  BEGIN
    IF TG_OP <> 'INSERT' AND OLD.status <> 'failed' THEN before := coalesce(OLD.size_bytes, 0); END IF;
    IF TG_OP <> 'DELETE' AND NEW.status <> 'failed' THEN after := coalesce(NEW.size_bytes, 0); END IF;
    ${
      besides
        ? `IF TG_OP <> 'INSERT' THEN images := -OLD.image_bytes; END IF;
    IF TG_OP <> 'DELETE' THEN images := images + NEW.image_bytes; END IF;`
        : ''
    }
    IF after <> before OR images <> 0 THEN
      INSERT INTO storage_uses AS u (company_id, used_bytes${besides ? ', beside_bytes' : ''})
        SELECT a.company_id, after - before${besides ? ', images' : ''} FROM ar_content a
          WHERE a.id = CASE TG_OP WHEN 'DELETE' THEN OLD.ar_content_id ELSE NEW.ar_content_id END
        ON CONFLICT (company_id) DO UPDATE SET used_bytes = u.used_bytes + excluded.used_bytes
          ${besides ? ', beside_bytes = u.beside_bytes + excluded.beside_bytes' : ''};
    END IF;
    RETURN NULL;
  END $$;`;

const COUNT_DELETED_CONTENT = (besides: boolean): string => `
  CREATE OR REPLACE FUNCTION count_deleted_content() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE storage_uses u SET used_bytes = u.used_bytes - v.used ${besides ? ', beside_bytes = u.beside_bytes - v.images' : ''}
    FROM (SELECT coalesce(sum(size_bytes) FILTER (WHERE status <> 'failed'), 0) AS used
            ${besides ? ', coalesce(sum(image_bytes), 0) AS images' : ''} FROM videos WHERE ar_content_id = OLD.id) v
    WHERE u.company_id = OLD.company_id;
    RETURN OLD;
  END $$;`;

/**
 * What a company has beside its videos: their images, and files that are kept for a while after they were replaced or
 * deleted. Whoever uploads and deletes again and again fills the disk by them.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE videos ADD COLUMN image_bytes bigint NOT NULL DEFAULT 0;
    ALTER TABLE storage_uses ADD COLUMN beside_bytes bigint NOT NULL DEFAULT 0;
    -- Whose file it was, and how large; null and 0: it never was anybody's. No foreign key: it outlives the company.
    ALTER TABLE file_deletions ADD COLUMN company_id bigint, ADD COLUMN size_bytes bigint NOT NULL DEFAULT 0;
    ${COUNT_VIDEO(true)}
    ${COUNT_DELETED_CONTENT(true)}
    DROP TRIGGER videos_are_counted ON videos;
    CREATE TRIGGER videos_are_counted AFTER INSERT OR DELETE OR UPDATE OF size_bytes, image_bytes, status ON videos
      FOR EACH ROW EXECUTE FUNCTION count_video();

    CREATE FUNCTION count_leaving_file() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP <> 'INSERT' AND OLD.size_bytes > 0 THEN
        UPDATE storage_uses SET beside_bytes = beside_bytes - OLD.size_bytes WHERE company_id = OLD.company_id;
      END IF;
      IF TG_OP <> 'DELETE' AND NEW.size_bytes > 0 THEN
        UPDATE storage_uses SET beside_bytes = beside_bytes + NEW.size_bytes WHERE company_id = NEW.company_id;
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER leaving_files_are_counted AFTER INSERT OR DELETE OR UPDATE OF size_bytes, company_id ON file_deletions
      FOR EACH ROW EXECUTE FUNCTION count_leaving_file();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TRIGGER leaving_files_are_counted ON file_deletions;
    DROP FUNCTION count_leaving_file();
    ${COUNT_VIDEO(false)}
    ${COUNT_DELETED_CONTENT(false)}
    DROP TRIGGER videos_are_counted ON videos;
    CREATE TRIGGER videos_are_counted AFTER INSERT OR DELETE OR UPDATE OF size_bytes, status ON videos
      FOR EACH ROW EXECUTE FUNCTION count_video();
    ALTER TABLE file_deletions DROP COLUMN company_id, DROP COLUMN size_bytes;
    ALTER TABLE storage_uses DROP COLUMN beside_bytes;
    ALTER TABLE videos DROP COLUMN image_bytes;
  `);
}
