import { must } from '../must.js';
import { DAY_MS } from '../recurrence/time-zone.js';

/** A calendar day without a zone: whole days since 1970-01-01. */
export type Day = number;

/** Days of calendars end here: whatever a rule says of later ones is not known. */
export const END_OF_DAYS: Day = Date.UTC(2100, 0, 1) / DAY_MS;

/** Some days, a bit each, from `first` on: a whole century takes 6 KB, a few years of holidays a hundred bytes. */
export interface DaySet {
  first: Day;
  bits: Uint8Array;
}

/** The set of some days, in any order; each lies from 1970 to 2099. */
export function daySetOf(days: Iterable<Day>): DaySet {
  const all = [...days];
  const first = all.reduce((least, day) => Math.min(least, day), END_OF_DAYS);
  const last = all.reduce((most, day) => Math.max(most, day), first - 1);
  const bits = new Uint8Array(Math.ceil((last - first + 1) / 8));
  for (const index of all.map((day) => day - first)) {
    bits[index >> 3] = must(bits[index >> 3], 'the byte of a day') | (1 << (index & 7));
  }
  return { first, bits };
}

/** Whether a day is in the set. */
export function hasDay({ first, bits }: DaySet, day: Day): boolean {
  const index = day - first;
  return index >= 0 && ((bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
}

/** The first day at or after one that is in a set, or is not; infinite: there is none. It passes over eight at a time. */
export function firstDay({ first, bits }: DaySet, from: Day, isIn: boolean): Day {
  if (!isIn && from < first) return from;
  const unlike = isIn ? 0 : 255;
  let index = Math.max(0, from - first);
  for (; index < bits.length * 8;) {
    const byte = must(bits[index >> 3], 'the byte of a day');
    if (byte === unlike) index = (index | 7) + 1;
    else if (((byte & (1 << (index & 7))) !== 0) === isIn) return first + index;
    else index += 1;
  }
  return isIn ? Number.POSITIVE_INFINITY : first + index;
}

/** The first day after all of the set. */
export const endOfSet = ({ first, bits }: DaySet): Day => first + bits.length * 8;

/** The days of a set, in order. */
export function daysOf(set: DaySet): Day[] {
  const range = Array.from({ length: endOfSet(set) - set.first }, (_, index) => set.first + index);
  return range.filter((day) => hasDay(set, day));
}

/** ISO 8601: 1 Monday to 7 Sunday. */
export const weekdayOf = (day: Day): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** The day of `2027-12-24`; null when there is none, or it lies outside of 1970 to 2099. */
export function readDay(text: string): Day | null {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  const day = at / DAY_MS;
  // Date.parse takes 2027-02-30 for the first days of March.
  return day >= 0 && day < END_OF_DAYS && writeDay(day) === text ? day : null;
}

/** A day as `2027-12-24`. */
export const writeDay = (day: Day): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
