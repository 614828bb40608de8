-- The schema as the migrations make it, to be read. Written by `npm run schema`; a test compares the two.
-- Changes are made by a new migration, never here.

CREATE COLLATION by_title (provider = icu, locale = 'und-u-kn-true');

CREATE OR REPLACE FUNCTION public.claim_unique_id()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    DECLARE
      owner bigint;
    BEGIN
      INSERT INTO given_ids (unique_id, company_id) VALUES (NEW.unique_id, NEW.company_id)
        ON CONFLICT (unique_id) DO UPDATE SET company_id = given_ids.company_id RETURNING company_id INTO owner;
      IF owner <> NEW.company_id THEN
        RAISE EXCEPTION 'the unique_id belongs to another company' USING ERRCODE = 'unique_violation';
      END IF;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION public.copy_companys_time_zone()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    BEGIN
      IF NEW.time_zone IS NULL THEN
        SELECT p.time_zone INTO NEW.time_zone FROM ar_content c JOIN companies p ON p.id = c.company_id
        WHERE c.id = NEW.ar_content_id;
      END IF;
      RETURN NEW;
    END $function$
;

CREATE OR REPLACE FUNCTION public.count_deleted_content()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    UPDATE storage_uses u SET used_bytes = u.used_bytes - v.used , beside_bytes = u.beside_bytes - v.images
    FROM (SELECT coalesce(sum(size_bytes) FILTER (WHERE status <> 'failed'), 0) AS used
            , coalesce(sum(image_bytes), 0) AS images FROM videos WHERE ar_content_id = OLD.id) v
    WHERE u.company_id = OLD.company_id;
    RETURN OLD;
  END $function$
;

CREATE OR REPLACE FUNCTION public.count_leaving_file()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    BEGIN
      IF TG_OP <> 'INSERT' AND OLD.size_bytes > 0 THEN
        UPDATE storage_uses SET beside_bytes = beside_bytes - OLD.size_bytes WHERE company_id = OLD.company_id;
      END IF;
      IF TG_OP <> 'DELETE' AND NEW.size_bytes > 0 THEN
        UPDATE storage_uses SET beside_bytes = beside_bytes + NEW.size_bytes WHERE company_id = NEW.company_id;
      END IF;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION public.count_move_files()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    DECLARE
      sign integer := TG_ARGV[0];
    BEGIN
      UPDATE storage_moves m SET
        files_total = m.files_total + sign * f.total,
        files_done = m.files_done + sign * f.done,
        bytes_total = m.bytes_total + sign * f.bytes,
        bytes_done = m.bytes_done + sign * f.bytes_done
      FROM (SELECT storage_move_id, count(*) AS total, count(*) FILTER (WHERE status <> 'waiting') AS done,
              coalesce(sum(size_bytes), 0) AS bytes,
              coalesce(sum(size_bytes) FILTER (WHERE status <> 'waiting'), 0) AS bytes_done
            FROM changed WHERE status <> 'skipped' GROUP BY 1) f
      WHERE f.storage_move_id = m.id;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION public.count_video()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  DECLARE
    before bigint := 0;
    after bigint := 0;
    images bigint := 0;
  BEGIN
    IF TG_OP <> 'INSERT' AND OLD.status <> 'failed' THEN before := coalesce(OLD.size_bytes, 0); END IF;
    IF TG_OP <> 'DELETE' AND NEW.status <> 'failed' THEN after := coalesce(NEW.size_bytes, 0); END IF;
    IF TG_OP <> 'INSERT' THEN images := -OLD.image_bytes; END IF;
    IF TG_OP <> 'DELETE' THEN images := images + NEW.image_bytes; END IF;
    IF after <> before OR images <> 0 THEN
      INSERT INTO storage_uses AS u (company_id, used_bytes, beside_bytes)
        SELECT a.company_id, after - before, images FROM ar_content a
          WHERE a.id = CASE TG_OP WHEN 'DELETE' THEN OLD.ar_content_id ELSE NEW.ar_content_id END
        ON CONFLICT (company_id) DO UPDATE SET used_bytes = u.used_bytes + excluded.used_bytes
          , beside_bytes = u.beside_bytes + excluded.beside_bytes;
    END IF;
    RETURN NULL;
  END $function$
;

