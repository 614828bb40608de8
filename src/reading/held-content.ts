import type { AppError } from '../domain/errors.js';
import type { ContentState } from '../domain/plan/content-state.js';
import { foldPlan } from '../domain/plan/fold-plan.js';
import { resolveActive, type ActiveAnswer } from '../domain/plan/resolve-active.js';
import type { Id, Instant } from '../domain/scalars.js';

/** The next answer is prepared this long before it holds, so that ten thousand switches at one instant cost nothing then. */
const PREPARE_AHEAD_MS = 1_000;

/** Of a content that was not looked at for long, so many steps are folded without a pause. */
const STEPS_AT_ONCE = 32;

/** Answers are prepared for so many base URLs of one content: whoever makes up hosts cannot fill the memory. */
const MAX_BASE_URLS = 4;

/** What is sent while an answer holds, for one base URL. */
export interface PreparedAnswer {
  baseUrl: string;
  validUntil: Instant | null;
  version: number;
  /** The video; or why there is none. */
  content: { bytes: Buffer; tag: string } | AppError;
}

const endOf = ({ validUntil }: { validUntil: Instant | null }): number => validUntil ?? Number.POSITIVE_INFINITY;

/** Writes down what is sent of an answer; what it makes is kept for as long as the answer holds. */
export type WriteAnswer = (answer: ActiveAnswer, baseUrl: string) => PreparedAnswer['content'];

/** An answer, and what was prepared of it. */
class Period {
  readonly answer: ActiveAnswer;
  readonly end: number;
  readonly #write: WriteAnswer;
  #prepared: PreparedAnswer[] = [];

  constructor(answer: ActiveAnswer, write: WriteAnswer) {
    this.answer = answer;
    this.end = endOf(answer);
    this.#write = write;
  }

  preparedFor(baseUrl: string): PreparedAnswer {
    const [first] = this.#prepared;
    if (first?.baseUrl === baseUrl) return first;
    const found = this.#prepared.find((one) => one.baseUrl === baseUrl);
    if (found !== undefined) return found;
    const { validUntil, version } = this.answer;
    const prepared = { baseUrl, validUntil, version, content: this.#write(this.answer, baseUrl) };
    if (this.#prepared.length === MAX_BASE_URLS) this.#prepared.pop();
    this.#prepared.unshift(prepared);
    return prepared;
  }
}

/** What a content shows at `at`, if it takes no more than some steps to get there; else at the last instant that they reach. */
function foldTowards(state: ContentState, at: Instant): { answer: ActiveAnswer; steps: number; isThere: boolean } {
  const { state: reached, steps, complete } = foldPlan(state, at, STEPS_AT_ONCE);
  const answer = resolveActive(reached, complete ? at : reached.arContent.settled_at);
  return { answer, steps: steps.length, isThere: complete };
}

/**
 * A content as it was committed, folded on from there: what is live at any later instant follows without a query, for as
 * long as no edit is made.
 */
export class HeldContent {
  readonly id: Id;
  readonly uniqueId: string;
  /** Until when it is known that nobody edited it; grows while changes are told. */
  knownAt: Instant;
  /** Steps folded so far that nobody is known to have committed. */
  uncommitted: number;
  /** About how much memory it takes, prepared answers included. */
  readonly bytes: number;
  readonly #write: WriteAnswer;
  #now: Period;
  #next: Period | null = null;

  /** @param knownAt the instant before the state was read: no step due by then can have been taken back. */
  constructor(state: ContentState, knownAt: Instant, write: WriteAnswer) {
    const { id, unique_id, settled_at } = state.arContent;
    const { answer, steps } = foldTowards(state, Math.max(knownAt, settled_at));
    this.id = id;
    this.uniqueId = unique_id;
    this.knownAt = knownAt;
    this.uncommitted = steps;
    this.#write = write;
    this.#now = new Period(answer, write);
    // Twice the text for the objects; the answers of two periods, for a few base URLs.
    this.bytes = 4_096 + 3 * JSON.stringify(state).length + 2 * MAX_BASE_URLS * 1_024;
  }

  get version(): number {
    return this.#now.answer.version;
  }

  /** The first instant at which the answer may change; infinite when none is known. */
  get end(): number {
    return this.#now.end;
  }

  /** What is live; `now` never goes back. */
  answerAt(now: Instant): ActiveAnswer {
    if (now >= this.#now.end) this.#goOn(now);
    return this.#now.answer;
  }

  /** The same, ready to be sent. */
  preparedAt(now: Instant, baseUrl: string): PreparedAnswer {
    if (now >= this.#now.end) this.#goOn(now);
    else if (this.#now.end - now <= PREPARE_AHEAD_MS) this.#following().preparedFor(baseUrl);
    return this.#now.preparedFor(baseUrl);
  }

  #following(): Period {
    return (this.#next ??= new Period(resolveActive(this.#now.answer.state, this.#now.end), this.#write));
  }

  /**
   * Folds on towards `now`, but only some steps of a long way: false when it is not there yet. Until it is, nothing may
   * be answered.
   */
  advance(now: Instant): boolean {
    if (now < this.#now.end) return true;
    const next = this.#following();
    this.uncommitted += next.answer.uncommitted;
    if (now < next.end) return this.#show(next);
    const { answer, steps, isThere } = foldTowards(next.answer.state, now);
    this.uncommitted += steps;
    this.#show(new Period(answer, this.#write));
    return isThere;
  }

  #show(period: Period): true {
    this.#now = period;
    this.#next = null;
    return true;
  }

  #goOn(now: Instant): void {
    while (!this.advance(now));
  }
}
