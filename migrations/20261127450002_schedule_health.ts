import type { Knex } from 'knex';

/** How a schedule fared: what was carried out late, and what could not be carried out at the first try. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE video_rotation_schedules
      ADD COLUMN late_count bigint NOT NULL DEFAULT 0 CONSTRAINT late_count_counts CHECK (late_count >= 0),
      ADD COLUMN worst_lateness_ms bigint NOT NULL DEFAULT 0
        CONSTRAINT worst_lateness_lasts CHECK (worst_lateness_ms >= 0),
      ADD COLUMN failed_count bigint NOT NULL DEFAULT 0 CONSTRAINT failed_count_counts CHECK (failed_count >= 0),
      ADD COLUMN last_error text CONSTRAINT last_error_is_short CHECK (length(last_error) <= 500);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE video_rotation_schedules
      DROP COLUMN late_count, DROP COLUMN worst_lateness_ms, DROP COLUMN failed_count, DROP COLUMN last_error;
  `);
}
