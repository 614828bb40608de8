import type { Knex } from 'knex';

/** How much a company may store, and the uploads that are gathered over several requests. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE companies ADD COLUMN max_storage_bytes bigint CHECK (max_storage_bytes >= 0);
    CREATE INDEX videos_stored ON videos (ar_content_id) INCLUDE (size_bytes) WHERE status <> 'failed';
    CREATE INDEX videos_uploading ON videos (created_at) WHERE status = 'uploading';

    -- Plain ids of company, content and video: an upload outlives them, until it is cleaned up with its file.
    CREATE TABLE resumable_uploads (
      id uuid PRIMARY KEY,
      company_id bigint NOT NULL,
      ar_content_id bigint NOT NULL,
      storage_connection_id bigint NOT NULL REFERENCES storage_connections (id) ON DELETE CASCADE,
      -- Null: not said yet.
      size_bytes bigint CHECK (size_bytes >= 0),
      metadata jsonb NOT NULL,
      -- What the whole file is, and its key: it lies there, or is about to.
      received jsonb,
      -- What became of it.
      video_id bigint,
      failure jsonb,
      expires_at timestamptz(3) NOT NULL,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      CONSTRAINT one_outcome CHECK (video_id IS NULL OR failure IS NULL)
    );
    CREATE INDEX resumable_uploads_expiring ON resumable_uploads (expires_at);
    CREATE INDEX resumable_uploads_storage_connection ON resumable_uploads (storage_connection_id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE resumable_uploads;
    DROP INDEX videos_stored, videos_uploading;
    ALTER TABLE companies DROP COLUMN max_storage_bytes;
  `);
}
