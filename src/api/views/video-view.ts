import { z } from 'zod';
import { notFound } from '../../domain/errors.js';
import type { ActiveAnswer } from '../../domain/plan/resolve-active.js';
import type { ContentState } from '../../domain/plan/content-state.js';
import type { Id } from '../../domain/scalars.js';
import { PLAYERS, PROCESSING_STEPS, VIDEO_FAILURES, VIDEO_STATUSES, type Video } from '../../domain/video.js';
import {
  flagField,
  idAnswer,
  INT4_MAX,
  instantAnswer,
  instantField,
  textField,
  toIso,
  toIsoOrNull,
  wholeNumber,
} from '../http/fields.js';
import { presentSettled } from '../../reading/present.js';
import type { StateAt } from '../../planning/run-edit.js';
import { hoursAnswer, hoursFields, hoursView } from './hours-view.js';
import { readMark, WrittenBack, type Unmarked } from '../http/written-back.js';

const thumbnail = z.strictObject({ width: z.int(), height: z.int(), url: z.string() });

/** A video in an answer. */
export const videoAnswer = z
  .strictObject({
    id: idAnswer,
    ar_content_id: idAnswer,
    storage_connection_id: idAnswer.nullable(),
    video_path: z.string().nullable(),
    video_url: z.string().nullable(),
    thumbnail_url: z.string().nullable(),
    thumbnails: z.array(thumbnail).meta({ description: 'In several sizes, the smallest first; without ffmpeg none' }),
    title: z.string(),
    duration: z.number().nullable().meta({ description: 'Seconds' }),
    width: z.int().nullable(),
    height: z.int().nullable(),
    rotation: z.int().nullable().meta({ description: 'By how much players turn the frames, in degrees clockwise' }),
    video_codec: z.string().nullable(),
    audio_codec: z.string().nullable(),
    codecs: z
      .string()
      .nullable()
      .meta({ description: 'Of picture and sound as RFC 6381 writes them', examples: ['avc1.64001f, mp4a.40.2'] }),
    has_alpha: z.boolean().nullable().meta({ description: 'Whether the picture has an alpha channel' }),
    playable_in: z.array(z.enum(PLAYERS)).nullable().meta({
      description:
        'Which usual players play picture and sound: browsers, and what apps on Android (Media3, ExoPlayer) and iOS (AVPlayer) use. Null: a video from before this was looked at',
    }),
    bit_rate: z.int().nullable().meta({ description: 'Bits a second, of the whole file' }),
    frame_rate: z.number().nullable().meta({ description: 'Frames a second' }),
    size_bytes: z.int().nullable(),
    mime_type: z.string().nullable(),
    sha256: z.string().nullable(),
    status: z.enum(VIDEO_STATUSES),
    processing_step: z.enum(PROCESSING_STEPS).nullable().meta({ description: 'What is done to it now' }),
    processing_progress: z.int().nullable().meta({ description: 'Percent of the steps; null: failed' }),
    processing_problem: z.string().nullable().meta({ description: 'Why the step has to be tried again' }),
    failure_code: z.enum(VIDEO_FAILURES).nullable().meta({ description: 'Stable: programs decide by this' }),
    failure_reason: z.string().nullable(),
    activate_when_ready: z.boolean(),
    is_active: z.boolean().meta({ description: "Whether it is the content's active_video_id" }),
    is_live: z.boolean().meta({ description: 'Whether AR clients are shown it now' }),
    schedule_start: instantAnswer.nullable(),
    schedule_end: instantAnswer.nullable(),
    expires_at: instantAnswer.nullable(),
    ...hoursAnswer,
    rotation_order: z.int(),
    revision: z.int(),
    created_at: instantAnswer,
    updated_at: instantAnswer,
    read_mark: readMark,
  })
  .meta({ id: 'Video' });

const videoChanges = z.strictObject({
  title: textField(500).optional(),
  rotation_order: wholeNumber(-INT4_MAX, INT4_MAX).optional(),
  schedule_start: instantField.nullable().optional(),
  schedule_end: instantField.nullable().optional(),
  expires_at: instantField.nullable().optional(),
  ...hoursFields('It can be shown'),
  is_active: flagField.optional().meta({ description: 'true activates it; false clears it, if it is the active one' }),
});

/** What may be written of a video that was read. */
export const videoWrites = new WrittenBack('VideoChanges', videoChanges, videoAnswer, { moving: ['is_active'] });

/** A stored URL, which begins with the path, as clients fetch it. */
export function absoluteUrl(url: string | null, baseUrl: string): string | null {
  return url?.startsWith('/') ? baseUrl + url : url;
}

/** How many of the steps are done, in percent. */
function progressOf({ status, processing_step: step }: Video): number | null {
  if (status === 'failed') return null;
  if (status === 'ready') return 100;
  return step === null ? 0 : Math.round((100 * PROCESSING_STEPS.indexOf(step)) / PROCESSING_STEPS.length);
}

/** A video of a content. @throws AppError `not_found` */
export function videoIn(state: ContentState, id: Id): Video {
  const video = state.videos.find((one) => one.id === id);
  if (video === undefined) throw notFound('video', id);
  return video;
}

/** A video as it is now. */
export function videoView(video: Video, { state, live }: ActiveAnswer, baseUrl: string) {
  return videoWrites.marked({
    id: video.id,
    ar_content_id: video.ar_content_id,
    storage_connection_id: video.storage_connection_id,
    video_path: video.video_path,
    video_url: absoluteUrl(video.video_url, baseUrl),
    thumbnail_url: absoluteUrl(video.thumbnail_url, baseUrl),
    thumbnails: video.thumbnails.map(({ url, ...size }) => ({ ...size, url: baseUrl + url })),
    title: video.title,
    duration: video.duration,
    width: video.width,
    height: video.height,
    rotation: video.rotation,
    video_codec: video.video_codec,
    audio_codec: video.audio_codec,
    codecs: video.codecs,
    has_alpha: video.has_alpha,
    playable_in: video.playable_in && [...video.playable_in],
    bit_rate: video.bit_rate,
    frame_rate: video.frame_rate,
    size_bytes: video.size_bytes,
    mime_type: video.mime_type,
    sha256: video.sha256,
    status: video.status,
    processing_step: video.processing_step,
    processing_progress: progressOf(video),
    processing_problem: video.processing_problem,
    failure_code: video.failure_code,
    failure_reason: video.failure_reason,
    activate_when_ready: video.activation_requested_by !== null,
    is_active: state.arContent.active_video_id === video.id,
    is_live: live?.video.id === video.id,
    schedule_start: toIsoOrNull(video.schedule_start),
    schedule_end: toIsoOrNull(video.schedule_end),
    expires_at: toIsoOrNull(video.expires_at),
    ...hoursView(video),
    rotation_order: video.rotation_order,
    revision: video.revision,
    created_at: toIso(video.created_at),
    updated_at: toIso(video.updated_at),
  } satisfies Unmarked<typeof videoAnswer>);
}

/** What a body changes of a video. At which host it was read says nothing. @throws AppError `validation_failed` */
export const videoChangesIn =
  (body: z.output<typeof videoWrites.body>, id: Id) =>
  ({ state, at }: StateAt) => {
    const present = presentSettled(state, at);
    return videoWrites.changes(body, videoView(videoIn(present.state, id), present, ''));
  };
