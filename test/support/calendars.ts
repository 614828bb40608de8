import { AdminDoor } from '../../src/admin/admin-door.js';
import { createCalendar, updateCalendar } from '../../src/admin/calendar-edits.js';
import { createDaypart, updateDaypart, type DaypartInput } from '../../src/admin/daypart-edits.js';
import type { Calendar, Daypart } from '../../src/domain/calendar/calendar.js';
import type { CalendarDay } from '../../src/domain/calendar/calendar-day.js';
import type { Id } from '../../src/domain/scalars.js';
import { CALLER, type Stage } from './planning.js';
import { workedOut } from './worked-out.js';

/** A stage, as far as it says whose hours and days are made. */
type HasCompany = Pick<Stage, 'db'> & { content: { company_id: Id } };

/** A daypart of the company of a stage. */
export const aDaypart = (
  { db, content: { company_id } }: HasCompany,
  hours: DaypartInput['hours'],
  given: Partial<DaypartInput> = {},
): Promise<Daypart> => createDaypart(new AdminDoor({ db }), CALLER, { company_id, name: 'Hours', hours, ...given });

/** A calendar of the company of a stage. */
export const aCalendar = (
  { db, content: { company_id } }: HasCompany,
  entries: readonly CalendarDay[],
): Promise<Calendar> =>
  createCalendar(new AdminDoor({ db }), CALLER, { company_id, name: 'Days', days: workedOut(entries) });

/** Changes the hours of a daypart, or what else decides them. */
export const changeDaypart = ({ db }: Pick<Stage, 'db'>, id: Id, changes: Partial<Omit<DaypartInput, 'company_id'>>) =>
  updateDaypart(new AdminDoor({ db }), CALLER, id, () => changes, null);

/** Changes the days of a calendar. */
export const changeCalendar = ({ db }: Pick<Stage, 'db'>, id: Id, entries: readonly CalendarDay[]) =>
  updateCalendar(new AdminDoor({ db }), CALLER, id, () => ({ days: workedOut(entries) }), null);
