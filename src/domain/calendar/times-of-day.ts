import { DAY_MS } from '../recurrence/time-zone.js';

/** The first of some times of day at or after one, all in ms after midnight; `DAY_MS` or more: none is left. */
export type FirstTime = (from: number) => number;

export const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

/** One time of day. */
export const onlyTime =
  (time: number): FirstTime =>
  (from) =>
    from <= time ? time : DAY_MS;

/** Times that follow each other by `step` ms, which a day is a multiple of, one of them at `anchor`. */
export const residues =
  (anchor: number, step: number): FirstTime =>
  (from) =>
    from + ((((anchor - from) % step) + step) % step);

/** Hours, minutes and seconds of a day, each in order, in every combination. */
export interface ClockTimes {
  hours: readonly number[];
  minutes: readonly number[];
  seconds: readonly number[];
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The first combination of numbers at or after `from`, each number counting as many units; infinite: none. */
function firstOf(lists: readonly (readonly [unit: number, numbers: readonly number[]])[], from: number): number {
  const [list, ...rest] = lists;
  if (list === undefined) return from <= 0 ? 0 : Number.POSITIVE_INFINITY;
  const [unit, numbers] = list;
  for (const number of numbers) {
    if ((number + 1) * unit <= from) continue;
    const found = number * unit + firstOf(rest, Math.max(0, from - number * unit));
    if (found !== Number.POSITIVE_INFINITY) return found;
  }
  return Number.POSITIVE_INFINITY;
}

/** Every combination of the hours, minutes and seconds. */
export function combined({ hours, minutes, seconds }: ClockTimes): FirstTime {
  const lists = [
    [HOUR, hours],
    [MINUTE, minutes],
    [SECOND, seconds],
  ] as const;
  return (from) => firstOf(lists, from);
}
