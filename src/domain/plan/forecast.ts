import { must } from '../must.js';
import type { Id, Instant } from '../scalars.js';
import type { Video } from '../video.js';
import type { ContentState } from './content-state.js';
import { earlier, edges } from './due.js';
import { HoursEdges } from './hours-edges.js';
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
  /** How far it was looked: hours that change very often end the look early. */
  reaches: Instant;
}

/** Hours recur without end: so many edges of theirs are gone through, which takes some milliseconds. */
const MOST_HOURS_EDGES = 2_000;

/** An instant at which some of these videos may become showable, or cease to be. */
interface Edge {
  at: Instant;
  changed: readonly Video[];
}

/** Where a look begins, and where it ends, exclusive: sooner, once there were too many edges of hours. */
interface Look {
  readonly from: Instant;
  to: Instant;
}

/** The edges of windows and expiries, and of hours and days, that lie after the beginning of a look, in order. */
function* edgesOfVideos(state: ContentState, look: Look): Generator<Edge> {
  const byId = new Map(state.videos.map((video) => [video.id, video]));
  const keeping = state.videos.filter(({ opening }) => opening !== null);
  const fixed = edges(state).filter(({ at, kind }) => at > look.from && at < look.to && kind !== 'override');
  const hours = new HoursEdges({ ...state, overrides: [] }, look.from);
  for (let [fixedTaken, hoursTaken] = [0, 0]; ;) {
    const once = fixed[fixedTaken];
    const due = earlier(once, hours.next);
    if (due !== undefined && hoursTaken === MOST_HOURS_EDGES) look.to = Math.min(look.to, due.at);
    if (due === undefined || due.at >= look.to) return;
    if (due === once) fixedTaken += 1;
    else {
      hours.take(due);
      hoursTaken += 1;
    }
    const changed = due === once ? [must(byId.get(Number(due.subjectId)), 'the video of an edge')] : keeping;
    yield { at: due.at, changed };
  }
}

/** The videos that can be shown, from each instant on at which they may become others; of one instant, the last counts. */
function* showableSets(state: ContentState, look: Look): Generator<[Instant, ReadonlySet<Id>]> {
  const showable = new Set(state.videos.filter((video) => isShowable(video, look.from)).map(({ id }) => id));
  let last = look.from;
  for (const { at, changed } of edgesOfVideos(state, look)) {
    if (at > last) yield [last, showable];
    last = at;
    for (const video of changed) {
      if (isShowable(video, at)) showable.add(video.id);
      else showable.delete(video.id);
    }
  }
  if (last < look.to) yield [last, showable];
}

/** What follows from the windows, expiries and hours of videos. */
function ofVideos(state: ContentState, from: Instant, to: Instant): Forecast {
  const look: Look = { from, to };
  const found: Forecast = {
    darkAt: null,
    darkUntil: null,
    expires: false,
    oneLeftAt: null,
    leftVideoId: null,
    reaches: to,
  };
  let before = 0;
  for (const [at, showable] of showableSets(state, look)) {
    if (showable.size === 0) found.darkAt ??= at;
    else if (found.darkAt !== null) found.darkUntil ??= at;
    if (showable.size === 1 && before > 1 && found.oneLeftAt === null) {
      found.oneLeftAt = at;
      found.leftVideoId = Math.max(...showable);
    }
    before = showable.size;
    if (found.darkUntil !== null && found.oneLeftAt !== null) break;
  }
  return { ...found, reaches: look.to };
}

/**
 * When an open content goes dark, and when it comes down to one video. That follows from the edges of windows, expiries
 * and hours of videos alone: whatever schedules and overrides choose, something is shown as long as any video can be.
 * @param from the present: a content that is dark already is so from then on. @param to where the look ends, exclusive
 * @returns null when nothing of this happens until `to`, or the content is closed
 */
export function forecastOf(state: ContentState, from: Instant, to: Instant): Forecast | null {
  if (!isContentOpen(state, from)) return null;
  const expiresAt = state.arContent.expires_at ?? Infinity;
  const end = Math.min(to, expiresAt);
  const { reaches, ...found } = ofVideos(state, from, end);
  if (reaches < end) return { ...found, reaches };
  if (found.darkAt === null && end < to) return { ...found, darkAt: end, expires: true, reaches: to };
  return found.darkAt === null && found.oneLeftAt === null ? null : { ...found, reaches: to };
}
