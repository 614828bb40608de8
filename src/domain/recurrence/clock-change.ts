import type { Instant } from '../scalars.js';
import { effectiveRule, slotsOf } from './rule-slots.js';
import { segmentAt } from './time-zone.js';
import type { TimingRule } from './timing-rule.js';
import type { WallTime } from './wall-clock.js';

/**
 * What a clock change did to a slot: it was moved out of the gap; it is the first or the second of two times that the
 * clock shows alike; null: nothing.
 */
export type ClockChange = 'shifted' | 'first_of_two' | 'second_of_two' | null;

/**
 * The time of a rule that the clock leaves out, and from which a slot was moved; null: none was.
 * @param slot of the rule; epoch ms. @throws RangeError when the zone is unknown.
 */
export function timeLeftOutAt(rule: TimingRule, slot: Instant): WallTime | null {
  const effective = effectiveRule(rule);
  const { rotation_type, dst_gap, time_zone } = effective;
  if (rotation_type === 'interval' || rotation_type === 'once' || dst_gap === 'skip') return null;
  const { offset, offsetBefore, start } = segmentAt(time_zone, slot);
  if (slot !== start || offsetBefore >= offset) return null;
  // Read in UTC, the instants of a rule are what the clock on the wall shows. A slot that was asked for may be none of it.
  const ruleTime = slotsOf({ ...effective, time_zone: 'UTC' })(start + offsetBefore) ?? Infinity;
  return ruleTime < start + offset ? ruleTime : null;
}

/**
 * Which clock change a slot meets; an interval knows none.
 * @param slot epoch ms.
 * @throws RangeError when the zone is unknown.
 */
export function clockChangeAt(rule: TimingRule, slot: Instant): ClockChange {
  if (effectiveRule(rule).rotation_type === 'interval') return null;
  if (timeLeftOutAt(rule, slot) !== null) return 'shifted';
  const { offset, offsetBefore, offsetAfter, start, end } = segmentAt(rule.time_zone, slot);
  if (slot < start + (offsetBefore - offset)) return 'second_of_two';
  if (slot >= end - (offset - offsetAfter)) return 'first_of_two';
  return null;
}
