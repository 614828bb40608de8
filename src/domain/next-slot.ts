import { nextCronWall } from './cron.js';
import type { Instant, RotationType, TimingRule } from './types.js';
import { nextInstant, type NextWall, type Wall } from './wall-clock.js';

const SECOND = 1_000;
const DAY = 86_400_000;

/** The interval of a `random` schedule that gives no time at all: what the earlier system did. */
const DEFAULT_INTERVAL_SECONDS = 300;

/** Milliseconds from midnight; a time that is not given is midnight. */
function timeOfDay(text: string | null): number {
  const [hours = 0, minutes = 0, seconds = 0] = (text ?? '').split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * SECOND;
}

const startOfDay = (wall: Wall): Wall => Math.floor(wall / DAY) * DAY;

/** ISO weekday, 1 Monday to 7 Sunday; 1970-01-01 was a Thursday. */
const weekday = (wall: Wall): number => ((((Math.floor(wall / DAY) + 3) % 7) + 7) % 7) + 1;

const daily =
  (time: number): NextWall =>
  (after) => {
    const today = startOfDay(after) + time;
    return today > after ? today : today + DAY;
  };

const weekly =
  (dayOfWeek: number, time: number): NextWall =>
  (after) => {
    const thisWeek = startOfDay(after) + ((dayOfWeek - weekday(after) + 7) % 7) * DAY + time;
    return thisWeek > after ? thisWeek : thisWeek + 7 * DAY;
  };

/** The day of a month, its last one when it has no such day. */
function dayOfMonth(year: number, month: number, day: number): Wall {
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(day, lastDay));
}

const monthly =
  (day: number, time: number): NextWall =>
  (after) => {
    const date = new Date(after);
    const thisMonth = dayOfMonth(date.getUTCFullYear(), date.getUTCMonth(), day) + time;
    return thisMonth > after ? thisMonth : dayOfMonth(date.getUTCFullYear(), date.getUTCMonth() + 1, day) + time;
  };

/** The first instant `anchor + k * interval` strictly after `after`, k from 0 on: elapsed time, whatever clocks show. */
function nextInterval(anchor: Instant, seconds: number, after: Instant): Instant {
  if (anchor > after) return anchor;
  const interval = seconds * SECOND;
  return anchor + (Math.floor((after - anchor) / interval) + 1) * interval;
}

/** What a `random` schedule goes by: the most telling of the fields that it has. */
function effectiveType(rule: TimingRule): RotationType {
  if (rule.rotation_type !== 'random') return rule.rotation_type;
  if (rule.cron_expression !== null) return 'cron';
  if (rule.day_of_month !== null) return 'monthly';
  if (rule.day_of_week !== null) return 'weekly';
  return rule.time_of_day === null ? 'interval' : 'daily';
}

function required<T>(value: T | null, field: string): T {
  if (value === null) throw new Error(`A schedule lacks ${field}, which its type needs.`);
  return value;
}

function slotByRule(rule: TimingRule, after: Instant): Instant | null {
  const type = effectiveType(rule);
  const time = timeOfDay(rule.time_of_day);
  switch (type) {
    case 'daily':
      return nextInstant(daily(time), after, rule);
    case 'weekly':
      return nextInstant(weekly(required(rule.day_of_week, 'day_of_week'), time), after, rule);
    case 'monthly':
      return nextInstant(monthly(required(rule.day_of_month, 'day_of_month'), time), after, rule);
    case 'cron': {
      const expression = required(rule.cron_expression, 'cron_expression');
      return nextInstant((wall) => nextCronWall(expression, wall), after, rule);
    }
    case 'interval':
    case 'random': {
      const isRandom = rule.rotation_type === 'random';
      const seconds = isRandom ? DEFAULT_INTERVAL_SECONDS : required(rule.interval_seconds, 'interval_seconds');
      return nextInterval(rule.interval_anchor, seconds, after);
    }
  }
}

/**
 * The first slot of a schedule strictly after `after`, at or after `starts_at` and before `ends_at`; null: none is left.
 * `monthly` takes a month's last day where it has no such day; `random` goes by the fields it has, else every five
 * minutes. Wall-clock types follow the zone's clocks (see `wall-clock.ts`); intervals count elapsed time.
 */
export function nextSlot(rule: TimingRule, after: Instant): Instant | null {
  const slot = slotByRule(rule, Math.max(after, (rule.starts_at ?? Number.NEGATIVE_INFINITY) - 1));
  return slot === null || slot >= (rule.ends_at ?? Number.POSITIVE_INFINITY) ? null : slot;
}
