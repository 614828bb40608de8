import { must } from '../must.js';
import { nextSlot } from '../recurrence/next-slot.js';
import type { RotationSchedule } from '../rotation-schedule.js';
import type { Instant } from '../scalars.js';
import { withSchedule, type ContentState } from './content-state.js';
import { afterChoice, choiceAt } from './take-slot.js';
import { beneathAt, isRunning } from './live.js';

/** More slots of a pause than this count as this many. */
const MAX_MISSED = 1_000;

/** What a schedule that is not paused says of pauses. */
export const NOT_PAUSED = {
  inactive_reason: null,
  paused_at: null,
  paused_by: null,
  pause_note: null,
  resume_at: null,
  resume_missed: 'none',
} as const;

/** How many slots fell into a pause that ends at `at`, and are to be taken now. */
function missedSlots(schedule: RotationSchedule, at: Instant): number {
  const { resume_missed: missed, paused_at: from } = schedule;
  if (missed === 'none' || from === null) return 0;
  const most = missed === 'once' ? 1 : MAX_MISSED;
  let count = 0;
  for (let slot = nextSlot(schedule, from); slot !== null && slot < at && count < most;) {
    count += 1;
    slot = nextSlot(schedule, slot);
  }
  return count;
}

/**
 * Ends the pause of a schedule at `at`: it is active again, and a slot at that instant is taken by itself. Slots that
 * fell into the pause are taken as `resume_missed` says, all by what can be shown at `at`.
 * @returns the state, and how many slots were made up for.
 */
export function resumed(
  state: ContentState,
  schedule: RotationSchedule,
  at: Instant,
): { state: ContentState; slots: number } {
  const slots = missedSlots(schedule, at);
  const running = { ...schedule, ...NOT_PAUSED, is_active: true };
  // A slot at the very instant follows as a step of its own.
  const next = isRunning(state, running, at)
    ? nextSlot(running, Math.max(at - 1, schedule.last_slot_at ?? -Infinity))
    : null;
  let current: RotationSchedule = { ...running, next_rotation_at: next, next_is_asked_for: false };
  let after: ContentState = withSchedule(state, current);
  for (let taken = 0; taken < slots; taken += 1) {
    after = afterChoice(after, current, choiceAt(after, current, at, beneathAt(after, at)), at);
    current = must(
      after.schedules.find(({ id }) => id === schedule.id),
      'the schedule of a pause',
    );
  }
  return { state: after, slots };
}
