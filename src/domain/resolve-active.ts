import { foldPlan, stepsAhead } from './fold-plan.js';
import { isContentOpen, liveAt, type Live } from './live.js';
import type { ContentState, Instant, Video } from './types.js';

/** The whole answer to "what is live at `at`?". */
export interface ActiveAnswer {
  /** False when the content is inactive or expired. */
  open: boolean;
  live: Live | null;
  version: number;
  /** The next instant at which the answer may change; null: none known. */
  validUntil: Instant | null;
  /** The next video that takes over, and when; null: none known. */
  next: { video: Video; startsAt: Instant } | null;
  /** Steps due by `at` that are not committed yet. */
  uncommitted: number;
  /** The state with every step due by `at` applied. */
  state: ContentState;
}

/** How many steps ahead the next video is looked for: enough to pass slots that change nothing. */
const LOOK_AHEAD = 16;

/** When the answer may change next, and to which other video. */
function lookAhead(state: ContentState, live: Live | null): Pick<ActiveAnswer, 'validUntil' | 'next'> {
  let validUntil: Instant | null = null;
  let looked = 0;
  for (const { at, toVideoId } of stepsAhead(state)) {
    validUntil ??= at;
    const video = toVideoId === live?.video.id ? undefined : state.videos.find(({ id }) => id === toVideoId);
    if (video !== undefined) return { validUntil, next: { video, startsAt: at } };
    looked += 1;
    if (looked === LOOK_AHEAD) break;
  }
  return { validUntil, next: null };
}

/**
 * What an AR content shows at `at`: the committed state with every step due by then applied, whoever commits them and
 * whenever. The public read, lists, previews and the rotation itself all ask here.
 */
export function resolveActive(committed: ContentState, at: Instant): ActiveAnswer {
  const { state, steps } = foldPlan(committed, at);
  const live = liveAt(state, at);
  return {
    open: isContentOpen(state, at),
    live,
    version: state.arContent.version,
    ...lookAhead(state, live),
    uncommitted: steps.length,
    state,
  };
}
