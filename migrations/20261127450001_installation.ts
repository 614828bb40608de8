import type { Knex } from 'knex';

/**
 * Who an installation is. Its folders name the id, so that no other one takes them for its own. `postgres` is what the
 * database was last seen on, where that may be asked: another one speaks of a copy.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE installation (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      postgres text CHECK (length(postgres) <= 100)
    );
    INSERT INTO installation DEFAULT VALUES;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE installation');
}
