import type { EffectiveRule } from '../recurrence/rule-slots.js';
import { DAY_MS, segmentAt } from '../recurrence/time-zone.js';
import type { WallTime } from '../recurrence/wall-clock.js';
import { must } from '../must.js';
import type { Instant } from '../scalars.js';
import { weekdayOf, type Day } from './day-set.js';
import type { Opening } from './opening.js';
import { shapeOf, type RuleShape } from './rule-shape.js';

/** How far a slot within an opening is looked for: eight years, so that each 29 February has its turn. */
const HORIZON_MS = 2_922 * DAY_MS;

/**
 * How often the rule itself is asked. What its shape allows and it does not have is rare: more than a few are needed for
 * rules such as every 1441 minutes only. What comes later counts as never.
 */
const MAX_TRIES = 500;

/** Where rule and opening may meet in one stretch of an opening's day, by the rule's clock. */
interface Window {
  /** Of the rule's day, from the one on which the stretch begins. */
  days: number;
  /** Ms after that day's midnight. */
  from: number;
  to: number;
}

/**
 * The times of day at which rule and opening may meet, for each day of the week, Monday first: found once for a
 * difference of their clocks, before any day is looked at.
 * @param ahead how far the opening's clock is ahead of the rule's, in ms.
 */
function windowsOf({ firstTime }: RuleShape, opening: Opening, ahead: number): Window[][] {
  return opening.hours.map((stretches) =>
    stretches.flatMap((stretch) => {
      const [start, end] = [stretch.from - ahead, stretch.to - ahead];
      const windows: Window[] = [];
      for (let days = Math.floor(start / DAY_MS); days * DAY_MS < end; days += 1) {
        const from = Math.max(0, start - days * DAY_MS);
        const to = Math.min(DAY_MS, end - days * DAY_MS);
        if (firstTime(from) < to) windows.push({ days, from, to });
      }
      return windows;
    }),
  );
}

/** A stretch of time in which the clocks of rule and opening run evenly. */
interface EvenTime {
  from: Instant;
  end: Instant;
  /** The rule's wall clock less the instant. */
  offset: number;
  /** The opening's wall clock less the rule's. */
  ahead: number;
  windows: readonly (readonly Window[])[];
}

/** The first instant of an even time at which rule and opening may meet; null: none. */
function firstMeeting({ mayBeOn, firstTime, first }: RuleShape, opening: Opening, time: EvenTime): Instant | null {
  if (time.windows.every((windows) => windows.length === 0)) return null;
  const { offset, ahead } = time;
  const end: WallTime = time.end + offset;
  let from: WallTime = time.from + offset;
  // What began a day before may go on.
  const firstDay = (): Day => Math.floor((from + ahead) / DAY_MS) - 1;
  for (let day = firstDay(); day * DAY_MS - ahead < end; day = Math.max(day + 1, firstDay())) {
    if (!opening.allows(day)) continue;
    for (const window of must(time.windows[weekdayOf(day) - 1], 'the windows of a day')) {
      const midnight = (day + window.days) * DAY_MS;
      const start = Math.max(midnight + window.from, from);
      const close = Math.min(midnight + window.to, end);
      if (start >= close || !mayBeOn(day + window.days)) continue;
      const met = first === null ? midnight + firstTime(start - midnight) : first(start - offset) + offset;
      if (met < close) return met - offset;
      // A rule that was asked has nothing before that.
      if (first !== null) from = met;
    }
  }
  return null;
}

/** Finds the first instant at or after one, and before `end`, at which rule and opening may meet. */
function meetingsOf(shape: RuleShape, opening: Opening, end: Instant): (from: Instant) => Instant | null {
  const windowsByClock = new Map<number, Window[][]>();
  const isOneClock = shape.timeZone === opening.timeZone;
  return (from) => {
    for (let cursor = from; cursor < end;) {
      const own = segmentAt(shape.timeZone, cursor);
      const other = isOneClock ? own : segmentAt(opening.timeZone, cursor);
      const ahead = other.offset - own.offset;
      const windows = windowsByClock.get(ahead) ?? windowsOf(shape, opening, ahead);
      windowsByClock.set(ahead, windows);
      const until = Math.min(own.end, other.end, end);
      const met = firstMeeting(shape, opening, { from: cursor, end: until, offset: own.offset, ahead, windows });
      if (met !== null) return met;
      // What the clock leaves out there may come at its first instant after.
      if (own.offsetAfter > own.offset && until === own.end && opening.contains(until)) return until;
      cursor = until;
    }
    return null;
  };
}

/** A rule, its slots, and what they have to fall within. */
export interface RestrictedRule {
  rule: EffectiveRule;
  firstSlot: (from: Instant) => Instant | null;
  opening: Opening;
}

/**
 * The first slot of a rule within an opening, at or after `from` and before `end`; null when there is none in eight years.
 * Rule and opening are compared by days and by times of day, apart, and the rule is asked only where they may meet; so a
 * search takes 0.1 to 1 ms, also where they never do (two slow cores, Node 20).
 */
export function firstWithin({ rule, firstSlot, opening }: RestrictedRule, from: Instant, end: Instant): Instant | null {
  const { rotation_type } = rule;
  // A day's stretches may run over into the next, and clocks differ from UTC by a day at most.
  const last = Math.min(end, from + HORIZON_MS, (opening.endDay + 2) * DAY_MS);
  let meetingFrom: ReturnType<typeof meetingsOf> | null = null;
  let slot = firstSlot(from);
  for (let tries = 0; slot !== null && slot < last && tries < MAX_TRIES; tries += 1) {
    if (opening.contains(slot)) return slot;
    if (rotation_type === 'once') return null;
    meetingFrom ??= meetingsOf(shapeOf({ ...rule, rotation_type }), opening, last);
    const met = meetingFrom(slot + 1);
    slot = met === null ? null : firstSlot(met);
  }
  return null;
}
