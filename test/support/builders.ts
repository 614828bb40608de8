import { randomUUID } from 'node:crypto';
import { toRow, type Database } from '../../src/db/database.js';
import { NO_HOURS } from '../../src/domain/calendar/followed.js';
import type { ArContent } from '../../src/domain/ar-content.js';
import type { Company } from '../../src/domain/company.js';
import type { ContentState } from '../../src/domain/plan/content-state.js';
import type { Override } from '../../src/domain/override.js';
import type { RotationSchedule } from '../../src/domain/rotation-schedule.js';
import type { Id } from '../../src/domain/scalars.js';
import type { Video } from '../../src/domain/video.js';
import type { NewVideo } from '../../src/planning/add-video.js';

/** The instant at which built rows were made, unless a test says otherwise: a Saturday noon, UTC. */
export const NOON = Date.parse('2026-11-21T12:00:00Z');

/** What keeps to no hours and days. */
const ALL_HOURS = { ...NO_HOURS, time_zone: 'UTC', opening: null, revision_pending: false } as const;

/** A content in memory, valid in every field; a test names those that matter. */
export function anArContent(given: Partial<ArContent> = {}): ArContent {
  return {
    id: 1,
    company_id: 1,
    project_id: null,
    unique_id: randomUUID(),
    title: 'Portrait',
    active_video_id: null,
    active_reason: given.active_video_id == null ? null : 'rotation',
    active_schedule_id: null,
    default_video_id: null,
    video_rotation_enabled: true,
    is_active: true,
    expires_at: null,
    version: 1,
    revision: 1,
    settled_at: NOON,
    next_step_at: null,
    next_hours_at: null,
    created_at: NOON,
    updated_at: NOON,
    ...given,
  };
}

/** A ready video without a window. */
export function aVideo(given: Partial<Video> = {}): Video {
  const id = given.id ?? 1;
  return {
    id,
    ar_content_id: 1,
    storage_connection_id: null,
    video_path: `videos/1/${id}.mp4`,
    video_url: `/media/1/videos/1/${id}.mp4`,
    thumbnail_url: null,
    title: `Video ${id}`,
    duration: 6,
    width: 640,
    height: 360,
    rotation: 0,
    video_codec: 'avc',
    audio_codec: null,
    codecs: 'avc1.64001f',
    has_alpha: false,
    playable_in: ['chrome', 'firefox', 'safari', 'android', 'ios'],
    bit_rate: 1_333,
    frame_rate: 30,
    thumbnails: [],
    image_bytes: 0,
    processing_step: null,
    processing_problem: null,
    failure_code: null,
    failure_reason: null,
    activation_requested_by: null,
    size_bytes: 1_000,
    mime_type: 'video/mp4',
    sha256: null,
    status: 'ready',
    schedule_start: null,
    schedule_end: null,
    expires_at: null,
    rotation_order: 0,
    ...ALL_HOURS,
    revision: 1,
    created_at: NOON,
    updated_at: NOON,
    ...given,
  };
}

/** A video as an upload adds it. */
export function aNewVideo(): NewVideo {
  const {
    id: _id,
    ar_content_id: _content,
    revision: _r,
    created_at: _c,
    updated_at: _u,
    thumbnails: _t,
    opening: _opening,
    revision_pending: _pending,
    daypart_id: _daypart,
    calendar_id: _calendar,
    calendar_mode: _mode,
    time_zone: _zone,
    ...video
  } = aVideo();
  return video;
}

