import { z } from 'zod';
import { CAUSES, type Rotation } from '../../domain/rotation.js';
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
    note: z.string().nullable().meta({ description: 'Why nothing changed' }),
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
