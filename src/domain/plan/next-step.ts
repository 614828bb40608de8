import type { Instant } from '../scalars.js';
import type { ContentState } from './content-state.js';
import { nextDueOfSchedules, nextFixedEdge } from './due.js';
import { foldSteps } from './fold-plan.js';
import { HoursEdges, keepsHours, MOST_RESTS } from './hours-edges.js';

/** Slots that are gone through in search of the next edge of hours that changes something. */
const SLOTS_AHEAD = 64;

/** When hours change a settled content before `sure`, at which something else does; or when it is to be looked again. */
function nextChangeByHours(state: ContentState, sure: Instant): Instant {
  let rests = 0;
  for (const { step, at } of foldSteps(state, sure - 1)) {
    if (step !== null || (rests += 1) === MOST_RESTS) return at;
  }
  return sure;
}

/** The first instant after `settled_at` at which a settled content changes by itself; infinite: none is known. */
export function nextStepAt(state: ContentState): Instant {
  const slot = nextDueOfSchedules(state.schedules)?.at ?? Number.POSITIVE_INFINITY;
  const sure = Math.min(slot, nextFixedEdge(state, state.arContent.settled_at));
  return keepsHours(state) ? nextChangeByHours(state, sure) : sure;
}

/**
 * When hours and days of videos and overrides next change what a settled content shows, as far as its slots are gone
 * through, or may change it after those; or when another edge comes before that. Null: they do not.
 */
export function nextHoursAt(state: ContentState): Instant | null {
  if (!keepsHours(state)) return null;
  let [slots, rests] = [0, 0];
  for (const { step, at } of foldSteps(state, Number.POSITIVE_INFINITY)) {
    if (step === null) rests += 1;
    else if (step.kind !== 'schedule' && step.kind !== 'resume') return at;
    else slots += 1;
    if (rests === MOST_RESTS) return at;
    if (slots === SLOTS_AHEAD) return new HoursEdges(state, at).next?.at ?? null;
  }
  return null;
}

/** The first edge or expiry after `at`, as far as it changes anything; null: none is left. */
export function nextEdge(state: ContentState, at: Instant): Instant | null {
  const next = Math.min(nextFixedEdge(state, at), state.arContent.next_hours_at ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(next) ? next : null;
}
