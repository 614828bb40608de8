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
 * annex A).
 */
export class Allowance {
  readonly #rules: AllowanceRules;
  /** Until when what each key took is used up, the one that took longest ago first. */
  readonly #usedUntil = new Map<string, number>();

  constructor(rules: AllowanceRules) {
    this.#rules = rules;
  }

  /** Takes one. @param now any clock that does not go back, in milliseconds. @returns false: none is left */
  take(key: string, now: number): boolean {
    const { atOnce, everyMs, maxKeys } = this.#rules;
    const from = Math.max(now, this.#usedUntil.get(key) ?? now);
    if (from + everyMs > now + atOnce * everyMs) return false;
    this.#usedUntil.delete(key);
    this.#usedUntil.set(key, from + everyMs);
    for (const [other, until] of this.#usedUntil) {
      if (until > now && this.#usedUntil.size <= maxKeys) break;
      this.#usedUntil.delete(other);
    }
    return true;
  }

  /** Gives one back that was taken. */
  giveBack(key: string): void {
    const until = this.#usedUntil.get(key);
    if (until !== undefined) this.#usedUntil.set(key, until - this.#rules.everyMs);
  }
}
