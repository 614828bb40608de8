import { effectiveRule, needed, rruleStart, type EffectiveRule } from '../recurrence/rule-slots.js';
import type { TimingRule } from '../recurrence/timing-rule.js';
import { cronWhen } from './when-cron.js';
import { rruleWhen } from './when-rrule.js';
import { EVERY_DAY, shortTime, type Days, type When } from './when-parts.js';

const onDays = ({ time_of_day }: TimingRule, days: Days): When => ({
  kind: 'days',
  days,
  times: { kind: 'at', times: [shortTime(time_of_day ?? '00:00:00')] },
});

/** Each type of rule. */
const BY_TYPE: Readonly<Record<EffectiveRule['rotation_type'], (rule: TimingRule) => When>> = {
  daily: (rule) => onDays(rule, EVERY_DAY),
  weekly: (rule) => onDays(rule, { ...EVERY_DAY, unit: 'week', weekdays: [needed(rule, 'day_of_week')] }),
  monthly: (rule) => onDays(rule, { ...EVERY_DAY, unit: 'month', dates: [needed(rule, 'day_of_month')], clamps: true }),
  cron: (rule) => cronWhen(needed(rule, 'cron_expression')),
  rrule: (rule) => rruleWhen(needed(rule, 'rrule'), rruleStart(rule)),
  interval: (rule) => ({ kind: 'elapsed', seconds: needed(rule, 'interval_seconds') }),
  once: (rule) => ({ kind: 'once', at: needed(rule, 'starts_at') }),
};

/** When a rule is due, ready to be put in words. @param rule a valid one */
export function whenOf(rule: TimingRule): When {
  const effective = effectiveRule(rule);
  return BY_TYPE[effective.rotation_type](effective);
}
