import type { Knex } from 'knex';

/** What a video's processing finds and makes, how far it has come, and why it failed. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE videos
      ADD COLUMN rotation smallint CHECK (rotation IN (0, 90, 180, 270)),
      ADD COLUMN video_codec text,
      ADD COLUMN audio_codec text,
      ADD COLUMN bit_rate bigint CHECK (bit_rate > 0),
      ADD COLUMN frame_rate double precision CHECK (frame_rate > 0),
      ADD COLUMN thumbnails jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(thumbnails) = 'array'),
      ADD COLUMN processing_step text CHECK (processing_step IN ('inspect', 'optimise', 'thumbnails', 'finish')),
      ADD COLUMN processing_problem text,
      ADD COLUMN failure_code text CHECK (failure_code IN ('wrong_type', 'broken', 'gave_up')),
      ADD COLUMN failure_reason text,
      -- Who asked for the video to be shown once it is ready; null: nobody.
      ADD COLUMN activation_requested_by text,
      ADD CONSTRAINT failure_with_reason CHECK ((failure_code IS NULL) = (failure_reason IS NULL)),
      ADD CONSTRAINT only_failed_have_failures CHECK (failure_code IS NULL OR status = 'failed'),
      ADD CONSTRAINT only_processing_have_steps CHECK (
        status = 'processing' OR (processing_step IS NULL AND processing_problem IS NULL)),
      ADD CONSTRAINT ready_waits_for_nothing CHECK (activation_requested_by IS NULL OR status IN ('uploading', 'processing'));
    CREATE INDEX videos_processing ON videos (id) WHERE status = 'processing';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX videos_processing;
    ALTER TABLE videos
      DROP COLUMN rotation, DROP COLUMN video_codec, DROP COLUMN audio_codec, DROP COLUMN bit_rate,
      DROP COLUMN frame_rate, DROP COLUMN thumbnails, DROP COLUMN processing_step, DROP COLUMN processing_problem,
      DROP COLUMN failure_code, DROP COLUMN failure_reason, DROP COLUMN activation_requested_by;
  `);
}
