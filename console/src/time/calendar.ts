/**
 * What clocks and calendars show in a zone, by the zones of the browser. A date is the midnight of that date in UTC, and
 * what clocks show is the instant at which clocks in UTC show the same; both in epoch milliseconds.
 */

const SECOND = 1_000;
export const HOUR_MS = 3_600_000;
const DAY = 24 * HOUR_MS;

export const CALENDAR_UNITS = ['hour', 'day', 'week', 'month', 'year'] as const;
/** A week begins on Monday. An hour goes from one full hour to the next: longer or shorter where clocks change within. */
export type CalendarUnit = (typeof CALENDAR_UNITS)[number];

export interface Stretch {
  from: number;
  to: number;
}

/** To make one takes as long as to use it a hundred times. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const made = new Intl.DateTimeFormat('en', { ...fields, second: 'numeric', hourCycle: 'h23', timeZone: zone });
  formats.set(zone, made);
  return made;
}

/** By how much the clocks of a zone are ahead of UTC at an instant, in ms. @throws RangeError when there is no such zone */
export function offsetAt(at: number, zone: string): number {
  const fields: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) fields[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / SECOND) * SECOND;
}

/** What clocks show at an instant. */
export const clockAt = (at: number, zone: string): number => at + offsetAt(at, zone);

/** The date at an instant. */
const dateAt = (at: number, zone: string): number => Math.floor(clockAt(at, zone) / DAY) * DAY;

/** The first instant after `from`, up to `to`, at which clocks are not as far ahead of UTC as at `from`. */
export function changeWithin({ from, to }: Stretch, zone: string): number {
  const before = offsetAt(from, zone);
  let [last, first] = [from, to];
  while (first - last > 1) {
    const middle = Math.floor((last + first) / 2);
    if (offsetAt(middle, zone) === before) last = middle;
    else first = middle;
  }
  return first;
}

/** The first instant at which clocks show `clock`; where they leave it out, the first one after that. */
function firstInstantOf(clock: number, zone: string): number {
  const [before, after] = [offsetAt(clock - DAY, zone), offsetAt(clock + DAY, zone)];
  if (offsetAt(clock - before, zone) === before) return clock - before;
  if (offsetAt(clock - after, zone) === after) return clock - after;
  return changeWithin({ from: clock - after, to: clock - before }, zone);
}

/** The first date of the unit that a date belongs to. */
function firstDateOf(unit: CalendarUnit, date: number): number {
  const day = new Date(date);
  if (unit === 'week') return date - ((day.getUTCDay() + 6) % 7) * DAY;
  if (unit === 'month') return Date.UTC(day.getUTCFullYear(), day.getUTCMonth());
  return unit === 'year' ? Date.UTC(day.getUTCFullYear(), 0) : date;
}

/** The first date of the unit that comes `count` after the one that begins with a date. */
function dateAfter(unit: CalendarUnit, date: number, count: number): number {
  const day = new Date(date);
  if (unit === 'month') return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + count);
  if (unit === 'year') return Date.UTC(day.getUTCFullYear() + count, 0);
  return date + count * (unit === 'week' ? 7 : 1) * DAY;
}

const stretchOf = (unit: CalendarUnit, first: number, zone: string): Stretch => ({
  from: firstInstantOf(first, zone),
  to: firstInstantOf(dateAfter(unit, first, 1), zone),
});

/** The last instant up to `at` at which clocks show a full hour. */
function hourBefore(at: number, zone: string): number {
  const begin = at - (clockAt(at, zone) % HOUR_MS);
  if (offsetAt(begin, zone) === offsetAt(at, zone)) return begin;
  const change = changeWithin({ from: begin, to: at }, zone);
  return clockAt(change, zone) % HOUR_MS === 0 ? change : hourBefore(change - 1, zone);
}

/** The hour, day, week, month or year of a zone's clock that an instant lies in. */
export function unitAround(unit: CalendarUnit, at: number, zone: string): Stretch {
  if (unit !== 'hour') return stretchOf(unit, firstDateOf(unit, dateAt(at, zone)), zone);
  const from = hourBefore(at, zone);
  return { from, to: clockMarkAfter(from, HOUR_MS, zone) };
}

/** The next one, or the one before. Dates that a zone left out are passed over. */
export const unitBeside = (unit: CalendarUnit, { from, to }: Stretch, by: 1 | -1, zone: string): Stretch =>
  unitAround(unit, by === 1 ? to : from - 1, zone);

/** The units that a stretch consists of, whole ones: the first may begin before it, the last end after it. */
export function unitsWithin(unit: CalendarUnit, { from, to }: Stretch, zone: string): Stretch[] {
  const units: Stretch[] = [];
  for (let one = unitAround(unit, from, zone); one.from < to; one = unitBeside(unit, one, 1, zone)) units.push(one);
  return units;
}

/**
 * The next instant at which clocks show a multiple of `everyMs`, counted from midnight: what a change repeats twice, and
 * what it leaves out not at all.
 * @param everyMs at most a day, which it divides
 */
export function clockMarkAfter(at: number, everyMs: number, zone: string): number {
  const rest = (from: number): number => everyMs - (clockAt(from, zone) % everyMs);
  const next = at + rest(at);
  if (offsetAt(next, zone) === offsetAt(at, zone)) return next;
  const change = changeWithin({ from: at, to: next }, zone);
  return clockAt(change, zone) % everyMs === 0 ? change : change + rest(change);
}
