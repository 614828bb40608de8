import type { Instant } from '../scalars.js';
import type { Video } from '../video.js';
import { comingChanges } from './coming-changes.js';
import type { ContentState } from './content-state.js';
import { liveAt, type Live } from './live.js';

/** Another video is shown from an instant on. */
export interface VideoChange {
  at: Instant;
  /** Null: nothing was shown. */
  from: Video | null;
  /** Null: nothing is shown. */
  to: Live | null;
}

/** How far a look at the changes of a content has come. */
export interface VideoProgress {
  /** The change of the last instant looked at; null: the same video goes on. */
  change: VideoChange | null;
  /** The next instant that may change something: every change before it was told. Infinite at the end. */
  reach: Instant;
}

/**
 * The changes of the video that a content shows, after what is committed of it, an instant at a time: whoever drives it
 * stops where the time is up. A change of the reason alone is none.
 */
export function* videoChanges(state: ContentState): Generator<VideoProgress> {
  const live = liveAt(state, state.arContent.settled_at);
  let shown = live?.video ?? null;
  for (const { change, reach } of comingChanges(state, live)) {
    const to = change === null ? shown : (change.live?.video ?? null);
    if (change === null || to?.id === shown?.id) yield { change: null, reach };
    else yield { change: { at: change.startsAt, from: shown, to: change.live }, reach };
    shown = to;
  }
}
