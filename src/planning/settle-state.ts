import type { Transaction } from '../db/database.js';
import { savePlan } from '../db/save-plan.js';
import { insertRotations } from '../db/rotations.js';
import type { Caller } from '../domain/caller.js';
import type { ContentState } from '../domain/plan/content-state.js';
import { nextStepAt } from '../domain/plan/due.js';
import { foldPlan, type Step } from '../domain/plan/fold-plan.js';
import { replan } from '../domain/plan/replan.js';
import type { Instant } from '../domain/scalars.js';
import { rotationsOf } from './ledger-rows.js';

export interface SettledState {
  state: ContentState;
  steps: readonly Step[];
  /** Whether all that is due was carried out: false when there was more than `maxSteps`. */
  complete: boolean;
}

/** The state with the instant by which operators and the reconciler tell what is overdue. */
function withNextStep(state: ContentState): ContentState {
  const next = nextStepAt(state);
  return { ...state, arContent: { ...state.arContent, next_step_at: Number.isFinite(next) ? next : null } };
}

/**
 * Carries out what is due in a state, plans anew, and writes both down: the pointer and the plan, and the ledger. With
 * nothing due and a state that is what the rows say, nothing is written, unless an edge was passed that changes nothing:
 * else the content would look overdue for ever.
 * @param rows what the rows say, in this transaction. @param state the same, or as an edit has changed it.
 */
export async function settleState(
  trx: Transaction,
  { rows, state }: { rows: ContentState; state: ContentState },
  at: Instant,
  caller: Caller,
  maxSteps?: number,
): Promise<SettledState> {
  const { state: folded, steps, complete } = foldPlan(state, at, maxSteps);
  const after = steps.length > 0 ? replan(folded, folded.arContent.settled_at) : folded;
  const { next_step_at: nextStep } = rows.arContent;
  const hasPassed = nextStep !== null && nextStep <= folded.arContent.settled_at;
  if (steps.length > 0 || state !== rows || hasPassed) await savePlan(trx, rows, withNextStep(after));
  await insertRotations(trx, rotationsOf(after, steps, at, caller));
  return { state: after, steps, complete };
}