/** An interval schedule of a minute, next due a minute after NOON. */
export function aSchedule(given: Partial<RotationSchedule> = {}): RotationSchedule {
  return {
    id: 1,
    ar_content_id: 1,
    rotation_type: 'interval',
    time_of_day: null,
    day_of_week: null,
    day_of_month: null,
    cron_expression: null,
    rrule: null,
    rrule_anchor: null,
    rrule_last: null,
    dst_overlap_given: true,
    next_is_asked_for: false,
    paused_at: null,
    paused_by: null,
    pause_note: null,
    resume_at: null,
    resume_missed: 'none',
    skips: [],
    interval_seconds: 60,
    dst_gap: 'shift',
    dst_overlap: 'first',
    selection: 'sequential',
    weights: null,
    no_repeat_last: 0,
    selection_memory: null,
    video_sequence: [1, 2, 3],
    current_index: 0,
    position_pending: false,
    starts_at: null,
    ends_at: null,
    interval_anchor: NOON,
    ...ALL_HOURS,
    is_active: true,
    inactive_reason: null,
    last_rotation_at: null,
    last_slot_at: null,
    slot_number: 0,
    next_rotation_at: NOON + 60_000,
    next_video_id: null,
    late_count: 0,
    worst_lateness_ms: 0,
    failed_count: 0,
    last_error: null,
    random_seed: 7,
    revision: 1,
    created_at: NOON,
    updated_at: NOON,
    ...given,
  };
}

/** The columns of such a schedule, as they are inserted. */
export function aScheduleRow(given: Partial<RotationSchedule>): Record<string, unknown> {
  const { id: _id, skips: _skips, opening: _opening, revision_pending: _pending, ...row } = aSchedule(given);
  return toRow(row);
}

/** An override in memory that shows the second video, from NOON on. */
export function anOverride(given: Partial<Override> = {}): Override {
  return {
    id: 1,
    ar_content_id: 1,
    video_id: 2,
    starts_at: NOON,
    ends_at: null,
    priority: 0,
    holds_rotation: false,
    note: null,
    release_id: null,
    ...ALL_HOURS,
    revision: 1,
    created_at: NOON,
    updated_at: NOON,
    ...given,
  };
}

/** A content with three videos and one schedule that shows the first of them. */
export function aState(given: Partial<ContentState> = {}): ContentState {
  return {
    arContent: anArContent({ active_video_id: 1, active_reason: 'rotation', active_schedule_id: 1 }),
    videos: [1, 2, 3].map((id) => aVideo({ id })),
    schedules: [aSchedule()],
    overrides: [],
    ...given,
  };
}

async function insert<T extends object>(db: Database, table: string, row: object): Promise<T> {
  const [inserted] = (await db(table).insert(toRow(row)).returning('*')) as T[];
  if (inserted === undefined) throw new Error(`Nothing was inserted into ${table}.`);
  return inserted;
}

/** Inserts a company. */
export const insertCompany = (db: Database, given: Partial<Company> = {}): Promise<Company> =>
  insert(db, 'companies', { name: 'Acme', ...given });

/** Inserts a content of a new company, settled at `settled_at` (NOON unless given). */
export async function insertContent(db: Database, given: Partial<ArContent> = {}): Promise<ArContent> {
  const company_id = given.company_id ?? (await insertCompany(db)).id;
  return insert(db, 'ar_content', { title: 'Portrait', settled_at: NOON, ...given, company_id });
}

/** Inserts contents of a company without any video, called `Poster 1` and so on; in parts, each of which is soon done. */
export async function insertManyContents(db: Database, company: Id, count: number, settledAt: number): Promise<void> {
  for (let from = 1; from <= count; from += 500) {
    await db.raw(
      `INSERT INTO ar_content (company_id, title, settled_at)
       SELECT ?, 'Poster ' || n, to_timestamp(?::float8 / 1000) FROM generate_series(?::int, ?::int) n`,
      [company, settledAt, from, Math.min(from + 499, count)],
    );
  }
}

/** Inserts a ready video. */
export function insertVideo(db: Database, arContentId: Id, given: Partial<Video> = {}): Promise<Video> {
  return insert(db, 'videos', {
    title: 'Video',
    status: 'ready',
    video_path: 'x.mp4',
    ...given,
    ar_content_id: arContentId,
  });
}
