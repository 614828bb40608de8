import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * For long work in pieces: lets whatever else waits in this process have its turn, once the work has had so many
 * milliseconds since the last time.
 */
export function createBreather(ms: number): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < ms) return;
    await nextTurn();
    since = performance.now();
  };
}
