import type { Request } from 'express';

/** The longest that an answer is put off, in seconds. */
const MAX_WAIT_S = 30;

/**
 * The seconds that `Prefer: wait=N` (RFC 7240, 4.3) asks the answer to wait for a result, at most 30; null: it does not
 * ask. What is not understood is ignored, as the RFC wants it.
 */
export function preferredWait(req: Request): number | null {
  const preferences = (req.get('prefer') ?? '').split(',');
  for (const preference of preferences) {
    const [, seconds] = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*(;|$)/i.exec(preference) ?? [];
    if (seconds !== undefined) return Math.min(Number(seconds), MAX_WAIT_S);
  }
  return null;
}
