import type { ArContent } from '../ar-content.js';
import type { Override } from '../override.js';
import type { RotationSchedule } from '../rotation-schedule.js';
import type { Instant } from '../scalars.js';
import type { Video } from '../video.js';

/** All that decides what an AR content shows: the input of `foldPlan` and `resolveActive`. */
export interface ContentState {
  arContent: ArContent;
  videos: readonly Video[];
  schedules: readonly RotationSchedule[];
  /** Those that are in effect, or may come to be. */
  overrides: readonly Override[];
}

/** The state with one schedule in the place of its former version. */
export function withSchedule(state: ContentState, schedule: RotationSchedule): ContentState {
  return { ...state, schedules: state.schedules.map((other) => (other.id === schedule.id ? schedule : other)) };
}

/** Whether hours or days were changed to which the content is not brought over yet. */
export const isRevisionPending = ({ schedules, videos, overrides }: ContentState): boolean =>
  [schedules, videos, overrides].some((things) => things.some(({ revision_pending }) => revision_pending));

/**
 * A state that is settled up to `at`, without what is over by then: rows tell of overrides and skips since the last
 * step that was committed, which may be long ago.
 */
export const withoutPast = (state: ContentState, at: Instant): ContentState => ({
  ...state,
  overrides: state.overrides.filter(({ ends_at }) => ends_at === null || ends_at > at),
  schedules: state.schedules.map((schedule) => ({ ...schedule, skips: schedule.skips.filter((slot) => slot > at) })),
});
