import type { Knex } from 'knex';

/** Two selections more, videos that do not come again too soon, and what selections remember of their steps. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE video_rotation_schedules
      ADD COLUMN weights integer[],
      ADD COLUMN no_repeat_last smallint NOT NULL DEFAULT 0,
      ADD COLUMN selection_memory jsonb,
      DROP CONSTRAINT video_rotation_schedules_selection_check,
      ADD CONSTRAINT video_rotation_schedules_selection_check CHECK (
        selection IN ('sequential', 'random', 'shuffle', 'weighted')),
      ADD CONSTRAINT weights_are_few CHECK (cardinality(weights) <= 100),
      ADD CONSTRAINT weights_lie_in_range CHECK (0 <= ALL (weights) AND 1000 >= ALL (weights)),
      ADD CONSTRAINT no_repeat_last_lies_in_range CHECK (no_repeat_last BETWEEN 0 AND 100),
      -- 1,000 positions, 100 ids and 100 credits.
      ADD CONSTRAINT selection_memory_is_small CHECK (octet_length(selection_memory::text) <= 16384);
  `);
}

/** What older code knows of the new selections: the order of the sequence, and chance. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    UPDATE video_rotation_schedules SET selection = 'random' WHERE selection IN ('shuffle', 'weighted');
    ALTER TABLE video_rotation_schedules
      DROP CONSTRAINT video_rotation_schedules_selection_check,
      ADD CONSTRAINT video_rotation_schedules_selection_check CHECK (selection IN ('sequential', 'random')),
      DROP COLUMN weights,
      DROP COLUMN no_repeat_last,
      DROP COLUMN selection_memory;
  `);
}
