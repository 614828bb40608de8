import type { Knex } from 'knex';

/** Rules of RFC 5545, single slots, and what was said of a schedule beside what follows from its rule. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE video_rotation_schedules
      ADD COLUMN rrule text CHECK (length(rrule) <= 500),
      -- Wall-clock times, written as if they were UTC.
      ADD COLUMN rrule_anchor timestamptz(3),
      ADD COLUMN rrule_last timestamptz(3),
      -- What stands in dst_overlap so far was said by somebody, as far as anybody can tell.
      ADD COLUMN dst_overlap_given boolean NOT NULL DEFAULT true,
      ADD COLUMN next_is_asked_for boolean NOT NULL DEFAULT false,
      DROP CONSTRAINT video_rotation_schedules_rotation_type_check,
      ADD CONSTRAINT video_rotation_schedules_rotation_type_check CHECK (
        rotation_type IN ('daily', 'weekly', 'monthly', 'cron', 'interval', 'random', 'rrule', 'once')),
      DROP CONSTRAINT rotation_type_has_its_fields,
      ADD CONSTRAINT rotation_type_has_its_fields CHECK (
        CASE rotation_type
          WHEN 'daily' THEN time_of_day IS NOT NULL
          WHEN 'weekly' THEN day_of_week IS NOT NULL
          WHEN 'monthly' THEN day_of_month IS NOT NULL
          WHEN 'cron' THEN cron_expression IS NOT NULL
          WHEN 'interval' THEN interval_seconds IS NOT NULL
          WHEN 'rrule' THEN rrule IS NOT NULL AND rrule_anchor IS NOT NULL
          WHEN 'once' THEN starts_at IS NOT NULL
          ELSE true
        END
      );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DELETE FROM video_rotation_schedules WHERE rotation_type IN ('rrule', 'once');
    ALTER TABLE video_rotation_schedules
      DROP COLUMN rrule,
      DROP COLUMN rrule_last,
      DROP COLUMN dst_overlap_given,
      DROP COLUMN next_is_asked_for,
      DROP CONSTRAINT IF EXISTS rotation_type_has_its_fields,
      DROP COLUMN rrule_anchor,
      DROP CONSTRAINT video_rotation_schedules_rotation_type_check,
      ADD CONSTRAINT video_rotation_schedules_rotation_type_check CHECK (
        rotation_type IN ('daily', 'weekly', 'monthly', 'cron', 'interval', 'random')),
      ADD CONSTRAINT rotation_type_has_its_fields CHECK (
        CASE rotation_type
          WHEN 'daily' THEN time_of_day IS NOT NULL
          WHEN 'weekly' THEN day_of_week IS NOT NULL
          WHEN 'monthly' THEN day_of_month IS NOT NULL
          WHEN 'cron' THEN cron_expression IS NOT NULL
          WHEN 'interval' THEN interval_seconds IS NOT NULL
          ELSE true
        END
      );
  `);
}
