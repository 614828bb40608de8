/** So many lines may be written at once, and then so many a second. */
export interface Pace {
  atOnce: number;
  perSecond: number;
}

/**
 * Lets `say` be called at a pace and no faster, however often it is asked for: whoever causes lines in a log cannot fill
 * the disk with them.
 * @param say is given how many times it was left out since it was called last.
 */
export function seldom<T>({ atOnce, perSecond }: Pace, say: (what: T, leftOut: number) => void): (what: T) => void {
  let left = atOnce;
  let countedAt = performance.now();
  let leftOut = 0;
  return (what) => {
    const now = performance.now();
    left = Math.min(atOnce, left + ((now - countedAt) / 1_000) * perSecond);
    countedAt = now;
    if (left < 1) {
      leftOut += 1;
      return;
    }
    left -= 1;
    say(what, leftOut);
    leftOut = 0;
  };
}
