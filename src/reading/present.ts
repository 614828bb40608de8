import type { Lane } from '../concurrency/lane.js';
import { AppError } from '../domain/errors.js';
import type { ContentState } from '../domain/plan/content-state.js';
import { foldPlan } from '../domain/plan/fold-plan.js';
import { replan } from '../domain/plan/replan.js';
import { resolveActive, type ActiveAnswer } from '../domain/plan/resolve-active.js';
import type { Id, Instant } from '../domain/scalars.js';

/** So many steps are folded without a pause. */
const STEPS_AT_ONCE = 32;
/** An answer may keep the event loop for so long; whatever takes longer goes on in the lane. */
const AT_ONCE_MS = 5;
/** How much of the event loop's time an answer gets in all, and how much more for each content in it. */
const BUDGET_MS = 100;
const BUDGET_PER_CONTENT_MS = 10;

export interface PresentOptions {
  lane: Lane;
  /** Is told of contents whose steps nobody committed: many of them had better be. */
  onBacklog: (arContentId: Id, uncommitted: number) => void;
}

/** Contents as they are now, with every due step applied: what lists and details show, whoever commits them when. */
export interface Present {
  /**
   * @param now the instant before the state was read: a step due by then was still in the plan.
   * @throws AppError `busy` when too much is to be caught up with; it is being committed then.
   */
  of(committed: ContentState, now: Instant): Promise<ActiveAnswer>;
  /** The same for several, in order. */
  ofAll(committed: readonly ContentState[], now: Instant): Promise<ActiveAnswer[]>;
}

const tooMuch = (): AppError =>
  new AppError('busy', 'There are very many rotations to catch up with. Try again, or ask for fewer at once.');

/** Folds a state on to an instant, some steps at a time, and tells how many there were so far. */
function* folding(committed: ContentState, at: Instant): Generator<number, ActiveAnswer> {
  let state = committed;
  let uncommitted = 0;
  for (let complete = false; !complete;) {
    const fold = foldPlan(state, at, STEPS_AT_ONCE);
    ({ state, complete } = fold);
    uncommitted += fold.steps.length;
    yield uncommitted;
  }
  const answer = { ...resolveActive(state, at), uncommitted };
  if (uncommitted === 0) return answer;
  yield uncommitted;
  // The fold moves the slots; which videos come next is part of the plan made after it.
  return { ...answer, state: replan(answer.state, answer.state.arContent.settled_at) };
}

/**
 * The same of a state that was just settled, for the answer to an edit: little can have come due since, and an edit that
 * was committed is not refused.
 */
export function presentSettled(settled: ContentState, now: Instant): ActiveAnswer {
  const steps = folding(settled, Math.max(now, settled.arContent.settled_at));
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}

/** Finds the answers of several contents, a part at each call; true: all are found. */
function finding(states: readonly ContentState[], now: Instant, onBacklog: PresentOptions['onBacklog']) {
  const answers: ActiveAnswer[] = [];
  let current: { id: Id; folding: Generator<number, ActiveAnswer>; uncommitted: number } | null = null;
  const tellBacklog = (): void => {
    if (current !== null) onBacklog(current.id, current.uncommitted);
  };
  const part = (): boolean => {
    const state = states[answers.length];
    if (state === undefined) return true;
    const { id, settled_at } = state.arContent;
    current ??= { id, folding: folding(state, Math.max(now, settled_at)), uncommitted: 0 };
    const next = current.folding.next();
    if (next.done === true) {
      answers.push(next.value);
      tellBacklog();
      current = null;
    } else current.uncommitted = next.value;
    return answers.length === states.length;
  };
  return { answers, part, tellBacklog };
}

/** Folds what an answer shows: in slices, and no longer than it may. */
export function createPresent({ lane, onBacklog }: PresentOptions): Present {
  const ofAll: Present['ofAll'] = async (states, now) => {
    const { answers, part, tellBacklog } = finding(states, now, onBacklog);
    const begunAt = performance.now();
    let isDone = part();
    while (!isDone && performance.now() - begunAt < AT_ONCE_MS) isDone = part();
    isDone ||= await lane.run(part, BUDGET_MS + BUDGET_PER_CONTENT_MS * states.length);
    if (isDone) return answers;
    tellBacklog();
    throw tooMuch();
  };
  const of: Present['of'] = async (state, now) => {
    const [answer] = await ofAll([state], now);
    if (answer === undefined) throw new Error('One content has one answer.');
    return answer;
  };
  return { of, ofAll };
}
