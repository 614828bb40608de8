import { z } from 'zod';
import { CALENDAR_MODES } from '../../domain/calendar/followed.js';
import { invalidFields } from '../../domain/errors.js';
import type { ReceivedVideo, Video } from '../../domain/video.js';
import { refuseFaultyVideo, wishedOf, type NewVideo, type VideoWishes } from '../../planning/add-video.js';
import { given } from '../http/given.js';
import { check } from '../http/validate.js';
import { hoursFields, timeZoneField } from '../views/hours-view.js';
import { titleFromFileName } from './title-from-file-name.js';
import { flagField, INT4_MAX, instantField, textField, wholeNumber } from '../http/fields.js';
import { flagText, idText, meantTexts, wholeNumberText } from '../http/text-fields.js';
import type { UploadDestination } from './upload-destination.js';

/** What may be said of a new video, as JSON. */
export const wishesInJson = {
  title: textField(500).optional(),
  activate: flagField.optional(),
  rotation_order: wholeNumber(-INT4_MAX, INT4_MAX).optional(),
  schedule_start: instantField.optional(),
  schedule_end: instantField.optional(),
  ...hoursFields('It can be shown'),
};

/** The same as text: in a multipart form, or in the metadata of a resumable upload. */
export const wishFields = {
  title: textField(500).optional(),
  activate: flagText.optional(),
  rotation_order: wholeNumberText(-INT4_MAX, INT4_MAX).optional(),
  schedule_start: instantField.optional(),
  schedule_end: instantField.optional(),
  daypart_id: idText.optional(),
  calendar_id: idText.optional(),
  calendar_mode: z.enum(CALENDAR_MODES).optional(),
  time_zone: timeZoneField.optional(),
};

const wishes = z.strictObject(wishFields);
const kept = z.record(z.string(), z.string().nullable());

/**
 * What an uploader says, field by field; without a title, the video is called like its file.
 * @throws AppError `validation_failed` with each faulty field.
 */
export function readWishes(fields: object, fileName: string | null | undefined): VideoWishes {
  const { value, faults } = check(wishes, meantTexts(wishes, fields), 'fields');
  if (value === null) throw invalidFields(faults);
  const title = titleFromFileName(fileName);
  return { ...(title !== null && { title }), ...given(value) };
}

/** What clients send along by themselves; a file is judged by its content, and its name reaches no path. */
const IGNORED: ReadonlySet<string> = new Set(['filename', 'filetype', 'name', 'type', 'relativePath']);

/** What the metadata of an upload says of its video. @throws AppError `validation_failed` with each faulty name */
export function wishesInMetadata(metadata: Readonly<Record<string, string | null>>): VideoWishes {
  // What is passed over is kept, too.
  const { faults } = check(kept, metadata, 'Upload-Metadata');
  if (faults !== null) throw invalidFields(faults);
  const said = Object.entries(metadata).filter(([name]) => !IGNORED.has(name));
  const fileName = metadata['filename'] ?? metadata['name'];
  const wishes = readWishes(Object.fromEntries(said.map(([name, value]) => [name, value ?? ''])), fileName);
  refuseFaultyVideo(wishes);
  return wishes;
}

/** The row of a video, of its file as far as it is known by now, and as its uploader wishes it. */
export function newVideo(
  { key, ...measured }: Omit<ReceivedVideo, 'sha256'> & Pick<Video, 'sha256'>,
  { connection, storage }: Pick<UploadDestination, 'connection' | 'storage'>,
  wishes: VideoWishes,
): Omit<NewVideo, 'status' | 'thumbnail_url' | 'image_bytes'> {
  return {
    title: 'Untitled video',
    ...wishedOf(wishes),
    ...measured,
    storage_connection_id: connection.id,
    video_path: key,
    video_url: storage.url(key),
  };
}
