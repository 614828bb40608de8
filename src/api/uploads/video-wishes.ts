import { z } from 'zod';
import { invalidFields } from '../../domain/errors.js';
import type { NewVideo } from '../../planning/video-edits.js';
import { given } from '../http/given.js';
import { check } from '../http/validate.js';
import { flagText, INT4_MAX, instantField, textField, wholeNumberText } from '../http/fields.js';

/** What an uploader may say of a video. */
export type VideoWishes = Partial<Pick<NewVideo, 'title' | 'rotation_order' | 'schedule_start' | 'schedule_end'>> & {
  /** Whether it is to be shown by hand. */
  activate?: boolean;
};

/** The same as text: in a multipart form, or in the metadata of a resumable upload. */
export const wishFields = {
  title: textField(500).optional(),
  activate: flagText.optional(),
  rotation_order: wholeNumberText(-INT4_MAX, INT4_MAX).optional(),
  schedule_start: instantField.optional(),
  schedule_end: instantField.optional(),
};

const wishes = z.strictObject(wishFields);

/** @throws AppError `validation_failed` with each faulty field. */
export function readWishes(fields: object): VideoWishes {
  const { value, faults } = check(wishes, fields, 'fields');
  if (value === null) throw invalidFields(faults);
  return given(value);
}
