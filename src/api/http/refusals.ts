import { seldom, type Pace } from '../../concurrency/seldom.js';

/** Somebody was refused something. */
export interface Refusal {
  /** What: a connection, a stream, a request, an object; of few values. */
  what: string;
  /** Why, of few values: the code of a problem, or which limit. */
  why: string;
  address: string | undefined;
  /** What else is worth a word in the log. */
  details?: object;
}

/** How the log has it. */
interface RefusalLog {
  warn(details: object, message: string): void;
}

/**
 * Tells operators who was refused: counts every one, and has lines in the log at a pace that nobody can drive up. Each
 * kind has a pace of its own, so that many of one do not hide another.
 */
export class Refusals {
  readonly #count: (what: string, why: string) => void;
  readonly #log: RefusalLog;
  readonly #pace: Pace;
  readonly #kinds = new Map<string, (refusal: Refusal) => void>();

  constructor(count: (what: string, why: string) => void, log: RefusalLog, pace = { atOnce: 50, perSecond: 5 }) {
    this.#count = count;
    this.#log = log;
    this.#pace = pace;
  }

  tell(refusal: Refusal): void {
    const { what, why } = refusal;
    this.#count(what, why);
    const kind = `${what} ${why}`;
    const say = this.#kinds.get(kind) ?? seldom(this.#pace, (told: Refusal, leftOut) => this.#say(told, leftOut));
    this.#kinds.set(kind, say);
    say(refusal);
  }

  #say({ what, why, address, details }: Refusal, leftOut: number): void {
    const more = leftOut > 0 ? ` (and ${leftOut} more before it)` : '';
    const article = /^[aeiou]/.test(what) ? 'an' : 'a';
    this.#log.warn({ address, why, ...details }, `refused ${article} ${what}: ${why}${more}`);
  }
}
