import type { FoundPart } from '../../storage/find-orphans.js';

/** How long one request looks: what lies elsewhere may be slow to list. */
const LOOK_MS = 3_000;
/** Parts that one request looks at. */
const MOST_PARTS = 50;

/**
 * The first of what is found, part by part: until there are `limit`, or the request has looked long enough.
 * @returns where to go on; null: everything was looked at
 */
export async function takeParts<T, Place>(
  parts: AsyncIterable<FoundPart<T, Place>>,
  limit: number,
): Promise<{ found: T[]; next: Place | null }> {
  const found: T[] = [];
  const over = performance.now() + LOOK_MS;
  let looked = 0;
  for await (const part of parts) {
    found.push(...part.found);
    looked += 1;
    if (found.length >= limit || looked === MOST_PARTS || performance.now() > over) return { found, next: part.end };
  }
  return { found, next: null };
}
