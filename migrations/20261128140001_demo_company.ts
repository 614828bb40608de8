import type { Knex } from 'knex';

/** Which company is there to look around in: it is deleted with its AR contents. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE companies ADD COLUMN is_demo boolean NOT NULL DEFAULT false');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE companies DROP COLUMN is_demo');
}
