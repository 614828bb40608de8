import type { WorkedOutDays } from '../../admin/calendar-edits.js';
import type { Lane } from '../../concurrency/lane.js';
import { calendarDayFaults, type CalendarDay } from '../../domain/calendar/calendar-day.js';
import { daySetOf } from '../../domain/calendar/day-set.js';
import { expandDays } from '../../domain/calendar/expand-days.js';
import { invalidFields } from '../../domain/errors.js';

/** How much time of the event loop the days of one calendar may take. */
const BUDGET_MS = 2_000;

/**
 * Works out what the entries of a calendar come to, beside other requests.
 * @throws AppError `validation_failed` that names each faulty entry, or when they come to too many days or take too long.
 */
export async function workOutDays(lane: Lane, entries: readonly CalendarDay[]): Promise<WorkedOutDays> {
  const faults = calendarDayFaults(entries);
  if (faults.length > 0) throw invalidFields(faults);
  const work = expandDays(entries);
  let set = daySetOf([]);
  const isDone = await lane.run(() => {
    const step = work.next();
    if (step.done === true) set = step.value;
    return step.done === true;
  }, BUDGET_MS);
  if (isDone) return { entries, set };
  throw invalidFields([
    { field: 'days', message: 'take too long to be worked out: use fewer rules, or end them sooner' },
  ]);
}
