import { ProblemError } from './problem-error.js';

/** How long a call goes on trying. */
export interface Patience {
  /** The most requests of one call. */
  tries: number;
  /** No wait ends later than this after the call began, in milliseconds. */
  totalMs: number;
}

const FIRST_PAUSE_MS = 500;

/** Nobody who was refused with others comes back with them at one instant. */
const spread = (ms: number): number => ms * (1 + Math.random() / 4);

/**
 * Tries until it succeeds: again when the service said when (503 with Retry-After), and after failures of the network,
 * ever more slowly. So whatever is tried has to be safe to repeat.
 * @throws what the last try threw, or the reason of the signal
 */
export async function withRetries<T>(
  { tries, totalMs }: Patience,
  signal: AbortSignal | undefined,
  attempt: () => Promise<T>,
): Promise<T> {
  const deadline = performance.now() + totalMs;
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      const pause = pauseAfter(error, tried);
      const isOver = pause === undefined || tried >= tries || performance.now() + pause > deadline;
      if (isOver || signal?.aborted === true) throw error;
      await sleep(pause, signal);
    }
  }
}

/** Milliseconds after which it is worth another try; undefined: it is not. */
function pauseAfter(error: unknown, tried: number): number | undefined {
  if (error instanceof ProblemError) {
    return error.status === 503 && error.retryAfterMs !== undefined ? spread(error.retryAfterMs) : undefined;
  }
  return isNetworkFailure(error) ? spread(FIRST_PAUSE_MS * 2 ** (tried - 1)) : undefined;
}

/** What `fetch` throws when there is no answer, or the half of one; and our own limit of time. */
const isNetworkFailure = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError');

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const wake = (): void => {
      signal?.removeEventListener('abort', give);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    const give = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', give, { once: true });
  });
}
