// Things of which several examples are made.

export const AT = '2026-12-01T09:00:00.000Z';
export const LATER = '2026-12-02T09:00:00.000Z';
export const SOME_UUID = '7f0c1f0e-55c7-4b9e-9d43-5a2a8c8f7b11';
export const FILE = `videos/2/${SOME_UUID}.mp4`;
export const times = { created_at: AT, updated_at: AT };
/** Of what may be written back. */
export const asShown = { revision: 1, ...times, read_mark: 'q0Zk3v9TnA.x8Fd2LmR7w' };

export const someVideo = {
  id: 4,
  title: 'Spring',
  video_url: `https://ar.example.com/media/1/${FILE}`,
  thumbnail_url: `https://ar.example.com/media/1/thumbnails/2/${SOME_UUID}.jpg`,
  duration: 12.5,
  width: 1280,
  height: 720,
  size_bytes: 4_211_034,
  mime_type: 'video/mp4',
};

export const live = {
  video_id: 4,
  reason: 'rotation',
  schedule_id: 2,
  valid_until: LATER,
  next_video_id: 5,
  next_starts_at: LATER,
  next_reason: 'rotation',
};

export const video = {
  ...someVideo,
  ar_content_id: 2,
  storage_connection_id: 1,
  video_path: FILE,
  thumbnails: [{ width: 320, height: 180, url: someVideo.thumbnail_url }],
  rotation: 0,
  video_codec: 'avc',
  audio_codec: 'aac',
  codecs: 'avc1.64001f, mp4a.40.2',
  has_alpha: false,
  playable_in: ['chrome', 'firefox', 'safari', 'android', 'ios'],
  bit_rate: 2_695_062,
  frame_rate: 25,
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  status: 'ready',
  processing_step: null,
  processing_progress: 100,
  processing_problem: null,
  failure_code: null,
  failure_reason: null,
  activate_when_ready: false,
  is_active: true,
  is_live: true,
  schedule_start: null,
  schedule_end: null,
  expires_at: null,
  daypart_id: null,
  calendar_id: 3,
  calendar_mode: 'exclude',
  time_zone: 'Europe/Berlin',
  revision_pending: false,
  rotation_order: 0,
  ...asShown,
};

export const daily = {
  rotation_type: 'daily',
  time_of_day: '09:00',
  time_zone: 'Europe/Berlin',
  video_sequence: [4, 5],
};

export const schedule = {
  ...daily,
  id: 2,
  ar_content_id: 2,
  time_of_day: '09:00:00',
  day_of_week: null,
  day_of_month: null,
  cron_expression: null,
  rrule: null,
  interval_seconds: null,
  dst_gap: 'shift',
  dst_overlap: 'first',
  dst_overlap_given: false,
  selection: 'sequential',
  weights: null,
  no_repeat_last: 0,
  random_seed: 1_204_986_221,
  current_index: 0,
  position_pending: false,
  starts_at: null,
  ends_at: null,
  daypart_id: 2,
  calendar_id: null,
  calendar_mode: null,
  revision_pending: false,
  is_active: true,
  inactive_reason: null,
  paused_at: null,
  paused_by: null,
  pause_note: null,
  resume_at: null,
  resume_missed: 'none',
  last_rotation_at: AT,
  next_rotation_at: LATER,
  next_is_asked_for: false,
  next_video_id: 5,
  words: 'Every day at 09:00 (Europe/Berlin), the next of 2 videos; within 08:00–12:00 every weekday.',
  late_count: 1,
  worst_lateness_ms: 11_200,
  failed_count: 0,
  last_error: null,
  workflow_id: 'rotation-schedule-2',
  ...asShown,
};

export const apiKey = {
  id: 3,
  company_id: 1,
  name: 'Website',
  role: 'viewer',
  expires_at: null,
  last_used_at: null,
  revoked_at: null,
  ...asShown,
};

export const TOKEN = 'Yx3kq0mM2bq8cJ5oXwq4eHqf1d2r6uVt';

/** What is seen at an instant or within a segment. */
export const shownAnswer = {
  video_id: 4,
  reason: 'rotation',
  schedule_id: 2,
  override_id: null,
  instead_of: [],
  inferred: false,
};

export const timelineSegment = { from: AT, to: LATER, ...shownAnswer, applied_at: AT };

export const liveCause = {
  at: AT,
  applied_at: AT,
  cause: 'schedule',
  note: null,
  schedule_id: 2,
  override_id: null,
  video_id: null,
  rotation_id: 9,
  actor: 'workflow',
  request_id: null,
  workflow_run_id: SOME_UUID,
};

export const timelineCell = {
  from: AT,
  to: LATER,
  switches: 1,
  shares: [{ video_id: 4, seconds: 86_400 }],
  warnings: ['expiry_cliff'],
};

export const timelineWarning = {
  kind: 'expiry_cliff',
  from: AT,
  to: AT,
  count: 1,
  video_ids: [5],
  schedule_ids: [],
  override_ids: [],
  message: 'With the expiry of video 5, one video is left.',
};

export const slot = {
  slot_at: '2027-03-28T01:00:00.000Z',
  local_time: '2027-03-28T03:00:00+02:00[Europe/Berlin]',
  clock_change: 'shifted',
  instead_of: '2027-03-28T02:30:00',
  is_known: true,
  video_id: 4,
  note: null,
};

export const leftOut = {
  slot_at: '2027-03-29T00:30:00.000Z',
  rule_time: '2027-03-29T02:30:00',
  reason: 'days',
};
