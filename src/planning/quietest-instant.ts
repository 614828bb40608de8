import { stepsAhead } from '../domain/plan/fold-plan.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { Instant } from '../domain/scalars.js';

/** Steps looked at: far more than any plan has within the stretch that an edit looks at. */
const LOOK_AHEAD = 1_000;

/**
 * The instant from `from` to `until` after which a content's plan leaves the most time before its next step; a step at
 * that very instant is over by then.
 * @param state settled up to `from`.
 */
export function quietestInstant(state: ContentState, from: Instant, until: Instant): Instant {
  let quietest = { at: from, ms: Number.NEGATIVE_INFINITY };
  let last = from;
  let looked = 0;
  for (const { at } of stepsAhead(state)) {
    if (at - last > quietest.ms) quietest = { at: last, ms: at - last };
    looked += 1;
    if (at > until || looked === LOOK_AHEAD) return quietest.at;
    last = at;
  }
  return last;
}
