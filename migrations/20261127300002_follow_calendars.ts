import type { Knex } from 'knex';

/** Schedules keep to hours and days; a content follows one revision of each daypart and calendar that it uses. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE video_rotation_schedules
      ADD COLUMN daypart_id bigint REFERENCES dayparts (id),
      ADD COLUMN calendar_id bigint REFERENCES calendars (id),
      ADD COLUMN calendar_mode text CHECK (calendar_mode IN ('exclude', 'only')),
      ADD CONSTRAINT calendar_has_mode CHECK ((calendar_id IS NULL) = (calendar_mode IS NULL));
    CREATE INDEX video_rotation_schedules_daypart ON video_rotation_schedules (daypart_id)
      WHERE daypart_id IS NOT NULL;
    CREATE INDEX video_rotation_schedules_calendar ON video_rotation_schedules (calendar_id)
      WHERE calendar_id IS NOT NULL;

    CREATE TABLE content_dayparts (
      ar_content_id bigint NOT NULL REFERENCES ar_content (id) ON DELETE CASCADE,
      daypart_id bigint NOT NULL REFERENCES dayparts (id),
      revision_id uuid NOT NULL,
      PRIMARY KEY (ar_content_id, daypart_id),
      FOREIGN KEY (daypart_id, revision_id) REFERENCES daypart_revisions (daypart_id, id)
    );
    CREATE INDEX content_dayparts_revision ON content_dayparts (daypart_id, revision_id);

    CREATE TABLE content_calendars (
      ar_content_id bigint NOT NULL REFERENCES ar_content (id) ON DELETE CASCADE,
      calendar_id bigint NOT NULL REFERENCES calendars (id),
      revision_id uuid NOT NULL,
      PRIMARY KEY (ar_content_id, calendar_id),
      FOREIGN KEY (calendar_id, revision_id) REFERENCES calendar_revisions (calendar_id, id)
    );
    CREATE INDEX content_calendars_revision ON content_calendars (calendar_id, revision_id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE content_calendars, content_dayparts;
    ALTER TABLE video_rotation_schedules
      DROP CONSTRAINT calendar_has_mode,
      DROP COLUMN calendar_mode,
      DROP COLUMN calendar_id,
      DROP COLUMN daypart_id;
  `);
}
