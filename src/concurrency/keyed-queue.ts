import { AppError } from '../domain/errors.js';

/**
 * Runs the actions of each key one after the other: those that would only wait for each other at a lock wait here, where
 * they hold nothing.
 */
export class KeyedQueue<K> {
  readonly #maxWaiting: number;
  readonly #waiting = new Map<K, (() => void)[]>();

  /** @param maxWaiting how many of one key may wait */
  constructor(maxWaiting: number) {
    this.#maxWaiting = maxWaiting;
  }

  /** @throws AppError `busy` when too many of this key wait; whatever `action` throws */
  async run<T>(key: K, action: () => Promise<T>): Promise<T> {
    const before = this.#waiting.get(key);
    if (before === undefined) this.#waiting.set(key, []);
    else {
      if (before.length >= this.#maxWaiting)
        throw new AppError('busy', 'Too many edits of it wait already. Try again.');
      await new Promise<void>((resolve) => before.push(resolve));
    }
    try {
      return await action();
    } finally {
      const next = this.#waiting.get(key)?.shift();
      if (next === undefined) this.#waiting.delete(key);
      else next();
    }
  }
}
