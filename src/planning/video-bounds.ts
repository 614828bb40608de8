import { invalidFields } from '../domain/errors.js';
import type { Instant } from '../domain/scalars.js';
import type { Video } from '../domain/video.js';

/** The fields that bound the time in which a video can be shown. */
export const VIDEO_BOUNDS = ['schedule_start', 'schedule_end', 'expires_at'] as const;
type BoundsOf = Pick<Video, (typeof VIDEO_BOUNDS)[number]>;

/** @throws AppError `validation_failed` when a window ends before it begins. */
export function refuseEmptyWindow({
  schedule_start: start,
  schedule_end: end,
}: Partial<Pick<Video, 'schedule_start' | 'schedule_end'>>): void {
  if (start == null || end == null || end > start) return;
  throw invalidFields([{ field: 'schedule_end', message: 'must be later than schedule_start', code: 'out_of_order' }]);
}

/** When a video can be shown, by its window and expiry, from now on. */
export const timeOf = (
  { schedule_start, schedule_end, expires_at }: BoundsOf,
  at: Instant,
): { from: Instant; to: Instant } => ({
  from: Math.max(schedule_start ?? at, at),
  to: Math.min(schedule_end ?? Infinity, expires_at ?? Infinity),
});
