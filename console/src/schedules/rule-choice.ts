import type { RotationSchedule } from 'ar-video-rotation-client';

/** The fields of a schedule that say when it is due; its zone and bounds are others. */
export type RuleFields = Pick<
  RotationSchedule,
  'rotation_type' | 'time_of_day' | 'day_of_week' | 'day_of_month' | 'cron_expression' | 'interval_seconds' | 'rrule'
>;

/** Units of a length of time, in seconds. */
export const UNIT_SECONDS = { day: 86_400, hour: 3_600, minute: 60, second: 1 } as const;
export type LengthUnit = keyof typeof UNIT_SECONDS;

/** What most rules say in one line, then those that say anything. */
export const SIMPLE_KINDS = ['daily', 'weekdays', 'weekly', 'monthly', 'interval', 'once'] as const;
export const FREE_KINDS = ['cron', 'rrule'] as const;

/** When a schedule is due, as people choose it. Times are `HH:MM` or `HH:MM:SS`; '': midnight, where that may be left out. */
export type RuleChoice =
  | { kind: 'daily' | 'weekdays'; time: string }
  /** @param days ISO 8601: 1 Monday to 7 Sunday, ascending */
  | { kind: 'weekly'; days: readonly number[]; time: string }
  | { kind: 'monthly'; day: number | null; time: string }
  | { kind: 'interval'; every: number | null; unit: LengthUnit }
  /** At the schedule's beginning. */
  | { kind: 'once' }
  | { kind: 'cron'; expression: string }
  | { kind: 'rrule'; rule: string; time: string }
  /** The older form that chooses at random: it stays as it is. */
  | { kind: 'older'; fields: RuleFields };

export type RuleKind = RuleChoice['kind'];

const DAY_NAMES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const WORKING_DAYS = [1, 2, 3, 4, 5];
const ON_DAYS = 'FREQ=WEEKLY;BYDAY=';

const NO_RULE = {
  time_of_day: null,
  day_of_week: null,
  day_of_month: null,
  cron_expression: null,
  interval_seconds: null,
  rrule: null,
} as const;

const timeOrNull = (time: string): string | null => (time === '' ? null : time);
/** Seconds that are none are not shown. */
const shortTime = (time: string | null): string => (time ?? '').replace(/^(\d\d:\d\d):00$/, '$1');

const onDays = (days: readonly number[], time: string): RuleFields => ({
  ...NO_RULE,
  rotation_type: 'rrule',
  rrule: ON_DAYS + days.map((day) => DAY_NAMES[day - 1]).join(','),
  time_of_day: timeOrNull(time),
});

/** A choice in the words of the service, which knows one weekday, and several by a rule of RFC 5545. */
export function ruleOf(choice: RuleChoice): RuleFields {
  switch (choice.kind) {
    case 'daily':
      return { ...NO_RULE, rotation_type: 'daily', time_of_day: timeOrNull(choice.time) };
    case 'weekdays':
      return onDays(WORKING_DAYS, choice.time);
    case 'weekly': {
      const [first = null, ...others] = choice.days;
      if (others.length > 0) return onDays(choice.days, choice.time);
      return { ...NO_RULE, rotation_type: 'weekly', day_of_week: first, time_of_day: timeOrNull(choice.time) };
    }
    case 'monthly':
      return { ...NO_RULE, rotation_type: 'monthly', day_of_month: choice.day, time_of_day: timeOrNull(choice.time) };
    case 'interval': {
      const seconds = choice.every === null ? null : choice.every * UNIT_SECONDS[choice.unit];
      return { ...NO_RULE, rotation_type: 'interval', interval_seconds: seconds };
    }
    case 'once':
      return { ...NO_RULE, rotation_type: 'once' };
    case 'cron':
      return { ...NO_RULE, rotation_type: 'cron', cron_expression: choice.expression };
    case 'rrule':
      return { ...NO_RULE, rotation_type: 'rrule', rrule: choice.rule, time_of_day: timeOrNull(choice.time) };
    case 'older':
      return choice.fields;
  }
}

/** The weekdays that a rule consists of, written as `ruleOf` writes them; null: it says something else. */
function daysOf(rule: string, time: string): readonly number[] | null {
  const days = rule
    .slice(ON_DAYS.length)
    .split(',')
    .map((name) => DAY_NAMES.indexOf(name) + 1);
  // Without a time of its own, a rule takes that of the schedule's beginning.
  return days.length > 1 && time !== '' && onDays(days, time).rrule === rule && isAscending(days) ? days : null;
}

const isAscending = (days: readonly number[]): boolean => days.every((day, n) => day > (days[n - 1] ?? 0));

function choiceOfRRule(rule: string, time: string): RuleChoice {
  const days = daysOf(rule, time);
  if (days === null) return { kind: 'rrule', rule, time };
  return days.join() === WORKING_DAYS.join() ? { kind: 'weekdays', time } : { kind: 'weekly', days, time };
}

/** The largest unit that a length is a whole number of. */
function unitOf(seconds: number): LengthUnit {
  if (seconds % UNIT_SECONDS.day === 0) return 'day';
  if (seconds % UNIT_SECONDS.hour === 0) return 'hour';
  return seconds % UNIT_SECONDS.minute === 0 ? 'minute' : 'second';
}

/** The choice that a rule was made by: the simple one that says all of it, else the rule itself. */
export function choiceOf(fields: RuleFields): RuleChoice {
  const time = shortTime(fields.time_of_day);
  switch (fields.rotation_type) {
    case 'daily':
      return { kind: 'daily', time };
    case 'weekly':
      return { kind: 'weekly', days: fields.day_of_week === null ? [] : [fields.day_of_week], time };
    case 'monthly':
      return { kind: 'monthly', day: fields.day_of_month, time };
    case 'interval': {
      const unit = unitOf(fields.interval_seconds ?? 1);
      const every = fields.interval_seconds === null ? null : fields.interval_seconds / UNIT_SECONDS[unit];
      return { kind: 'interval', every, unit };
    }
    case 'once':
      return { kind: 'once' };
    case 'cron':
      return { kind: 'cron', expression: fields.cron_expression ?? '' };
    case 'rrule':
      return choiceOfRRule(fields.rrule ?? '', time);
    case 'random':
      return { kind: 'older', fields };
  }
}

/** Another kind of choice, which keeps the time of day of the one before. */
export function choiceOfKind(kind: Exclude<RuleKind, 'older'>, before: RuleChoice): RuleChoice {
  const time = 'time' in before && before.time !== '' ? before.time : '09:00';
  switch (kind) {
    case 'daily':
    case 'weekdays':
      return { kind, time };
    case 'weekly':
      return { kind, days: before.kind === 'weekdays' ? WORKING_DAYS : [1], time };
    case 'monthly':
      return { kind, day: 1, time };
    case 'interval':
      return { kind, every: 1, unit: 'hour' };
    case 'once':
      return { kind };
    case 'cron':
      return { kind, expression: '' };
    case 'rrule':
      return { kind, rule: '', time };
  }
}
