import { z } from 'zod';
import { CALENDAR_MODES } from '../../domain/calendar/followed.js';
import { invalidFields } from '../../domain/errors.js';
import { DST_GAPS, DST_OVERLAPS, ROTATION_TYPES } from '../../domain/recurrence/timing-rule.js';
import { INACTIVE_REASONS, MISSED, SELECTIONS, type RotationSchedule } from '../../domain/rotation-schedule.js';
import type { Language } from '../../domain/words/language.js';
import { scheduleWords } from '../../domain/words/schedule-words.js';
import { workflowId } from '../../domain/workflow-kinds.js';
import { idAnswer, instantAnswer, toIso, toIsoOrNull } from '../http/fields.js';
import { revisionPending } from './calendar-view.js';
import { scheduleChanges } from '../routes/schedule-schemas.js';
import { readMark, WrittenBack, type Unmarked } from '../http/written-back.js';

const fields = {
  id: idAnswer,
  ar_content_id: idAnswer,
  rotation_type: z.enum(ROTATION_TYPES),
  time_of_day: z.string().nullable(),
  day_of_week: z.int().nullable(),
  day_of_month: z.int().nullable(),
  cron_expression: z.string().nullable(),
  interval_seconds: z.int().nullable(),
  rrule: z.string().nullable(),
  time_zone: z.string(),
  dst_gap: z.enum(DST_GAPS),
  dst_overlap: z.enum(DST_OVERLAPS).meta({ description: 'The one in force' }),
  dst_overlap_given: z.boolean().meta({ description: 'False: it follows from the rule' }),
  selection: z.enum(SELECTIONS),
  weights: z.array(z.int()).readonly().nullable(),
  no_repeat_last: z.int(),
  random_seed: z.int().meta({ description: 'What shuffle and random are drawn from' }),
  video_sequence: z.array(idAnswer),
  current_index: z.int(),
  position_pending: z.boolean().meta({ description: 'The next step shows the position itself, not the one after' }),
  starts_at: instantAnswer.nullable(),
  ends_at: instantAnswer.nullable(),
  daypart_id: idAnswer.nullable().meta({ description: 'Whose hours its slots keep to' }),
  calendar_id: idAnswer.nullable(),
  calendar_mode: z.enum(CALENDAR_MODES).nullable().meta({ description: 'Whether days are left out or kept to' }),
  revision_pending: revisionPending,
  is_active: z.boolean(),
  inactive_reason: z
    .enum(INACTIVE_REASONS)
    .nullable()
    .meta({ description: 'Why it is inactive; no_slot: its hours and days were changed, and leave none' }),
  paused_at: instantAnswer.nullable(),
  paused_by: z.string().nullable(),
  pause_note: z.string().nullable(),
  resume_at: instantAnswer.nullable().meta({ description: 'When it goes on by itself' }),
  resume_missed: z.enum(MISSED).meta({ description: 'What is then done about slots that fell into the pause' }),
  last_rotation_at: instantAnswer.nullable(),
  next_rotation_at: instantAnswer.nullable(),
  next_video_id: idAnswer.nullable(),
  next_is_asked_for: z.boolean().meta({ description: 'Somebody asked for next_rotation_at, instead of the rule' }),
  words: z.string().meta({
    description:
      'What it does, in one sentence; in English, or in Russian where Accept-Language would rather have that',
  }),
  late_count: z
    .int()
    .meta({ description: 'Slots that were carried out more than ten seconds late; readers saw them in time' }),
  worst_lateness_ms: z.int().meta({ description: 'How late at worst' }),
  failed_count: z.int().meta({ description: 'Tries of its workflow to carry out what is due that failed' }),
  last_error: z.string().nullable().meta({ description: 'Why the last of them did' }),
  workflow_id: z.string().meta({ description: 'As the Temporal Web UI shows it' }),
  revision: z.int(),
  created_at: instantAnswer,
  updated_at: instantAnswer,
  read_mark: readMark,
};