CREATE OR REPLACE FUNCTION public.folded(said text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN lower((NORMALIZE(said, NFKC) COLLATE by_title))
;

CREATE OR REPLACE FUNCTION public.name_schedules_company()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    BEGIN
      SELECT company_id INTO NEW.company_id FROM ar_content WHERE id = NEW.ar_content_id;
      RETURN NEW;
    END $function$
;

CREATE OR REPLACE FUNCTION public.note_failed_video()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    BEGIN
      IF NEW.status = 'failed' THEN
        INSERT INTO failed_videos SELECT NEW.id, company_id, id FROM ar_content WHERE id = NEW.ar_content_id;
      ELSE
        DELETE FROM failed_videos WHERE video_id = NEW.id;
      END IF;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION public.note_title()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    BEGIN
      INSERT INTO content_titles (ar_content_id, company_id, title) VALUES (NEW.id, NEW.company_id, NEW.title)
        ON CONFLICT (ar_content_id) DO UPDATE SET title = excluded.title;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION public.parts_of(company bigint, said text)
 RETURNS integer[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (SELECT COALESCE(array_agg(DISTINCT ((('x'::text || "left"(md5(((parts_of.company || ' '::text) || substr(parts_of.said, n.n, 3))), 8)))::bit(32))::integer), '{}'::integer[]) AS "coalesce" FROM generate_series(1, (length(parts_of.said) - 2)) n(n))
;

CREATE OR REPLACE FUNCTION public.refuse_late_commit()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    DECLARE
      commit_by float8 := nullif(current_setting('video_rotation.commit_by', true), '')::float8;
    BEGIN
      IF extract(epoch FROM clock_timestamp()) > commit_by THEN
        RAISE EXCEPTION 'a step came due before the commit' USING ERRCODE = 'VR001';
      END IF;
      RETURN NULL;
    END $function$
;

CREATE TABLE api_keys (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  company_id bigint,
  name text NOT NULL,
  role text NOT NULL,
  key_hash bytea NOT NULL,
  expires_at timestamp(3) with time zone,
  last_used_at timestamp(3) with time zone,
  revoked_at timestamp(3) with time zone,
  revision integer NOT NULL DEFAULT 1,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  is_person boolean NOT NULL DEFAULT false,
  link_hash bytea,
  link_expires_at timestamp(3) with time zone,
  CONSTRAINT api_keys_pkey PRIMARY KEY (id),
  CONSTRAINT api_keys_key_hash_key UNIQUE (key_hash),
  CONSTRAINT api_keys_link_hash_key UNIQUE (link_hash),
  CONSTRAINT a_person_does_not_expire CHECK (NOT is_person OR expires_at IS NULL),
  CONSTRAINT api_keys_key_hash_check CHECK (length(key_hash) = 32),
  CONSTRAINT api_keys_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  CONSTRAINT api_keys_role_check CHECK (role = ANY (ARRAY['viewer'::text, 'editor'::text, 'admin'::text])),
  CONSTRAINT link_expires CHECK ((link_hash IS NULL) = (link_expires_at IS NULL)),
  CONSTRAINT link_hash_is_a_hash CHECK (length(link_hash) = 32)
);
CREATE INDEX api_keys_company ON public.api_keys USING btree (company_id, id);
CREATE INDEX api_keys_kind ON public.api_keys USING btree (is_person, id);
CREATE INDEX api_keys_kind_company ON public.api_keys USING btree (is_person, company_id, id);
CREATE INDEX api_keys_links ON public.api_keys USING btree (link_expires_at) WHERE (link_expires_at IS NOT NULL);

CREATE TABLE ar_content (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  company_id bigint NOT NULL,
  project_id bigint,
  unique_id uuid NOT NULL DEFAULT gen_random_uuid(),
  title text NOT NULL,
  active_video_id bigint,
  active_reason text,
  active_schedule_id bigint,
  default_video_id bigint,
  video_rotation_enabled boolean NOT NULL DEFAULT true,
  is_active boolean NOT NULL DEFAULT true,
  expires_at timestamp(3) with time zone,
  version bigint NOT NULL DEFAULT 1,
  revision integer NOT NULL DEFAULT 1,
  settled_at timestamp(3) with time zone NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  next_step_at timestamp(3) with time zone,
  next_hours_at timestamp(3) with time zone,
  CONSTRAINT ar_content_pkey PRIMARY KEY (id),
  CONSTRAINT ar_content_company_id_id_key UNIQUE (company_id, id),
  CONSTRAINT ar_content_unique_id_key UNIQUE (unique_id),
  CONSTRAINT active_reason_with_video CHECK ((active_video_id IS NULL) = (active_reason IS NULL)),
  CONSTRAINT ar_content_active_reason_check CHECK (active_reason = ANY (ARRAY['rotation'::text, 'manual'::text])),
  CONSTRAINT ar_content_title_check CHECK (length(title) >= 1 AND length(title) <= 500)
);
CREATE INDEX ar_content_active_video ON public.ar_content USING btree (id, active_video_id);
CREATE INDEX ar_content_default_video ON public.ar_content USING btree (id, default_video_id);
CREATE INDEX ar_content_next_step ON public.ar_content USING btree (next_step_at) WHERE (next_step_at IS NOT NULL);
CREATE INDEX ar_content_project ON public.ar_content USING btree (company_id, project_id, id);
CREATE INDEX ar_content_steps ON public.ar_content USING btree (company_id, next_step_at, id) WHERE (next_step_at IS NOT NULL);

CREATE TABLE audit_log (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  company_id bigint,
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  before jsonb,
  after jsonb,
  request_id text,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  address text,
  CONSTRAINT audit_log_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_log_company ON public.audit_log USING btree (company_id, id);
CREATE INDEX audit_log_company_subject ON public.audit_log USING btree (company_id, subject, id);
CREATE INDEX audit_log_created ON public.audit_log USING btree (created_at, id);
CREATE INDEX audit_log_subject ON public.audit_log USING btree (subject, id);

CREATE TABLE browser_sessions (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  api_key_id bigint NOT NULL,
  secret_hash bytea NOT NULL,
  expires_at timestamp(3) with time zone NOT NULL,
  ends_at timestamp(3) with time zone NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT browser_sessions_pkey PRIMARY KEY (id),
  CONSTRAINT browser_sessions_secret_hash_key UNIQUE (secret_hash),
  CONSTRAINT browser_sessions_secret_hash_check CHECK (length(secret_hash) = 32),
  CONSTRAINT session_expires_before_its_end CHECK (expires_at <= ends_at)
);
CREATE INDEX browser_sessions_expired ON public.browser_sessions USING btree (expires_at);
CREATE INDEX browser_sessions_key ON public.browser_sessions USING btree (api_key_id, id);

CREATE TABLE bulk_items (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  bulk_id bigint NOT NULL,
  schedule_id bigint NOT NULL,
  ar_content_id bigint NOT NULL,
  status text NOT NULL DEFAULT 'remaining'::text,
  attempts integer NOT NULL DEFAULT 0,
  code text,
  message text,
  ended_at timestamp(3) with time zone,
  CONSTRAINT bulk_items_pkey PRIMARY KEY (id),
  CONSTRAINT bulk_items_one_per_schedule UNIQUE (bulk_id, schedule_id),
  CONSTRAINT bulk_item_ends_with_an_instant CHECK ((status = 'remaining'::text) = (ended_at IS NULL)),
  CONSTRAINT bulk_item_is_refused_for_a_reason CHECK ((status = 'refused'::text) = (code IS NOT NULL AND message IS NOT NULL)),
  CONSTRAINT bulk_items_status_check CHECK (status = ANY (ARRAY['remaining'::text, 'done'::text, 'refused'::text]))
);
CREATE INDEX bulk_items_bulk ON public.bulk_items USING btree (bulk_id, id);
CREATE INDEX bulk_items_next ON public.bulk_items USING btree (bulk_id, attempts, id) WHERE (status = 'remaining'::text);
CREATE INDEX bulk_items_status ON public.bulk_items USING btree (bulk_id, status, id);

CREATE TABLE bulk_proposals (
  token_hash bytea NOT NULL,
  company_id bigint NOT NULL,
  actor text NOT NULL,
  request jsonb NOT NULL,
  schedule_ids bigint[] NOT NULL,
  ar_content_ids bigint[] NOT NULL,
  expires_at timestamp(3) with time zone NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT bulk_proposals_pkey PRIMARY KEY (token_hash),
  CONSTRAINT each_schedule_has_its_content CHECK (cardinality(schedule_ids) = cardinality(ar_content_ids))
);
CREATE INDEX bulk_proposals_company ON public.bulk_proposals USING btree (company_id, created_at);
CREATE INDEX bulk_proposals_expires ON public.bulk_proposals USING btree (expires_at);

CREATE TABLE bulks (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  company_id bigint NOT NULL,
  action text NOT NULL,
  filter jsonb NOT NULL,
  note text,
  resume_at timestamp(3) with time zone,
  missed text,
  status text NOT NULL DEFAULT 'under_way'::text,
  actor text NOT NULL,
  token_hash bytea NOT NULL,
  total integer NOT NULL,
  done integer NOT NULL DEFAULT 0,
  refused integer NOT NULL DEFAULT 0,
  ended_at timestamp(3) with time zone,
  revision integer NOT NULL DEFAULT 1,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT bulks_pkey PRIMARY KEY (id),
  CONSTRAINT bulks_token_hash_key UNIQUE (token_hash),
  CONSTRAINT bulk_does_no_more_than_all CHECK (done >= 0 AND refused >= 0 AND (done + refused) <= total),
  CONSTRAINT bulk_ends_with_an_instant CHECK ((status = 'under_way'::text) = (ended_at IS NULL)),
  CONSTRAINT bulks_action_check CHECK (action = ANY (ARRAY['pause'::text, 'resume'::text, 'rotate'::text, 'skip'::text, 'delete'::text])),
  CONSTRAINT bulks_filter_check CHECK (jsonb_typeof(filter) = 'object'::text),
  CONSTRAINT bulks_missed_check CHECK (missed = ANY (ARRAY['none'::text, 'once'::text, 'all'::text])),
  CONSTRAINT bulks_note_check CHECK (length(note) <= 500),
  CONSTRAINT bulks_status_check CHECK (status = ANY (ARRAY['under_way'::text, 'done'::text, 'cancelled'::text]))
);
CREATE INDEX bulks_company ON public.bulks USING btree (company_id, id);
CREATE INDEX bulks_ended ON public.bulks USING btree (ended_at) WHERE (ended_at IS NOT NULL);
CREATE INDEX bulks_under_way ON public.bulks USING btree (company_id, id) WHERE (status = 'under_way'::text);

CREATE TABLE calendar_revisions (
  id uuid NOT NULL,
  calendar_id bigint NOT NULL,
  first_day integer NOT NULL,
  day_bits bytea NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT calendar_revisions_pkey PRIMARY KEY (id),
  CONSTRAINT calendar_revisions_calendar_id_id_key UNIQUE (calendar_id, id),
  CONSTRAINT calendar_revisions_first_day_check CHECK (first_day >= 0)
);

CREATE TABLE calendars (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  company_id bigint NOT NULL,
  name text NOT NULL,
  days jsonb NOT NULL,
  revision_id uuid NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT calendars_pkey PRIMARY KEY (id),
  CONSTRAINT calendars_days_check CHECK (jsonb_typeof(days) = 'array'::text),
  CONSTRAINT calendars_name_check CHECK (length(name) >= 1 AND length(name) <= 200)
);
CREATE INDEX calendars_company ON public.calendars USING btree (company_id, id);
CREATE INDEX calendars_company_name ON public.calendars USING btree (company_id, name, id);
CREATE INDEX calendars_name ON public.calendars USING btree (name, id);

CREATE TABLE clean_up_proposals (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  token_hash bytea NOT NULL,
  actor text NOT NULL,
  subject text NOT NULL,
  items jsonb NOT NULL,
  expires_at timestamp(3) with time zone NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT clean_up_proposals_pkey PRIMARY KEY (id),
  CONSTRAINT clean_up_proposals_token_hash_key UNIQUE (token_hash),
  CONSTRAINT clean_up_proposals_token_hash_check CHECK (length(token_hash) = 32)
);
CREATE INDEX clean_up_proposals_expires ON public.clean_up_proposals USING btree (expires_at);

CREATE TABLE companies (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  time_zone text NOT NULL DEFAULT 'UTC'::text,
  storage_connection_id bigint,
  revision integer NOT NULL DEFAULT 1,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  max_storage_bytes bigint,
  is_demo boolean NOT NULL DEFAULT false,
  CONSTRAINT companies_pkey PRIMARY KEY (id),
  CONSTRAINT companies_max_storage_bytes_check CHECK (max_storage_bytes >= 0),
  CONSTRAINT companies_name_check CHECK (length(name) >= 1 AND length(name) <= 200)
);
CREATE INDEX companies_name ON public.companies USING btree (name, id);
CREATE INDEX companies_storage_connection ON public.companies USING btree (storage_connection_id);

CREATE TABLE content_calendars (
  ar_content_id bigint NOT NULL,
  calendar_id bigint NOT NULL,
  revision_id uuid NOT NULL,
  CONSTRAINT content_calendars_pkey PRIMARY KEY (ar_content_id, calendar_id)
);
CREATE INDEX content_calendars_followers ON public.content_calendars USING btree (calendar_id, ar_content_id, revision_id);
CREATE INDEX content_calendars_revision ON public.content_calendars USING btree (calendar_id, revision_id);

CREATE TABLE content_dayparts (
  ar_content_id bigint NOT NULL,
  daypart_id bigint NOT NULL,
  revision_id uuid NOT NULL,
  CONSTRAINT content_dayparts_pkey PRIMARY KEY (ar_content_id, daypart_id)
);
CREATE INDEX content_dayparts_followers ON public.content_dayparts USING btree (daypart_id, ar_content_id, revision_id);
CREATE INDEX content_dayparts_revision ON public.content_dayparts USING btree (daypart_id, revision_id);

CREATE TABLE content_looks (
  company_id bigint NOT NULL,
  ar_content_id bigint NOT NULL,
  seen text NOT NULL,
  again_at timestamp(3) with time zone,
  CONSTRAINT content_looks_pkey PRIMARY KEY (company_id, ar_content_id)
);

CREATE TABLE content_titles (
  ar_content_id bigint NOT NULL,
  company_id bigint NOT NULL,
  title text COLLATE by_title NOT NULL,
  folded text NOT NULL GENERATED ALWAYS AS (folded(title)) STORED,
  parts integer[] NOT NULL GENERATED ALWAYS AS (parts_of(company_id, folded(title))) STORED,
  CONSTRAINT content_titles_pkey PRIMARY KEY (ar_content_id)
);
CREATE INDEX content_titles_company ON public.content_titles USING btree (company_id, title, ar_content_id);
CREATE INDEX content_titles_parts ON public.content_titles USING gin (parts) WITH (fastupdate=off);

CREATE TABLE daypart_revisions (
  id uuid NOT NULL,
  daypart_id bigint NOT NULL,
  time_zone text,
  hours jsonb NOT NULL,
  closed_calendar_id bigint,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT daypart_revisions_pkey PRIMARY KEY (id),
  CONSTRAINT daypart_revisions_daypart_id_id_key UNIQUE (daypart_id, id)
);

CREATE TABLE dayparts (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  company_id bigint NOT NULL,
  name text NOT NULL,
  time_zone text,
  hours jsonb NOT NULL,
  closed_calendar_id bigint,
  revision_id uuid NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT dayparts_pkey PRIMARY KEY (id),
  CONSTRAINT dayparts_hours_check CHECK (jsonb_typeof(hours) = 'array'::text AND jsonb_array_length(hours) > 0),
  CONSTRAINT dayparts_name_check CHECK (length(name) >= 1 AND length(name) <= 200)
);
CREATE INDEX dayparts_closed_calendar ON public.dayparts USING btree (closed_calendar_id);
CREATE INDEX dayparts_company ON public.dayparts USING btree (company_id, id);
CREATE INDEX dayparts_company_name ON public.dayparts USING btree (company_id, name, id);
CREATE INDEX dayparts_name ON public.dayparts USING btree (name, id);

CREATE TABLE failed_videos (
  video_id bigint NOT NULL,
  company_id bigint NOT NULL,
  ar_content_id bigint NOT NULL,
  CONSTRAINT failed_videos_pkey PRIMARY KEY (video_id)
);
CREATE INDEX failed_videos_company ON public.failed_videos USING btree (company_id, ar_content_id);

CREATE TABLE file_deletions (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  storage_connection_id bigint NOT NULL,
  path text NOT NULL,
  delete_after timestamp(3) with time zone NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  company_id bigint,
  size_bytes bigint NOT NULL DEFAULT 0,
  CONSTRAINT file_deletions_pkey PRIMARY KEY (id),
  CONSTRAINT file_deletions_storage_connection_id_path_key UNIQUE (storage_connection_id, path)
);
CREATE INDEX file_deletions_due ON public.file_deletions USING btree (delete_after, id);
CREATE INDEX file_deletions_path ON public.file_deletions USING btree (path);

CREATE TABLE foretold (
  company_id bigint NOT NULL,
  ar_content_id bigint NOT NULL,
  webhook_id bigint NOT NULL,
  type text NOT NULL,
  due_at timestamp(3) with time zone NOT NULL,
  said text NOT NULL,
  data jsonb NOT NULL,
  event_id bigint NOT NULL,
  CONSTRAINT foretold_pkey PRIMARY KEY (company_id, ar_content_id, webhook_id, type, due_at)
);
CREATE INDEX foretold_due ON public.foretold USING btree (due_at);

CREATE TABLE given_ids (
  unique_id uuid NOT NULL,
  company_id bigint NOT NULL,
  CONSTRAINT given_ids_pkey PRIMARY KEY (unique_id)
);

CREATE TABLE idempotency_keys (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  actor text NOT NULL,
  key text NOT NULL,
  request_hash bytea NOT NULL,
  body jsonb,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT idempotency_keys_pkey PRIMARY KEY (id),
  CONSTRAINT idempotency_keys_actor_key_key UNIQUE (actor, key),
  CONSTRAINT idempotency_keys_key_check CHECK (length(key) >= 1 AND length(key) <= 255)
);
CREATE INDEX idempotency_keys_created ON public.idempotency_keys USING btree (created_at);

CREATE TABLE installation (
  only_row boolean NOT NULL DEFAULT true,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  postgres text,
  CONSTRAINT installation_pkey PRIMARY KEY (only_row),
  CONSTRAINT installation_only_row_check CHECK (only_row),
  CONSTRAINT installation_postgres_check CHECK (length(postgres) <= 100)
);

CREATE TABLE orphan_counts (
  storage_connection_id bigint NOT NULL,
  files integer NOT NULL,
  videos integer NOT NULL,
  counted_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT orphan_counts_pkey PRIMARY KEY (storage_connection_id)
);

CREATE TABLE overdue_looks (
  only_row boolean NOT NULL DEFAULT true,
  looked_at timestamp(3) with time zone NOT NULL DEFAULT '1970-01-01 00:00:00+00'::timestamp with time zone,
  CONSTRAINT overdue_looks_pkey PRIMARY KEY (only_row),
  CONSTRAINT overdue_looks_only_row_check CHECK (only_row)
);

CREATE TABLE overdue_pokes (
  ar_content_id bigint NOT NULL,
  poked_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT overdue_pokes_pkey PRIMARY KEY (ar_content_id)
);

CREATE TABLE overrides (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  ar_content_id bigint NOT NULL,
  video_id bigint NOT NULL,
  starts_at timestamp(3) with time zone NOT NULL,
  ends_at timestamp(3) with time zone,
  priority integer NOT NULL DEFAULT 0,
  holds_rotation boolean NOT NULL DEFAULT false,
  note text,
  revision integer NOT NULL DEFAULT 1,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  release_id bigint,
  daypart_id bigint,
  calendar_id bigint,
  calendar_mode text,
  time_zone text NOT NULL,
  CONSTRAINT overrides_pkey PRIMARY KEY (id),
  CONSTRAINT calendar_of_overrides_has_mode CHECK ((calendar_id IS NULL) = (calendar_mode IS NULL)),
  CONSTRAINT override_ends_after_start CHECK (ends_at > starts_at),
  CONSTRAINT overrides_calendar_mode_check CHECK (calendar_mode = ANY (ARRAY['exclude'::text, 'only'::text])),
  CONSTRAINT overrides_note_check CHECK (length(note) <= 500)
);
CREATE INDEX overrides_ahead ON public.overrides USING btree (ar_content_id, COALESCE(ends_at, 'infinity'::timestamp with time zone));
CREATE INDEX overrides_calendar ON public.overrides USING btree (calendar_id) WHERE (calendar_id IS NOT NULL);
CREATE INDEX overrides_content ON public.overrides USING btree (ar_content_id, id);
CREATE INDEX overrides_daypart ON public.overrides USING btree (daypart_id) WHERE (daypart_id IS NOT NULL);
CREATE INDEX overrides_ended ON public.overrides USING btree (ends_at) WHERE (ends_at IS NOT NULL);
CREATE UNIQUE INDEX overrides_release ON public.overrides USING btree (release_id, ar_content_id) WHERE (release_id IS NOT NULL);
CREATE INDEX overrides_video ON public.overrides USING btree (ar_content_id, video_id);

CREATE TABLE projects (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  company_id bigint NOT NULL,
  name text NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT projects_pkey PRIMARY KEY (id),
  CONSTRAINT projects_company_id_id_key UNIQUE (company_id, id),
  CONSTRAINT projects_name_check CHECK (length(name) >= 1 AND length(name) <= 200)
);
CREATE INDEX projects_company_name ON public.projects USING btree (company_id, name, id);
CREATE INDEX projects_name ON public.projects USING btree (name, id);

CREATE TABLE releases (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  company_id bigint NOT NULL,
  name text NOT NULL,
  note text,
  live_at timestamp(3) with time zone NOT NULL,
  revert_at timestamp(3) with time zone,
  priority integer NOT NULL DEFAULT 0,
  items jsonb NOT NULL,
  cancelled_at timestamp(3) with time zone,
  revision integer NOT NULL DEFAULT 1,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  told text,
  CONSTRAINT releases_pkey PRIMARY KEY (id),
  CONSTRAINT release_reverts_after_it_is_live CHECK (revert_at > live_at),
  CONSTRAINT releases_items_check CHECK (jsonb_typeof(items) = 'array'::text),
  CONSTRAINT releases_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  CONSTRAINT releases_note_check CHECK (length(note) <= 500),
  CONSTRAINT told_is_a_turn CHECK (told = ANY (ARRAY['live'::text, 'over'::text]))
);
CREATE INDEX releases_company ON public.releases USING btree (company_id, id);
CREATE INDEX releases_ended ON public.releases USING btree (LEAST(cancelled_at, revert_at)) WHERE ((cancelled_at IS NOT NULL) OR (told = 'over'::text));
CREATE INDEX releases_not_over ON public.releases USING btree (company_id, COALESCE(revert_at, 'infinity'::timestamp with time zone)) WHERE (cancelled_at IS NULL);
CREATE INDEX releases_untold ON public.releases USING btree (id) WHERE ((cancelled_at IS NULL) AND (told IS DISTINCT FROM 'over'::text));

CREATE TABLE resumable_uploads (
  id uuid NOT NULL,
  company_id bigint NOT NULL,
  ar_content_id bigint NOT NULL,
  storage_connection_id bigint NOT NULL,
  size_bytes bigint,
  metadata jsonb NOT NULL,
  received jsonb,
  video_id bigint,
  failure jsonb,
  expires_at timestamp(3) with time zone NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT resumable_uploads_pkey PRIMARY KEY (id),
  CONSTRAINT one_outcome CHECK (video_id IS NULL OR failure IS NULL),
  CONSTRAINT resumable_uploads_size_bytes_check CHECK (size_bytes >= 0)
);
CREATE INDEX resumable_uploads_expiring ON public.resumable_uploads USING btree (expires_at, id);
CREATE INDEX resumable_uploads_open ON public.resumable_uploads USING btree (company_id) WHERE ((video_id IS NULL) AND (failure IS NULL));
CREATE INDEX resumable_uploads_storage_connection ON public.resumable_uploads USING btree (storage_connection_id);

CREATE TABLE rollouts (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  daypart_id bigint,
  calendar_id bigint,
  revision integer NOT NULL,
  contents_total integer NOT NULL,
  contents_done integer NOT NULL DEFAULT 0,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT rollouts_pkey PRIMARY KEY (id),
  CONSTRAINT rollouts_calendar_id_key UNIQUE (calendar_id),
  CONSTRAINT rollouts_daypart_id_key UNIQUE (daypart_id),
  CONSTRAINT rollout_does_no_more_than_all CHECK (contents_done >= 0 AND contents_done <= contents_total),
  CONSTRAINT rollout_is_of_one_thing CHECK (num_nonnulls(daypart_id, calendar_id) = 1)
);

CREATE TABLE rotations (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  company_id bigint NOT NULL,
  ar_content_id bigint NOT NULL,
  schedule_id bigint,
  from_video_id bigint,
  from_title text,
  to_video_id bigint,
  to_title text,
  due_at timestamp(3) with time zone NOT NULL,
  applied_at timestamp(3) with time zone NOT NULL,
  cause text NOT NULL,
  note text,
  actor text NOT NULL,
  workflow_run_id text,
  request_id text,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  reason text,
  override_id bigint,
  beneath_video_id bigint,
  slots integer,
  live_schedule_id bigint,
  CONSTRAINT rotations_pkey PRIMARY KEY (id),
  CONSTRAINT never_early CHECK (applied_at >= due_at),
  CONSTRAINT rotations_cause_check CHECK (cause = ANY (ARRAY['schedule'::text, 'rotate_now'::text, 'manual'::text, 'window'::text, 'expiry'::text, 'removed'::text, 'override'::text, 'resume'::text])),
  CONSTRAINT rotations_note_check CHECK (note = ANY (ARRAY['no_showable_video'::text, 'unchanged'::text, 'overridden'::text, 'held'::text, 'skipped'::text])),
  CONSTRAINT rotations_reason_check CHECK (reason = ANY (ARRAY['override'::text, 'rotation'::text, 'manual'::text, 'window'::text, 'default'::text, 'fallback'::text])),
  CONSTRAINT rotations_slots_check CHECK (slots >= 0),
  CONSTRAINT slot_names_its_schedule CHECK ((cause <> ALL (ARRAY['schedule'::text, 'rotate_now'::text])) OR schedule_id IS NOT NULL)
);
CREATE INDEX rotations_content ON public.rotations USING btree (ar_content_id, id);
CREATE INDEX rotations_content_due ON public.rotations USING btree (ar_content_id, due_at DESC, id DESC);
CREATE UNIQUE INDEX rotations_one_per_request ON public.rotations USING btree (schedule_id, request_id) WHERE ((cause = 'rotate_now'::text) AND (request_id IS NOT NULL));
CREATE UNIQUE INDEX rotations_one_per_slot ON public.rotations USING btree (schedule_id, due_at) WHERE (cause = 'schedule'::text);
CREATE INDEX rotations_schedule ON public.rotations USING btree (schedule_id, id);

CREATE TABLE schedule_skips (
  schedule_id bigint NOT NULL,
  slot_at timestamp(3) with time zone NOT NULL,
  created_by text NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT schedule_skips_pkey PRIMARY KEY (schedule_id, slot_at)
);

CREATE TABLE storage_connections (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  company_id bigint,
  name text NOT NULL,
  provider text NOT NULL,
  base_path text,
  settings jsonb NOT NULL DEFAULT '{}'::jsonb,
  credentials bytea,
  is_default boolean NOT NULL DEFAULT false,
  revision integer NOT NULL DEFAULT 1,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT storage_connections_pkey PRIMARY KEY (id),
  CONSTRAINT local_needs_base_path CHECK (provider <> 'local'::text OR base_path IS NOT NULL),
  CONSTRAINT storage_connections_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  CONSTRAINT storage_connections_provider_check CHECK (provider = ANY (ARRAY['local'::text, 's3'::text, 'gcs'::text, 'yandex_disk'::text]))
);
CREATE INDEX storage_connections_company ON public.storage_connections USING btree (company_id, id);
CREATE UNIQUE INDEX storage_connections_default ON public.storage_connections USING btree (COALESCE(company_id, (0)::bigint)) WHERE is_default;

CREATE TABLE storage_move_files (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  storage_move_id bigint NOT NULL,
  ar_content_id bigint NOT NULL,
  video_id bigint NOT NULL,
  source_connection_id bigint NOT NULL,
  source_path text NOT NULL,
  target_path text,
  size_bytes bigint,
  sha256 text,
  status text NOT NULL DEFAULT 'waiting'::text,
  CONSTRAINT storage_move_files_pkey PRIMARY KEY (id),
  CONSTRAINT storage_move_files_storage_move_id_source_connection_id_sou_key UNIQUE (storage_move_id, source_connection_id, source_path),
  CONSTRAINT copied_has_target CHECK ((status <> ALL (ARRAY['copied'::text, 'switched'::text])) OR target_path IS NOT NULL),
  CONSTRAINT storage_move_files_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'::text),
  CONSTRAINT storage_move_files_size_bytes_check CHECK (size_bytes >= 0),
  CONSTRAINT storage_move_files_status_check CHECK (status = ANY (ARRAY['waiting'::text, 'copied'::text, 'switched'::text, 'skipped'::text]))
);
CREATE INDEX storage_move_files_content ON public.storage_move_files USING btree (storage_move_id, ar_content_id);
CREATE INDEX storage_move_files_copies ON public.storage_move_files USING btree (ar_content_id) WHERE (status = ANY (ARRAY['waiting'::text, 'copied'::text]));
CREATE INDEX storage_move_files_status ON public.storage_move_files USING btree (storage_move_id, status, id);

CREATE TABLE storage_moves (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  company_id bigint NOT NULL,
  ar_content_id bigint,
  from_connection_id bigint,
  to_connection_id bigint NOT NULL,
  status text NOT NULL DEFAULT 'pending'::text,
  current_file_id bigint,
  problem text,
  failure_code text,
  failure_reason text,
  revision integer NOT NULL DEFAULT 1,
  ended_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  files_total bigint NOT NULL DEFAULT 0,
  files_done bigint NOT NULL DEFAULT 0,
  bytes_total bigint NOT NULL DEFAULT 0,
  bytes_done bigint NOT NULL DEFAULT 0,
  CONSTRAINT storage_moves_pkey PRIMARY KEY (id),
  CONSTRAINT ended_when_over CHECK ((ended_at IS NOT NULL) = (status = ANY (ARRAY['done'::text, 'cancelled'::text]))),
  CONSTRAINT failure_with_reason CHECK ((failure_code IS NULL) = (failure_reason IS NULL)),
  CONSTRAINT moves_somewhere_else CHECK (from_connection_id <> to_connection_id),
  CONSTRAINT only_failed_have_failures CHECK ((failure_code IS NOT NULL) = (status = 'failed'::text)),
  CONSTRAINT storage_moves_failure_code_check CHECK (failure_code = ANY (ARRAY['source_missing'::text, 'source_corrupt'::text, 'gave_up'::text])),
  CONSTRAINT storage_moves_status_check CHECK (status = ANY (ARRAY['pending'::text, 'copying'::text, 'switching'::text, 'done'::text, 'failed'::text, 'cancelled'::text]))
);
CREATE INDEX storage_moves_company ON public.storage_moves USING btree (company_id, id);
CREATE INDEX storage_moves_open ON public.storage_moves USING btree (id) WHERE (status <> ALL (ARRAY['done'::text, 'cancelled'::text]));
CREATE UNIQUE INDEX storage_moves_open_company ON public.storage_moves USING btree (company_id) WHERE ((ar_content_id IS NULL) AND (status <> ALL (ARRAY['done'::text, 'cancelled'::text])));
CREATE UNIQUE INDEX storage_moves_open_content ON public.storage_moves USING btree (ar_content_id) WHERE (status <> ALL (ARRAY['done'::text, 'cancelled'::text]));
CREATE INDEX storage_moves_open_of_company ON public.storage_moves USING btree (company_id, id) WHERE (status <> ALL (ARRAY['done'::text, 'cancelled'::text]));

CREATE TABLE storage_uses (
  company_id bigint NOT NULL,
  used_bytes bigint NOT NULL,
  beside_bytes bigint NOT NULL DEFAULT 0,
  CONSTRAINT storage_uses_pkey PRIMARY KEY (company_id)
);

CREATE TABLE timeline_feeds (
  ar_content_id bigint NOT NULL,
  token_hash bytea NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT timeline_feeds_pkey PRIMARY KEY (ar_content_id),
  CONSTRAINT timeline_feeds_token_hash_check CHECK (length(token_hash) = 32)
);

CREATE TABLE upgrade_state (
  only_row boolean NOT NULL DEFAULT true,
  fold_level smallint NOT NULL DEFAULT 0,
  needs_migration text,
  CONSTRAINT upgrade_state_pkey PRIMARY KEY (only_row),
  CONSTRAINT upgrade_state_fold_level_check CHECK (fold_level >= 0),
  CONSTRAINT upgrade_state_only_row_check CHECK (only_row)
);

CREATE TABLE video_copies (
  video_id bigint NOT NULL,
  video_path text NOT NULL,
  thumbnail_url text,
  thumbnails jsonb NOT NULL,
  image_bytes bigint NOT NULL,
  sha256 text,
  CONSTRAINT video_copies_pkey PRIMARY KEY (video_id)
);
CREATE INDEX video_copies_path ON public.video_copies USING btree (video_path);

CREATE TABLE video_rotation_schedules (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  ar_content_id bigint NOT NULL,
  rotation_type text NOT NULL,
  time_of_day time(0) without time zone,
  day_of_week smallint,
  day_of_month smallint,
  cron_expression text,
  interval_seconds integer,
  time_zone text NOT NULL,
  dst_gap text NOT NULL DEFAULT 'shift'::text,
  dst_overlap text NOT NULL DEFAULT 'first'::text,
  selection text NOT NULL DEFAULT 'sequential'::text,
  video_sequence bigint[] NOT NULL,
  current_index integer NOT NULL DEFAULT 0,
  position_pending boolean NOT NULL DEFAULT true,
  starts_at timestamp(3) with time zone,
  ends_at timestamp(3) with time zone,
  interval_anchor timestamp(3) with time zone NOT NULL,
  is_active boolean NOT NULL DEFAULT true,
  inactive_reason text,
  last_rotation_at timestamp(3) with time zone,
  last_slot_at timestamp(3) with time zone,
  slot_number bigint NOT NULL DEFAULT 0,
  next_rotation_at timestamp(3) with time zone,
  next_video_id bigint,
  random_seed integer NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  rrule text,
  rrule_anchor timestamp(3) with time zone,
  rrule_last timestamp(3) with time zone,
  dst_overlap_given boolean NOT NULL DEFAULT true,
  next_is_asked_for boolean NOT NULL DEFAULT false,
  paused_at timestamp(3) with time zone,
  paused_by text,
  pause_note text,
  resume_at timestamp(3) with time zone,
  resume_missed text NOT NULL DEFAULT 'none'::text,
  weights integer[],
  no_repeat_last smallint NOT NULL DEFAULT 0,
  selection_memory jsonb,
  company_id bigint NOT NULL,
  daypart_id bigint,
  calendar_id bigint,
  calendar_mode text,
  late_count bigint NOT NULL DEFAULT 0,
  worst_lateness_ms bigint NOT NULL DEFAULT 0,
  failed_count bigint NOT NULL DEFAULT 0,
  last_error text,
  CONSTRAINT video_rotation_schedules_pkey PRIMARY KEY (id),
  CONSTRAINT active_has_sequence CHECK (NOT is_active OR cardinality(video_sequence) > 0),
  CONSTRAINT calendar_has_mode CHECK ((calendar_id IS NULL) = (calendar_mode IS NULL)),
  CONSTRAINT ends_after_start CHECK (ends_at > starts_at),
  CONSTRAINT failed_count_counts CHECK (failed_count >= 0),
  CONSTRAINT inactive_has_no_plan CHECK (is_active OR next_rotation_at IS NULL),
  CONSTRAINT index_in_sequence CHECK (current_index < GREATEST(cardinality(video_sequence), 1)),
  CONSTRAINT last_error_is_short CHECK (length(last_error) <= 500),
  CONSTRAINT late_count_counts CHECK (late_count >= 0),
  CONSTRAINT no_repeat_last_lies_in_range CHECK (no_repeat_last >= 0 AND no_repeat_last <= 100),
  CONSTRAINT only_paused_ones_resume CHECK (resume_at IS NULL OR inactive_reason = 'paused'::text),
  CONSTRAINT rotation_type_has_its_fields CHECK (
CASE rotation_type
    WHEN 'daily'::text THEN time_of_day IS NOT NULL
    WHEN 'weekly'::text THEN day_of_week IS NOT NULL
    WHEN 'monthly'::text THEN day_of_month IS NOT NULL
    WHEN 'cron'::text THEN cron_expression IS NOT NULL
    WHEN 'interval'::text THEN interval_seconds IS NOT NULL
    WHEN 'rrule'::text THEN rrule IS NOT NULL AND rrule_anchor IS NOT NULL
    WHEN 'once'::text THEN starts_at IS NOT NULL
    ELSE true
END),
  CONSTRAINT selection_memory_is_small CHECK (octet_length(selection_memory::text) <= 16384),
  CONSTRAINT slots_increase CHECK (next_rotation_at > last_slot_at),
  CONSTRAINT video_rotation_schedules_calendar_mode_check CHECK (calendar_mode = ANY (ARRAY['exclude'::text, 'only'::text])),
  CONSTRAINT video_rotation_schedules_cron_expression_check CHECK (length(cron_expression) <= 200),
  CONSTRAINT video_rotation_schedules_current_index_check CHECK (current_index >= 0),
  CONSTRAINT video_rotation_schedules_day_of_month_check CHECK (day_of_month >= 1 AND day_of_month <= 31),
  CONSTRAINT video_rotation_schedules_day_of_week_check CHECK (day_of_week >= 1 AND day_of_week <= 7),
  CONSTRAINT video_rotation_schedules_dst_gap_check CHECK (dst_gap = ANY (ARRAY['shift'::text, 'skip'::text])),
  CONSTRAINT video_rotation_schedules_dst_overlap_check CHECK (dst_overlap = ANY (ARRAY['first'::text, 'second'::text, 'both'::text])),
  CONSTRAINT video_rotation_schedules_inactive_reason_check CHECK (inactive_reason = ANY (ARRAY['sequence_empty'::text, 'paused'::text, 'no_slot'::text])),
  CONSTRAINT video_rotation_schedules_interval_seconds_check CHECK (interval_seconds >= 1),
  CONSTRAINT video_rotation_schedules_pause_note_check CHECK (length(pause_note) <= 500),
  CONSTRAINT video_rotation_schedules_resume_missed_check CHECK (resume_missed = ANY (ARRAY['none'::text, 'once'::text, 'all'::text])),
  CONSTRAINT video_rotation_schedules_rotation_type_check CHECK (rotation_type = ANY (ARRAY['daily'::text, 'weekly'::text, 'monthly'::text, 'cron'::text, 'interval'::text, 'random'::text, 'rrule'::text, 'once'::text])),
  CONSTRAINT video_rotation_schedules_rrule_check CHECK (length(rrule) <= 500),
  CONSTRAINT video_rotation_schedules_selection_check CHECK (selection = ANY (ARRAY['sequential'::text, 'random'::text, 'shuffle'::text, 'weighted'::text])),
  CONSTRAINT video_rotation_schedules_slot_number_check CHECK (slot_number >= 0),
  CONSTRAINT video_rotation_schedules_video_sequence_check CHECK (cardinality(video_sequence) <= 1000),
  CONSTRAINT weights_are_few CHECK (cardinality(weights) <= 100),
  CONSTRAINT weights_lie_in_range CHECK ((0 <= ALL (weights)) AND (1000 >= ALL (weights))),
  CONSTRAINT worst_lateness_lasts CHECK (worst_lateness_ms >= 0)
);
CREATE INDEX schedules_company ON public.video_rotation_schedules USING btree (company_id, id);
CREATE INDEX schedules_content ON public.video_rotation_schedules USING btree (ar_content_id, id);
CREATE INDEX schedules_paused ON public.video_rotation_schedules USING btree (company_id, ar_content_id) WHERE (inactive_reason = 'paused'::text);
CREATE INDEX video_rotation_schedules_calendar ON public.video_rotation_schedules USING btree (calendar_id) WHERE (calendar_id IS NOT NULL);
CREATE INDEX video_rotation_schedules_daypart ON public.video_rotation_schedules USING btree (daypart_id) WHERE (daypart_id IS NOT NULL);

CREATE TABLE videos (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  ar_content_id bigint NOT NULL,
  storage_connection_id bigint,
  video_path text,
  video_url text,
  thumbnail_url text,
  title text NOT NULL,
  duration double precision,
  width integer,
  height integer,
  size_bytes bigint,
  mime_type text,
  sha256 text,
  status text NOT NULL,
  schedule_start timestamp(3) with time zone,
  schedule_end timestamp(3) with time zone,
  expires_at timestamp(3) with time zone,
  rotation_order integer NOT NULL DEFAULT 0,
  revision integer NOT NULL DEFAULT 1,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  rotation smallint,
  video_codec text,
  audio_codec text,
  bit_rate bigint,
  frame_rate double precision,
  thumbnails jsonb NOT NULL DEFAULT '[]'::jsonb,
  processing_step text,
  processing_problem text,
  failure_code text,
  failure_reason text,
  activation_requested_by text,
  codecs text,
  has_alpha boolean,
  playable_in text[],
  daypart_id bigint,
  calendar_id bigint,
  calendar_mode text,
  time_zone text NOT NULL,
  image_bytes bigint NOT NULL DEFAULT 0,
  CONSTRAINT videos_pkey PRIMARY KEY (id),
  CONSTRAINT videos_ar_content_id_id_key UNIQUE (ar_content_id, id),
  CONSTRAINT calendar_of_videos_has_mode CHECK ((calendar_id IS NULL) = (calendar_mode IS NULL)),
  CONSTRAINT failure_with_reason CHECK ((failure_code IS NULL) = (failure_reason IS NULL)),
  CONSTRAINT only_failed_have_failures CHECK (failure_code IS NULL OR status = 'failed'::text),
  CONSTRAINT only_processing_have_steps CHECK (status = 'processing'::text OR processing_step IS NULL AND processing_problem IS NULL),
  CONSTRAINT ready_waits_for_nothing CHECK (activation_requested_by IS NULL OR (status = ANY (ARRAY['uploading'::text, 'processing'::text]))),
  CONSTRAINT videos_bit_rate_check CHECK (bit_rate > 0),
  CONSTRAINT videos_calendar_mode_check CHECK (calendar_mode = ANY (ARRAY['exclude'::text, 'only'::text])),
  CONSTRAINT videos_duration_check CHECK (duration >= 0::double precision),
  CONSTRAINT videos_failure_code_check CHECK (failure_code = ANY (ARRAY['wrong_type'::text, 'broken'::text, 'gave_up'::text])),
  CONSTRAINT videos_frame_rate_check CHECK (frame_rate > 0::double precision),
  CONSTRAINT videos_height_check CHECK (height > 0),
  CONSTRAINT videos_processing_step_check CHECK (processing_step = ANY (ARRAY['inspect'::text, 'optimise'::text, 'thumbnails'::text, 'finish'::text])),
  CONSTRAINT videos_rotation_check CHECK (rotation = ANY (ARRAY[0, 90, 180, 270])),
  CONSTRAINT videos_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'::text),
  CONSTRAINT videos_size_bytes_check CHECK (size_bytes >= 0),
  CONSTRAINT videos_status_check CHECK (status = ANY (ARRAY['uploading'::text, 'processing'::text, 'ready'::text, 'failed'::text])),
  CONSTRAINT videos_thumbnails_check CHECK (jsonb_typeof(thumbnails) = 'array'::text),
  CONSTRAINT videos_title_check CHECK (length(title) >= 1 AND length(title) <= 500),
  CONSTRAINT videos_width_check CHECK (width > 0),
  CONSTRAINT window_not_empty CHECK (schedule_end > schedule_start)
);
CREATE INDEX videos_calendar ON public.videos USING btree (calendar_id) WHERE (calendar_id IS NOT NULL);
CREATE INDEX videos_daypart ON public.videos USING btree (daypart_id) WHERE (daypart_id IS NOT NULL);
CREATE INDEX videos_processing ON public.videos USING btree (id) WHERE (status = 'processing'::text);
CREATE INDEX videos_storage_connection ON public.videos USING btree (storage_connection_id);
CREATE INDEX videos_stored ON public.videos USING btree (ar_content_id) INCLUDE (size_bytes) WHERE (status <> 'failed'::text);
CREATE INDEX videos_uploading ON public.videos USING btree (created_at) WHERE (status = 'uploading'::text);

CREATE TABLE webhook_deliveries (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  webhook_id bigint NOT NULL,
  event_id bigint NOT NULL,
  type text NOT NULL,
  ar_content_id bigint,
  lane bigint NOT NULL GENERATED ALWAYS AS (COALESCE(ar_content_id, (0)::bigint)) STORED,
  status text NOT NULL DEFAULT 'pending'::text,
  attempts integer NOT NULL DEFAULT 0,
  first_attempt_at timestamp(3) with time zone,
  last_attempt_at timestamp(3) with time zone,
  next_attempt_at timestamp(3) with time zone DEFAULT clock_timestamp(),
  answer_status integer,
  problem text,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (id),
  CONSTRAINT webhook_deliveries_webhook_id_event_id_key UNIQUE (webhook_id, event_id),
  CONSTRAINT pending_has_attempt CHECK ((status = 'pending'::text) = (next_attempt_at IS NOT NULL)),
  CONSTRAINT webhook_deliveries_status_check CHECK (status = ANY (ARRAY['pending'::text, 'delivered'::text, 'given_up'::text, 'withdrawn'::text]))
);
CREATE INDEX webhook_deliveries_event ON public.webhook_deliveries USING btree (event_id);
CREATE INDEX webhook_deliveries_pending ON public.webhook_deliveries USING btree (webhook_id, lane, event_id) WHERE (status = 'pending'::text);
CREATE INDEX webhook_deliveries_webhook ON public.webhook_deliveries USING btree (webhook_id, id);

CREATE TABLE webhook_events (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  company_id bigint NOT NULL,
  ar_content_id bigint,
  webhook_id bigint,
  type text NOT NULL,
  happens_at timestamp(3) with time zone NOT NULL,
  data jsonb NOT NULL,
  handed_out_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  withdrawn_at timestamp(3) with time zone,
  CONSTRAINT webhook_events_pkey PRIMARY KEY (id)
);
CREATE INDEX webhook_events_age ON public.webhook_events USING btree (created_at);
CREATE INDEX webhook_events_company ON public.webhook_events USING btree (company_id, id);
CREATE INDEX webhook_events_new ON public.webhook_events USING btree (id) WHERE (handed_out_at IS NULL);

CREATE TABLE webhook_looks (
  company_id bigint NOT NULL,
  after_id bigint NOT NULL,
  begun_at timestamp(3) with time zone NOT NULL,
  served_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT webhook_looks_pkey PRIMARY KEY (company_id)
);
CREATE INDEX webhook_looks_served ON public.webhook_looks USING btree (served_at);

CREATE TABLE webhooks (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  company_id bigint NOT NULL,
  url text NOT NULL,
  events text[] NOT NULL,
  status text NOT NULL DEFAULT 'active'::text,
  failing_reason text,
  failing_at timestamp(3) with time zone,
  secret bytea NOT NULL,
  former_secret bytea,
  former_secret_until timestamp(3) with time zone,
  revision integer NOT NULL DEFAULT 1,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  dark_days integer NOT NULL DEFAULT 7,
  lead_seconds integer NOT NULL DEFAULT 600,
  CONSTRAINT webhooks_pkey PRIMARY KEY (id),
  CONSTRAINT dark_days_lie_in_range CHECK (dark_days >= 1 AND dark_days <= 366),
  CONSTRAINT failing_has_reason CHECK ((status = 'failing'::text) = (failing_reason IS NOT NULL AND failing_at IS NOT NULL)),
  CONSTRAINT former_secret_ends CHECK ((former_secret IS NULL) = (former_secret_until IS NULL)),
  CONSTRAINT lead_seconds_lie_in_range CHECK (lead_seconds >= 60 AND lead_seconds <= 86400),
  CONSTRAINT webhooks_events_check CHECK (cardinality(events) > 0),
  CONSTRAINT webhooks_status_check CHECK (status = ANY (ARRAY['active'::text, 'failing'::text])),
  CONSTRAINT webhooks_url_check CHECK (length(url) >= 1 AND length(url) <= 2000)
);
CREATE INDEX webhooks_company ON public.webhooks USING btree (company_id, id);
CREATE INDEX webhooks_future ON public.webhooks USING btree (company_id) WHERE ((status = 'active'::text) AND (events && '{rotation.will_change,content.going_dark}'::text[]));

CREATE TABLE workflow_outbox (
  workflow_id text NOT NULL,
  op text NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  lease_until timestamp(3) with time zone,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  last_error text,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT workflow_outbox_pkey PRIMARY KEY (workflow_id),
  CONSTRAINT workflow_outbox_op_check CHECK (op = ANY (ARRAY['poke'::text, 'cancel'::text]))
);
CREATE INDEX workflow_outbox_due ON public.workflow_outbox USING btree (next_attempt_at);

ALTER TABLE api_keys
  ADD CONSTRAINT api_keys_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE;

ALTER TABLE ar_content
  ADD CONSTRAINT active_video_of_content FOREIGN KEY (id, active_video_id) REFERENCES videos(ar_content_id, id),
  ADD CONSTRAINT ar_content_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id),
  ADD CONSTRAINT ar_content_company_id_project_id_fkey FOREIGN KEY (company_id, project_id) REFERENCES projects(company_id, id),
  ADD CONSTRAINT default_video_of_content FOREIGN KEY (id, default_video_id) REFERENCES videos(ar_content_id, id);

ALTER TABLE browser_sessions
  ADD CONSTRAINT browser_sessions_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES api_keys(id) ON DELETE CASCADE;

ALTER TABLE bulk_items
  ADD CONSTRAINT bulk_items_bulk_id_fkey FOREIGN KEY (bulk_id) REFERENCES bulks(id) ON DELETE CASCADE;

ALTER TABLE bulk_proposals
  ADD CONSTRAINT bulk_proposals_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE;

ALTER TABLE bulks
  ADD CONSTRAINT bulks_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE;

ALTER TABLE calendar_revisions
  ADD CONSTRAINT calendar_revisions_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES calendars(id) ON DELETE CASCADE;

ALTER TABLE calendars
  ADD CONSTRAINT calendar_has_revision FOREIGN KEY (id, revision_id) REFERENCES calendar_revisions(calendar_id, id) DEFERRABLE INITIALLY DEFERRED,
  ADD CONSTRAINT calendars_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id);

ALTER TABLE companies
  ADD CONSTRAINT companies_storage_connection_id_fkey FOREIGN KEY (storage_connection_id) REFERENCES storage_connections(id);

ALTER TABLE content_calendars
  ADD CONSTRAINT content_calendars_ar_content_id_fkey FOREIGN KEY (ar_content_id) REFERENCES ar_content(id) ON DELETE CASCADE,
  ADD CONSTRAINT content_calendars_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES calendars(id),
  ADD CONSTRAINT content_calendars_calendar_id_revision_id_fkey FOREIGN KEY (calendar_id, revision_id) REFERENCES calendar_revisions(calendar_id, id);

ALTER TABLE content_dayparts
  ADD CONSTRAINT content_dayparts_ar_content_id_fkey FOREIGN KEY (ar_content_id) REFERENCES ar_content(id) ON DELETE CASCADE,
  ADD CONSTRAINT content_dayparts_daypart_id_fkey FOREIGN KEY (daypart_id) REFERENCES dayparts(id),
  ADD CONSTRAINT content_dayparts_daypart_id_revision_id_fkey FOREIGN KEY (daypart_id, revision_id) REFERENCES daypart_revisions(daypart_id, id);

ALTER TABLE content_titles
  ADD CONSTRAINT content_titles_company_id_ar_content_id_fkey FOREIGN KEY (company_id, ar_content_id) REFERENCES ar_content(company_id, id) ON DELETE CASCADE;

ALTER TABLE daypart_revisions
  ADD CONSTRAINT daypart_revisions_daypart_id_fkey FOREIGN KEY (daypart_id) REFERENCES dayparts(id) ON DELETE CASCADE;

ALTER TABLE dayparts
  ADD CONSTRAINT daypart_has_revision FOREIGN KEY (id, revision_id) REFERENCES daypart_revisions(daypart_id, id) DEFERRABLE INITIALLY DEFERRED,
  ADD CONSTRAINT dayparts_closed_calendar_id_fkey FOREIGN KEY (closed_calendar_id) REFERENCES calendars(id),
  ADD CONSTRAINT dayparts_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id);

