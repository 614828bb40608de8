import type { Knex } from 'knex';

/** A calendar program reads the timeline of a content by a secret of its own, of which only the SHA-256 is kept. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE timeline_feeds (
      ar_content_id bigint PRIMARY KEY REFERENCES ar_content ON DELETE CASCADE,
      token_hash bytea NOT NULL CHECK (length(token_hash) = 32),
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE timeline_feeds');
}
