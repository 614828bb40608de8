import { Opening } from '../calendar/opening.js';
import { timeLeftOutAt } from '../recurrence/clock-change.js';
import { nextSlot } from '../recurrence/next-slot.js';
import { segmentAt } from '../recurrence/time-zone.js';
import type { RotationSchedule } from '../rotation-schedule.js';
import type { Instant } from '../scalars.js';
import type { WallTime } from '../recurrence/wall-clock.js';

/** Why a time of a rule is no slot: the clock leaves it out, or it is not within the hours, or not on the days. */
export const LEFT_OUT_REASONS = ['clock_change', 'hours', 'days'] as const;

/** A time of a rule that is no slot. */
export interface LeftOutTime {
  /** When it would have come; of what the clock leaves out: the first instant after. */
  at: Instant;
  /** What the rule says. */
  ruleTime: WallTime;
  reason: (typeof LEFT_OUT_REASONS)[number];
}

/** More are not told: a rule of each second may have thousands between two slots. */
const MOST = 100;

const wallOf = (timeZone: string, at: Instant): WallTime => at + segmentAt(timeZone, at).offset;

/** Whether the hours of an opening alone would do: then its days do not. */
const isWithinHours = ({ timeZone, hours }: Opening, at: Instant): boolean =>
  new Opening({ timeZone, hours, only: null, except: [] }).contains(at);

/**
 * Finds the times of a schedule's rule that are no slots: the first hundred, one at a time.
 * @param from after this instant. @param slots those there are; what lies behind the last is not looked at.
 * @param leftOut is added to.
 */
export function* findLeftOut(
  schedule: RotationSchedule,
  from: Instant,
  slots: readonly { at: Instant }[],
  leftOut: LeftOutTime[],
): Generator<void> {
  const { opening, time_zone, dst_gap } = schedule;
  if (opening === null && dst_gap === 'shift') return;
  const taken = new Set(slots.map(({ at }) => at));
  const last = slots.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const any = { ...schedule, opening: null, dst_gap: 'shift' } as const;
  for (let at = nextSlot(any, from); at !== null && at < last && leftOut.length < MOST; at = nextSlot(any, at)) {
    yield;
    if (taken.has(at)) continue;
    const unshown = timeLeftOutAt(any, at);
    const ruleTime = unshown ?? wallOf(time_zone, at);
    if (unshown !== null && dst_gap === 'skip') leftOut.push({ at, ruleTime, reason: 'clock_change' });
    else if (opening !== null) leftOut.push({ at, ruleTime, reason: isWithinHours(opening, at) ? 'days' : 'hours' });
  }
}
