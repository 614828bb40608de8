import { millisecondOfDay, needed, rruleStart, type EffectiveRule } from '../recurrence/rule-slots.js';
import { DAY_MS } from '../recurrence/time-zone.js';
import type { Instant } from '../scalars.js';
import { cronDays, cronTimes } from './cron-shape.js';
import { weekdayOf, type Day } from './day-set.js';
import { rruleDays, rruleTimes } from './rrule-shape.js';
import { greatestDivisor, onlyTime, residues, type FirstTime } from './times-of-day.js';

/**
 * What the slots of a rule have in common, days and times of day apart. It may allow more than the rule has, and never
 * less: a search passes over what it does not allow, and asks the rule itself for the rest.
 */
export interface RuleShape {
  /** Whose wall clock shows those days and times. */
  timeZone: string;
  mayBeOn: (day: Day) => boolean;
  firstTime: FirstTime;
  /** The first slot at or after an instant, of a rule that is as quick to ask as its shape; null: of another rule. */
  first: ((from: Instant) => Instant) | null;
}

const everyDay = (): boolean => true;

/** Elapsed time, in UTC: there its slots come back to the same times of day. */
function intervalShape(rule: EffectiveRule): RuleShape {
  const [step, anchor] = [needed(rule, 'interval_seconds') * 1000, rule.interval_anchor];
  return {
    timeZone: 'UTC',
    mayBeOn: everyDay,
    firstTime: residues(anchor, greatestDivisor(step, DAY_MS)),
    first: (from) => anchor + Math.max(0, Math.ceil((from - anchor) / step)) * step,
  };
}

/** The last day of a month may stand for one that it lacks. */
function isDayOfMonth(day: Day, wanted: number): boolean {
  const date = new Date(day * DAY_MS).getUTCDate();
  return date === wanted || (date < wanted && date >= 28);
}

/** The one time of day of the simple types. */
const timeOf = ({ time_of_day }: EffectiveRule): FirstTime =>
  onlyTime(time_of_day === null ? 0 : millisecondOfDay(time_of_day));

/** The days and times of a rule. @param rule a valid one, whose slots are more than one. */
export function shapeOf(
  rule: EffectiveRule & { rotation_type: Exclude<EffectiveRule['rotation_type'], 'once'> },
): RuleShape {
  const { rotation_type, time_zone: timeZone } = rule;
  switch (rotation_type) {
    case 'interval':
      return intervalShape(rule);
    case 'daily':
      return { timeZone, mayBeOn: everyDay, firstTime: timeOf(rule), first: null };
    case 'weekly': {
      const weekday = needed(rule, 'day_of_week');
      return { timeZone, mayBeOn: (day) => weekdayOf(day) === weekday, firstTime: timeOf(rule), first: null };
    }
    case 'monthly': {
      const wanted = needed(rule, 'day_of_month');
      return { timeZone, mayBeOn: (day) => isDayOfMonth(day, wanted), firstTime: timeOf(rule), first: null };
    }
    case 'cron': {
      const expression = needed(rule, 'cron_expression');
      return { timeZone, mayBeOn: cronDays(expression), firstTime: cronTimes(expression), first: null };
    }
    case 'rrule': {
      const [rrule, start] = [needed(rule, 'rrule'), rruleStart(rule)];
      return { timeZone, mayBeOn: rruleDays(rrule, start), firstTime: rruleTimes(rrule, start), first: null };
    }
  }
}
