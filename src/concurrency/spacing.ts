/** Takes a key's next turn. @returns how long to wait for it from `now`, in milliseconds; 0: none was taken lately. */
export type TakeTurn = (key: number, now: number) => number;

/**
 * Gives each key so many turns a second, one after the other, and no matter how many ask for them: the virtual
 * scheduling of the generic cell rate algorithm (ITU-T I.371, annex A), without a tolerance.
 */
export function createSpacing(perSecond: number): TakeTurn {
  /** From when on each key has a turn again, the key that asked longest ago first. */
  const free = new Map<number, number>();
  return (key, now) => {
    for (const [other, from] of free) {
      if (from > now) break;
      free.delete(other);
    }
    const turn = Math.max(now, free.get(key) ?? now);
    free.delete(key);
    free.set(key, turn + 1_000 / perSecond);
    return turn - now;
  };
}