ALTER TABLE failed_videos
  ADD CONSTRAINT failed_videos_video_id_fkey FOREIGN KEY (video_id) REFERENCES videos(id) ON DELETE CASCADE;

ALTER TABLE file_deletions
  ADD CONSTRAINT file_deletions_storage_connection_id_fkey FOREIGN KEY (storage_connection_id) REFERENCES storage_connections(id);

ALTER TABLE orphan_counts
  ADD CONSTRAINT orphan_counts_storage_connection_id_fkey FOREIGN KEY (storage_connection_id) REFERENCES storage_connections(id) ON DELETE CASCADE;

ALTER TABLE overdue_pokes
  ADD CONSTRAINT overdue_pokes_ar_content_id_fkey FOREIGN KEY (ar_content_id) REFERENCES ar_content(id) ON DELETE CASCADE;

ALTER TABLE overrides
  ADD CONSTRAINT overrides_ar_content_id_fkey FOREIGN KEY (ar_content_id) REFERENCES ar_content(id) ON DELETE CASCADE,
  ADD CONSTRAINT overrides_ar_content_id_video_id_fkey FOREIGN KEY (ar_content_id, video_id) REFERENCES videos(ar_content_id, id) ON DELETE CASCADE,
  ADD CONSTRAINT overrides_release_id_fkey FOREIGN KEY (release_id) REFERENCES releases(id) ON DELETE CASCADE;

