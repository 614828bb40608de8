import { AppError } from '../domain/errors.js';
import { orTellAll, type IsHopeless, type Waiting } from './limiter.js';

/**
 * Runs the actions of each key one after the other: those that would only wait for each other at a lock wait here, where
 * they hold nothing.
 */
export class KeyedQueue<K> {
  readonly #maxWaiting: number;
  readonly #isHopeless: IsHopeless;
  readonly #waiting = new Map<K, Waiting[]>();

  /** @param maxWaiting how many of one key may wait. @param isHopeless is asked about the others of the same key. */
  constructor(maxWaiting: number, isHopeless: IsHopeless = () => false) {
    this.#maxWaiting = maxWaiting;
    this.#isHopeless = isHopeless;
  }

  /** @throws AppError `busy` when too many of this key wait; whatever `action` throws */
  async run<T>(key: K, action: () => Promise<T>): Promise<T> {
    const before = this.#waiting.get(key);
    if (before === undefined) this.#waiting.set(key, []);
    else {
      if (before.length >= this.#maxWaiting)
        throw new AppError('busy', 'Too many edits of it wait already. Try again.');
      await new Promise<void>((begin, refuse) => before.push({ begin, refuse }));
    }
    try {
      return await orTellAll(action, this.#isHopeless, (error) => this.#refuseWaiting(key, error));
    } finally {
      const next = this.#waiting.get(key)?.shift();
      if (next === undefined) this.#waiting.delete(key);
      else next.begin();
    }
  }

  #refuseWaiting(key: K, error: unknown): void {
    for (const { refuse } of this.#waiting.get(key)?.splice(0) ?? []) refuse(error);
  }
}
