import { cronFields, numbersOfField } from './cron-fields.js';
import { parseRRule } from './rrule-text.js';
import { effectiveRule } from './rule-slots.js';
import type { DstOverlap, TimingRule } from './timing-rule.js';

const HOURS = 24;

/** Whether two of the hours follow each other, 23 and 0 included: then the clock may pass both within a change. */
const hasNeighbours = (hours: ReadonlySet<number>): boolean => [...hours].some((hour) => hours.has((hour + 1) % HOURS));

function isCronSubDaily(expression: string): boolean {
  return hasNeighbours(numbersOfField(cronFields(expression).hour, 0, HOURS - 1));
}

function isRRuleSubDaily(rrule: string): boolean {
  const { freq, interval, byHour } = parseRRule(rrule);
  if (byHour !== null) return hasNeighbours(new Set(byHour));
  return freq === 'MINUTELY' || freq === 'SECONDLY' || (freq === 'HOURLY' && interval === 1);
}

/**
 * Whether a rule means to fire all through the day, so that nobody expects it to pause while the clock repeats an hour:
 * a cron whose hours include two neighbours, a rule of RFC 5545 that goes by the hour, the minute or the second.
 * `0 9,17 * * 1` does not. `random` goes by the rule that it follows. Never throws for a rule that was validated.
 */
function isSubDaily(rule: TimingRule): boolean {
  const { rotation_type, cron_expression, rrule } = effectiveRule(rule);
  if (rotation_type === 'cron') return cron_expression !== null && isCronSubDaily(cron_expression);
  return rotation_type === 'rrule' && rrule !== null && isRRuleSubDaily(rrule);
}

/** What is done with times that a clock change repeats, where nobody said. */
export const defaultDstOverlap = (rule: TimingRule): DstOverlap => (isSubDaily(rule) ? 'both' : 'first');
