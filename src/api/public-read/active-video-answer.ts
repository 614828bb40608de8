import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ActiveAnswer } from '../../domain/plan/resolve-active.js';
import { REASONS } from '../../domain/ar-content.js';
import { AppError } from '../../domain/errors.js';
import type { Instant } from '../../domain/scalars.js';
import type { Video } from '../../domain/video.js';
import { idAnswer, instantAnswer, toIso, toIsoOrNull } from '../http/fields.js';
import { absoluteUrl } from '../views/video-view.js';

/** The fields of a video that AR clients are told. */
export const shown = {
  id: idAnswer,
  title: z.string(),
  video_url: z.string().nullable(),
  thumbnail_url: z.string().nullable(),
  duration: z.number().nullable().meta({ description: 'Seconds' }),
  width: z.int().nullable(),
  height: z.int().nullable(),
  size_bytes: z.int().nullable(),
  mime_type: z.string().nullable(),
};

/** What an AR client is told. */
export const activeVideoAnswer = z
  .strictObject({
    ...shown,
    reason: z.enum(REASONS),
    schedule_id: idAnswer.nullable().meta({ description: 'The schedule that set it, for the reason rotation' }),
    override_id: idAnswer.nullable().meta({ description: 'The override that is seen, for the reason override' }),
    version: z.int().meta({ description: 'Only grows' }),
    valid_until: instantAnswer.nullable().meta({ description: 'When the answer may change next; null: none known' }),
    next_video: z
      .strictObject({ ...shown, starts_at: instantAnswer })
      .nullable()
      .meta({ description: 'What comes next, to be fetched ahead' }),
  })
  .meta({ id: 'ActiveVideo' });

type Body = z.input<typeof activeVideoAnswer>;

/** A video as AR clients are told of it. */
export function shownVideo(video: Video, baseUrl: string) {
  return {
    id: video.id,
    title: video.title,
    video_url: absoluteUrl(video.video_url, baseUrl),
    thumbnail_url: absoluteUrl(video.thumbnail_url, baseUrl),
    duration: video.duration,
    width: video.width,
    height: video.height,
    size_bytes: video.size_bytes,
    mime_type: video.mime_type,
  };
}

/** The flat object that viewers read; null when nothing is live. */
function activeVideoBody({ live, version, validUntil, next }: ActiveAnswer, baseUrl: string): Body | null {
  if (live === null) return null;
  return {
    ...shownVideo(live.video, baseUrl),
    reason: live.reason,
    schedule_id: live.scheduleId,
    override_id: live.overrideId,
    version,
    valid_until: toIsoOrNull(validUntil),
    next_video: next && { ...shownVideo(next.video, baseUrl), starts_at: toIso(next.startsAt) },
  };
}

/** How long the answer may be kept: at most `maxAgeMs`, and never past the instant at which it may change. */
export function cacheControl(validUntil: Instant | null, now: Instant, maxAgeMs: number): string {
  const seconds = Math.floor(Math.min(maxAgeMs, (validUntil ?? Number.POSITIVE_INFINITY) - now) / 1_000);
  // Without a whole second left, it may be stored but has to be asked for each time.
  return seconds < 1 ? 'public, no-cache' : `public, max-age=${seconds}`;
}

/** An ETag over exactly the bytes that are sent. */
const tagOf = (bytes: Buffer): string => `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;

/** What the public read sends, or why nothing is live: `gone`, `nothing_to_show`. */
export function writeActiveVideo(answer: ActiveAnswer, baseUrl: string): { bytes: Buffer; tag: string } | AppError {
  if (!answer.open) {
    const why = answer.state.arContent.is_active ? 'has expired' : 'is inactive';
    return new AppError('gone', `This AR content ${why}.`);
  }
  const body = activeVideoBody(answer, baseUrl);
  if (body === null) return new AppError('nothing_to_show', 'No video of this AR content can be shown now.');
  const bytes = Buffer.from(JSON.stringify(body));
  return { bytes, tag: tagOf(bytes) };
}
