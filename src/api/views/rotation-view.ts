import { z } from 'zod';
import { REASONS } from '../../domain/ar-content.js';
import { CAUSES, NOTES, type Rotation } from '../../domain/rotation.js';
import { idAnswer, instantAnswer, toIso } from '../http/fields.js';

/** A ledger row in an answer. */
export const rotationAnswer = z
  .strictObject({
    id: idAnswer,
    ar_content_id: idAnswer,
    schedule_id: idAnswer.nullable(),
    from_video_id: idAnswer.nullable(),
    from_title: z.string().nullable(),
    to_video_id: idAnswer.nullable(),
    to_title: z.string().nullable(),
    due_at: instantAnswer.meta({ description: 'What it was planned for, and when readers saw it' }),
    applied_at: instantAnswer.meta({ description: 'When it was committed' }),
    cause: z.enum(CAUSES),
    note: z.enum(NOTES).nullable().meta({ description: 'Why a slot changed nothing that is seen' }),
    reason: z.enum(REASONS).nullable().meta({ description: 'Why to_video_id is live; null also for older rows' }),
    override_id: idAnswer.nullable().meta({ description: 'The override that is seen' }),
    live_schedule_id: idAnswer
      .nullable()
      .meta({ description: 'The schedule that set to_video_id, for reason rotation' }),
    beneath_video_id: idAnswer.nullable().meta({ description: 'What lies beneath it' }),
    slots: z.int().nullable().meta({ description: 'Slots of a pause that were made up for' }),
    actor: z.string(),
    workflow_run_id: z.string().nullable(),
    request_id: z.string().nullable(),
  })
  .meta({ id: 'Rotation', description: 'A change of what is live, or a slot that changed nothing' });

/** A ledger row as an answer says it. */
export function rotationView(rotation: Rotation): z.input<typeof rotationAnswer> {
  const { company_id: _company, created_at: _created, ...rest } = rotation;
  return { ...rest, due_at: toIso(rotation.due_at), applied_at: toIso(rotation.applied_at) };
}
