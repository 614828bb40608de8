import type { WorkedOutDays } from '../../src/admin/calendar-edits.js';
import type { CalendarDay } from '../../src/domain/calendar/calendar-day.js';
import { expandDays } from '../../src/domain/calendar/expand-days.js';

/** The days that entries of a calendar come to. */
export function workedOut(entries: readonly CalendarDay[]): WorkedOutDays {
  const work = expandDays(entries);
  for (;;) {
    const step = work.next();
    if (step.done === true) return { entries, set: step.value };
  }
}
