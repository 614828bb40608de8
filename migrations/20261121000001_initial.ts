import type { Knex } from 'knex';

/**
 * The whole first schema. The rules that must hold whatever the code does are constraints here: an active video belongs
 * to its content, a slot is later than the last one, a slot has one ledger row, a schedule has what its type needs.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE storage_connections (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      company_id bigint,
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
      provider text NOT NULL CHECK (provider IN ('local', 's3', 'gcs', 'yandex_disk')),
      base_path text,
      settings jsonb NOT NULL DEFAULT '{}',
      credentials bytea,
      is_default boolean NOT NULL DEFAULT false,
      revision integer NOT NULL DEFAULT 1,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      CONSTRAINT local_needs_base_path CHECK (provider <> 'local' OR base_path IS NOT NULL)
    );
    CREATE UNIQUE INDEX storage_connections_default ON storage_connections (coalesce(company_id, 0)) WHERE is_default;

    CREATE TABLE companies (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
      time_zone text NOT NULL DEFAULT 'UTC',
      storage_connection_id bigint REFERENCES storage_connections (id),
      revision integer NOT NULL DEFAULT 1,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
    );
    CREATE INDEX companies_storage_connection ON companies (storage_connection_id);
    ALTER TABLE storage_connections ADD FOREIGN KEY (company_id) REFERENCES companies (id);
    CREATE INDEX storage_connections_company ON storage_connections (company_id);

    CREATE TABLE projects (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      company_id bigint NOT NULL REFERENCES companies (id),
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
      revision integer NOT NULL DEFAULT 1,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      UNIQUE (company_id, id)
    );

    CREATE TABLE ar_content (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      company_id bigint NOT NULL REFERENCES companies (id),
      project_id bigint,
      unique_id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
      title text NOT NULL CHECK (length(title) BETWEEN 1 AND 500),
      active_video_id bigint,
      active_reason text CHECK (active_reason IN ('rotation', 'manual')),
      active_schedule_id bigint,
      default_video_id bigint,
      video_rotation_enabled boolean NOT NULL DEFAULT true,
      is_active boolean NOT NULL DEFAULT true,
      expires_at timestamptz(3),
      version bigint NOT NULL DEFAULT 1,
      revision integer NOT NULL DEFAULT 1,
      settled_at timestamptz(3) NOT NULL,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      -- A project of another company is refused here.
      FOREIGN KEY (company_id, project_id) REFERENCES projects (company_id, id),
      CONSTRAINT active_reason_with_video CHECK ((active_video_id IS NULL) = (active_reason IS NULL))
    );
    CREATE INDEX ar_content_company ON ar_content (company_id, id);
    CREATE INDEX ar_content_project ON ar_content (company_id, project_id);

    CREATE TABLE videos (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      ar_content_id bigint NOT NULL REFERENCES ar_content (id) ON DELETE CASCADE,
      storage_connection_id bigint REFERENCES storage_connections (id),
      video_path text,
      video_url text,
      thumbnail_url text,
      title text NOT NULL CHECK (length(title) BETWEEN 1 AND 500),
      duration double precision CHECK (duration >= 0),
      width integer CHECK (width > 0),
      height integer CHECK (height > 0),
      size_bytes bigint CHECK (size_bytes >= 0),
      mime_type text,
      sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
      status text NOT NULL CHECK (status IN ('uploading', 'processing', 'ready', 'failed')),
      schedule_start timestamptz(3),
      schedule_end timestamptz(3),
      expires_at timestamptz(3),
      rotation_order integer NOT NULL DEFAULT 0,
      revision integer NOT NULL DEFAULT 1,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      UNIQUE (ar_content_id, id),
      CONSTRAINT window_not_empty CHECK (schedule_end > schedule_start)
    );
    CREATE INDEX videos_storage_connection ON videos (storage_connection_id);

    -- The pointer stays within its content.
    ALTER TABLE ar_content
      ADD CONSTRAINT active_video_of_content FOREIGN KEY (id, active_video_id) REFERENCES videos (ar_content_id, id),
      ADD CONSTRAINT default_video_of_content FOREIGN KEY (id, default_video_id) REFERENCES videos (ar_content_id, id);
    CREATE INDEX ar_content_active_video ON ar_content (id, active_video_id);
    CREATE INDEX ar_content_default_video ON ar_content (id, default_video_id);

    CREATE TABLE video_rotation_schedules (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      ar_content_id bigint NOT NULL REFERENCES ar_content (id) ON DELETE CASCADE,
      rotation_type text NOT NULL CHECK (rotation_type IN ('daily', 'weekly', 'monthly', 'cron', 'interval', 'random')),
      time_of_day time(0),
      day_of_week smallint CHECK (day_of_week BETWEEN 1 AND 7),
      day_of_month smallint CHECK (day_of_month BETWEEN 1 AND 31),
      cron_expression text CHECK (length(cron_expression) <= 200),
      interval_seconds integer CHECK (interval_seconds >= 1),
      time_zone text NOT NULL,
      dst_gap text NOT NULL DEFAULT 'shift' CHECK (dst_gap IN ('shift', 'skip')),
      dst_overlap text NOT NULL DEFAULT 'first' CHECK (dst_overlap IN ('first', 'second', 'both')),
      selection text NOT NULL DEFAULT 'sequential' CHECK (selection IN ('sequential', 'random')),
      video_sequence bigint[] NOT NULL CHECK (cardinality(video_sequence) <= 1000),
      current_index integer NOT NULL DEFAULT 0 CHECK (current_index >= 0),
      position_pending boolean NOT NULL DEFAULT true,
      starts_at timestamptz(3),
      ends_at timestamptz(3),
      interval_anchor timestamptz(3) NOT NULL,
      is_active boolean NOT NULL DEFAULT true,
      inactive_reason text CHECK (inactive_reason IN ('sequence_empty')),
      last_rotation_at timestamptz(3),
      last_slot_at timestamptz(3),
      slot_number bigint NOT NULL DEFAULT 0 CHECK (slot_number >= 0),
      next_rotation_at timestamptz(3),
      next_video_id bigint,
      random_seed integer NOT NULL,
      revision integer NOT NULL DEFAULT 1,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      CONSTRAINT rotation_type_has_its_fields CHECK (
        CASE rotation_type
          WHEN 'daily' THEN time_of_day IS NOT NULL
          WHEN 'weekly' THEN day_of_week IS NOT NULL
          WHEN 'monthly' THEN day_of_month IS NOT NULL
          WHEN 'cron' THEN cron_expression IS NOT NULL
          WHEN 'interval' THEN interval_seconds IS NOT NULL
          ELSE true
        END
      ),
      CONSTRAINT slots_increase CHECK (next_rotation_at > last_slot_at),
      CONSTRAINT index_in_sequence CHECK (current_index < greatest(cardinality(video_sequence), 1)),
      CONSTRAINT active_has_sequence CHECK (NOT is_active OR cardinality(video_sequence) > 0),
      CONSTRAINT inactive_has_no_plan CHECK (is_active OR next_rotation_at IS NULL),
      CONSTRAINT ends_after_start CHECK (ends_at > starts_at)
    );
    CREATE INDEX schedules_content ON video_rotation_schedules (ar_content_id);
    CREATE INDEX schedules_next ON video_rotation_schedules (next_rotation_at) WHERE next_rotation_at IS NOT NULL;
    CREATE INDEX schedules_type ON video_rotation_schedules (rotation_type, id);
    CREATE INDEX schedules_active ON video_rotation_schedules (is_active, id);

    CREATE TABLE rotations (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      company_id bigint NOT NULL,
      ar_content_id bigint NOT NULL,
      schedule_id bigint,
      from_video_id bigint,
      from_title text,
      to_video_id bigint,
      to_title text,
      due_at timestamptz(3) NOT NULL,
      applied_at timestamptz(3) NOT NULL,
      cause text NOT NULL CHECK (cause IN ('schedule', 'rotate_now', 'manual', 'window', 'expiry', 'removed')),
      note text CHECK (note IN ('no_showable_video', 'unchanged')),
      actor text NOT NULL,
      workflow_run_id text,
      request_id text,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      CONSTRAINT slot_names_its_schedule CHECK (cause NOT IN ('schedule', 'rotate_now') OR schedule_id IS NOT NULL),
      CONSTRAINT never_early CHECK (applied_at >= due_at)
    );
    -- A slot is carried out at most once, whoever tries.
    CREATE UNIQUE INDEX rotations_one_per_slot ON rotations (schedule_id, due_at) WHERE cause = 'schedule';
    CREATE UNIQUE INDEX rotations_one_per_request ON rotations (schedule_id, request_id)
      WHERE cause = 'rotate_now' AND request_id IS NOT NULL;
    CREATE INDEX rotations_schedule ON rotations (schedule_id, id DESC);
    CREATE INDEX rotations_content ON rotations (ar_content_id, id DESC);

    CREATE TABLE api_keys (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      company_id bigint REFERENCES companies (id) ON DELETE CASCADE,
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
      role text NOT NULL CHECK (role IN ('viewer', 'editor', 'admin')),
      key_hash bytea NOT NULL UNIQUE CHECK (length(key_hash) = 32),
      expires_at timestamptz(3),
      last_used_at timestamptz(3),
      revoked_at timestamptz(3),
      revision integer NOT NULL DEFAULT 1,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
    );
    CREATE INDEX api_keys_company ON api_keys (company_id, id);

    CREATE TABLE workflow_outbox (
      workflow_id text PRIMARY KEY,
      op text NOT NULL CHECK (op IN ('poke', 'cancel')),
      version bigint NOT NULL DEFAULT 1,
      lease_until timestamptz(3),
      attempts integer NOT NULL DEFAULT 0,
      next_attempt_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      last_error text,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
    );
    CREATE INDEX workflow_outbox_due ON workflow_outbox (next_attempt_at);

    CREATE TABLE idempotency_keys (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      actor text NOT NULL,
      key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
      request_hash bytea NOT NULL,
      body jsonb,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      UNIQUE (actor, key)
    );
    CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

    CREATE TABLE audit_log (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      company_id bigint,
      actor text NOT NULL,
      action text NOT NULL,
      subject text NOT NULL,
      before jsonb,
      after jsonb,
      request_id text,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
    );
    CREATE INDEX audit_log_company ON audit_log (company_id, id DESC);
    CREATE INDEX audit_log_subject ON audit_log (subject, id DESC);

    -- Files to remove once their time has come: those of deleted videos, and those of uploads that never got a row.
    CREATE TABLE file_deletions (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      storage_connection_id bigint NOT NULL REFERENCES storage_connections (id),
      path text NOT NULL,
      delete_after timestamptz(3) NOT NULL,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      UNIQUE (storage_connection_id, path)
    );
    CREATE INDEX file_deletions_due ON file_deletions (delete_after);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE ar_content DROP CONSTRAINT active_video_of_content, DROP CONSTRAINT default_video_of_content;
    ALTER TABLE companies DROP COLUMN storage_connection_id;
    DROP TABLE file_deletions, audit_log, idempotency_keys, workflow_outbox, api_keys, rotations,
      video_rotation_schedules, videos, ar_content, projects, storage_connections, companies;
  `);
}
