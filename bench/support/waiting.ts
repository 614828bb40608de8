import { setTimeout as delay } from 'node:timers/promises';

/** Looks again and again until `look` says true. @returns whether it did in time. */
export async function until(look: () => Promise<boolean>, timeoutMs: number, everyMs = 100): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    if (await look()) return true;
    if (performance.now() >= deadline) return false;
    await delay(everyMs);
  }
}
