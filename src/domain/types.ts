/**
 * The shapes that every layer shares. A field has one name everywhere: in the column, here and in JSON.
 * Instants are whole milliseconds since 1970-01-01T00:00Z; the database layer turns them into timestamptz(3) and the
 * API into ISO 8601 with `Z`.
 */

/** A point in time: whole milliseconds since the Unix epoch, UTC. */
export type Instant = number;

/** A bigint identity, checked to be a safe integer when it is read. */
export type Id = number;

export const ROTATION_TYPES = ['daily', 'weekly', 'monthly', 'cron', 'interval', 'random'] as const;
export type RotationType = (typeof ROTATION_TYPES)[number];

export const SELECTIONS = ['sequential', 'random'] as const;
export type Selection = (typeof SELECTIONS)[number];

/** What to do with a wall-clock time that a clock change leaves out. */
export const DST_GAPS = ['shift', 'skip'] as const;
export type DstGap = (typeof DST_GAPS)[number];

/** What to do with a wall-clock time that a clock change makes happen twice. */
export const DST_OVERLAPS = ['first', 'second', 'both'] as const;
export type DstOverlap = (typeof DST_OVERLAPS)[number];

export const VIDEO_STATUSES = ['uploading', 'processing', 'ready', 'failed'] as const;
export type VideoStatus = (typeof VIDEO_STATUSES)[number];

/** What is done to a video before it is ready, in order. */
export const PROCESSING_STEPS = ['inspect', 'optimise', 'thumbnails', 'finish'] as const;
export type ProcessingStep = (typeof PROCESSING_STEPS)[number];

/** Why a video failed: no video that is taken; damaged; a step did not succeed within days of trying. */
export const VIDEO_FAILURES = ['wrong_type', 'broken', 'gave_up'] as const;
export type VideoFailure = (typeof VIDEO_FAILURES)[number];

/** By how much players turn the frames, in degrees clockwise. */
export type VideoRotation = 0 | 90 | 180 | 270;

/** An image of a video in one size, in pixels. */
export interface Thumbnail {
  width: number;
  height: number;
  url: string;
}

/** Why a ledger row exists. */
export const CAUSES = ['schedule', 'rotate_now', 'manual', 'window', 'expiry', 'removed'] as const;
export type Cause = (typeof CAUSES)[number];

/** Why a video is the live one. */
export const REASONS = ['rotation', 'manual', 'window', 'default', 'fallback'] as const;
export type Reason = (typeof REASONS)[number];

export interface ArContent {
  id: Id;
  company_id: Id;
  project_id: Id | null;
  /** The public uuid that AR clients read by. */
  unique_id: string;
  title: string;
  active_video_id: Id | null;
  /** How active_video_id was set; null with it. */
  active_reason: 'rotation' | 'manual' | null;
  /** The schedule that set active_video_id, if one did. */
  active_schedule_id: Id | null;
  default_video_id: Id | null;
  video_rotation_enabled: boolean;
  is_active: boolean;
  expires_at: Instant | null;
  /** Grows by one with each step and each edit; readers see it. */
  version: number;
  /** Grows by one with each edit only: the ETag of the admin API. */
  revision: number;
  /** Every step up to and including this instant is committed. */
  settled_at: Instant;
  created_at: Instant;
  updated_at: Instant;
}

export interface Video {
  id: Id;
  ar_content_id: Id;
  storage_connection_id: Id | null;
  video_path: string | null;
  video_url: string | null;
  thumbnail_url: string | null;
  title: string;
  /** Seconds. */
  duration: number | null;
  /** Pixels as displayed: after rotation. */
  width: number | null;
  height: number | null;
  rotation: VideoRotation | null;
  /** `avc`, `hevc`, `vp9`, `aac` …; null: unknown, or no such track. */
  video_codec: string | null;
  audio_codec: string | null;
  /** Bits a second, of the whole file. */
  bit_rate: number | null;
  /** Frames a second. */
  frame_rate: number | null;
  size_bytes: number | null;
  mime_type: string | null;
  sha256: string | null;
  /** The sizes that the service made, the smallest first. */
  thumbnails: readonly Thumbnail[];
  status: VideoStatus;
  /** The step that is under way; null: none has begun, or all have ended. */
  processing_step: ProcessingStep | null;
  /** Why the step has to be tried again, in words. */
  processing_problem: string | null;
  failure_code: VideoFailure | null;
  /** The same in words. */
  failure_reason: string | null;
  /** Who asked for it to be shown once it is ready; null: nobody. */
  activation_requested_by: string | null;
  schedule_start: Instant | null;
  schedule_end: Instant | null;
  expires_at: Instant | null;
  rotation_order: number;
  revision: number;
  created_at: Instant;
  updated_at: Instant;
}

