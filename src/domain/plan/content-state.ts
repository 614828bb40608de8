import type { ArContent } from '../ar-content.js';
import type { Override } from '../override.js';
import type { RotationSchedule } from '../rotation-schedule.js';
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