ALTER TABLE projects
  ADD CONSTRAINT projects_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id);

ALTER TABLE releases
  ADD CONSTRAINT releases_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE;

ALTER TABLE resumable_uploads
  ADD CONSTRAINT resumable_uploads_storage_connection_id_fkey FOREIGN KEY (storage_connection_id) REFERENCES storage_connections(id) ON DELETE CASCADE;

ALTER TABLE rollouts
  ADD CONSTRAINT rollouts_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES calendars(id) ON DELETE CASCADE,
  ADD CONSTRAINT rollouts_daypart_id_fkey FOREIGN KEY (daypart_id) REFERENCES dayparts(id) ON DELETE CASCADE;

ALTER TABLE schedule_skips
  ADD CONSTRAINT schedule_skips_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES video_rotation_schedules(id) ON DELETE CASCADE;

ALTER TABLE storage_connections
  ADD CONSTRAINT storage_connections_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id);

ALTER TABLE storage_move_files
  ADD CONSTRAINT storage_move_files_storage_move_id_fkey FOREIGN KEY (storage_move_id) REFERENCES storage_moves(id) ON DELETE CASCADE;

ALTER TABLE storage_moves
  ADD CONSTRAINT storage_moves_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE;

ALTER TABLE storage_uses
  ADD CONSTRAINT storage_uses_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE;