/** A file that was received, checked and measured, and is to be a video's under `key`. */
export type ReceivedVideo = Pick<
  Video,
  'mime_type' | 'duration' | 'width' | 'height' | 'rotation' | 'video_codec' | 'audio_codec' | 'bit_rate' | 'frame_rate'
> & { key: string; size_bytes: number; sha256: string };

/** When a schedule is due; the part of a schedule that `nextSlot` reads. */
export interface TimingRule {
  rotation_type: RotationType;
  /** `HH:MM:SS`, wall clock of `time_zone`. */
  time_of_day: string | null;
  /** ISO 8601: 1 Monday to 7 Sunday. */
  day_of_week: number | null;
  /** 1 to 31; past the month's end means its last day. */
  day_of_month: number | null;
  cron_expression: string | null;
  interval_seconds: number | null;
  /** IANA zone. */
  time_zone: string;
  dst_gap: DstGap;
  dst_overlap: DstOverlap;
  /** No slot before this instant. */
  starts_at: Instant | null;
  /** No slot at or after this instant. */
  ends_at: Instant | null;
  /** Where intervals are counted from. */
  interval_anchor: Instant;
}

export interface RotationSchedule extends TimingRule {
  id: Id;
  ar_content_id: Id;
  selection: Selection;
  video_sequence: Id[];
  /** The position that shows now. */
  current_index: number;
  /** The next step shows `video_sequence[current_index]` itself. */
  position_pending: boolean;
  is_active: boolean;
  /** Why the service itself deactivated the schedule. */
  inactive_reason: 'sequence_empty' | null;
  /** The last step, by slot or by rotate-now, that found a video to show. */
  last_rotation_at: Instant | null;
  /** The last slot carried out; slots strictly increase. */
  last_slot_at: Instant | null;
  /** Steps carried out so far; the random choice depends on it. */
  slot_number: number;
  next_rotation_at: Instant | null;
  next_video_id: Id | null;
  random_seed: number;
  revision: number;
  created_at: Instant;
  updated_at: Instant;
}

/** All that decides what an AR content shows: the input of `foldPlan` and `resolveActive`. */
export interface ContentState {
  arContent: ArContent;
  videos: readonly Video[];
  schedules: readonly RotationSchedule[];
}

/** A ledger row (table `rotations`). Titles are those of the time; ids are plain: history outlives what it names. */
export interface Rotation {
  id: Id;
  company_id: Id;
  ar_content_id: Id;
  schedule_id: Id | null;
  from_video_id: Id | null;
  from_title: string | null;
  to_video_id: Id | null;
  to_title: string | null;
  /** The instant that the change was planned for. */
  due_at: Instant;
  /** The instant of the transaction that committed it. */
  applied_at: Instant;
  cause: Cause;
  /** Why a slot changed nothing. */
  note: 'no_showable_video' | 'unchanged' | null;
  /** Who caused it: `workflow`, `api`, or `key:<id>`. */
  actor: string;
  workflow_run_id: string | null;
  request_id: string | null;
  created_at: Instant;
}

export interface Company {
  id: Id;
  name: string;
  time_zone: string;
  storage_connection_id: Id | null;
  /** The most bytes of all its videos together; null: no limit. */
  max_storage_bytes: number | null;
  revision: number;
  created_at: Instant;
  updated_at: Instant;
}

export interface Project {
  id: Id;
  company_id: Id;
  name: string;
  revision: number;
  created_at: Instant;
  updated_at: Instant;
}

export const STORAGE_PROVIDERS = ['local', 's3', 'gcs', 'yandex_disk'] as const;
export type StorageProvider = (typeof STORAGE_PROVIDERS)[number];

export interface StorageConnection {
  id: Id;
  /** Null: the installation's own. */
  company_id: Id | null;
  name: string;
  provider: StorageProvider;
  base_path: string | null;
  settings: Record<string, unknown>;
  is_default: boolean;
  revision: number;
  created_at: Instant;
  updated_at: Instant;
}

export const ROLES = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface ApiKey {
  id: Id;
  /** Null: valid for the whole installation. */
  company_id: Id | null;
  name: string;
  role: Role;
  expires_at: Instant | null;
  last_used_at: Instant | null;
  revoked_at: Instant | null;
  revision: number;
  created_at: Instant;
  updated_at: Instant;
}
