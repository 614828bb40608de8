import { z } from 'zod';
import type { OverrideRow } from '../../db/overrides.js';
import type { Override } from '../../domain/override.js';
import {
  flagField,
  idAnswer,
  idField,
  INT4_MAX,
  instantAnswer,
  instantField,
  textField,
  toIso,
  toIsoOrNull,
  wholeNumber,
} from '../http/fields.js';
import { hoursAnswer, hoursFields, hoursView } from './hours-view.js';
import { readMark, WrittenBack, type Unmarked } from '../http/written-back.js';

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
    ...hoursAnswer,
    release_id: idAnswer.nullable().meta({ description: 'The release that alone changes and ends it' }),
    revision: z.int(),
    created_at: instantAnswer,
    updated_at: instantAnswer,
    read_mark: readMark,
  })
  .meta({ id: 'Override' });

/** An override in a request. */
export const overrideBody = z
  .strictObject({
    video_id: idField,
    starts_at: instantField
      .optional()
      .meta({ description: 'Now unless given; so is an instant that is not in the future' }),
    ends_at: instantField
      .nullable()
      .optional()
      .meta({ description: 'No longer shown from here on; null: until it is ended' }),
    priority: wholeNumber(-INT4_MAX, INT4_MAX)
      .optional()
      .meta({ description: 'Of several the highest is seen, then the one that began last' }),
    holds_rotation: flagField.optional().meta({ description: 'Slots pass without a step while it is seen' }),
    note: textField(500).nullable().optional(),
    ...hoursFields('It is in effect'),
  })
  .meta({ id: 'OverrideInput' });

/** What may be written of an override that was read. */
export const overrideWrites = new WrittenBack('OverrideChanges', overrideBody.partial(), overrideAnswer);

/** An override as an answer says it. */
export const overrideView = (override: OverrideRow) =>
  overrideWrites.marked({
    id: override.id,
    ar_content_id: override.ar_content_id,
    video_id: override.video_id,
    starts_at: toIso(override.starts_at),
    ends_at: toIsoOrNull(override.ends_at),
    priority: override.priority,
    holds_rotation: override.holds_rotation,
    note: override.note,
    ...hoursView(override),
    release_id: override.release_id,
    revision: override.revision,
    created_at: toIso(override.created_at),
    updated_at: toIso(override.updated_at),
  } satisfies Unmarked<typeof overrideAnswer>);

/** What a body changes of an override. @throws AppError `validation_failed` */
export const overrideChangesIn = (body: z.output<typeof overrideWrites.body>) => (present: Override) =>
  overrideWrites.changes(body, overrideView(present));
