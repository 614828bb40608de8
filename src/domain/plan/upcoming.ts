import { clockChangeAt, timeLeftOutAt, type ClockChange } from '../recurrence/clock-change.js';
import { nextSlot } from '../recurrence/next-slot.js';
import type { WallTime } from '../recurrence/wall-clock.js';
import type { Note } from '../rotation.js';
import type { RotationSchedule } from '../rotation-schedule.js';
import type { Id, Instant } from '../scalars.js';
import type { ContentState } from './content-state.js';
import { foldSteps, type Step } from './fold-plan.js';

/** A slot to come. */
export interface UpcomingSlot {
  at: Instant;
  clockChange: ClockChange;
  /** The time that the clock leaves out and the slot stands for; null: it comes at its own. */
  insteadOf: WallTime | null;
  /** What its step does; null: it was not looked that far. */
  step: { videoId: Id | null; note: Note | null } | null;
}

/**
 * Finds the next slots of a schedule by its rule, at most `count`, one at a time: a rule that comes each century takes
 * some hundredths of a second for each.
 * @param slots are added to.
 */
export function* findSlots(schedule: RotationSchedule, count: number, slots: UpcomingSlot[]): Generator<void> {
  for (let at = schedule.next_rotation_at; at !== null && slots.length < count; at = nextSlot(schedule, at)) {
    slots.push({ at, clockChange: clockChangeAt(schedule, at), insteadOf: timeLeftOutAt(schedule, at), step: null });
    yield;
  }
}

const outcomeOf = ({ beneathVideoId, note }: Step): UpcomingSlot['step'] => ({
  videoId: note === 'no_showable_video' ? null : beneathVideoId,
  note,
});

/**
 * Finds out what the steps of a schedule's slots do, a step of the content at a time: whoever drives it decides how long,
 * and the slots know as much as was found by then.
 * @param state settled. @param slots of this schedule, which are filled in.
 */
export function* findOutcomes(state: ContentState, scheduleId: Id, slots: readonly UpcomingSlot[]): Generator<void> {
  const byInstant = new Map(slots.map((slot) => [slot.at, slot]));
  const last = slots.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  for (const { step } of foldSteps(state, last)) {
    const slot = step?.kind === 'schedule' && step.subjectId === scheduleId ? byInstant.get(step.at) : undefined;
    if (step !== null && slot !== undefined) slot.step = outcomeOf(step);
    yield;
  }
}
