import type { Reason } from '../ar-content.js';
import type { ContentState } from './content-state.js';
import type { Id, Instant } from '../scalars.js';
import type { Video } from '../video.js';

/** What an AR content shows at an instant, and why. */
export interface Live {
  video: Video;
  reason: Reason;
  /** The schedule whose rotation set it, for reason `rotation`. */
  scheduleId: Id | null;
}

/** Whether a video's window has one of its edges set. */
const hasWindow = (video: Video): boolean => video.schedule_start !== null || video.schedule_end !== null;

/** Whether `at` lies in the video's window; an edge that is not set is open. */
function inWindow(video: Video, at: Instant): boolean {
  return (video.schedule_start ?? -Infinity) <= at && at < (video.schedule_end ?? Infinity);
}

/** Whether a video can be shown at an instant: it is ready, not expired and within its window. */
export function isShowable(video: Video, at: Instant): boolean {
  return video.status === 'ready' && at < (video.expires_at ?? Infinity) && inWindow(video, at);
}

/** Whether an AR content shows anything at all at an instant. */
export function isContentOpen({ arContent }: ContentState, at: Instant): boolean {
  return arContent.is_active && at < (arContent.expires_at ?? Infinity);
}

function latestStartFirst(a: Video, b: Video): number {
  const starts = (b.schedule_start ?? -Infinity) - (a.schedule_start ?? -Infinity);
  return starts === 0 || Number.isNaN(starts) ? a.id - b.id : starts;
}

const byRotationOrder = (a: Video, b: Video): number => a.rotation_order - b.rotation_order || a.id - b.id;

/**
 * What is live at `at`, for a state in which every step up to `at` is applied (see `foldPlan`): the active video; else
 * the showable video whose window holds `at`, the latest start first; else the default video; else the first showable
 * one by `rotation_order`. Null when the content is inactive, expired or has nothing to show.
 */
export function liveAt(state: ContentState, at: Instant): Live | null {
  if (!isContentOpen(state, at)) return null;
  const { arContent } = state;
  const showable = state.videos.filter((video) => isShowable(video, at));
  const byId = (id: Id | null): Video | undefined => showable.find((video) => video.id === id);

  const active = byId(arContent.active_video_id);
  if (active !== undefined && arContent.active_reason !== null) {
    return { video: active, reason: arContent.active_reason, scheduleId: arContent.active_schedule_id };
  }
  const windowed = showable.filter(hasWindow).toSorted(latestStartFirst)[0];
  if (windowed !== undefined) return { video: windowed, reason: 'window', scheduleId: null };
  const fallback = byId(arContent.default_video_id);
  if (fallback !== undefined) return { video: fallback, reason: 'default', scheduleId: null };
  const first = showable.toSorted(byRotationOrder)[0];
  return first === undefined ? null : { video: first, reason: 'fallback', scheduleId: null };
}
