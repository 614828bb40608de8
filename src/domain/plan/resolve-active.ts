import { foldPlan, foldSteps } from './fold-plan.js';
import { MOST_RESTS } from './hours-edges.js';
import { isContentOpen, liveAt, type Live } from './live.js';
import type { ContentState } from './content-state.js';
import type { Reason } from '../ar-content.js';
import type { Instant } from '../scalars.js';
import type { Video } from '../video.js';

/** The whole answer to "what is live at `at`?". */
export interface ActiveAnswer {
  /** False when the content is inactive or expired. */
  open: boolean;
  live: Live | null;
  version: number;
  /** The next instant at which the answer may change; null: none known. */
  validUntil: Instant | null;
  /** The next video that takes over, why and when; null: none known. */
  next: { video: Video; reason: Reason; startsAt: Instant } | null;
  /** Steps due by `at` that are not committed yet. */
  uncommitted: number;
  /** The state with every step due by `at` applied. */
  state: ContentState;
}

/** How many steps ahead, at least, the next video is looked for: enough to pass slots that change nothing. */
const LOOK_AHEAD = 16;

/** What is live from an instant on; undefined: it was not looked further, and may be another video. */
interface Ahead {
  at: Instant;
  live: Live | null | undefined;
}

/** What is live after all steps of each coming instant, as far as it is looked. */
function* instantsAhead(state: ContentState): Generator<Ahead> {
  let last: Ahead | undefined;
  let [looked, rests] = [0, 0];
  for (const { at, step } of foldSteps(state, Number.POSITIVE_INFINITY)) {
    if (last !== undefined && at > last.at) {
      yield last;
      last = undefined;
      // Never within an instant: only its last step tells what it leads to.
      if (looked >= LOOK_AHEAD) return;
    }
    if (step === null) {
      rests += 1;
      if (rests === MOST_RESTS) return yield { at, live: undefined };
    } else {
      last = { at, live: step.to };
      looked += 1;
    }
  }
  if (last !== undefined) yield last;
}

/** When the answer may change next, and to which other video. */
function lookAhead(state: ContentState, live: Live | null): Pick<ActiveAnswer, 'validUntil' | 'next'> {
  let validUntil: Instant | null = null;
  for (const { at, live: ahead } of instantsAhead(state)) {
    validUntil ??= at;
    if (ahead == null || ahead.video.id === live?.video.id) continue;
    return { validUntil, next: { video: ahead.video, reason: ahead.reason, startsAt: at } };
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
