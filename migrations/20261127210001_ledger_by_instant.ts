import type { Knex } from 'knex';

/** What was live at any instant is found by an index, and the ledger names the schedule that set it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE rotations ADD COLUMN live_schedule_id bigint;
    CREATE INDEX rotations_content_due ON rotations (ar_content_id, due_at DESC, id DESC);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX rotations_content_due;
    ALTER TABLE rotations DROP COLUMN live_schedule_id;
  `);
}
