import type { RotationSchedule } from '../domain/rotation-schedule.js';

/** The fields that say when a schedule is due; a change of one moves its next slot. */
export const TIMING_FIELDS = [
  'rotation_type',
  'time_of_day',
  'day_of_week',
  'day_of_month',
  'cron_expression',
  'interval_seconds',
  'rrule',
  'time_zone',
  'dst_gap',
  'dst_overlap',
  'starts_at',
  'ends_at',
  'daypart_id',
  'calendar_id',
  'calendar_mode',
] as const;

/** Those that keep an instant that was asked for, while it lies within them. */
export const BOUNDS: ReadonlySet<string> = new Set([
  'starts_at',
  'ends_at',
  'daypart_id',
  'calendar_id',
  'calendar_mode',
]);

/** Whether a schedule is active unless somebody says: one that had no slot left goes on with another timing. */
export const isActiveWith = (
  { is_active, inactive_reason }: RotationSchedule,
  changes: Partial<Record<(typeof TIMING_FIELDS)[number], unknown>>,
): boolean =>
  is_active || (inactive_reason === 'no_slot' && TIMING_FIELDS.some((field) => changes[field] !== undefined));
