import type { Instant } from '../domain/scalars.js';
import { toTimestamp, type Database } from './database.js';
import { BATCH, inBatches, type GoesOn } from './keeping.js';

/**
 * Overrides that the plan of their content has left behind: what a content is not settled for yet may still be shown. It is
 * locked against edits, which would find an override gone that they have read; one that is being edited is left for later.
 */
const FORGET_OVERRIDES = `
  DELETE FROM overrides WHERE id = ANY (ARRAY(
    SELECT o.id FROM overrides o JOIN ar_content c ON c.id = o.ar_content_id
    WHERE o.ends_at < ? AND o.ends_at <= c.settled_at
    ORDER BY o.ends_at LIMIT ${BATCH} FOR NO KEY UPDATE OF c SKIP LOCKED))`;

/** Releases that were cancelled, or are over and have been told so, once none of their overrides is left. */
const FORGET_RELEASES = `
  DELETE FROM releases WHERE id = ANY (ARRAY(
    SELECT r.id FROM releases r
    WHERE least(r.cancelled_at, r.revert_at) < ? AND (r.cancelled_at IS NOT NULL OR r.told = 'over')
      AND NOT EXISTS (SELECT FROM overrides o WHERE o.release_id = r.id)
    ORDER BY least(r.cancelled_at, r.revert_at) LIMIT ${BATCH} FOR UPDATE SKIP LOCKED))`;

/** Forgets overrides that ended before an instant, and then the releases of which nothing is left. @returns how many rows */
export async function forgetOverrides(db: Database, before: Instant, goesOn: GoesOn): Promise<number> {
  const forget = (statement: string): Promise<number> =>
    inBatches(async () => (await db.raw<{ rowCount: number }>(statement, [toTimestamp(before)])).rowCount, goesOn);
  return (await forget(FORGET_OVERRIDES)) + (await forget(FORGET_RELEASES));
}
