import { must } from '../must.js';
import type { Id, Instant } from '../scalars.js';
import type { ContentState } from './content-state.js';
import { edges } from './due.js';
import { isContentOpen, isShowable } from './live.js';

/** What may go wrong with a content by itself. */
export interface Forecast {
  /** Since when nothing can be shown; null: something always can. */
  darkAt: Instant | null;
  /** When something can be shown again; null: not in the stretch that was looked at. */
  darkUntil: Instant | null;
  /** Whether it goes dark because it expires itself. */
  expires: boolean;
  /** When one video is left of several; null: that does not happen. */
  oneLeftAt: Instant | null;
  /** Which one. */
  leftVideoId: Id | null;
}

/** The videos that can be shown, from each instant on at which they become others. */
function* showableSets(state: ContentState, from: Instant, to: Instant): Generator<[Instant, ReadonlySet<Id>]> {
  const videos = new Map(state.videos.map((video) => [video.id, video]));
  const showable = new Set(state.videos.filter((video) => isShowable(video, from)).map(({ id }) => id));
  yield [from, showable];
  const ahead = edges(state).filter(({ at, kind }) => at > from && at < to && kind !== 'override');
  for (const [index, { at, subjectId }] of ahead.entries()) {
    const video = must(videos.get(Number(subjectId)), 'the video of an edge');
    if (isShowable(video, at)) showable.add(video.id);
    else showable.delete(video.id);
    if (ahead[index + 1]?.at !== at) yield [at, showable];
  }
}

/** What follows from the windows and expiries of videos. */
function ofVideos(state: ContentState, from: Instant, to: Instant): Forecast {
  const found: Forecast = { darkAt: null, darkUntil: null, expires: false, oneLeftAt: null, leftVideoId: null };
  let before = 0;
  for (const [at, showable] of showableSets(state, from, to)) {
    if (showable.size === 0) found.darkAt ??= at;
    else if (found.darkAt !== null) found.darkUntil ??= at;
    if (showable.size === 1 && before > 1 && found.oneLeftAt === null) {
      found.oneLeftAt = at;
      found.leftVideoId = Math.max(...showable);
    }
    before = showable.size;
  }
  return found;
}

/**
 * When an open content goes dark, and when it comes down to one video. That follows from the edges of windows and
 * expiries alone: whatever schedules and overrides choose, something is shown as long as any video can be.
 * @param from the present: a content that is dark already is so from then on. @param to where the look ends, exclusive
 * @returns null when nothing of this happens, or the content is closed
 */
export function forecastOf(state: ContentState, from: Instant, to: Instant): Forecast | null {
  if (!isContentOpen(state, from)) return null;
  const expiresAt = state.arContent.expires_at ?? Infinity;
  const found = ofVideos(state, from, Math.min(to, expiresAt));
  if (found.darkAt === null && expiresAt < to) return { ...found, darkAt: expiresAt, expires: true };
  return found.darkAt === null && found.oneLeftAt === null ? null : found;
}
