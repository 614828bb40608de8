import { seldom } from '../../concurrency/seldom.js';

/** Somebody was refused something. */
export interface Refusal {
  /** What: a connection, a stream, a request; of few values. */
  what: string;
  /** Why, of few values: the code of a problem, or which limit. */
  why: string;
  address: string | undefined;
  /** What else is worth a word in the log. */
  details?: object;
}

/** Tells operators who was refused: counts every one, and has lines in the log at a pace that nobody can drive up. */
export class Refusals {
  readonly #count: (what: string, why: string) => void;
  readonly #log: (refusal: Refusal) => void;

  constructor(
    count: (what: string, why: string) => void,
    log: { warn(details: object, message: string): void },
    pace = { atOnce: 50, perSecond: 5 },
  ) {
    this.#count = count;
    this.#log = seldom(pace, ({ what, why, address, details }: Refusal, leftOut) => {
      const more = leftOut > 0 ? ` (and ${leftOut} more before it)` : '';
      log.warn({ address, why, ...details }, `refused a ${what}: ${why}${more}`);
    });
  }

  tell(refusal: Refusal): void {
    this.#count(refusal.what, refusal.why);
    this.#log(refusal);
  }
}
