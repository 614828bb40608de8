export interface AllowanceRules {
  /** So many at once, */
  atOnce: number;
  /** and then one after each of so many milliseconds. */
  everyMs: number;
  /** Of no more keys than these anything is remembered: with one more, the one that took longest ago starts afresh. */
  maxKeys: number;
}

/**
 * Bounds how often each key may do something: the virtual scheduling of the generic cell rate algorithm (ITU-T I.371,
 * annex A). Its clock is any that does not go back, in milliseconds.
 */
export class Allowance {
  readonly #rules: AllowanceRules;
  /** Until when what each key took is used up, the one that took longest ago first. */
  readonly #usedUntil = new Map<string, number>();

  constructor(rules: AllowanceRules) {
    this.#rules = rules;
  }

  /** Whether one is left for a key. */
  has(key: string, now: number): boolean {
    const { atOnce, everyMs } = this.#rules;
    return (this.#usedUntil.get(key) ?? now) <= now + (atOnce - 1) * everyMs;
  }

  /** Takes one, whether it is left or not: ask `has` before. */
  take(key: string, now: number): void {
    const { everyMs, maxKeys } = this.#rules;
    const from = Math.max(now, this.#usedUntil.get(key) ?? now);
    this.#usedUntil.delete(key);
    this.#usedUntil.set(key, from + everyMs);
    for (const [other, until] of this.#usedUntil) {
      if (until > now && this.#usedUntil.size <= maxKeys) break;
      this.#usedUntil.delete(other);
    }
  }
}
