import type { Knex } from 'knex';

/** Overrides, skipped slots, pauses that say why and until when, and a ledger that tells the whole answer. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE overrides (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      ar_content_id bigint NOT NULL REFERENCES ar_content (id) ON DELETE CASCADE,
      video_id bigint NOT NULL,
      starts_at timestamptz(3) NOT NULL,
      ends_at timestamptz(3),
      priority integer NOT NULL DEFAULT 0,
      holds_rotation boolean NOT NULL DEFAULT false,
      note text CHECK (length(note) <= 500),
      revision integer NOT NULL DEFAULT 1,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      -- A deletion of the video takes those that are over with it; the others stand in its way.
      FOREIGN KEY (ar_content_id, video_id) REFERENCES videos (ar_content_id, id) ON DELETE CASCADE,
      CONSTRAINT override_ends_after_start CHECK (ends_at > starts_at)
    );
    CREATE INDEX overrides_content ON overrides (ar_content_id, id);
    CREATE INDEX overrides_video ON overrides (ar_content_id, video_id);

    CREATE TABLE schedule_skips (
      schedule_id bigint NOT NULL REFERENCES video_rotation_schedules (id) ON DELETE CASCADE,
      slot_at timestamptz(3) NOT NULL,
      created_by text NOT NULL,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (schedule_id, slot_at)
    );

    ALTER TABLE video_rotation_schedules
      ADD COLUMN paused_at timestamptz(3),
      ADD COLUMN paused_by text,
      ADD COLUMN pause_note text CHECK (length(pause_note) <= 500),
      ADD COLUMN resume_at timestamptz(3),
      ADD COLUMN resume_missed text NOT NULL DEFAULT 'none' CHECK (resume_missed IN ('none', 'once', 'all')),
      DROP CONSTRAINT video_rotation_schedules_inactive_reason_check,
      ADD CONSTRAINT video_rotation_schedules_inactive_reason_check CHECK (
        inactive_reason IN ('sequence_empty', 'paused')),
      ADD CONSTRAINT only_paused_ones_resume CHECK (resume_at IS NULL OR inactive_reason = 'paused');

    ALTER TABLE rotations
      ADD COLUMN reason text CHECK (reason IN ('override', 'rotation', 'manual', 'window', 'default', 'fallback')),
      ADD COLUMN override_id bigint,
      ADD COLUMN beneath_video_id bigint,
      ADD COLUMN slots integer CHECK (slots >= 0),
      DROP CONSTRAINT rotations_cause_check,
      ADD CONSTRAINT rotations_cause_check CHECK (cause IN (
        'schedule', 'rotate_now', 'manual', 'window', 'expiry', 'removed', 'override', 'resume')),
      DROP CONSTRAINT rotations_note_check,
      ADD CONSTRAINT rotations_note_check CHECK (note IN (
        'no_showable_video', 'unchanged', 'overridden', 'held', 'skipped'));

    ALTER TABLE ar_content ADD COLUMN next_step_at timestamptz(3);
    UPDATE ar_content c SET next_step_at = (
      SELECT min(edge) FROM (
        SELECT unnest(ARRAY[v.schedule_start, v.schedule_end, v.expires_at]) FROM videos v WHERE v.ar_content_id = c.id
        UNION ALL SELECT c.expires_at
        UNION ALL SELECT s.next_rotation_at FROM video_rotation_schedules s WHERE s.ar_content_id = c.id
      ) AS edges (edge) WHERE edge > c.settled_at);
    CREATE INDEX ar_content_next_step ON ar_content (next_step_at) WHERE next_step_at IS NOT NULL;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE ar_content DROP COLUMN next_step_at;
    DELETE FROM rotations WHERE cause IN ('override', 'resume');
    UPDATE rotations SET note = NULL WHERE note IN ('overridden', 'held', 'skipped');
    ALTER TABLE rotations
      DROP COLUMN reason,
      DROP COLUMN override_id,
      DROP COLUMN beneath_video_id,
      DROP COLUMN slots,
      DROP CONSTRAINT rotations_cause_check,
      ADD CONSTRAINT rotations_cause_check CHECK (cause IN (
        'schedule', 'rotate_now', 'manual', 'window', 'expiry', 'removed')),
      DROP CONSTRAINT rotations_note_check,
      ADD CONSTRAINT rotations_note_check CHECK (note IN ('no_showable_video', 'unchanged'));
    UPDATE video_rotation_schedules SET inactive_reason = NULL, resume_at = NULL WHERE inactive_reason = 'paused';
    ALTER TABLE video_rotation_schedules
      DROP CONSTRAINT only_paused_ones_resume,
      DROP COLUMN paused_at,
      DROP COLUMN paused_by,
      DROP COLUMN pause_note,
      DROP COLUMN resume_at,
      DROP COLUMN resume_missed,
      DROP CONSTRAINT video_rotation_schedules_inactive_reason_check,
      ADD CONSTRAINT video_rotation_schedules_inactive_reason_check CHECK (inactive_reason IN ('sequence_empty'));
    DROP TABLE schedule_skips;
    DROP TABLE overrides;
  `);
}