ALTER TABLE timeline_feeds
  ADD CONSTRAINT timeline_feeds_ar_content_id_fkey FOREIGN KEY (ar_content_id) REFERENCES ar_content(id) ON DELETE CASCADE;

ALTER TABLE video_copies
  ADD CONSTRAINT video_copies_video_id_fkey FOREIGN KEY (video_id) REFERENCES videos(id) ON DELETE CASCADE;

ALTER TABLE video_rotation_schedules
  ADD CONSTRAINT schedule_of_content FOREIGN KEY (company_id, ar_content_id) REFERENCES ar_content(company_id, id) ON DELETE CASCADE,
  ADD CONSTRAINT video_rotation_schedules_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES calendars(id),
  ADD CONSTRAINT video_rotation_schedules_daypart_id_fkey FOREIGN KEY (daypart_id) REFERENCES dayparts(id);

ALTER TABLE videos
  ADD CONSTRAINT videos_ar_content_id_fkey FOREIGN KEY (ar_content_id) REFERENCES ar_content(id) ON DELETE CASCADE,
  ADD CONSTRAINT videos_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES calendars(id),
  ADD CONSTRAINT videos_daypart_id_fkey FOREIGN KEY (daypart_id) REFERENCES dayparts(id),
  ADD CONSTRAINT videos_storage_connection_id_fkey FOREIGN KEY (storage_connection_id) REFERENCES storage_connections(id);

