import { setTimeout as delay } from 'node:timers/promises';

/**
 * Repeats a check until it no longer throws, and returns what it returned. Tests wait with this instead of sleeping:
 * they go on as soon as they can, and a slow machine does not make them fail.
 * @throws the last error of the check once `timeoutMs` are over.
 */
export async function eventually<T>(check: () => T | Promise<T>, timeoutMs = 10_000, intervalMs = 25): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() >= deadline) throw error;
      await delay(intervalMs);
    }
  }
}
