import { z } from 'zod';
import type { ActiveAnswer } from '../../domain/plan/resolve-active.js';
import { isRevisionPending } from '../../domain/plan/content-state.js';
import { REASONS } from '../../domain/ar-content.js';
import { ROTATION_TYPES, type RotationType } from '../../domain/recurrence/timing-rule.js';
import type { RotationSchedule } from '../../domain/rotation-schedule.js';
import {
  flagField,
  idAnswer,
  idField,
  instantAnswer,
  instantField,
  textField,
  toIso,
  toIsoOrNull,
} from '../http/fields.js';
import { presentSettled } from '../../reading/present.js';
import type { StateAt } from '../../planning/run-edit.js';
import { revisionPending } from './calendar-view.js';
import { readMark, WrittenBack, type Unmarked } from '../http/written-back.js';

/** What AR clients are shown now, in an answer. */
export const liveAnswer = z
  .strictObject({
    video_id: idAnswer,
    reason: z.enum(REASONS),
    schedule_id: idAnswer.nullable(),
    valid_until: instantAnswer.nullable().meta({ description: 'When this may change next; null: no change is known' }),
    next_video_id: idAnswer.nullable(),
    next_starts_at: instantAnswer.nullable(),
    next_reason: z.enum(REASONS).nullable().meta({ description: 'Why that one takes over then' }),
  })
  .meta({ id: 'Live', description: 'What AR clients are shown now' });

/** An AR content in an answer. */
export const contentAnswer = z
  .strictObject({
    id: idAnswer,
    company_id: idAnswer,
    project_id: idAnswer.nullable(),
    unique_id: z.string().meta({ format: 'uuid', description: 'What AR clients read by' }),
    title: z.string(),
    active_video_id: idAnswer.nullable().meta({ description: 'Set by rotation or by hand' }),
    default_video_id: idAnswer.nullable(),
    video_rotation_enabled: z.boolean(),
    video_rotation_type: z
      .enum(ROTATION_TYPES)
      .nullable()
      .meta({ description: 'Type of the schedule that is due next' }),
    is_active: z.boolean(),
    expires_at: instantAnswer.nullable(),
    live: liveAnswer.nullable(),
    revision_pending: revisionPending,
    version: z.int(),
    revision: z.int(),
    created_at: instantAnswer,
    updated_at: instantAnswer,
    read_mark: readMark,
  })
  .meta({ id: 'ArContent' });

const contentChanges = z.strictObject({
  title: textField(500).optional(),
  project_id: idField.nullable().optional(),
  active_video_id: idField.nullable().optional().meta({ description: 'Activates a video; null clears' }),
  default_video_id: idField.nullable().optional().meta({ description: 'Shown when nothing else is' }),
  video_rotation_enabled: flagField.optional().meta({ description: 'false: its schedules have no slots' }),
  is_active: flagField.optional(),
  expires_at: instantField.nullable().optional(),
});
/** What may be written of an AR content that was read. */
export const contentWrites = new WrittenBack('ArContentChanges', contentChanges, contentAnswer, {
  moving: ['active_video_id'],
});

/** The type of the schedule that is due next; null: none is. */
function nextType(schedules: readonly RotationSchedule[]): RotationType | null {
  let first: { at: number; type: RotationType } | null = null;
  for (const { next_rotation_at: at, rotation_type: type } of schedules) {
    if (at !== null && (first === null || at < first.at)) first = { at, type };
  }
  return first?.type ?? null;
}

/** What AR clients are shown now. */
export function liveView({ live, validUntil, next }: ActiveAnswer): z.input<typeof liveAnswer> | null {
  if (live === null) return null;
  return {
    video_id: live.video.id,
    reason: live.reason,
    schedule_id: live.scheduleId,
    valid_until: toIsoOrNull(validUntil),
    next_video_id: next?.video.id ?? null,
    next_starts_at: toIsoOrNull(next?.startsAt ?? null),
    next_reason: next?.reason ?? null,
  };
}

/** An AR content as it is now. */
export function contentView(present: ActiveAnswer) {
  const { arContent, schedules } = present.state;
  return contentWrites.marked({
    id: arContent.id,
    company_id: arContent.company_id,
    project_id: arContent.project_id,
    unique_id: arContent.unique_id,
    title: arContent.title,
    active_video_id: arContent.active_video_id,
    default_video_id: arContent.default_video_id,
    video_rotation_enabled: arContent.video_rotation_enabled,
    video_rotation_type: nextType(schedules),
    is_active: arContent.is_active,
    expires_at: toIsoOrNull(arContent.expires_at),
    live: liveView(present),
    revision_pending: isRevisionPending(present.state),
    version: arContent.version,
    revision: arContent.revision,
    created_at: toIso(arContent.created_at),
    updated_at: toIso(arContent.updated_at),
  } satisfies Unmarked<typeof contentAnswer>);
}

/** What a body changes of an AR content. @throws AppError `validation_failed` */
export const contentChangesIn =
  (body: z.output<typeof contentWrites.body>) =>
  ({ state, at }: StateAt) =>
    contentWrites.changes(body, contentView(presentSettled(state, at)));
