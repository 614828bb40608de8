import type { Knex } from 'knex';

/**
 * What has a daypart or calendar in use changed: a rollout is there while contents are brought over to the newest
 * revision. A schedule that this leaves without a slot ends, with its reason.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE rollouts (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      daypart_id bigint UNIQUE REFERENCES dayparts (id) ON DELETE CASCADE,
      calendar_id bigint UNIQUE REFERENCES calendars (id) ON DELETE CASCADE,
      revision integer NOT NULL,
      contents_total integer NOT NULL,
      contents_done integer NOT NULL DEFAULT 0,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      CONSTRAINT rollout_is_of_one_thing CHECK (num_nonnulls(daypart_id, calendar_id) = 1),
      CONSTRAINT rollout_does_no_more_than_all CHECK (contents_done BETWEEN 0 AND contents_total)
    );

    -- Who follows, and which revision, by content.
    CREATE INDEX content_dayparts_followers ON content_dayparts (daypart_id, ar_content_id, revision_id);
    CREATE INDEX content_calendars_followers ON content_calendars (calendar_id, ar_content_id, revision_id);

    ALTER TABLE video_rotation_schedules
      DROP CONSTRAINT video_rotation_schedules_inactive_reason_check,
      ADD CONSTRAINT video_rotation_schedules_inactive_reason_check CHECK (
        inactive_reason IN ('sequence_empty', 'paused', 'no_slot'));
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    UPDATE video_rotation_schedules SET inactive_reason = NULL WHERE inactive_reason = 'no_slot';
    ALTER TABLE video_rotation_schedules
      DROP CONSTRAINT video_rotation_schedules_inactive_reason_check,
      ADD CONSTRAINT video_rotation_schedules_inactive_reason_check CHECK (
        inactive_reason IN ('sequence_empty', 'paused'));
    DROP INDEX content_dayparts_followers, content_calendars_followers;
    DROP TABLE rollouts;
  `);
}
