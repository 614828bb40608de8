import { invalidFields } from '../errors.js';
import { must } from '../must.js';
import { parseRRule } from '../recurrence/rrule-text.js';
import { rruleWallTimes, untilInstant } from '../recurrence/rrule.js';
import { DAY_MS } from '../recurrence/time-zone.js';
import { readYearly, type CalendarDay } from './calendar-day.js';
import { daySetOf, END_OF_DAYS, readDay, type Day, type DaySet } from './day-set.js';

/** More days than this are refused: a day of each of more than two centuries. Days that entries share count for each. */
const MAX_DAYS = 100_000;

const FIRST_YEAR = 1970;
const END_YEAR = 2100;

const dayOf = (text: string | undefined): Day => must(readDay(must(text, 'a date')), `the day ${text}`);

/** The first days of the occurrences of a rule, one by one, until the end of 2099. */
function* occurrences({ rrule, starts_on, except = [] }: CalendarDay): Generator<Day> {
  const text = must(rrule, 'a rule');
  const anchor = dayOf(starts_on) * DAY_MS;
  const firstAt = rruleWallTimes({ rrule: text, anchor, last: null });
  const left = new Set(except.map(dayOf));
  // Days have no zone, so of an UNTIL with Z its date counts.
  const end = Math.min(END_OF_DAYS * DAY_MS, (untilInstant(text) ?? Infinity) + 1);
  let leftOver = parseRRule(text).count ?? Infinity;
  for (let at = firstAt(anchor); at !== null && at < end && leftOver > 0; at = firstAt(at + DAY_MS)) {
    leftOver -= 1;
    if (!left.has(at / DAY_MS)) yield at / DAY_MS;
  }
}

function* eachYear(yearly: string): Generator<Day> {
  for (let year = FIRST_YEAR; year < END_YEAR; year += 1) {
    const day = readYearly(yearly, year);
    if (day !== null) yield day;
  }
}

function* daysFrom(first: Day, last: Day): Generator<Day> {
  for (let day = first; day <= last && day < END_OF_DAYS; day += 1) yield day;
}

/** The days of one entry, in no order; some may come twice. */
function* daysOfEntry(entry: CalendarDay): Generator<Day> {
  const { date, from, to, yearly, lasts_days = 1 } = entry;
  if (date !== undefined) yield dayOf(date);
  else if (from !== undefined) yield* daysFrom(dayOf(from), dayOf(to));
  else if (yearly !== undefined) yield* eachYear(yearly);
  else for (const day of occurrences(entry)) yield* daysFrom(day, day + lasts_days - 1);
}

/**
 * Works out the days of a calendar until the end of 2099, a day at a time: a rule that comes each day takes a second, so
 * whoever drives it decides how long it may take.
 * @param entries valid ones; see `calendarEntryFaults`.
 * @returns the days. @throws AppError `validation_failed` when there are too many.
 */
export function* expandDays(entries: readonly CalendarDay[]): Generator<void, DaySet> {
  const days = new Set<Day>();
  let count = 0;
  for (const entry of entries) {
    for (const day of daysOfEntry(entry)) {
      count += 1;
      if (count > MAX_DAYS) {
        throw invalidFields([
          { field: 'days', message: `come to more than ${MAX_DAYS} days until the end of 2099`, code: 'too_large' },
        ]);
      }
      days.add(day);
      yield;
    }
  }
  return daySetOf(days);
}
