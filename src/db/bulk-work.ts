import type { Bulk, BulkItem, BulkRefusal } from '../domain/bulk.js';
import type { Id, Instant } from '../domain/scalars.js';
import { BULK_COLUMNS, countBulkItems } from './bulks.js';
import { toTimestamp, type Database, type Queryable, type Transaction } from './database.js';
import type { GoesOn } from './keeping.js';
import { inTransaction } from './transaction.js';

/** A bulk, however far it is; undefined: it is not there. */
export const findBulk = (queryable: Queryable, id: Id): Promise<Bulk | undefined> =>
  queryable<Bulk>('bulks')
    .where('id', id)
    .first(...BULK_COLUMNS);

/** Items that are not done yet: those first that were tried the fewest times, then in the order of their contents. */
export async function nextBulkItems(db: Database, bulkId: Id, limit: number): Promise<TriedItem[]> {
  const items: TriedItem[] = await db('bulk_items')
    .where({ bulk_id: bulkId, status: 'remaining' })
    .orderBy(['attempts', 'id'])
    .limit(limit);
  return items;
}

/** An item, and how often it was tried in vain. */
export type TriedItem = BulkItem & { attempts: number };

/**
 * Says what has become of an item, in the transaction of the edit itself. Whoever cancels the bulk waits for that, or is
 * first: the bulk's key is locked meanwhile.
 * @param refusal null: it is done. @returns false when that was said before, or the bulk is over.
 */
export async function endBulkItem(trx: Transaction, item: BulkItem, refusal: BulkRefusal | null): Promise<boolean> {
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `UPDATE bulk_items i SET status = ?, code = ?, message = ?, ended_at = clock_timestamp()
     FROM (SELECT id FROM bulks WHERE id = ? AND status = 'under_way' FOR KEY SHARE) b
     WHERE i.id = ? AND i.bulk_id = b.id AND i.status = 'remaining'`,
    [refusal === null ? 'done' : 'refused', refusal?.code ?? null, refusal?.message ?? null, item.bulk_id, item.id],
  );
  return rowCount === 1;
}

/** Counts a try that came to nothing and may succeed later. */
export async function countBulkAttempt(db: Database, { id }: BulkItem): Promise<void> {
  await db('bulk_items').where({ id, status: 'remaining' }).increment('attempts', 1);
}

/** Counts how far a bulk is, and ends it when nothing is left. @returns it as it is then; undefined: it is over by now */
export function countBulk(db: Database, bulkId: Id): Promise<Bulk | undefined> {
  return inTransaction(db, async (trx) => {
    const locked = await trx('bulks').where({ id: bulkId, status: 'under_way' }).forNoKeyUpdate().first('total');
    if (locked === undefined) return undefined;
    const counts = await countBulkItems(trx, bulkId);
    const isDone = counts.done + counts.refused === locked.total;
    const now = trx.raw('clock_timestamp()');
    const rows: Bulk[] = await trx('bulks')
      .where('id', bulkId)
      .update({ ...counts, updated_at: now, ...(isDone && { status: 'done', ended_at: now }) })
      .returning([...BULK_COLUMNS]);
    return rows[0];
  });
}

/** Rows of one statement. */
const BATCH = 1_000;

/** Forgets bulks that ended before an instant, with their items, and tokens that have expired. @returns how many rows */
export async function forgetBulks(db: Database, before: Instant, now: Instant, goesOn: GoesOn): Promise<number> {
  const ended = 'SELECT id FROM bulks WHERE ended_at < ? ORDER BY ended_at';
  const batches = [
    `DELETE FROM bulk_items WHERE id IN (SELECT i.id FROM (${ended}) b JOIN bulk_items i ON i.bulk_id = b.id LIMIT ${BATCH})`,
    `DELETE FROM bulks WHERE id IN (${ended} LIMIT ${BATCH})`,
  ];
  let forgotten = await db('bulk_proposals').where('expires_at', '<=', toTimestamp(now)).del();
  for (const batch of batches) {
    for (let count = BATCH; count === BATCH;) {
      ({ rowCount: count } = await db.raw<{ rowCount: number }>(batch, [toTimestamp(before)]));
      forgotten += count;
      if (!goesOn()) return forgotten;
    }
  }
  return forgotten;
}
