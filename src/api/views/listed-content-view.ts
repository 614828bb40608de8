import { z } from 'zod';
import { BADGES, badgesOf } from '../../domain/content-badges.js';
import type { ContentState } from '../../domain/plan/content-state.js';
import type { ActiveAnswer } from '../../domain/plan/resolve-active.js';
import type { Instant } from '../../domain/scalars.js';
import type { Video } from '../../domain/video.js';
import { idAnswer } from '../http/fields.js';
import { contentAnswer, contentView } from './content-view.js';
import { absoluteUrl } from './video-view.js';

/** What a list of contents says of each when it is asked to. */
export const GLIMPSES = ['live', 'next', 'badges'] as const;

const videoGlimpse = z
  .strictObject({
    id: idAnswer,
    title: z.string(),
    thumbnail_url: z.string().nullable().meta({ description: 'The smallest' }),
  })
  .meta({ id: 'VideoGlimpse' });

/** An AR content in a list. */
export const listedContentAnswer = contentAnswer
  .extend({
    live_video: videoGlimpse.nullable().optional().meta({ description: 'With include=live: what is shown now' }),
    next_video: videoGlimpse.nullable().optional().meta({ description: 'With include=next: what takes over next' }),
    badges: z
      .array(z.enum(BADGES))
      .optional()
      .meta({ description: 'With include=badges. dark_soon: within seven days, by windows, expiries and hours' }),
  })
  .meta({ id: 'ListedArContent' });

function glimpse(video: Video | undefined, baseUrl: string): z.input<typeof videoGlimpse> | null {
  if (video === undefined) return null;
  const { id, title, thumbnails, thumbnail_url } = video;
  return { id, title, thumbnail_url: absoluteUrl(thumbnails[0]?.url ?? thumbnail_url, baseUrl) };
}

/** A content as it is now, with what is asked for beside. */
export function listedContentView(
  { committed, answer, now }: { committed: ContentState; answer: ActiveAnswer; now: Instant },
  include: ReadonlySet<string>,
  baseUrl: string,
): z.input<typeof listedContentAnswer> {
  return {
    ...contentView(answer),
    ...(include.has('live') && { live_video: glimpse(answer.live?.video, baseUrl) }),
    ...(include.has('next') && { next_video: glimpse(answer.next?.video, baseUrl) }),
    ...(include.has('badges') && { badges: badgesOf(committed, answer.state, now) }),
  };
}
