import { cronWallTimes } from './cron.js';
import { parseRRule } from './rrule-text.js';
import { rruleWallTimes, startOfWallDay } from './rrule.js';
import { DAY_MS } from './time-zone.js';
import type { RotationType, TimingRule } from './timing-rule.js';
import type { Instant } from '../scalars.js';
import { firstInstant, type FirstWallTime, type WallTime } from './wall-clock.js';

/** A rule whose type says by itself when it is due. */
export type EffectiveRule = TimingRule & { rotation_type: Exclude<RotationType, 'random'> };

const isEffective = (rule: TimingRule): rule is EffectiveRule => rule.rotation_type !== 'random';

/** What `random` falls back on when no other field gives a time: the polling interval of the former system. */
const RANDOM_INTERVAL_SECONDS = 300;

/**
 * The rule that is followed: `random` is the older form, which chooses at random at the time that the other fields give
 * (ARCHITECTURE.md, "When and which"): cron_expression, else day_of_month, else day_of_week, else time_of_day, else
 * every five minutes from `interval_anchor`. Every other type stands for itself. Never throws.
 */
export function effectiveRule(rule: TimingRule): EffectiveRule {
  if (isEffective(rule)) return rule;
  if (rule.cron_expression !== null) return { ...rule, rotation_type: 'cron' };
  if (rule.day_of_month !== null) return { ...rule, rotation_type: 'monthly' };
  if (rule.day_of_week !== null) return { ...rule, rotation_type: 'weekly' };
  if (rule.time_of_day !== null) return { ...rule, rotation_type: 'daily' };
  return { ...rule, rotation_type: 'interval', interval_seconds: RANDOM_INTERVAL_SECONDS };
}

type WallClockType = Exclude<RotationType, 'random' | 'interval' | 'once'>;

/** The calendar of each type that goes by the wall clock. */
const WALL_TIMES: Readonly<Record<WallClockType, (rule: TimingRule) => FirstWallTime>> = {
  daily: dailyTimes,
  weekly: weeklyTimes,
  monthly: monthlyTimes,
  cron: (rule) => cronWallTimes(needed(rule, 'cron_expression')),
  rrule: (rule) => rruleTimes(rule),
};

/**
 * Finds the first slot at or after an instant, whatever the rule's bounds. A rule is read once, and may then be asked often.
 * @throws RangeError when the rule lacks a field that its type needs, or holds one that validation would have refused.
 */
export function slotsOf(rule: EffectiveRule): (from: Instant) => Instant | null {
  if (rule.rotation_type === 'interval') return (from) => firstOfInterval(rule, from);
  if (rule.rotation_type === 'once') {
    const only = needed(rule, 'starts_at');
    return (from) => (from <= only ? only : null);
  }
  const firstWall = WALL_TIMES[rule.rotation_type](rule);
  return (from) => firstInstant(firstWall, rule, from);
}

/** By remainder, not by multiplying a quotient: exact, and as fast after ten years of seconds as after one. */
function firstOfInterval(rule: TimingRule, from: Instant): Instant {
  const step = needed(rule, 'interval_seconds') * 1000;
  if (!Number.isSafeInteger(step) || step < 1000) throw new RangeError(`interval_seconds is ${step / 1000}`);
  if (from <= rule.interval_anchor) return rule.interval_anchor;
  const passed = (from - rule.interval_anchor) % step;
  return passed === 0 ? from : from + step - passed;
}

function dailyTimes(rule: TimingRule): FirstWallTime {
  const time = millisecondOfDay(needed(rule, 'time_of_day'));
  return (from) => {
    const today = startOfDay(from) + time;
    return today >= from ? today : today + DAY_MS;
  };
}

function weeklyTimes(rule: TimingRule): FirstWallTime {
  const time = timeOrMidnight(rule);
  const weekday = within(needed(rule, 'day_of_week'), 7, 'day_of_week');
  return (from) => {
    const today = startOfDay(from);
    const daysAhead = (weekday - isoWeekday(today) + 7) % 7;
    const candidate = today + daysAhead * DAY_MS + time;
    return candidate >= from ? candidate : candidate + 7 * DAY_MS;
  };
}

function monthlyTimes(rule: TimingRule): FirstWallTime {
  const time = timeOrMidnight(rule);
  const day = within(needed(rule, 'day_of_month'), 31, 'day_of_month');
  return (from) => {
    const date = new Date(from);
    const candidate = dayOfMonth(date.getUTCFullYear(), date.getUTCMonth(), day) + time;
    return candidate >= from ? candidate : dayOfMonth(date.getUTCFullYear(), date.getUTCMonth() + 1, day) + time;
  };
}

/**
 * Where a rule of RFC 5545 is counted from, with its time of day. The time that a rule of RFC 5545 leaves open is `time_of_day`, else that of `starts_at` (which is in the
 * anchor), else midnight. BYHOUR, and a rule that goes by the hour or less, count from the anchor's midnight.
 */
export function rruleStart(rule: TimingRule): WallTime {
  const rrule = needed(rule, 'rrule');
  const anchor = needed(rule, 'rrule_anchor');
  const { freq, byHour } = parseRRule(rrule);
  const midnight = startOfWallDay(anchor);
  const goesByHours = byHour !== null || freq === 'HOURLY' || freq === 'MINUTELY' || freq === 'SECONDLY';
  const timeOfDay = rule.time_of_day === null ? anchor - midnight : millisecondOfDay(rule.time_of_day);
  return goesByHours ? midnight : midnight + timeOfDay;
}

const rruleTimes = (rule: TimingRule): FirstWallTime =>
  rruleWallTimes({ rrule: needed(rule, 'rrule'), anchor: rruleStart(rule), last: rule.rrule_last });

/** Midnight of a day of a month (from 0, may run over into the next year), or of its last when it is shorter. */
function dayOfMonth(year: number, month: number, day: number): WallTime {
  return Math.min(Date.UTC(year, month, day), Date.UTC(year, month + 1, 0));
}

function startOfDay(wall: WallTime): WallTime {
  return Math.floor(wall / DAY_MS) * DAY_MS;
}

/** ISO 8601: 1 Monday to 7 Sunday. */
function isoWeekday(wall: WallTime): number {
  return new Date(wall).getUTCDay() || 7;
}

function timeOrMidnight(rule: TimingRule): number {
  return rule.time_of_day === null ? 0 : millisecondOfDay(rule.time_of_day);
}

/** `HH:MM` or `HH:MM:SS`, as milliseconds after midnight. */
export function millisecondOfDay(text: string): number {
  if (!/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(text)) throw new RangeError(`time_of_day is '${text}'`);
  return Date.parse(`1970-01-01T${text}Z`);
}

/** A bug, not an operating fault: the API and the table's constraints both demand the field. */
export function needed<K extends keyof TimingRule>(rule: TimingRule, field: K): NonNullable<TimingRule[K]> {
  const value = rule[field];
  if (value == null) throw new RangeError(`rotation_type ${rule.rotation_type} needs ${field}`);
  return value;
}

function within(value: number, max: number, field: string): number {
  if (!Number.isInteger(value) || value < 1 || value > max) throw new RangeError(`${field} is ${value}`);
  return value;
}
