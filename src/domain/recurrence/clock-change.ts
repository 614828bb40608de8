import type { Instant } from '../scalars.js';
import { segmentAt } from './time-zone.js';

/**
 * What a clock change did to a slot: it was moved out of the gap; it is the first or the second of two times that the
 * clock shows alike; null: nothing.
 */
export type ClockChange = 'shifted' | 'first_of_two' | 'second_of_two' | null;

/**
 * Which clock change a slot of a wall-clock rule meets.
 * @param slot epoch ms. @param timeZone IANA.
 * @throws RangeError when the zone is unknown.
 */
export function clockChangeAt(timeZone: string, slot: Instant): ClockChange {
  const { offset, offsetBefore, offsetAfter, start, end } = segmentAt(timeZone, slot);
  if (slot === start && offsetBefore < offset) return 'shifted';
  if (slot < start + (offsetBefore - offset)) return 'second_of_two';
  if (slot >= end - (offset - offsetAfter)) return 'first_of_two';
  return null;
}
