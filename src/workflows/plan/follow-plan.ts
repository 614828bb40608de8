import {
  ActivityFailure,
  allHandlersFinished,
  condition,
  isCancellation,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/activities.js';
import type { Plan, PlanReport, PlanSubject, PlanTask } from '../../activities/plan-report.js';
import { planChangedSignal, statusQuery, type Carried, type StatusSnapshot } from './messages.js';
import { isTimeForNewRun } from '../new-run.js';
import { reasonOfFailure } from '../reason-of-failure.js';
import { showError, showPlan } from './show-plan.js';

/** So that whatever went wrong with a timer or a plan is looked at within a week. */
const NAP_MAX_MS = 7 * 24 * 3_600_000;
const CANCEL_WAIT_MS = 3_000;
const ERROR_NAP_MS = 30_000;
const ERROR_NAP_MAX_MS = 3_600_000;

const { carryOutPlan } = proxyActivities<Activities>({
  // It goes on from slot to slot for half a minute where they follow each other within seconds.
  startToCloseTimeout: '1m',
  heartbeatTimeout: '10s',
  // A cancelled workflow ends at once: what the activity settles is due whether the workflow is there or not.
  cancellationType: 'TRY_CANCEL',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
  summary: 'settle what is due and report the plan',
});

/** What the loop knows; none of it would be missed, as the row is always read again. */
export interface LoopState extends StatusSnapshot {
  changed: boolean;
  shown: string;
}

/** Registers the signal and the query, which every workflow that follows a plan has. */
export function startLoop(carried: Carried = { shown: '', failures: 0 }): LoopState {
  const state: LoopState = {
    changed: false,
    status: 'starting',
    nextRotationAt: null,
    details: '',
    lastError: null,
    ...carried,
  };
  const noteChange = (): void => {
    state.changed = true;
  };
  const snapshot = (): StatusSnapshot => {
    const { status, nextRotationAt, details, failures, lastError } = state;
    return { status, nextRotationAt, details, failures, lastError };
  };
  setHandler(planChangedSignal, noteChange, { description: 'The plan changed: read it again.' });
  setHandler(statusQuery, snapshot, { description: 'What the workflow waits for, and how it fares.' });
  return state;
}

/** A failure that no retry can mend. The workflow stays: the row may be mended, and a signal then tells. */
function noteFailure(state: LoopState, failure: ActivityFailure): void {
  state.status = 'error';
  state.failures += 1;
  state.lastError = reasonOfFailure(failure, 'The plan could not be carried out in time.');
  state.shown = showError(state.lastError, state.shown);
}

function noteReport(state: LoopState, report: PlanReport): void {
  state.failures = 0;
  state.lastError = null;
  if (report.status === 'gone') return;
  state.status = report.status;
  state.nextRotationAt = report.nextRotationAt;
  state.details = report.details;
  state.shown = showPlan(report, state.shown);
}

/** Lets the activity settle what is due. Null: it failed for good, for now. */
async function look(state: LoopState, task: PlanTask): Promise<PlanReport | null> {
  // Before the activity, never after it: a signal that comes meanwhile has to be seen.
  state.changed = false;
  try {
    const report = await carryOutPlan(task);
    noteReport(state, report);
    return report;
  } catch (failure) {
    if (!(failure instanceof ActivityFailure) || isCancellation(failure)) throw failure;
    noteFailure(state, failure);
    return null;
  }
}

/**
 * Waits until the next instant is near, or until the plan changes.
 * @returns the instant that is near; null: look at once.
 */
async function nap(state: LoopState, report: Plan | null): Promise<string | null> {
  if (report === null) {
    const napMs = Math.min(ERROR_NAP_MS * 2 ** (state.failures - 1), ERROR_NAP_MAX_MS);
    await condition(() => state.changed, napMs, { summary: 'try again' });
  } else if (report.sleepMs === null) {
    await condition(() => state.changed);
  } else if (report.sleepMs > 0) {
    await condition(() => state.changed, Math.min(report.sleepMs, NAP_MAX_MS), { summary: report.timerSummary });
  }
  return state.changed ? null : (report?.nextRotationAt ?? null);
}

export interface FollowOptions {
  subject: PlanSubject;
  /** Whether a plan with nothing left in it ends the workflow, or leaves it waiting. */
  endsWithPlan: boolean;
  /** Continues as new. */
  startNewRun: (carried: Carried) => Promise<never>;
}

/**
 * Carries out a plan: look, sleep until the next instant, look again. Returns when there is nothing left to do for good;
 * a cancellation passes through, so that operators see the workflow as cancelled.
 */
export async function followPlan(state: LoopState, options: FollowOptions): Promise<void> {
  for (let dueAt: string | null = null; ;) {
    const report = await look(state, { ...options.subject, dueAt });
    if (report?.status === 'gone') return untilCancelled();
    if (report?.status === 'ended' && options.endsWithPlan) {
      await untilHandlersFinished();
      if (!state.changed) return;
    } else if (isTimeForNewRun() && allHandlersFinished()) {
      await untilHandlersFinished();
      // The new run looks before anything else, so a signal seen by now is not lost with this one.
      await options.startNewRun({ shown: state.shown, failures: state.failures });
    } else {
      dueAt = await nap(state, report);
    }
  }
}

/** Whoever deleted the row has the workflow cancelled; wait for it, so that it ends as what it is. */
async function untilCancelled(): Promise<void> {
  await condition(() => false, CANCEL_WAIT_MS, { summary: 'the row is gone; waiting for the cancellation' });
  await untilHandlersFinished();
}

/** Throws when the workflow is cancelled: such a run is to end as cancelled, not to return or to continue. */
const untilHandlersFinished = (): Promise<void> => condition(allHandlersFinished);
