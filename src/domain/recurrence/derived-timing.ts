import type { RotationSchedule } from '../rotation-schedule.js';
import type { Instant } from '../scalars.js';
import { rruleStart } from './rule-slots.js';
import { countingOff, startOfWallDay } from './rrule.js';
import { defaultDstOverlap } from './sub-daily.js';
import { segmentAt } from './time-zone.js';
import type { WallTime } from './wall-clock.js';

/** A schedule as far as timing goes, before or after an edit. */
type Timed = Omit<RotationSchedule, 'id' | 'revision' | 'updated_at'>;

const wallTimeAt = (timeZone: string, at: Instant): WallTime => at + segmentAt(timeZone, at).offset;

/** Where intervals are counted from after an edit: a changed interval counts from the change. */
function intervalAnchor(before: Timed | null, after: Timed, at: Instant): Instant {
  if (before === null || after.starts_at !== before.starts_at) return after.starts_at ?? at;
  const changed = after.interval_seconds !== before.interval_seconds || after.rotation_type !== before.rotation_type;
  return changed ? Math.max(at, after.starts_at ?? at) : before.interval_anchor;
}

/** The wall clock at `starts_at`, else the midnight that began the day of creation. */
function rruleAnchor(before: Timed | null, after: Timed): WallTime | null {
  if (after.rrule === null) return null;
  const isMoved = after.rrule !== before?.rrule || after.starts_at !== before.starts_at;
  if (!isMoved && before.rrule_anchor !== null) return before.rrule_anchor;
  const { starts_at, created_at, time_zone } = after;
  return starts_at === null ? startOfWallDay(wallTimeAt(time_zone, created_at)) : wallTimeAt(time_zone, starts_at);
}

/** Where COUNT comes to its end; it is counted again only where the rule, or where it is counted from, has changed. */
function* lastOf(before: Timed | null, after: Timed): Generator<void, WallTime | null> {
  if (after.rrule === null || after.rrule_anchor === null) return null;
  const start = rruleStart(after);
  if (before !== null && before.rrule === after.rrule && before.rrule_anchor !== null && rruleStart(before) === start) {
    return before.rrule_last;
  }
  return yield* countingOff(after.rrule, start);
}

/**
 * What follows from the timing fields of a schedule after an edit at `at`: where intervals and rules are counted from,
 * what COUNT comes to, and what is done at clock changes where nobody said. An occurrence of COUNT at a time: counting may
 * take seconds.
 * @param before null: the schedule is new. @param after with valid fields.
 */
export function* derivingTiming<T extends Timed>(before: Timed | null, after: T, at: Instant): Generator<void, T> {
  const anchored = {
    ...after,
    interval_anchor: intervalAnchor(before, after, at),
    rrule_anchor: rruleAnchor(before, after),
  };
  return {
    ...anchored,
    rrule_last: yield* lastOf(before, anchored),
    dst_overlap: after.dst_overlap_given ? after.dst_overlap : defaultDstOverlap(anchored),
  };
}
