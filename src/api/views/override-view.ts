import { z } from 'zod';
import type { Override } from '../../domain/override.js';
import { idAnswer, instantAnswer, toIso, toIsoOrNull } from '../http/fields.js';

/** An override in an answer. */
export const overrideAnswer = z
  .strictObject({
    id: idAnswer,
    ar_content_id: idAnswer,
    video_id: idAnswer,
    starts_at: instantAnswer,
    ends_at: instantAnswer.nullable().meta({ description: 'null: until it is ended' }),
    priority: z.int(),
    holds_rotation: z.boolean(),
    note: z.string().nullable(),
    revision: z.int(),
    created_at: instantAnswer,
    updated_at: instantAnswer,
  })
  .meta({ id: 'Override' });

/** An override as an answer says it. */
export const overrideView = (override: Override): z.input<typeof overrideAnswer> => ({
  id: override.id,
  ar_content_id: override.ar_content_id,
  video_id: override.video_id,
  starts_at: toIso(override.starts_at),
  ends_at: toIsoOrNull(override.ends_at),
  priority: override.priority,
  holds_rotation: override.holds_rotation,
  note: override.note,
  revision: override.revision,
  created_at: toIso(override.created_at),
  updated_at: toIso(override.updated_at),
});
