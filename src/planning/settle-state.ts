import type { Transaction } from '../db/database.js';
import { insertRotations, type NewRotation } from '../db/rotations.js';
import { savePlans } from '../db/save-plan.js';
import type { ArContent } from '../domain/ar-content.js';
import type { Caller } from '../domain/caller.js';
import type { ContentState } from '../domain/plan/content-state.js';
import { nextHoursAt, nextStepAt } from '../domain/plan/next-step.js';
import { endedSchedules } from '../domain/plan/ended.js';
import { foldPlan, type Step } from '../domain/plan/fold-plan.js';
import { withLateness } from '../domain/plan/lateness.js';
import { replan } from '../domain/plan/replan.js';
import type { Instant } from '../domain/scalars.js';
import { rotationsOf } from './ledger-rows.js';
import { tellEnded } from './tell-ended.js';

/** What is to be written of a content: the rows as they are and as they are to be, and what the ledger is told. */
export interface PlanWrite {
  before: ContentState;
  after: ContentState;
  rotations: readonly NewRotation[];
}

/** A state that was carried on to an instant, before anything of it is written. */
export interface SettledState {
  state: ContentState;
  steps: readonly Step[];
  /** Whether all that is due was carried out: false when there was more than `maxSteps`. */
  complete: boolean;
  write: PlanWrite;
}

/**
 * The state with the instants by which operators and the reconciler tell what is overdue, and for which the content's
 * workflow wakes. What hours come to was found with all slots until then, so it stands until it is past.
 */
function withNextStep(state: ContentState, isEdited: boolean): ContentState {
  const { settled_at, next_hours_at: known } = state.arContent;
  const next = nextStepAt(state);
  const stands = !isEdited && known !== null && known > settled_at;
  const next_hours_at = stands ? known : nextHoursAt(state);
  return {
    ...state,
    arContent: { ...state.arContent, next_step_at: Number.isFinite(next) ? next : null, next_hours_at },
  };
}

/** Whether an instant was passed for which somebody is to look at a content. */
const hasPassed = ({ settled_at, next_step_at, next_hours_at }: ArContent): boolean =>
  Math.min(next_step_at ?? Infinity, next_hours_at ?? Infinity) <= settled_at;

/**
 * Carries out what is due in a state, and plans anew. With nothing due and a state that is what the rows say, there is
 * nothing to write, unless an edge was passed that changes nothing: else the content would look overdue for ever, and
 * many would be passed again and again.
 * @param rows what the rows say, in this transaction. @param state the same, or as an edit has changed it.
 */
export function settledState(
  { rows, state }: { rows: ContentState; state: ContentState },
  at: Instant,
  caller: Caller,
  maxSteps?: number,
): SettledState {
  const { state: folded, steps, complete, passedMany } = foldPlan(state, at, maxSteps);
  const planned = steps.length > 0 ? withLateness(replan(folded, folded.arContent.settled_at), steps, at) : folded;
  const isEdited = state !== rows;
  const isWritten = steps.length > 0 || isEdited || passedMany || hasPassed(folded.arContent);
  const after = isWritten ? withNextStep(planned, isEdited) : planned;
  const rotations = rotationsOf(after, steps, at, caller);
  return { state: after, steps, complete, write: { before: rows, after: isWritten ? after : rows, rotations } };
}

/** Writes down what contents have come to: the pointers and the plans, the ledger, and events. */
export async function writePlans(trx: Transaction, writes: readonly PlanWrite[]): Promise<void> {
  await savePlans(trx, writes);
  await insertRotations(
    trx,
    writes.flatMap(({ rotations }) => rotations),
  );
  for (const { before, after } of writes) {
    const { arContent } = after;
    for (const ended of endedSchedules(before, after)) await tellEnded(trx, arContent, ended, arContent.settled_at);
  }
}

/** Carries out what is due in a state, and writes it down. */
export async function settleState(
  trx: Transaction,
  states: { rows: ContentState; state: ContentState },
  at: Instant,
  caller: Caller,
  maxSteps?: number,
): Promise<SettledState> {
  const settled = settledState(states, at, caller, maxSteps);
  await writePlans(trx, [settled.write]);
  return settled;
}