ALTER TABLE webhook_deliveries
  ADD CONSTRAINT webhook_deliveries_event_id_fkey FOREIGN KEY (event_id) REFERENCES webhook_events(id) ON DELETE CASCADE;

ALTER TABLE webhooks
  ADD CONSTRAINT webhooks_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE;

CREATE TRIGGER ar_content_claims_unique_id AFTER INSERT ON ar_content FOR EACH ROW EXECUTE FUNCTION claim_unique_id();

CREATE TRIGGER changed_titles_are_noted AFTER UPDATE ON ar_content FOR EACH ROW WHEN (new.title <> old.title) EXECUTE FUNCTION note_title();

CREATE TRIGGER deleted_content_is_counted BEFORE DELETE ON ar_content FOR EACH ROW EXECUTE FUNCTION count_deleted_content();

CREATE CONSTRAINT TRIGGER refuse_late_commit AFTER DELETE OR UPDATE ON ar_content DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_late_commit();

CREATE TRIGGER titles_are_noted AFTER INSERT ON ar_content FOR EACH ROW EXECUTE FUNCTION note_title();

CREATE TRIGGER leaving_files_are_counted AFTER INSERT OR DELETE OR UPDATE OF size_bytes, company_id ON file_deletions FOR EACH ROW EXECUTE FUNCTION count_leaving_file();

