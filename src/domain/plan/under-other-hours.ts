import { mayBeAt, nextSlot } from '../recurrence/next-slot.js';
import type { TimingRule } from '../recurrence/timing-rule.js';
import type { RotationSchedule } from '../rotation-schedule.js';
import type { Instant } from '../scalars.js';
import { NOT_PAUSED } from './pause.js';

/** What a schedule says that ended for want of a slot. */
const ENDED = {
  is_active: false,
  inactive_reason: 'no_slot',
  next_rotation_at: null,
  next_video_id: null,
  next_is_asked_for: false,
} as const;

/** Whether its hours and days leave a rule without a slot after `at` which has some without them. */
export const leavesNoSlot = (rule: TimingRule, at: Instant): boolean =>
  rule.opening !== null && nextSlot(rule, at) === null && nextSlot({ ...rule, opening: null }, at) !== null;

/** Whether the next slot of a schedule is one that somebody asked for, and may still be. */
const hasAskedSlot = (schedule: RotationSchedule): boolean => {
  const { next_rotation_at: next, next_is_asked_for } = schedule;
  return next !== null && next_is_asked_for && mayBeAt(schedule, next);
};

/**
 * What becomes of a schedule whose hours or days were changed where they are kept. One that they leave without a slot ends,
 * with its reason; one that ended so goes on when they give it slots again. Its next slot is a matter of the plan.
 * @param schedule with its opening as it is now.
 */
export function underOtherHours(schedule: RotationSchedule, at: Instant): RotationSchedule {
  if (schedule.is_active && !hasAskedSlot(schedule) && leavesNoSlot(schedule, at)) {
    return { ...schedule, ...ENDED };
  }
  const goesOn = schedule.inactive_reason === 'no_slot' && nextSlot(schedule, at) !== null;
  return goesOn ? { ...schedule, ...NOT_PAUSED, is_active: true } : schedule;
}
