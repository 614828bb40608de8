import { calendarEntryFaults, type CalendarDay } from '../../domain/calendar/calendar-day.js';
import { readDay, writeDay, type Day } from '../../domain/calendar/day-set.js';
import { rruleWallTimes } from '../../domain/recurrence/rrule.js';
import { DAY_MS } from '../../domain/recurrence/time-zone.js';
import { madeLine } from '../http/line-text.js';
import type { Component, Property } from './read-components.js';

const MAX_NAME = 200;
const MAX_DAYS_EACH = 366;

/** Why an event cannot be an entry of a calendar. */
class CannotSay extends Error {}

const first = ({ properties }: Component, name: string): Property | undefined =>
  properties.find((property) => property.name === name);
const all = ({ properties }: Component, name: string): Property[] =>
  properties.filter((property) => property.name === name);

/** The day of `20271224`. @throws CannotSay */
function dayIn(name: string, text: string): Day {
  if (/^\d{8}T/.test(text)) throw new CannotSay(`${name} has a time of day; days of a calendar are whole`);
  const [, year, month, date] = /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? [];
  if (year === undefined) throw new CannotSay(`${name} is no date, such as 20271224`);
  const day = readDay(`${year}-${month}-${date}`);
  if (day === null) throw new CannotSay(`${name} holds ${text}, which is no day from 1970 to 2099`);
  return day;
}

const daysIn = (event: Component, name: string): Day[] =>
  all(event, name).flatMap(({ value }) => value.split(',').map((text) => dayIn(name, text.trim())));

/** How many days an event takes: until before DTEND, or for DURATION, else one. */
function lengthOf(event: Component, start: Day): number {
  const [end, duration] = [first(event, 'DTEND')?.value.trim(), first(event, 'DURATION')?.value.trim()];
  if (end === undefined && duration === undefined) return 1;
  const [, number, unit] = /^\+?P(\d{1,5})([DW])$/.exec(duration ?? '') ?? [];
  if (end === undefined && number === undefined) throw new CannotSay('DURATION is none of whole days, such as P2D');
  const days = end === undefined ? Number(number) * (unit === 'W' ? 7 : 1) : dayIn('DTEND', end) - start;
  if (days >= 1 && days <= MAX_DAYS_EACH) return days;
  // As many programs write an event of one day.
  if (days === 0) return 1;
  throw new CannotSay(`it takes ${days} days; 1 to ${MAX_DAYS_EACH} are possible`);
}

/** An UNTIL with a time means its date: days are whole. */
const ruleIn = ({ value }: Property): string => value.trim().replace(/(UNTIL=\d{8})T\d{6}Z?/i, '$1');

function checked(entry: CalendarDay): CalendarDay {
  const [fault] = calendarEntryFaults(entry, 0);
  if (fault !== undefined)
    throw new CannotSay(`${fault.field.replace(/^days\.0\.?/, '').toUpperCase()} ${fault.message}`);
  return entry;
}

function ruledEntry(rrule: string, start: Day, lasts_days: number, except: readonly Day[]): CalendarDay {
  const starts_on = writeDay(start);
  const entry = checked({ rrule, starts_on, lasts_days, ...(except.length > 0 && { except: except.map(writeDay) }) });
  const anchor = start * DAY_MS;
  if (rruleWallTimes({ rrule, anchor, last: null })(anchor) === anchor) return entry;
  throw new CannotSay('DTSTART is not one of the days of RRULE');
}

const plainEntry = (start: Day, length: number): CalendarDay =>
  checked(length === 1 ? { date: writeDay(start) } : { from: writeDay(start), to: writeDay(start + length - 1) });

/** What an event is called: its SUMMARY, on one line. */
export function nameOfEvent(event: Component): string | null {
  const text = first(event, 'SUMMARY')?.value ?? '';
  const line = madeLine(
    text
      .replaceAll(/\\[nN]/g, ' ')
      .replaceAll(/\\(.)/g, '$1')
      .replaceAll(/\s+/g, ' '),
  );
  return line === null ? null : Array.from(line).slice(0, MAX_NAME).join('').trim();
}

/** Whether an event stands in the place of an occurrence of another one, which has the same UID. */
const placeOf = (event: Component): Property | undefined => first(event, 'RECURRENCE-ID');
const uidOf = (event: Component): string => first(event, 'UID')?.value ?? '';

/** The occurrences of an event that others stand in the place of, or that are cancelled. */
function replacedIn(event: Component, others: readonly Component[]): Day[] {
  const uid = uidOf(event);
  if (uid === '') return [];
  return others.filter((other) => uidOf(other) === uid).flatMap((other) => daysIn(other, 'RECURRENCE-ID'));
}

/**
 * The entries of a calendar that an event comes to.
 * @param others the events that stand in the place of single occurrences
 * @returns a text: why there are none
 */
export function entriesOfEvent(event: Component, others: readonly Component[]): CalendarDay[] | string {
  try {
    return entriesOf(event, others);
  } catch (error) {
    if (error instanceof CannotSay) return error.message;
    throw error;
  }
}

/** The events that stand in the place of occurrences of others. */
export const replacementsAmong = (events: readonly Component[]): Component[] =>
  events.filter((event) => placeOf(event) !== undefined);

function entriesOf(event: Component, others: readonly Component[]): CalendarDay[] {
  if (event.kind !== 'VEVENT') throw new CannotSay(`a ${event.kind} is no event`);
  if (first(event, 'STATUS')?.value.trim().toUpperCase() === 'CANCELLED') throw new CannotSay('it is cancelled');
  if (placeOf(event)?.params.has('RANGE')) throw new CannotSay('it changes all later occurrences (RANGE)');
  const begin = first(event, 'DTSTART');
  if (begin === undefined) throw new CannotSay('DTSTART is missing');
  const start = dayIn('DTSTART', begin.value.trim());
  const length = lengthOf(event, start);
  const [rule, ...more] = all(event, 'RRULE');
  if (more.length > 0) throw new CannotSay('it has more than one RRULE');
  const name = nameOfEvent(event);
  const added = daysIn(event, 'RDATE').map((day) => plainEntry(day, length));
  const except = [...daysIn(event, 'EXDATE'), ...(placeOf(event) === undefined ? replacedIn(event, others) : [])];
  if (rule === undefined && except.length > 0) throw new CannotSay('it leaves days out, and has no RRULE');
  if (added.length > 0 && except.length > 0) throw new CannotSay('it has RDATE, and days that are left out');
  const main = rule === undefined ? plainEntry(start, length) : ruledEntry(ruleIn(rule), start, length, except);
  return [main, ...added].map((entry) => ({ name, ...entry }));
}
