import type { Clock } from '../db/clock.js';
import type { Caller } from '../domain/caller.js';
import type { Id } from '../domain/types.js';
import type { Planner } from '../planning/planner.js';
import { nextInstant, reportPlan, WAIT_MAX_MS, type PlanReport, type PlanSubject } from './plan-report.js';

export interface CarryOutPlanOptions {
  planner: Pick<Planner, 'settle'>;
  clock: Clock;
  /** The content that a schedule belongs to; null: there is no such schedule. */
  contentOfSchedule: (scheduleId: Id) => Promise<Id | null>;
}

/**
 * Settles what is due and tells what comes next. What is due is judged by Postgres's clock alone, so it does not matter
 * when this is called, how often, or by how many at once.
 */
export async function carryOutPlan(
  { planner, clock, contentOfSchedule }: CarryOutPlanOptions,
  subject: PlanSubject,
  caller: Caller,
): Promise<PlanReport> {
  const arContentId = 'scheduleId' in subject ? await contentOfSchedule(subject.scheduleId) : subject.arContentId;
  if (arContentId === null) return { status: 'gone' };

  const early = await planner.settle(arContentId, caller);
  if (early === null) return { status: 'gone' };
  const next = nextInstant(early.state, subject);
  if (early.stepCount > 0 || next === null || next - clock.now() > WAIT_MAX_MS) {
    return reportPlan(early.state, subject, clock.now());
  }
  // Called a little early: waiting here is more exact than another timer. Not after a step, though: schedules that are
  // due every few seconds would hold a worker's activity slots for good.
  await clock.waitUntil(next);
  const settled = await planner.settle(arContentId, caller);
  return settled === null ? { status: 'gone' } : reportPlan(settled.state, subject, clock.now());
}
