export interface PlaceLimits {
  inAll: number;
  perKey: number;
}

/** Why there is no place: none is left at all, or none for this key. */
export type NoPlace = 'all' | 'key';

/** A bounded number of places, of which no one key (an address, a company) may take more than its share. */
export class Places {
  readonly #limits: PlaceLimits;
  readonly #taken = new Map<string | number, number>();
  #inAll = 0;

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
  }

  get taken(): number {
    return this.#inAll;
  }

  /** Why one more would be too many; null: it would not. */
  whyNot(key: string | number | null): NoPlace | null {
    if (this.#inAll >= this.#limits.inAll) return 'all';
    return key !== null && (this.#taken.get(key) ?? 0) >= this.#limits.perKey ? 'key' : null;
  }

  /**
   * Takes a place, whether it is one too many or not: ask `whyNot` before.
   * @param key null counts in all only.
   * @returns how to give it back, once.
   */
  take(key: string | number | null): () => void {
    this.#inAll += 1;
    if (key !== null) this.#taken.set(key, (this.#taken.get(key) ?? 0) + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#inAll -= 1;
      if (key !== null) this.#giveBack(key);
    };
  }

  #giveBack(key: string | number): void {
    const left = (this.#taken.get(key) ?? 1) - 1;
    if (left === 0) this.#taken.delete(key);
    else this.#taken.set(key, left);
  }
}