CREATE TRIGGER overrides_have_a_time_zone BEFORE INSERT ON overrides FOR EACH ROW EXECUTE FUNCTION copy_companys_time_zone();

CREATE TRIGGER changed_move_files_are_added AFTER UPDATE ON storage_move_files REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_move_files('1');

CREATE TRIGGER changed_move_files_are_taken_away AFTER UPDATE ON storage_move_files REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_move_files('-1');

CREATE TRIGGER new_move_files_are_counted AFTER INSERT ON storage_move_files REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_move_files('1');

CREATE TRIGGER schedule_names_its_company BEFORE INSERT ON video_rotation_schedules FOR EACH ROW EXECUTE FUNCTION name_schedules_company();

CREATE TRIGGER failed_videos_are_noted AFTER INSERT ON videos FOR EACH ROW WHEN (new.status = 'failed'::text) EXECUTE FUNCTION note_failed_video();

CREATE TRIGGER videos_are_counted AFTER INSERT OR DELETE OR UPDATE OF size_bytes, image_bytes, status ON videos FOR EACH ROW EXECUTE FUNCTION count_video();

CREATE TRIGGER videos_have_a_time_zone BEFORE INSERT ON videos FOR EACH ROW EXECUTE FUNCTION copy_companys_time_zone();

CREATE TRIGGER videos_that_fail_are_noted AFTER UPDATE ON videos FOR EACH ROW WHEN ((new.status = 'failed'::text) <> (old.status = 'failed'::text)) EXECUTE FUNCTION note_failed_video();
