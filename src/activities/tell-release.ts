import type { Clock } from '../db/clock.js';
import type { Database } from '../db/database.js';
import { noteTold, releaseToTell } from '../db/release-events.js';
import { inTransaction } from '../db/transaction.js';
import { nextTurnAfter, releaseStateAt, untoldTurns, type Release, type ReleaseState } from '../domain/release.js';
import type { Id, Instant } from '../domain/scalars.js';

export interface ReleaseTelling {
  db: Database;
  clock: Clock;
}

/** What a release is, and in how long it does something next, ms; null: not before it is changed. */
export type ReleaseReport =
  | { status: 'gone'; words: string; waitMs: null }
  | { status: ReleaseState; words: string; waitMs: number | null; companyId: Id };

const NEXT: Record<ReleaseState, string> = {
  planned: 'goes live',
  live: 'is over',
  over: 'is over',
  cancelled: 'is cancelled',
};

function wordsOf({ id, name }: Release, state: ReleaseState, next: Instant | null): string {
  const when = next === null ? '' : ` at ${new Date(next).toISOString()}`;
  const what = state === 'live' && next === null ? 'is live until it is reverted' : NEXT[state];
  return `release ${id} '${name}' ${what}${when}`;
}

/**
 * Tells endpoints of what a release did by now, each once: the event and the note that it was told are of one
 * transaction, under the lock of the release. So it may be killed, repeated or run twice at once.
 */
export const tellRelease = ({ db, clock }: ReleaseTelling, releaseId: Id): Promise<ReleaseReport> =>
  inTransaction(db, async (trx) => {
    const release = await releaseToTell(trx, releaseId);
    if (release === null) return { status: 'gone', words: 'the release is gone', waitMs: null };
    const now = await clock.read(trx);
    await noteTold(trx, release, untoldTurns(release, now));
    const [status, next] = [releaseStateAt(release, now), nextTurnAfter(release, now)];
    const waitMs = next === null ? null : Math.ceil(next - now);
    return { status, words: wordsOf(release, status, next), waitMs, companyId: release.company_id };
  });
