import type { Opening } from '../calendar/opening.js';
import type { Instant } from '../scalars.js';

export const ROTATION_TYPES = ['daily', 'weekly', 'monthly', 'cron', 'interval', 'random', 'rrule', 'once'] as const;
export type RotationType = (typeof ROTATION_TYPES)[number];

/** What to do with a wall-clock time that a clock change leaves out. */
export const DST_GAPS = ['shift', 'skip'] as const;
export type DstGap = (typeof DST_GAPS)[number];

/** What to do with a wall-clock time that a clock change makes happen twice. */
export const DST_OVERLAPS = ['first', 'second', 'both'] as const;
export type DstOverlap = (typeof DST_OVERLAPS)[number];

/** When a schedule is due; the part of a schedule that `nextSlot` reads. */
export interface TimingRule {
  rotation_type: RotationType;
  /** `HH:MM:SS`, wall clock of `time_zone`. */
  time_of_day: string | null;
  /** ISO 8601: 1 Monday to 7 Sunday. */
  day_of_week: number | null;
  /** 1 to 31; past the month's end means its last day. */
  day_of_month: number | null;
  cron_expression: string | null;
  interval_seconds: number | null;
  /** RFC 5545 without DTSTART; of type `rrule`. */
  rrule: string | null;
  /**
   * Where the rule of type `rrule` is counted from: a wall-clock time, written as the epoch ms that it would be in UTC.
   * Only a change of `rrule` or `starts_at` moves it.
   */
  rrule_anchor: Instant | null;
  /** The last wall-clock time of a rule with COUNT, in the same way. */
  rrule_last: Instant | null;
  /** IANA zone. */
  time_zone: string;
  dst_gap: DstGap;
  dst_overlap: DstOverlap;
  /** No slot before this instant. */
  starts_at: Instant | null;
  /** No slot at or after this instant. */
  ends_at: Instant | null;
  /** Where intervals are counted from. */
  interval_anchor: Instant;
  /** Slots fall within it only; null: at any time. */
  opening: Opening | null;
}
