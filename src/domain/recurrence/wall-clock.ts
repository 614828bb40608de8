import { DAY_MS, segmentAt, type Segment } from './time-zone.js';
import type { TimingRule } from './timing-rule.js';
import type { Instant } from '../scalars.js';

/** A wall-clock time without a zone, written as the epoch ms that it would be in UTC. */
export type WallTime = number;

/** A rule's calendar, free of zones: its first wall-clock time at or after `from`, or null when there is none. */
export type FirstWallTime = (from: WallTime) => WallTime | null;

/** The part of a rule that says which instants a wall-clock time has. */
export type ClockPolicy = Pick<TimingRule, 'time_zone' | 'dst_gap' | 'dst_overlap'>;

/**
 * How many segments a search goes through. It jumps straight to the one that holds the next wall-clock time, so more
 * than two or three are needed only when time after time is skipped: such as `30 2 * 3 SUN#2` in New York, which with
 * `dst_gap` = skip never fires. Giving up on it after 64 (32 years of it) takes 2.4 ms; going on to the year 3000, 75 ms.
 */
const MAX_SEGMENTS = 64;

/**
 * The one place where wall-clock times become instants, for every rule type (ARCHITECTURE.md, "When and which"). The
 * first instant at or after `from` (epoch ms) at which a clock in `policy.time_zone` shows a time of the rule, with the
 * policy for times that a clock change leaves out or repeats:
 * - `dst_gap` `shift`: a time in the gap becomes the first instant after it, several together one; `skip`: none.
 * - `dst_overlap`: the `first` or the `second` of the two instants, or `both`.
 *
 * It walks the stretches of constant offset. Within one, wall clock = instant + offset, so order is kept and nothing can
 * come twice; only at the seams is there anything to decide.
 *
 * @returns null when the rule has no further time, or none that is not skipped in the next 16 years at least.
 * @throws RangeError when the zone is unknown.
 */
export function firstInstant(firstWall: FirstWallTime, policy: ClockPolicy, from: Instant): Instant | null {
  let cursor = from;
  for (let tries = 0; tries < MAX_SEGMENTS; tries += 1) {
    const segment = segmentAt(policy.time_zone, cursor);
    const wall = firstWall(earliestWall(segment, policy, cursor));
    if (wall === null) return null;
    // A time from the gap before the segment comes out before its start, and is put there: shifted, not kept apart.
    if (wall < latestWallEnd(segment, policy)) return Math.max(segment.start, wall - segment.offset);
    cursor = nextCursor(segment, wall);
  }
  return null;
}

/**
 * Where in the rule's calendar to begin at `cursor`: at the wall clock. But with `first`, after what the clock repeats
 * now; and at a segment's very start, with `shift`, before the gap that the clock has just jumped over.
 */
function earliestWall(segment: Segment, policy: ClockPolicy, cursor: Instant): WallTime {
  const wall = cursor + segment.offset;
  const wallBefore = segment.start + segment.offsetBefore;
  if (policy.dst_overlap === 'first' && wallBefore > wall) return wallBefore;
  if (policy.dst_gap === 'shift' && cursor === segment.start) return Math.min(wall, wallBefore);
  return wall;
}

/** The wall clock at the segment's end; before what the clock will repeat, when only the second time counts. */
function latestWallEnd(segment: Segment, policy: ClockPolicy): WallTime {
  const repeats = policy.dst_overlap === 'second' && segment.offsetAfter < segment.offset;
  return segment.end + (repeats ? segment.offsetAfter : segment.offset);
}

/**
 * Where to look on: two days before the time found (no zone is further than a day from UTC), since the rule has no
 * earlier one, but not before the segment's end. When the clock is set back there, exactly at the end: times that are
 * already behind us may come again.
 */
function nextCursor(segment: Segment, wall: WallTime): Instant {
  return segment.offsetAfter < segment.offset ? segment.end : Math.max(segment.end, wall - 2 * DAY_MS);
}
