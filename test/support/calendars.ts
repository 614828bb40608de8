import { AdminDoor } from '../../src/admin/admin-door.js';
import { createCalendar } from '../../src/admin/calendar-edits.js';
import { createDaypart, type DaypartInput } from '../../src/admin/daypart-edits.js';
import type { Calendar, Daypart } from '../../src/domain/calendar/calendar.js';
import type { CalendarDay } from '../../src/domain/calendar/calendar-day.js';
import { CALLER, type Stage } from './planning.js';
import { workedOut } from './worked-out.js';

/** A daypart of the company of a stage. */
export const aDaypart = (
  { db, content: { company_id } }: Stage,
  hours: DaypartInput['hours'],
  given: Partial<DaypartInput> = {},
): Promise<Daypart> => createDaypart(new AdminDoor({ db }), CALLER, { company_id, name: 'Hours', hours, ...given });

/** A calendar of the company of a stage. */
export const aCalendar = ({ db, content: { company_id } }: Stage, entries: readonly CalendarDay[]): Promise<Calendar> =>
  createCalendar(new AdminDoor({ db }), CALLER, { company_id, name: 'Days', days: workedOut(entries) });
