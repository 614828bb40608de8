import type { Knex } from 'knex';

/** When a worker last looked for contents that nobody settles, and whose workflows were poked for it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE overdue_looks (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      looked_at timestamptz(3) NOT NULL DEFAULT 'epoch'
    );
    INSERT INTO overdue_looks DEFAULT VALUES;

    CREATE TABLE overdue_pokes (
      ar_content_id bigint PRIMARY KEY REFERENCES ar_content (id) ON DELETE CASCADE,
      poked_at timestamptz(3) NOT NULL
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE overdue_pokes, overdue_looks');
}
