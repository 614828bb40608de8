import type { TimingRule } from '../../src/domain/recurrence/timing-rule.js';
import { DST_GAPS, DST_OVERLAPS } from '../../src/domain/recurrence/timing-rule.js';
import { rruleStart } from '../../src/domain/recurrence/rule-slots.js';
import { DAY_MS, segmentAt } from '../../src/domain/recurrence/time-zone.js';
import type { Instant } from '../../src/domain/scalars.js';
import { aSchedule } from '../support/builders.js';

/** A rule, and the instant after which its next slot is asked for. */
export interface Case {
  rule: TimingRule;
  after: Instant;
  /** The same for the oracle, which knows rules of RFC 5545 only; `anchor` null: counted from any day before. */
  told: {
    type: string;
    rule: string | null;
    anchor: string | null;
    zone: string;
    dst_gap: string;
    dst_overlap: string;
    time_of_day: string | null;
    day_of_month: number | null;
    after: number;
  };
}

/** Numbers that look random and are the same for the same seed (mulberry32, by Tommy Ettinger, public domain). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  }

  /** One of several. */
  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }

  /** Some of several, at least one, in their order. */
  some<T>(values: readonly T[], most: number): T[] {
    const wanted = new Set(Array.from({ length: 1 + this.below(most) }, () => this.below(values.length)));
    return values.filter((_, index) => wanted.has(index));
  }
}

/** Every zone that this Node knows. */
export const ZONES = Intl.supportedValuesOf('timeZone');
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const FIRST_YEAR = Date.UTC(1973, 0, 1);
const LAST_YEAR = Date.UTC(2060, 0, 1);
const HOUR_MS = 3_600_000;
const upTo = (end: number): number[] => Array.from({ length: end }, (_, n) => n);
const twoDigits = (n: number): string => String(n).padStart(2, '0');

/** An instant: half of them near a clock change, should the zone have one in the next years. */
export function anInstant(dice: Dice, zone: string, end = LAST_YEAR): Instant {
  const any = FIRST_YEAR + dice.below((end - FIRST_YEAR) / 1_000) * 1_000;
  if (dice.below(2) === 0) return any;
  return Math.min(segmentAt(zone, any).end, end) + (dice.below(96) - 72) * 0.5 * HOUR_MS - dice.below(2) * 1_000;
}

/** A time of day: often one that the clock shows about then, on a quarter of an hour. */
function aTimeOfDay(dice: Dice, near: Instant, zone: string): [hour: number, minute: number, second: number] {
  if (dice.below(3) === 0) return [dice.below(24), dice.below(60), dice.below(60)];
  const change = segmentAt(zone, near).end;
  const wall = new Date(change + segmentAt(zone, change - 1).offset + (dice.below(17) - 8) * 900_000);
  return [wall.getUTCHours(), wall.getUTCMinutes(), wall.getUTCSeconds()];
}

const atTime = ([hour, minute, second]: readonly number[]): string =>
  `BYHOUR=${hour};BYMINUTE=${minute};BYSECOND=${second}`;

/** The BY… parts that RFC 5545 allows beside a frequency, some of them. */
function parts(dice: Dice, freq: string): string[] {
  const days = (): string => `BYDAY=${dice.some(WEEKDAYS, 3).join()}`;
  const nthDays = (): string => `BYDAY=${dice.of(['1', '2', '3', '4', '-1', '-2'])}${dice.of(WEEKDAYS)}`;
  const months = (): string =>
    `BYMONTH=${dice
      .some(upTo(12), 4)
      .map((month) => month + 1)
      .join()}`;
  const daysOfMonth = (): string => `BYMONTHDAY=${dice.some([1, 2, 13, 15, 28, 29, 30, 31, -1, -2, -31], 3).join()}`;
  const choices: Record<string, (() => string[])[]> = {
    YEARLY: [
      () => [months(), daysOfMonth()],
      () => [months(), nthDays()],
      () => [`BYYEARDAY=${dice.some([1, 59, 60, 100, 200, 366, -1, -366], 3).join()}`],
      () => [months()],
    ],
    MONTHLY: [() => [daysOfMonth()], () => [nthDays()], () => [days(), `BYSETPOS=${dice.of([1, 2, -1, -2])}`]],
    WEEKLY: [() => [days()], () => [days(), `WKST=${dice.of(['MO', 'SU'])}`], () => [], () => [days(), months()]],
    DAILY: [() => [], () => [days()], () => [months()], () => [daysOfMonth()]],
    HOURLY: [() => [], () => [days()], () => [`BYMINUTE=${dice.some([0, 15, 30, 45], 2).join()}`]],
    MINUTELY: [() => [], () => [`BYHOUR=${dice.some([0, 1, 2, 3, 22, 23], 3).join()}`]],
  };
  return dice.of(choices[freq] ?? [() => []])();
}

