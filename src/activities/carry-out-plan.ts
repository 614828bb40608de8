import type { Clock } from '../db/clock.js';
import type { Caller } from '../domain/caller.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { Planner } from '../planning/planner.js';
import type { FairLimiter } from '../concurrency/limiter.js';
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
}

/**
 * Settles what is due and tells what comes next. What is due is judged by Postgres's clock alone, so it does not matter
 * when this is called, how often, or by how many at once.
 */
export async function carryOutPlan(
  { planner, clock, ownerOf, atOnce }: CarryOutPlanOptions,
  { dueAt, ...subject }: PlanTask,
  caller: Caller,
): Promise<PlanReport> {
  // While there is still time: whoever waits for the instant knows it then.
  const owner = await ownerOf(subject);
  if (owner === null) return { status: 'gone' };
  const settle = (): ReturnType<Planner['settle']> =>
    atOnce(owner.companyId, () => planner.settle(owner.arContentId, caller));
  const isSoon = (instant: Instant): boolean => instant - clock.now() <= WAIT_MAX_MS;

  // Called a little early: waiting here is more exact than another timer, and all but the commit is done by then.
  const expected = dueAt == null ? null : Date.parse(dueAt);
  if (expected !== null && isSoon(expected)) await clock.waitUntil(expected);
  const settled = await settle();
  if (settled === null) return { status: 'gone' };
  const next = nextInstant(settled.state, subject);
  // Not after a step: schedules that are due every few seconds would hold a worker's activity slots for good.
  if (settled.stepCount > 0 || next === null || !isSoon(next)) {
    return reportPlan(settled.state, subject, clock.now());
  }
  await clock.waitUntil(next);
  const later = await settle();
  return later === null ? { status: 'gone' } : reportPlan(later.state, subject, clock.now());
}
