import { liveAt } from './plan/live.js';
import type { ContentState } from './plan/content-state.js';
import type { Instant } from './scalars.js';
import type { Video } from './video.js';

/** Whether a video is over: it can never be shown again. */
const isOver = ({ status, schedule_end, expires_at }: Video, at: Instant): boolean =>
  status === 'failed' || Math.min(schedule_end ?? Infinity, expires_at ?? Infinity) <= at;

/**
 * Whether nothing shows a video, or will: neither pointer nor default, no schedule, no window, no hours, and it is not
 * live, nor would it be where those that keep to hours cannot be shown.
 */
export function isUnused(state: ContentState, video: Video, at: Instant): boolean {
  const { arContent, schedules, videos } = state;
  const { id, status, schedule_start: start, schedule_end: end } = video;
  if (status !== 'ready' && status !== 'failed') return false;
  if (id === arContent.active_video_id || id === arContent.default_video_id) return false;
  if (schedules.some(({ video_sequence: sequence }) => sequence.includes(id))) return false;
  if ((start !== null || end !== null) && at < (end ?? Infinity)) return false;
  if (video.opening !== null && !isOver(video, at)) return false;
  // A content that is closed may be opened again: what it would show then is in use.
  const opened = { ...state, arContent: { ...arContent, is_active: true, expires_at: null } };
  const outside = { ...opened, videos: videos.filter(({ opening }) => opening === null) };
  return [opened, outside].every((then) => liveAt(then, at)?.video.id !== id);
}
