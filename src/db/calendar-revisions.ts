import type { Daypart } from '../domain/calendar/calendar.js';
import type { DaySet } from '../domain/calendar/day-set.js';
import type { Id } from '../domain/scalars.js';
import type { Transaction } from './database.js';

interface DaysRow {
  first_day: number;
  day_bits: Buffer;
}

/** Writes a revision of a calendar down: the days that its entries come to. */
export async function insertCalendarRevision(
  trx: Transaction,
  id: string,
  calendar_id: Id,
  { first, bits }: DaySet,
): Promise<void> {
  await trx('calendar_revisions').insert({ id, calendar_id, first_day: first, day_bits: Buffer.from(bits) });
}

/** Whether a revision of a calendar has just these days. */
export async function isNewestRevision(trx: Transaction, id: string, { first, bits }: DaySet): Promise<boolean> {
  const row: DaysRow | undefined = await trx('calendar_revisions').where('id', id).first('first_day', 'day_bits');
  return row !== undefined && row.first_day === first && row.day_bits.equals(bits);
}

/** Writes the newest revision of a daypart down: what decides its hours and days. */
export async function insertDaypartRevision(
  trx: Transaction,
  { id, revision_id, time_zone, hours, closed_calendar_id }: Daypart,
): Promise<void> {
  const row = { id: revision_id, daypart_id: id, time_zone, hours: JSON.stringify(hours), closed_calendar_id };
  await trx('daypart_revisions').insert(row);
}
