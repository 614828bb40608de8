import type { Instant } from '../scalars.js';

/** What time is counted in. */
export type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month';

/** Days as one says them: each so many days, weeks or months, and which of them. */
export interface Days {
  every: number;
  unit: 'day' | 'week' | 'month';
  /** ISO 8601: 1 Monday to 7 Sunday, ascending; empty: whichever. */
  weekdays: readonly number[];
  /** Days of the month, ascending; empty: whichever. */
  dates: readonly number[];
  /** Whether the last day stands for one that a month lacks, instead of none. */
  clamps: boolean;
}

/** Times of day as one says them: `HH:MM` or `HH:MM:SS`. */
export type Times =
  | { kind: 'at'; times: readonly string[] }
  /** `from` and `to`, the first and the last of a day; null: all through the day. */
  | { kind: 'every'; minutes: number; within: { from: string; to: string } | null };

/** When a rule is due, before it is put in words. */
export type When =
  | { kind: 'days'; days: Days; times: Times }
  | { kind: 'elapsed'; seconds: number }
  | { kind: 'once'; at: Instant }
  /** It is told as it was written. */
  | { kind: 'rule'; name: 'cron' | 'rrule'; text: string };

/** Every day, whatever its name and date. */
export const EVERY_DAY: Days = { every: 1, unit: 'day', weekdays: [], dates: [], clamps: false };

/** Monday to Friday. */
export const isWorkingWeek = ({ weekdays }: Days): boolean => weekdays.join('') === '12345';

/** Monday to Sunday. */
export const isWholeWeek = ({ weekdays }: Days): boolean => weekdays.length === 7;

/** Elapsed time in the largest unit that it is a whole number of. A day is none: it may have 23 hours, or 25. */
export function countedIn(seconds: number): [count: number, unit: Unit] {
  if (seconds % 3_600 === 0) return [seconds / 3_600, 'hour'];
  return seconds % 60 === 0 ? [seconds / 60, 'minute'] : [seconds, 'second'];
}

/** `09:00`, of `09:00:00`: seconds are told only where there are some. */
export const shortTime = (time: string): string => (time.endsWith(':00') ? time.slice(0, 5) : time);

/** `09:05`, of 545 minutes after midnight. */
export const timeOfMinutes = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** More times of day than these are told as steps, if they are some. */
const MAX_TIMES = 4;
const DAY_MINUTES = 1_440;

/** Times of day in words' reach; null: too many, and no even steps. @param minutes after midnight, ascending, at least one */
export function timesOf(minutes: readonly number[]): Times | null {
  const times = minutes.map(timeOfMinutes);
  if (times.length <= MAX_TIMES) return { kind: 'at', times };
  const steps = new Set(minutes.slice(1).map((one, index) => one - Number(minutes[index])));
  const step = Number([...steps][0]);
  if (steps.size > 1) return null;
  const isAllDay = minutes[0] === 0 && step * minutes.length === DAY_MINUTES;
  return { kind: 'every', minutes: step, within: isAllDay ? null : { from: `${times[0]}`, to: `${times.at(-1)}` } };
}

/** All pairs of hours and minutes, ascending. */
export const minutesOf = (hours: readonly number[], minutes: readonly number[]): number[] =>
  hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute)).toSorted((a, b) => a - b);
