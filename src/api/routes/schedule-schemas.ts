import { z } from 'zod';
import { CALENDAR_MODES } from '../../domain/calendar/followed.js';
import { MAX_NO_REPEAT, MAX_WEIGHT, MAX_WEIGHTS } from '../../domain/plan/selection.js';
import { DST_GAPS, DST_OVERLAPS, ROTATION_TYPES } from '../../domain/recurrence/timing-rule.js';
import { SELECTIONS } from '../../domain/rotation-schedule.js';
import { flagField, idField, INT4_MAX, instantField, timeOfDayField, wholeNumber } from '../http/fields.js';

const MAX_SEQUENCE = 1_000;
const sequence = z.array(idField).max(MAX_SEQUENCE);

/** A rotation schedule in a request. */
export const scheduleBody = z
  .strictObject({
    rotation_type: z.enum(ROTATION_TYPES),
    video_sequence: sequence.min(1).meta({ description: 'Video ids in order; may repeat' }),
    time_of_day: timeOfDayField.nullable().optional(),
    day_of_week: wholeNumber(1, 7).nullable().optional().meta({ description: 'ISO 8601: 1 Monday to 7 Sunday' }),
    day_of_month: wholeNumber(1, 31)
      .nullable()
      .optional()
      .meta({ description: "Past the month's end means its last day" }),
    cron_expression: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .nullable()
      .optional()
      .meta({ description: 'Five or six fields, or a nickname such as @daily', example: '0 9 * * 1-5' }),
    interval_seconds: wholeNumber(1, INT4_MAX).nullable().optional(),
    rrule: z.string().trim().min(1).max(500).nullable().optional().meta({
      description: 'RFC 5545 without DTSTART, which is starts_at; of the rotation_type rrule',
      example: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR',
    }),
    time_zone: z.string().min(1).max(64).optional().meta({ description: "IANA; the company's unless given" }),
    dst_gap: z.enum(DST_GAPS).optional(),
    dst_overlap: z
      .enum(DST_OVERLAPS)
      .nullable()
      .optional()
      .meta({ description: 'null: both for rules that fire all through the day, first for the others' }),
    selection: z.enum(SELECTIONS).optional().meta({
      description: 'shuffle: each once a round, in an order of the round; weighted: in proportion to weights',
    }),
    weights: z
      .array(wholeNumber(0, MAX_WEIGHT))
      .max(MAX_WEIGHTS)
      .nullable()
      .optional()
      .meta({ description: 'How often each position is shown, in proportion; 0: never', example: [3, 1] }),
    no_repeat_last: wholeNumber(0, MAX_NO_REPEAT)
      .optional()
      .meta({ description: 'How many other videos come before one comes again, while others can be shown' }),
    random_seed: wholeNumber(0, INT4_MAX)
      .optional()
      .meta({ description: 'What shuffle and random are drawn from; drawn unless given' }),
    current_index: wholeNumber(0, MAX_SEQUENCE - 1).optional(),
    starts_at: instantField.nullable().optional(),
    ends_at: instantField.nullable().optional(),
    daypart_id: idField.nullable().optional().meta({ description: 'Slots fall within its hours only' }),
    calendar_id: idField.nullable().optional().meta({ description: 'Whose days are left out or kept to' }),
    calendar_mode: z.enum(CALENDAR_MODES).nullable().optional().meta({
      description: 'exclude: no slots on the days of calendar_id; only: on no others. A night belongs to its first day',
    }),
    is_active: flagField.optional(),
    next_rotation_at: instantField
      .nullable()
      .optional()
      .meta({ description: 'When the next rotation is to be; not in the future means now; null: as the rule says' }),
  })
  .meta({ id: 'RotationScheduleInput' });

/** What may be changed of it. */
export const scheduleChanges = scheduleBody
  .omit({ random_seed: true })
  .partial()
  .extend({
    video_sequence: sequence
      .optional()
      .meta({ description: 'Video ids in order; may repeat. Empty only where it is so' }),
  });
