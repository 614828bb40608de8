import type { Clock } from '../db/clock.js';
import type { Caller } from '../domain/caller.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { Planner } from '../planning/planner.js';
import type { FairLimiter } from '../concurrency/limiter.js';
import type { TakeTurn } from '../concurrency/spacing.js';
import type { Stays } from './stays.js';
import {
  nextInstant,
  reportPlan,
  WAIT_MAX_MS,
  type PlanReport,
  type PlanSubject,
  type PlanTask,
} from './plan-report.js';

/** Whose plan a task is about. */
export interface PlanOwner {
  arContentId: Id;
  companyId: Id;
}

export interface CarryOutPlanOptions {
  planner: Pick<Planner, 'settle'>;
  clock: Clock;
  /** The content that a task is about, and its company; null: there is none. */
  ownerOf: (subject: PlanSubject) => Promise<PlanOwner | null>;
  /**
   * How many settle at once, and how many of one company, which take turns. Hundreds may wait for one instant: without it
   * they would queue for a connection in vain, and those of one company before all others.
   */
  atOnce: FairLimiter;
  /** Spaces out the rotations of a company. */
  takeTurn: TakeTurn;
  /** Writes down that a try for a schedule failed. */
  noteFailure: (scheduleId: Id, error: unknown) => Promise<void>;
  /** Who may go on to the next slot by itself. */
  stays: Pick<Stays, 'begin'>;
}

/**
 * Whoever is due again so soon takes a turn of the company's: so a company whose schedules are due every few seconds,
 * however many there are, leaves room for others. What falls due meanwhile is settled together, and readers have seen it
 * in time.
 */
const OFTEN_MS = 60_000;

/**
 * Settles what is due and tells what comes next. What is due is judged by Postgres's clock alone, so it does not matter
 * when this is called, how often, or by how many at once.
 */
async function carryOutPlan(
  { planner, clock, ownerOf, atOnce, takeTurn, stays }: CarryOutPlanOptions,
  { dueAt, ...subject }: PlanTask,
  caller: Caller,
): Promise<PlanReport> {
  // While there is still time: whoever waits for the instant knows it then.
  const owner = await ownerOf(subject);
  if (owner === null) return { status: 'gone' };
  const settle = (): ReturnType<Planner['settle']> =>
    atOnce(owner.companyId, () => planner.settle(owner.arContentId, caller));
  const isWithin = (instant: Instant, ms: number): boolean => instant - clock.now() <= ms;
  const report = (state: ContentState, next: Instant | null): PlanReport => {
    const now = clock.now();
    const restMs = next !== null && isWithin(next, OFTEN_MS) ? takeTurn(owner.companyId, now) : 0;
    return reportPlan(state, subject, now, restMs);
  };

  // Called a little early: waiting here is more exact than another timer, and all but the commit is done by then.
  const expected = dueAt == null ? null : Date.parse(dueAt);
  if (expected !== null && isWithin(expected, WAIT_MAX_MS)) await clock.waitUntil(expected);
  const stay = stays.begin(owner.companyId);
  try {
    for (let mayWait = true; ; mayWait = false) {
      const settled = await settle();
      if (settled === null) return { status: 'gone' };
      const next = nextInstant(settled.state, subject);
      const isSoon = next !== null && isWithin(next, WAIT_MAX_MS);
      // After a step only where there is room: schedules that are due every few seconds would hold all slots of a worker.
      if (!isSoon || !((mayWait && settled.stepCount === 0) || stay.goesOn())) return report(settled.state, next);
      await clock.waitUntil(next);
    }
  } finally {
    stay.end();
  }
}

/** Carries out a plan; a failure is written down with its schedule, as far as that can be done. */
export async function carryOutPlanOrNote(
  options: CarryOutPlanOptions,
  task: PlanTask,
  caller: Caller,
): Promise<PlanReport> {
  try {
    return await carryOutPlan(options, task, caller);
  } catch (error) {
    // What is wrong is told by Temporal in any case, and the database may be what is away.
    if ('scheduleId' in task) await options.noteFailure(task.scheduleId, error).catch(() => undefined);
    throw error;
  }
}
