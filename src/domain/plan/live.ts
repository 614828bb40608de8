import type { Reason } from '../ar-content.js';
import type { Override } from '../override.js';
import type { RotationSchedule } from '../rotation-schedule.js';
import type { ContentState } from './content-state.js';
import type { Id, Instant } from '../scalars.js';
import type { Video } from '../video.js';

/** What an AR content shows at an instant, and why. */
export interface Live {
  video: Video;
  reason: Reason;
  /** The schedule whose rotation set it, for reason `rotation`. */
  scheduleId: Id | null;
  /** The override that is seen, for reason `override`. */
  overrideId: Id | null;
}

/** Whether two answers are the same to whoever asks what is live, and why. */
export const isSameLive = (a: Live | null, b: Live | null): boolean =>
  a?.video.id === b?.video.id &&
  a?.reason === b?.reason &&
  a?.scheduleId === b?.scheduleId &&
  a?.overrideId === b?.overrideId;

/** Whether a video's window has one of its edges set. */
export const hasWindow = (video: Video): boolean => video.schedule_start !== null || video.schedule_end !== null;

/** Whether `at` lies in the video's window; an edge that is not set is open. */
function inWindow(video: Video, at: Instant): boolean {
  return (video.schedule_start ?? -Infinity) <= at && at < (video.schedule_end ?? Infinity);
}

/** Whether an instant lies within the hours and days that something keeps to. */
const inHours = ({ opening }: Video | Override, at: Instant): boolean => opening === null || opening.spanAt(at).isOpen;

/** Whether a video can be shown at an instant: it is ready, not expired, within its window, and its hours and days. */
export function isShowable(video: Video, at: Instant): boolean {
  return video.status === 'ready' && at < (video.expires_at ?? Infinity) && inWindow(video, at) && inHours(video, at);
}

/** Whether an AR content shows anything at all at an instant. */
export function isContentOpen({ arContent }: ContentState, at: Instant): boolean {
  return arContent.is_active && at < (arContent.expires_at ?? Infinity);
}

/** Whether a schedule has slots at all: it and its content are switched on, and its content is open. */
export function isRunning(state: ContentState, schedule: Pick<RotationSchedule, 'is_active'>, at: Instant): boolean {
  return schedule.is_active && state.arContent.video_rotation_enabled && isContentOpen(state, at);
}

function latestStartFirst(a: Video, b: Video): number {
  const starts = (b.schedule_start ?? -Infinity) - (a.schedule_start ?? -Infinity);
  return starts === 0 || Number.isNaN(starts) ? a.id - b.id : starts;
}

const byRotationOrder = (a: Video, b: Video): number => a.rotation_order - b.rotation_order || a.id - b.id;

/** Whether an override is in effect at an instant: within its bounds, which are half-open, and its hours and days. */
const isInEffect = (override: Override, at: Instant): boolean =>
  override.starts_at <= at && at < (override.ends_at ?? Infinity) && inHours(override, at);

/** Which of two overrides in effect is seen: the higher priority, then the later start, then the higher id. */
const seenFirst = (a: Override, b: Override): number =>
  b.priority - a.priority || b.starts_at - a.starts_at || b.id - a.id;

/**
 * The override that is seen at an instant; null: none is, and what lies beneath is.
 * @param overrides those of an open content.
 */
export function seenOverride({ overrides, videos }: ContentState, at: Instant): Override | null {
  if (overrides.length === 0) return null;
  const canBeShown = (id: Id): boolean => videos.some((video) => video.id === id && isShowable(video, at));
  const candidates = overrides.filter((one) => isInEffect(one, at) && canBeShown(one.video_id));
  return candidates.toSorted(seenFirst)[0] ?? null;
}

/**
 * What lies beneath the overrides at `at`: the active video; else the showable video whose window holds `at`, the latest
 * start first; else the default video; else the first showable one by `rotation_order`. Null when the content is
 * inactive, expired or has nothing to show. Schedules go by this, whatever is seen.
 */
export function beneathAt(state: ContentState, at: Instant): Live | null {
  if (!isContentOpen(state, at)) return null;
  const { arContent, videos } = state;
  const none = { scheduleId: null, overrideId: null };

  const active = videos.find(({ id }) => id === arContent.active_video_id);
  if (active !== undefined && arContent.active_reason !== null && isShowable(active, at)) {
    return { ...none, video: active, reason: arContent.active_reason, scheduleId: arContent.active_schedule_id };
  }
  const showable = videos.filter((video) => isShowable(video, at));
  const windowed = showable.filter(hasWindow).toSorted(latestStartFirst)[0];
  if (windowed !== undefined) return { ...none, video: windowed, reason: 'window' };
  const fallback = showable.find(({ id }) => id === arContent.default_video_id);
  if (fallback !== undefined) return { ...none, video: fallback, reason: 'default' };
  const first = showable.toSorted(byRotationOrder)[0];
  return first === undefined ? null : { ...none, video: first, reason: 'fallback' };
}

/** What is seen of a content whose schedules have come to `beneath`. */
export function seenAt(state: ContentState, at: Instant, beneath: Live | null): Live | null {
  const override = isContentOpen(state, at) ? seenOverride(state, at) : null;
  const video = override && state.videos.find(({ id }) => id === override.video_id);
  return override && video ? { video, reason: 'override', scheduleId: null, overrideId: override.id } : beneath;
}

/**
 * What is live at `at`, for a state in which every step up to `at` is applied (see `foldPlan`): the override that is
 * seen, else what lies beneath.
 */
export const liveAt = (state: ContentState, at: Instant): Live | null => seenAt(state, at, beneathAt(state, at));
