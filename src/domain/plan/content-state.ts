import type { ArContent } from '../ar-content.js';
import type { RotationSchedule } from '../rotation-schedule.js';
import type { Video } from '../video.js';

/** All that decides what an AR content shows: the input of `foldPlan` and `resolveActive`. */
export interface ContentState {
  arContent: ArContent;
  videos: readonly Video[];
  schedules: readonly RotationSchedule[];
}