const IS_SHORT: ReadonlySet<string> = new Set(['HOURLY', 'MINUTELY']);
/** How long before an instant a rule may begin: whoever enumerates goes through all of it. */
const OLDEST_DAYS: Readonly<Record<string, number>> = {
  YEARLY: 5_000,
  MONTHLY: 2_000,
  WEEKLY: 400,
  DAILY: 90,
  HOURLY: 8,
  MINUTELY: 1,
};

function anRRule(dice: Dice, zone: string, after: Instant): Partial<TimingRule> {
  const freq = dice.of(Object.keys(OLDEST_DAYS));
  const time = aTimeOfDay(dice, after, zone);
  const interval = freq === 'MINUTELY' ? dice.of([1, 7, 20, 90]) : 1 + dice.below(4);
  const given = [`FREQ=${freq}`, `INTERVAL=${interval}`, ...parts(dice, freq)];
  const hours = !IS_SHORT.has(freq) && dice.below(3) === 0 ? [atTime(time)] : [];
  const daysAgo = dice.below(OLDEST_DAYS[freq] ?? 1);
  const rrule_anchor = Math.floor(after / DAY_MS - daysAgo) * DAY_MS;
  const time_of_day = time.map(twoDigits).join(':');
  return {
    rotation_type: 'rrule',
    rrule: [...given, ...hours].join(';'),
    rrule_anchor,
    time_of_day: IS_SHORT.has(freq) || hours.length > 0 ? null : time_of_day,
  };
}

/** A cron expression without anything but lists, which a rule of RFC 5545 can say, too. */
function aCron(dice: Dice, zone: string, after: Instant): { cron: string; rule: string } {
  const [hour, minute] = aTimeOfDay(dice, after, zone);
  const minutes = dice.of([[minute], [0, 30], [0, 20, 40]]);
  const hours = dice.of([[hour], [hour, (hour + 1) % 24].toSorted((a, b) => a - b), upTo(24), [1, 2, 3]]);
  const weekdays = dice.of([[], dice.some(upTo(7), 3)]);
  const cronDays = weekdays.length === 0 ? '*' : weekdays.map((day) => day + 1).join();
  const byDay = weekdays.length === 0 ? '' : `;BYDAY=${weekdays.map((day) => WEEKDAYS[day]).join()}`;
  return {
    cron: `${minutes.join()} ${hours.join()} * * ${cronDays}`,
    rule: `FREQ=DAILY;BYHOUR=${hours.join()};BYMINUTE=${minutes.join()};BYSECOND=0${byDay}`,
  };
}

/** A rule, with what it says in the words of RFC 5545. */
function aRule(dice: Dice, zone: string, after: Instant): { rule: Partial<TimingRule>; told: string | null } {
  const time = aTimeOfDay(dice, after, zone);
  const time_of_day = time.map(twoDigits).join(':');
  const day = dice.below(7);
  switch (dice.of(['daily', 'weekly', 'monthly', 'cron', 'rrule', 'rrule'] as const)) {
    case 'daily':
      return { rule: { rotation_type: 'daily', time_of_day }, told: `FREQ=DAILY;${atTime(time)}` };
    case 'weekly': {
      const told = `FREQ=WEEKLY;BYDAY=${WEEKDAYS[day]};${atTime(time)}`;
      return { rule: { rotation_type: 'weekly', time_of_day, day_of_week: day + 1 }, told };
    }
    case 'monthly':
      return { rule: { rotation_type: 'monthly', time_of_day, day_of_month: 1 + dice.below(31) }, told: null };
    case 'cron': {
      const { cron, rule } = aCron(dice, zone, after);
      return { rule: { rotation_type: 'cron', cron_expression: cron }, told: rule };
    }
    case 'rrule': {
      const rule = anRRule(dice, zone, after);
      return { rule, told: rule.rrule ?? null };
    }
  }
}

/** A case, made by dice. */
export function aCase(dice: Dice): Case {
  const zone = dice.of(ZONES);
  const after = anInstant(dice, zone);
  const { rule: given, told } = aRule(dice, zone, after);
  const policy = { dst_gap: dice.of(DST_GAPS), dst_overlap: dice.of(DST_OVERLAPS) };
  const rule = aSchedule({ interval_seconds: null, time_zone: zone, ...policy, ...given });
  const anchor = rule.rrule === null ? null : new Date(rruleStart(rule)).toISOString().slice(0, 19);
  return {
    rule,
    after,
    told: {
      type: rule.rotation_type,
      rule: told,
      anchor,
      zone,
      ...policy,
      time_of_day: rule.time_of_day,
      day_of_month: rule.day_of_month,
      after: after / 1_000,
    },
  };
}
