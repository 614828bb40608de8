import type { Knex } from 'knex';

/** What a video's tracks are coded as, and who can play them; null: of a video from before, or not looked at yet. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE videos
      ADD COLUMN codecs text,
      ADD COLUMN has_alpha boolean,
      ADD COLUMN playable_in text[];
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE videos DROP COLUMN codecs, DROP COLUMN has_alpha, DROP COLUMN playable_in');
}
