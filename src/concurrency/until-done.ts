import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';

const RETRY_MS = 2_000;

/**
 * Tries until it succeeds, with a line in the log each time, for what a process needs at its start and may have to wait
 * for. @throws what `isFinal` calls final, and when `signal` is aborted.
 */
export async function untilDone<T>(
  what: string,
  attempt: () => Promise<T>,
  { logger, signal, isFinal }: { logger: Pick<Logger, 'warn'>; signal: AbortSignal; isFinal?: (e: unknown) => boolean },
): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (isFinal?.(error)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn(`${what}: ${reason}. Trying again in ${RETRY_MS / 1_000} s.`);
      await delay(RETRY_MS, undefined, { signal });
    }
  }
}