/** A rotation schedule in an answer. */
export const scheduleAnswer = z.strictObject(fields).meta({ id: 'RotationSchedule' });

/** What a PUT of a schedule answers. */
export const updatedScheduleAnswer = z
  .strictObject({ status: z.literal('updated'), ...fields })
  .meta({ id: 'UpdatedRotationSchedule' });

/** What may be written of a rotation schedule that was read. */
export const scheduleWrites = new WrittenBack('RotationScheduleChanges', scheduleChanges, scheduleAnswer, {
  moving: ['video_sequence', 'weights', 'current_index', 'is_active', 'next_rotation_at'],
  onlyOfPut: { status: updatedScheduleAnswer.shape.status },
});

/** A rotation schedule as an answer says it. */
export function scheduleView(schedule: RotationSchedule, language: Language) {
  return scheduleWrites.marked({
    id: schedule.id,
    ar_content_id: schedule.ar_content_id,
    rotation_type: schedule.rotation_type,
    time_of_day: schedule.time_of_day,
    day_of_week: schedule.day_of_week,
    day_of_month: schedule.day_of_month,
    cron_expression: schedule.cron_expression,
    interval_seconds: schedule.interval_seconds,
    rrule: schedule.rrule,
    time_zone: schedule.time_zone,
    dst_gap: schedule.dst_gap,
    dst_overlap: schedule.dst_overlap,
    dst_overlap_given: schedule.dst_overlap_given,
    selection: schedule.selection,
    weights: schedule.weights,
    no_repeat_last: schedule.no_repeat_last,
    random_seed: schedule.random_seed,
    video_sequence: schedule.video_sequence,
    current_index: schedule.current_index,
    position_pending: schedule.position_pending,
    starts_at: toIsoOrNull(schedule.starts_at),
    ends_at: toIsoOrNull(schedule.ends_at),
    daypart_id: schedule.daypart_id,
    calendar_id: schedule.calendar_id,
    calendar_mode: schedule.calendar_mode,
    revision_pending: schedule.revision_pending,
    is_active: schedule.is_active,
    inactive_reason: schedule.inactive_reason,
    paused_at: toIsoOrNull(schedule.paused_at),
    paused_by: schedule.paused_by,
    pause_note: schedule.pause_note,
    resume_at: toIsoOrNull(schedule.resume_at),
    resume_missed: schedule.resume_missed,
    last_rotation_at: toIsoOrNull(schedule.last_rotation_at),
    next_rotation_at: toIsoOrNull(schedule.next_rotation_at),
    next_video_id: schedule.next_video_id,
    next_is_asked_for: schedule.next_is_asked_for,
    words: scheduleWords(schedule, language),
    late_count: schedule.late_count,
    worst_lateness_ms: schedule.worst_lateness_ms,
    failed_count: schedule.failed_count,
    last_error: schedule.last_error,
    workflow_id: workflowId('schedule', schedule.id),
    revision: schedule.revision,
    created_at: toIso(schedule.created_at),
    updated_at: toIso(schedule.updated_at),
  } satisfies Unmarked<typeof scheduleAnswer>);
}

type ScheduleChanges = z.output<typeof scheduleWrites.body>;

/** What a PUT of a schedule answers, as it says it. */
export const updatedScheduleView = (schedule: RotationSchedule, language: Language) => ({
  status: 'updated' as const,
  ...scheduleView(schedule, language),
});

/** What a body changes of a schedule. @param language of the words that it may have with it. @throws AppError `validation_failed` */
export const scheduleChangesIn = (body: ScheduleChanges, language: Language) => (present: RotationSchedule) => {
  const changes = scheduleWrites.changes(body, updatedScheduleView(present, language));
  if (changes.video_sequence?.length !== 0) return changes;
  throw invalidFields([{ field: 'video_sequence', message: 'must not be empty', code: 'too_short' }]);
};
