// Not the Temporal that Node 26 has: API and worker on two versions of Node are to agree on every instant.
import { Temporal } from 'temporal-polyfill/implementation';
import type { Instant } from '../scalars.js';

export const DAY_MS = 86_400_000;

/** croner knows no year past 2999; so that all types of rules agree, there are no slots from here on. */
export const END_OF_CALENDAR: Instant = Date.UTC(3000, 0, 1);

/**
 * A clock change is looked for this far back. Whoever stands in a segment needs to know of the change that began it only
 * while wall-clock times may still be repeating, and no zone has ever been set back by more than 24 hours.
 */
const LOOK_BACK_MS = 2 * DAY_MS;

/** temporal-polyfill 1.0.8 sees transitions up to 1,098 days ahead only; past this many days we ask again. */
const LOOK_AHEAD_MS = 1_000 * DAY_MS;

/** A stretch of time in which a zone keeps one offset from UTC. Offsets are milliseconds east of UTC. */
export interface Segment {
  offset: number;
  /** The offset just before the segment; the same as `offset` when that change lies more than two days back. */
  offsetBefore: number;
  /** The first instant of the segment, or an instant at least two days after it. */
  start: Instant;
  /** The first instant after the segment. Nothing need change there: `offsetAfter` may be `offset`. */
  end: Instant;
  offsetAfter: number;
}

/**
 * The segment of `timeZone` that contains `instant` (epoch ms; the zone is an IANA name).
 *
 * The segment that was found last is kept for each zone, of which there are some hundreds: whoever folds ahead asks for
 * it over and over, and finding one takes 13 to 16 us (New York, Berlin, Kolkata, UTC; two slow cores, Node 20).
 *
 * @throws RangeError when the zone is unknown, or the instant is not whole or beyond what Temporal can hold.
 */
export function segmentAt(timeZone: string, instant: Instant): Segment {
  const last = lastSegments.get(timeZone);
  if (last !== undefined && last.start <= instant && instant < last.end) return last;
  const found = findSegment(timeZone, instant);
  lastSegments.set(timeZone, found);
  return found;
}

const lastSegments = new Map<string, Segment>();

function findSegment(timeZone: string, instant: Instant): Segment {
  let before = Temporal.Instant.fromEpochMilliseconds(instant - LOOK_BACK_MS).toZonedDateTimeISO(timeZone);
  let current = before;
  let after = nextChange(current);
  while (after.epochMilliseconds <= instant) {
    before = current;
    current = after;
    after = nextChange(current);
  }
  return {
    offset: offsetOf(current),
    offsetBefore: offsetOf(before),
    start: current.epochMilliseconds,
    end: after.epochMilliseconds,
    offsetAfter: offsetOf(after),
  };
}

/** The next change of the offset, or a far point at which nothing changes and the search goes on. */
function nextChange(time: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  return time.getTimeZoneTransition('next') ?? time.add({ milliseconds: LOOK_AHEAD_MS });
}

/** Zones had offsets of whole seconds until 1972 (Monrovia, -00:44:30), never finer ones: this is exact. */
function offsetOf(time: Temporal.ZonedDateTime): number {
  return time.offsetNanoseconds / 1_000_000;
}

/**
 * Whether `name` is a time zone that a schedule or a company may carry (ARCHITECTURE.md, "When and which"): an IANA
 * name as the tz database spells it, aliases and `UTC` included. Offsets such as `+02:00` are refused, because they know
 * no clock changes; so is another case (`europe/berlin`), so that one zone has one spelling in the database. Never
 * throws.
 */
export function isTimeZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false;
  try {
    // Temporal also reads the zone out of a whole ISO string and ignores case; it gives back the plain name.
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId === name;
  } catch {
    return false; // a RangeError: no such zone
  }
}
