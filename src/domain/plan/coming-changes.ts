import { foldSteps } from './fold-plan.js';
import { isSameLive, type Live } from './live.js';
import type { ContentState } from './content-state.js';
import type { Instant } from '../scalars.js';

/** What a content shows from an instant on; `live` null: nothing. */
export interface ComingChange {
  startsAt: Instant;
  live: Live | null;
  version: number;
}

/** How far a look ahead has come. */
export interface Progress {
  /** The change of the last instant looked at; null: it changed nothing. */
  change: ComingChange | null;
  /** The next instant that may change something: every change before it was told. Infinite at the end. */
  reach: Instant;
}

/**
 * The changes of what is live after a state is settled, an instant at a time, as a generator: whoever drives it decides
 * how much time it gets, stops where the time is up, and may go on from there later.
 * @param shown what is live in `state`.
 */
export function* comingChanges(state: ContentState, shown: Live | null): Generator<Progress> {
  let told = shown;
  let last: ComingChange | null = null;
  const progress = (reach: Instant): Progress => {
    const change = last === null || isSameLive(last.live, told) ? null : last;
    if (change !== null) told = change.live;
    return { change, reach };
  };
  for (const taken of foldSteps(state, Number.POSITIVE_INFINITY)) {
    const { at } = taken;
    // Only the last step of an instant tells what it leads to.
    if (last === null || at > last.startsAt) yield progress(at);
    if (taken.step !== null) last = { startsAt: at, live: taken.live, version: taken.state.arContent.version };
  }
  yield progress(Number.POSITIVE_INFINITY);
}
