import { Temporal } from 'temporal-polyfill';
import type { Instant } from './types.js';

/** A stretch of time in which a zone's clocks keep one offset from UTC. */
export interface Segment {
  /** When it begins, inclusive; -Infinity for the first. */
  start: Instant;
  /** When it ends, exclusive; Infinity for the last. */
  end: Instant;
  /** Milliseconds to add to an instant to get the wall clock. */
  offset: number;
}

const at = (instant: Instant, zone: string) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);

/** Whether a name is one of an IANA time zone. Offsets such as `+02:00` are not: they know no daylight saving. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    at(0, name);
    return true;
  } catch {
    return false;
  }
}

/** The segment of the zone that holds the instant, by the time-zone data of the runtime (ICU). */
export function segmentAt(zone: string, instant: Instant): Segment {
  const here = at(instant, zone);
  // "previous" is strictly before, so a transition at this very instant is found from a millisecond later.
  const start = at(instant + 1, zone).getTimeZoneTransition('previous');
  const end = here.getTimeZoneTransition('next');
  return {
    start: start?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    end: end?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: here.offsetNanoseconds / 1e6,
  };
}
