import { randomUUID } from 'node:crypto';
import { insertCalendarRevision, isNewestRevision } from '../db/calendar-revisions.js';
import { requireRoomFor } from '../db/companies.js';
import { rolloutOf } from '../db/rollouts.js';
import { countRows } from '../db/rows.js';
import type { Calendar, WithRollout } from '../domain/calendar/calendar.js';
import type { CalendarDay } from '../domain/calendar/calendar-day.js';
import type { DaySet } from '../domain/calendar/day-set.js';
import type { Caller } from '../domain/caller.js';
import type { ExpectedRevision } from '../domain/revision.js';
import type { Id } from '../domain/scalars.js';
import type { AdminDoor } from './admin-door.js';
import { usesByContents } from './refuse-used.js';
import { rollOut } from './roll-out.js';

/** The entries of a calendar, and the days that they come to. */
export interface WorkedOutDays {
  entries: readonly CalendarDay[];
  set: DaySet;
}

/** What a client says of a calendar. */
export interface CalendarInput {
  company_id: Id;
  name: string;
  days: WorkedOutDays;
}

const CALENDARS = { table: 'calendars', things: 'calendars', variable: 'MAX_CALENDARS_PER_COMPANY' };

const toJson = (entries: readonly CalendarDay[]): string => JSON.stringify(entries);

/** @throws AppError `validation_failed`; `conflict` when the company has too many */
export const createCalendar = (
  admin: AdminDoor,
  caller: Caller,
  { company_id, name, days }: CalendarInput,
): Promise<WithRollout<Calendar>> =>
  admin.create(caller, 'calendar', async (creation) => {
    await requireRoomFor(creation.trx, company_id, { ...CALENDARS, limit: admin.limits.calendarsPerCompany });
    const revision_id = randomUUID();
    const calendar = await creation.insert({ company_id, name, days: toJson(days.entries), revision_id });
    await insertCalendarRevision(creation.trx, revision_id, calendar.id, days.set);
    return { ...calendar, rollout: null };
  });

/**
 * Changes the given fields of a calendar. Other days make a new revision, to which a workflow brings the contents that
 * follow it; other words for the same days do not.
 * @param changesOf tells what to change, from the calendar as it is.
 * @throws AppError `not_found`, `precondition_failed`; and whatever `changesOf` throws
 */
export const updateCalendar = (
  admin: AdminDoor,
  caller: Caller,
  id: Id,
  changesOf: (before: WithRollout<Calendar>) => { name?: string; days?: WorkedOutDays },
  expected: ExpectedRevision,
): Promise<WithRollout<Calendar>> =>
  admin.edit(caller, { noun: 'calendar', id, verb: 'update', expected }, async (edit) => {
    const { trx, before } = edit;
    const rollout = await rolloutOf(trx, 'calendar', id);
    const { days, ...named } = changesOf({ ...before, rollout });
    const changes = { ...named, ...(days && { days: toJson(days.entries) }) };
    if (days === undefined || (await isNewestRevision(trx, before.revision_id, days.set))) {
      return { ...(await edit.change(changes)), rollout };
    }
    const revision_id = randomUUID();
    await insertCalendarRevision(trx, revision_id, id, days.set);
    return rollOut(edit, 'calendar', await edit.change({ ...changes, revision_id }));
  });

/** @throws AppError `not_found`, `precondition_failed`, `conflict` when it is in use */
export const deleteCalendar = (
  admin: AdminDoor,
  caller: Caller,
  id: Id,
  expected: ExpectedRevision,
): Promise<{ id: Id }> =>
  admin.edit(caller, { noun: 'calendar', id, verb: 'delete', expected }, async ({ trx, ...edit }) =>
    edit.remove([
      { noun: 'daypart', count: await countRows(trx, 'dayparts', { closed_calendar_id: id }) },
      ...(await usesByContents(trx, 'calendar', id)),
    ]),
  );
