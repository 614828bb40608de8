import { namesHours } from '../calendar/followed.js';
import type { RotationType } from '../recurrence/timing-rule.js';
import type { RotationSchedule } from '../rotation-schedule.js';
import type { ContentState } from './content-state.js';
import { remembers } from './selection.js';

/**
 * The fold of this code. Every change of what the fold does with a state raises it by one: processes of an older level
 * would contradict those of this one. 0: before there were levels; 1: rules of RFC 5545, and single slots; 2: overrides,
 * skips, and pauses that end by themselves; 3: selections that remember; 4: hours and days of schedules; 5: of
 * videos and overrides.
 */
export const FOLD_LEVEL = 5;

/** From which level on a type of rule is known. */
const LEVEL_OF_TYPE: Readonly<Partial<Record<RotationType, number>>> = { rrule: 1, once: 1 };

const levelOfSchedule = (schedule: RotationSchedule): number =>
  Math.max(
    LEVEL_OF_TYPE[schedule.rotation_type] ?? 0,
    schedule.skips.length > 0 || schedule.resume_at !== null ? 2 : 0,
    remembers(schedule) ? 3 : 0,
    namesHours(schedule) ? 4 : 0,
  );

/** The lowest level that folds this state as it is meant; whatever only an older one knows has none. */
export function levelOf({ schedules, overrides, videos }: ContentState): number {
  if (videos.some(namesHours) || overrides.some(namesHours)) return 5;
  return Math.max(0, overrides.length > 0 ? 2 : 0, ...schedules.map(levelOfSchedule));
}
