import { AppError } from '../../domain/errors.js';
import { resolveActive, type ActiveAnswer } from '../../domain/plan/resolve-active.js';
import type { ContentState } from '../../domain/plan/content-state.js';
import type { Id, Instant } from '../../domain/scalars.js';
import { activeVideoBody, tagOf } from './active-video-answer.js';

/** The next answer is prepared this long before it holds, so that ten thousand switches at one instant cost nothing then. */
const PREPARE_AHEAD_MS = 1_000;

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

function contentOf(answer: ActiveAnswer, baseUrl: string): PreparedAnswer['content'] {
  if (!answer.open) {
    const why = answer.state.arContent.is_active ? 'has expired' : 'is inactive';
    return new AppError('gone', `This AR content ${why}.`);
  }
  const body = activeVideoBody(answer, baseUrl);
  if (body === null) return new AppError('nothing_to_show', 'No video of this AR content can be shown now.');
  const bytes = Buffer.from(JSON.stringify(body));
  return { bytes, tag: tagOf(bytes) };
}

function prepare(answer: ActiveAnswer, baseUrl: string): PreparedAnswer {
  const { validUntil, version } = answer;
  return { baseUrl, validUntil, version, content: contentOf(answer, baseUrl) };
}

/** An answer, and what was prepared of it. */
class Period {
  readonly answer: ActiveAnswer;
  readonly end: number;
  #prepared: PreparedAnswer[] = [];

  constructor(answer: ActiveAnswer) {
    this.answer = answer;
    this.end = endOf(answer);
  }

  preparedFor(baseUrl: string): PreparedAnswer {
    const [first] = this.#prepared;
    if (first?.baseUrl === baseUrl) return first;
    const found = this.#prepared.find((one) => one.baseUrl === baseUrl);
    if (found !== undefined) return found;
    const prepared = prepare(this.answer, baseUrl);
    if (this.#prepared.length === MAX_BASE_URLS) this.#prepared.pop();
    this.#prepared.unshift(prepared);
    return prepared;
  }
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
  #now: Period;
  #next: Period | null = null;

  /** @param knownAt the instant before the state was read: no step due by then can have been taken back. */
  constructor(state: ContentState, knownAt: Instant) {
    const { id, unique_id, settled_at } = state.arContent;
    const answer = resolveActive(state, Math.max(knownAt, settled_at));
    this.id = id;
    this.uniqueId = unique_id;
    this.knownAt = knownAt;
    this.uncommitted = answer.uncommitted;
    this.#now = new Period(answer);
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
    return (this.#next ??= new Period(resolveActive(this.#now.answer.state, this.#now.end)));
  }

  #goOn(now: Instant): void {
    const next = this.#following();
    const later = now < next.end ? next : new Period(resolveActive(next.answer.state, now));
    this.uncommitted += next.answer.uncommitted + (later === next ? 0 : later.answer.uncommitted);
    this.#now = later;
    this.#next = null;
  }
}
