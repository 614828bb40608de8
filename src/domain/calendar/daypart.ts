import type { FieldError } from '../errors.js';
import { DAY_MS } from '../recurrence/time-zone.js';

/** Hours of a daypart: on these days of the week, from a time to a time. */
export interface DaypartHours {
  /** ISO 8601: 1 Monday to 7 Sunday. A stretch belongs to the day on which it begins. */
  days: readonly number[];
  /** `HH:MM`. */
  from: string;
  /** `HH:MM` or `24:00`; not after `from`: of the next day. */
  to: string;
}

/** A stretch of the wall clock, in ms after the midnight that begins its day; `to` may lie in the next day. */
export interface Stretch {
  from: number;
  to: number;
}

/** The stretches that begin on each day of the week, Monday first, in order. */
export type WeekHours = readonly (readonly Stretch[])[];

const WEEK_MS = 7 * DAY_MS;
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

const ALL_DAY: readonly Stretch[] = [{ from: 0, to: DAY_MS }];

/** Every hour of the week. */
export const ALL_HOURS: WeekHours = WEEKDAYS.map(() => ALL_DAY);

function timeOf(text: string): number {
  const [hour = 0, minute = 0] = text.split(':').map(Number);
  return (hour * 60 + minute) * 60_000;
}

function stretchOf({ from, to }: DaypartHours): Stretch {
  const [start, end] = [timeOf(from), timeOf(to)];
  return { from: start, to: end > start ? end : end + DAY_MS };
}

/** The hours by the day of the week on which they begin. @param hours valid ones; see `daypartFaults`. */
export const weekHours = (hours: readonly DaypartHours[]): WeekHours =>
  WEEKDAYS.map((weekday) =>
    hours
      .filter(({ days }) => days.includes(weekday))
      .map(stretchOf)
      .toSorted((a, b) => a.from - b.from),
  );

interface Placed extends Stretch {
  /** Which of the given hours it comes from. */
  index: number;
}

/** Every stretch of a week, in ms after its Monday's midnight, in order. */
const placedInWeek = (hours: readonly DaypartHours[]): Placed[] =>
  hours
    .flatMap((one, index) => {
      const { from, to } = stretchOf(one);
      return one.days.map((day) => ({ from: from + (day - 1) * DAY_MS, to: to + (day - 1) * DAY_MS, index }));
    })
    .toSorted((a, b) => a.from - b.from);

/**
 * What is wrong with the hours of a daypart, once they have the right shapes: hours that overlap, those that run past
 * midnight and past the week's end included. Hours that touch are fine.
 */
export function daypartFaults(hours: readonly DaypartHours[]): FieldError[] {
  const placed = placedInWeek(hours);
  const again = placed.map((one) => ({ ...one, from: one.from + WEEK_MS }));
  const overlapping = placed.flatMap((one, position) => {
    const next = placed[position + 1] ?? again[0];
    return next !== undefined && next.from < one.to ? [next.index] : [];
  });
  return [...new Set(overlapping)]
    .toSorted((a, b) => a - b)
    .map((index) => ({
      field: `hours.${index}`,
      message: 'overlaps other hours of the daypart',
    }));
}
