import { segmentAt, type Segment } from './time-zone.js';
import type { DstGap, DstOverlap, Instant } from './types.js';

/** Wall-clock times are milliseconds as if the wall clock were UTC. */
export type Wall = number;

/** The first wall-clock time of a rule strictly after the given one; null: none is left. */
export type NextWall = (after: Wall) => Wall | null;

export interface DstPolicy {
  time_zone: string;
  dst_gap: DstGap;
  dst_overlap: DstOverlap;
}

const DAY = 86_400_000;

/** Whether the policy passes over an instant because its wall-clock time happens twice. */
function isPassedOver(instant: Instant, segment: Segment, { time_zone, dst_overlap }: DstPolicy): boolean {
  if (dst_overlap === 'both') return false;
  if (dst_overlap === 'first') {
    if (segment.start === -Infinity || instant - segment.start > DAY) return false;
    // Since the clocks went back by this much, the wall shows again what it showed before.
    return instant - segment.start < segmentAt(time_zone, segment.start - 1).offset - segment.offset;
  }
  if (segment.end === Infinity || segment.end - instant > DAY) return false;
  return segment.end - instant <= segment.offset - segmentAt(time_zone, segment.end).offset;
}

/**
 * The first instant strictly after `after` at which a rule's wall-clock times come in a zone: the one place where wall
 * clock becomes instant. It walks the stretches of constant offset; in each, wall clock and instant run side by side.
 *
 * A time that a clock change leaves out moves to the first instant after the gap (`shift`) or is left out (`skip`);
 * several in one gap are one instant. A time that comes twice counts as `dst_overlap` says.
 * @returns null when the rule has no time left.
 */
export function nextInstant(nextWall: NextWall, after: Instant, policy: DstPolicy): Instant | null {
  let segment = segmentAt(policy.time_zone, after);
  let passed = after + segment.offset;
  for (;;) {
    const wall = nextWall(passed);
    if (wall === null) return null;
    const instant = wall - segment.offset;
    if (instant < segment.end) {
      if (!isPassedOver(instant, segment, policy)) return instant;
      passed = wall;
      continue;
    }
    const target = nextSegmentFor(instant, passed, segment, policy.time_zone);
    const gap = target.start === segment.end && target.offset > segment.offset;
    if (gap && policy.dst_gap === 'shift' && wall < target.start + target.offset) return target.start;
    passed = Math.max(target.start, instant - 2 * DAY) + target.offset - 1;
    if (target.start === segment.end) passed = target.start + target.offset - 1;
    segment = target;
  }
}

/** The segment to go on in: the next one, or straight to shortly before a far instant. */
function nextSegmentFor(instant: Instant, passed: Wall, segment: Segment, zone: string): Segment {
  // No clock goes back by two days, so nothing that was passed comes again after a change that far ahead.
  const nothingRepeats = segment.end + segment.offset - passed > 2 * DAY;
  if (nothingRepeats && instant - 2 * DAY > segment.end) return segmentAt(zone, instant - 2 * DAY);
  return segmentAt(zone, segment.end);
}
