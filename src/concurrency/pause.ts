import { setTimeout as delay } from 'node:timers/promises';

/** Waits for so many milliseconds, or until the signal is aborted, which is no fault: whoever loops looks at it. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch(() => undefined);
