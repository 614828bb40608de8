import type { WorkedOutDays } from '../../admin/calendar-edits.js';
import type { Lane } from '../../concurrency/lane.js';
import { calendarEntryFaults, type CalendarDay } from '../../domain/calendar/calendar-day.js';
import { daySetOf } from '../../domain/calendar/day-set.js';
import { expandDays } from '../../domain/calendar/expand-days.js';
import { invalidFields, type AppError, type FieldError } from '../../domain/errors.js';

/** How much time of the event loop the days of one calendar may take. */
const BUDGET_MS = 2_000;

const tooLong = (): AppError =>
  invalidFields([{ field: 'days', message: 'take too long to be worked out: use fewer rules, or end them sooner' }]);

/** A rule that comes never is looked for through thousands of days: one entry at a time, beside other requests. */
async function requireEntries(lane: Lane, entries: readonly CalendarDay[]): Promise<void> {
  const faults: FieldError[] = [];
  const waiting = entries.entries();
  const isDone = await lane.run(() => {
    const next = waiting.next();
    if (next.done !== true) faults.push(...calendarEntryFaults(next.value[1], next.value[0]));
    return next.done === true;
  }, BUDGET_MS);
  if (!isDone) throw tooLong();
  if (faults.length > 0) throw invalidFields(faults);
}

/**
 * Works out what the entries of a calendar come to, beside other requests.
 * @throws AppError `validation_failed` that names each faulty entry, or when they come to too many days or take too long.
 */
export async function workOutDays(lane: Lane, entries: readonly CalendarDay[]): Promise<WorkedOutDays> {
  await requireEntries(lane, entries);
  const work = expandDays(entries);
  let set = daySetOf([]);
  const isDone = await lane.run(() => {
    const step = work.next();
    if (step.done === true) set = step.value;
    return step.done === true;
  }, BUDGET_MS);
  if (!isDone) throw tooLong();
  return { entries, set };
}
