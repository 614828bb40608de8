import type { Clock } from '../db/clock.js';
import type { Caller } from '../domain/caller.js';
import type { ContentState, Id } from '../domain/types.js';
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

  const settle = (): Promise<ContentState | null> => planner.settle(arContentId, caller);
  let state = await settle();
  const next = state && nextInstant(state, subject);
  if (next !== null && next - clock.now() <= WAIT_MAX_MS) {
    await clock.waitUntil(next);
    state = await settle();
  }
  return state === null ? { status: 'gone' } : reportPlan(state, subject, clock.now());
}
