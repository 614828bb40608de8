import type { Knex } from 'knex';

/**
 * Which fold the processes of this database may count on. A level is raised on its own, once no process is left that
 * folds by an older one; a migration never raises it. `needs_migration`: code that does not know this migration cannot
 * work with the schema; null: whatever came so far only added to it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE upgrade_state (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      fold_level smallint NOT NULL DEFAULT 0 CHECK (fold_level >= 0),
      needs_migration text
    );
    INSERT INTO upgrade_state DEFAULT VALUES;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE upgrade_state');
}
