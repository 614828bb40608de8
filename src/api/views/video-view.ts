import { z } from 'zod';
import type { ActiveAnswer } from '../../domain/resolve-active.js';
import { VIDEO_STATUSES, type Video } from '../../domain/types.js';
import { idAnswer, instantAnswer, toIso, toIsoOrNull } from '../fields/fields.js';

/** A video in an answer. */
export const videoAnswer = z
  .strictObject({
    id: idAnswer,
    ar_content_id: idAnswer,
    storage_connection_id: idAnswer.nullable(),
    video_path: z.string().nullable(),
    video_url: z.string().nullable(),
    thumbnail_url: z.string().nullable(),
    title: z.string(),
    duration: z.number().nullable().meta({ description: 'Seconds' }),
    width: z.int().nullable(),
    height: z.int().nullable(),
    size_bytes: z.int().nullable(),
    mime_type: z.string().nullable(),
    sha256: z.string().nullable(),
    status: z.enum(VIDEO_STATUSES),
    is_active: z.boolean().meta({ description: "Whether it is the content's active_video_id" }),
    is_live: z.boolean().meta({ description: 'Whether AR clients are shown it now' }),
    schedule_start: instantAnswer.nullable(),
    schedule_end: instantAnswer.nullable(),
    expires_at: instantAnswer.nullable(),
    rotation_order: z.int(),
    revision: z.int(),
    created_at: instantAnswer,
    updated_at: instantAnswer,
  })
  .meta({ id: 'Video' });

/** A stored URL, which begins with the path, as clients fetch it. */
export function absoluteUrl(url: string | null, baseUrl: string): string | null {
  return url?.startsWith('/') ? baseUrl + url : url;
}

/** A video as it is now. */
export function videoView(video: Video, { state, live }: ActiveAnswer, baseUrl: string): z.input<typeof videoAnswer> {
  return {
    id: video.id,
    ar_content_id: video.ar_content_id,
    storage_connection_id: video.storage_connection_id,
    video_path: video.video_path,
    video_url: absoluteUrl(video.video_url, baseUrl),
    thumbnail_url: absoluteUrl(video.thumbnail_url, baseUrl),
    title: video.title,
    duration: video.duration,
    width: video.width,
    height: video.height,
    size_bytes: video.size_bytes,
    mime_type: video.mime_type,
    sha256: video.sha256,
    status: video.status,
    is_active: state.arContent.active_video_id === video.id,
    is_live: live?.video.id === video.id,
    schedule_start: toIsoOrNull(video.schedule_start),
    schedule_end: toIsoOrNull(video.schedule_end),
    expires_at: toIsoOrNull(video.expires_at),
    rotation_order: video.rotation_order,
    revision: video.revision,
    created_at: toIso(video.created_at),
    updated_at: toIso(video.updated_at),
  };
}
