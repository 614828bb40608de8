import type { Knex } from 'knex';

/**
 * Videos in processing that are copies, with the files of the video that each is a copy of: its own are made of those,
 * and until the processing has ended the original's file stays, whatever becomes of the original.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE video_copies (
      video_id bigint PRIMARY KEY REFERENCES videos ON DELETE CASCADE,
      -- All in the storage connection of the copy.
      video_path text NOT NULL,
      thumbnail_url text,
      thumbnails jsonb NOT NULL,
      image_bytes bigint NOT NULL,
      -- Null: the original's was never computed.
      sha256 text
    );
    CREATE INDEX video_copies_path ON video_copies (video_path);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE video_copies');
}
