import { replan } from '../../domain/plan/replan.js';
import { resolveActive, type ActiveAnswer } from '../../domain/plan/resolve-active.js';
import type { ContentState } from '../../domain/plan/content-state.js';
import type { Instant } from '../../domain/scalars.js';

/** A content as it is now, with every due step applied: what lists and details show, whoever commits them when. */
export function presentState(committed: ContentState, now: Instant): ActiveAnswer {
  const answer = resolveActive(committed, Math.max(now, committed.arContent.settled_at));
  // The fold moves the slots; which videos come next is part of the plan made after it.
  return answer.uncommitted === 0
    ? answer
    : { ...answer, state: replan(answer.state, answer.state.arContent.settled_at) };
}
