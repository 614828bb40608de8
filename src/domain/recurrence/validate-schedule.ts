import { calendarModeFaults } from '../calendar/followed.js';
import { validateCron } from './cron.js';
import { rruleFault } from './rrule-fault.js';
import type { FieldError } from '../errors.js';
import { weightFaults } from '../plan/selection.js';
import { isTimeZone } from './time-zone.js';
import { ROTATION_TYPES, type RotationType } from './timing-rule.js';
import type { RotationSchedule } from '../rotation-schedule.js';

type Checked = Omit<
  RotationSchedule,
  | 'id'
  | 'ar_content_id'
  | 'random_seed'
  | 'slot_number'
  | 'selection_memory'
  | 'rrule_anchor'
  | 'rrule_last'
  | 'revision'
  | 'created_at'
  | 'updated_at'
>;

/** Fields of which nothing is known yet. */
type Fields = { [field in keyof Checked]?: unknown };

/** The field that each type cannot do without; `random` takes what it finds. */
const NEEDED: Record<RotationType, keyof Checked | null> = {
  daily: 'time_of_day',
  weekly: 'day_of_week',
  monthly: 'day_of_month',
  cron: 'cron_expression',
  interval: 'interval_seconds',
  random: null,
  rrule: 'rrule',
  once: 'starts_at',
};

/** The timing field that the type of a schedule cannot do without, if it is missing; the type may be anything. */
export function missingTiming(schedule: Fields): FieldError[] {
  const type = ROTATION_TYPES.find((one) => one === schedule.rotation_type);
  const field = type === undefined ? null : NEEDED[type];
  if (field === null || schedule[field] != null) return [];
  return [{ field, message: `is needed for the rotation_type ${type}`, code: 'required' }];
}

/** What is wrong with the texts of a schedule that have a grammar of their own; anything but text is passed over. */
export function valueFaults({ time_zone, cron_expression, rrule }: Fields): FieldError[] {
  const faults: FieldError[] = [];
  if (typeof time_zone === 'string' && !isTimeZone(time_zone)) {
    faults.push({
      field: 'time_zone',
      message: 'is not an IANA time zone, such as Europe/Berlin',
      code: 'wrong_format',
    });
  }
  const cronFault = typeof cron_expression === 'string' ? validateCron(cron_expression) : null;
  if (cronFault !== null) faults.push({ field: 'cron_expression', message: cronFault, code: 'wrong_format' });
  const ruleFault = typeof rrule === 'string' ? rruleFault(rrule) : null;
  if (ruleFault !== null) faults.push({ field: 'rrule', message: ruleFault, code: 'wrong_format' });
  return faults;
}

function timingFaults(schedule: Checked): FieldError[] {
  const faults = [...missingTiming(schedule), ...valueFaults(schedule)];
  if (schedule.starts_at !== null && schedule.ends_at !== null && schedule.ends_at <= schedule.starts_at) {
    faults.push({ field: 'ends_at', message: 'must be later than starts_at', code: 'out_of_order' });
  }
  return [...faults, ...calendarModeFaults(schedule)];
}

function sequenceFaults(schedule: Checked, videoIds: ReadonlySet<number>): FieldError[] {
  const { video_sequence: sequence, current_index } = schedule;
  const faults = sequence.flatMap((videoId, index): FieldError[] =>
    videoIds.has(videoId)
      ? []
      : [
          {
            field: `video_sequence.${index}`,
            message: `video ${videoId} is not one of this AR content`,
            code: 'not_there',
          },
        ],
  );
  if (sequence.length === 0 && schedule.is_active) {
    faults.push({ field: 'video_sequence', message: 'an active schedule needs at least one video', code: 'required' });
  }
  const last = Math.max(sequence.length - 1, 0);
  if (current_index > last) {
    faults.push({
      field: 'current_index',
      message: `must be a position of video_sequence, 0 to ${last}`,
      code: 'too_large',
    });
  }
  return faults;
}

/**
 * What is wrong with a schedule as a whole, once its fields have the right shapes; empty when it is fine.
 * @param videoIds the videos of its AR content.
 */
export function scheduleFaults(schedule: Checked, videoIds: ReadonlySet<number>): FieldError[] {
  return [...timingFaults(schedule), ...sequenceFaults(schedule, videoIds), ...weightFaults(schedule)];
}
