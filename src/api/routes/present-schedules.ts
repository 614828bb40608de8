import type { Caller } from '../../domain/caller.js';
import { notFound } from '../../domain/errors.js';
import type { ContentState } from '../../domain/plan/content-state.js';
import type { RotationSchedule } from '../../domain/rotation-schedule.js';
import type { Id, Instant } from '../../domain/scalars.js';
import type { ApiDeps } from '../api-deps.js';

/** The schedules of some contents as they are now, by id. */
export async function presentSchedules(
  { present }: Pick<ApiDeps, 'present'>,
  states: readonly ContentState[],
  now: Instant,
): Promise<Map<Id, RotationSchedule>> {
  const schedules = (await present.ofAll(states, now)).flatMap(({ state }) => state.schedules);
  return new Map(schedules.map((schedule) => [schedule.id, schedule]));
}

/** One schedule as it is now. @throws AppError `not_found`, also for another company's */
export async function presentSchedule(
  deps: Pick<ApiDeps, 'repositories' | 'clock' | 'present'>,
  id: Id,
  { companyId }: Pick<Caller, 'companyId'>,
): Promise<RotationSchedule> {
  const now = deps.clock.now();
  const states = [await deps.repositories.schedules.getState(id, companyId)];
  const schedule = (await presentSchedules(deps, states, now)).get(id);
  if (schedule === undefined) throw notFound('schedule', id);
  return schedule;
}
