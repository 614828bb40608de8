import type { Id, Instant } from '../domain/scalars.js';
import { toTimestamp, type Database } from './database.js';

/** Rows of one statement: it holds its locks for milliseconds, and is all that a killed clean-up loses. */
export const BATCH = 1_000;

/** Asked after each batch; false: that was enough for now, and the next clean-up goes on. */
export type GoesOn = () => boolean;

/** Removes batch by batch, until one is not full. @returns how many rows were removed */
export async function inBatches(remove: () => Promise<number>, goesOn: GoesOn): Promise<number> {
  for (let removed = 0; ;) {
    const count = await remove();
    removed += count;
    if (count < BATCH || !goesOn()) return removed;
  }
}

/** Removes the oldest rows of a table, by an index on `created_at`. */
function forgetOldest(db: Database, table: string, key: string, before: Instant, goesOn: GoesOn): Promise<number> {
  const remove = async (): Promise<number> => {
    const { rowCount } = await db.raw<{ rowCount: number }>(
      `DELETE FROM ${table} WHERE (${key}) IN
         (SELECT ${key} FROM ${table} WHERE created_at < ? ORDER BY created_at LIMIT ${BATCH})`,
      [toTimestamp(before)],
    );
    return rowCount;
  };
  return inBatches(remove, goesOn);
}

/** Forgets the Idempotency-Keys used before an instant. */
export const forgetIdempotencyKeys = (db: Database, before: Instant, goesOn: GoesOn): Promise<number> =>
  forgetOldest(db, 'idempotency_keys', 'actor, key', before, goesOn);

/** Forgets what the audit log says of the time before an instant. */
export const forgetAudit = (db: Database, before: Instant, goesOn: GoesOn): Promise<number> =>
  forgetOldest(db, 'audit_log', 'id', before, goesOn);

/**
 * A batch in the order of the ids, which is that of `applied_at`. Each content keeps the last row that was due by the
 * instant, as that row says what was live then; a content that is gone keeps none.
 */
const FORGET_ROTATIONS = `
  WITH looked AS MATERIALIZED
    (SELECT id, ar_content_id, due_at, applied_at FROM rotations WHERE id > :after ORDER BY id LIMIT ${BATCH}),
  removed AS (
    DELETE FROM rotations r USING looked l
    WHERE r.id = l.id AND l.applied_at < :before AND (
      NOT EXISTS (SELECT 1 FROM ar_content c WHERE c.id = l.ar_content_id)
      OR EXISTS (SELECT 1 FROM rotations n WHERE n.ar_content_id = l.ar_content_id
                 AND (n.due_at, n.id) > (l.due_at, l.id) AND n.due_at <= :before))
    RETURNING 1)
  SELECT max(id) AS last, (SELECT count(*)::int FROM removed) AS removed,
    count(*) FILTER (WHERE applied_at < :before)::int AS old FROM looked`;

/** Forgets what the ledger says of the time before an instant, but for what was live at it. */
export async function forgetRotations(db: Database, before: Instant, goesOn: GoesOn): Promise<number> {
  let removed = 0;
  for (let after: Id | null = 0; after !== null;) {
    const batch: LedgerBatch | undefined = await forgetRotationsAfter(db, before, after);
    removed += batch?.removed ?? 0;
    after = batch !== undefined && batch.old > 0 && goesOn() ? batch.last : null;
  }
  return removed;
}

interface LedgerBatch {
  last: Id | null;
  removed: number;
  /** Rows of before the instant; none: what follows is younger, too. */
  old: number;
}

async function forgetRotationsAfter(db: Database, before: Instant, after: Id): Promise<LedgerBatch | undefined> {
  const values = { after, before: toTimestamp(before) };
  const { rows } = await db.raw<{ rows: LedgerBatch[] }>(FORGET_ROTATIONS, values);
  return rows[0];
}
