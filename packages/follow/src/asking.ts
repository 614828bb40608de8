import type { ShownState } from './shown-state.js';

/** Without a stream, edits are seen this late. */
const EVERY_MS = 300_000;
const FIRST_RETRY_MS = 2_000;
/** Thousands whose answer ends at one instant come within so long: soon, where they do not know what is shown then. */
const JITTER_MS = { known: 10_000, unknown: 1_000 };

/**
 * When the service is asked next, where no stream says what changes: when the answer ends, now and then, and after a
 * failure ever more seldom.
 * @param failures in a row. @returns epoch milliseconds
 */
export function nextAskAt(now: number, { validUntil, next }: ShownState, failures: number): number {
  if (failures > 0) {
    const longestMs = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), EVERY_MS);
    return now + longestMs * (0.5 + Math.random() / 2);
  }
  // The end may lie in the past, by clocks that run apart: never at once again.
  const end = Math.max(validUntil, now + JITTER_MS.unknown);
  const isKnown = next !== null && next.startsAt <= validUntil;
  return Math.min(end, now + EVERY_MS) + Math.random() * JITTER_MS[isKnown ? 'known' : 'unknown'];
}
