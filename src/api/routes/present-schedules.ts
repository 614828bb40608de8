import type { Caller } from '../../domain/caller.js';
import { notFound } from '../../domain/errors.js';
import type { ContentState } from '../../domain/plan/content-state.js';
import type { RotationSchedule } from '../../domain/rotation-schedule.js';
import type { Id, Instant } from '../../domain/scalars.js';
import type { ApiDeps } from '../api-deps.js';
import { presentState } from '../views/present.js';

/** The schedules of some contents as they are now, by id. */
export function presentSchedules(states: readonly ContentState[], now: Instant): Map<Id, RotationSchedule> {
  const schedules = states.flatMap((state) => presentState(state, now).state.schedules);
  return new Map(schedules.map((schedule) => [schedule.id, schedule]));
}

/** One schedule as it is now. @throws AppError `not_found`, also for another company's */
export async function presentSchedule(
  { repositories: { schedules }, clock }: Pick<ApiDeps, 'repositories' | 'clock'>,
  id: Id,
  { companyId }: Pick<Caller, 'companyId'>,
): Promise<RotationSchedule> {
  const now = clock.now();
  const schedule = presentSchedules([await schedules.getState(id, companyId)], now).get(id);
  if (schedule === undefined) throw notFound('schedule', id);
  return schedule;
}
