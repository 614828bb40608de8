/** Of as many hues; further videos share them. */
export const HUES = 10;

/**
 * A hue for each video. It stays the same when others are added: each takes the one that its id says, or the next that
 * is free.
 * @returns a number below `HUES` by video
 */
export function huesOf(videos: Iterable<number>): Map<number, number> {
  const hues = new Map<number, number>();
  const taken = new Set<number>();
  for (const id of [...new Set(videos)].toSorted((a, b) => a - b)) {
    if (taken.size === HUES) taken.clear();
    let hue = id % HUES;
    while (taken.has(hue)) hue = (hue + 1) % HUES;
    taken.add(hue);
    hues.set(id, hue);
  }
  return hues;
}
