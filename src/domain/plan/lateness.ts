import type { Instant } from '../scalars.js';
import type { ContentState } from './content-state.js';
import type { Step } from './fold-plan.js';

/**
 * What is carried out later than this after its instant is late, and what is not carried out by then overdue, in
 * milliseconds. Timers fire sooner, also those of hundreds of workflows at once. Readers see a step at its instant all
 * the same.
 */
export const LATE_MS = 10_000;

/**
 * The state with what was carried out late counted for each schedule. The ends of pauses are theirs, too.
 * @param steps what is carried out. @param at the instant at which it is
 */
export function withLateness(state: ContentState, steps: readonly Step[], at: Instant): ContentState {
  const late = steps.filter((step) => at - step.at > LATE_MS && (step.kind === 'schedule' || step.kind === 'resume'));
  if (late.length === 0) return state;
  const counted = state.schedules.map((schedule) => {
    const own = late.filter(({ subjectId }) => subjectId === schedule.id);
    return {
      ...schedule,
      late_count: schedule.late_count + own.length,
      worst_lateness_ms: own.reduce((worst, step) => Math.max(worst, at - step.at), schedule.worst_lateness_ms),
    };
  });
  return { ...state, schedules: counted };
}
