import { AppError } from '../domain/errors.js';
import type { Id, Instant } from '../domain/scalars.js';
import { toTimestamp, type Database, type Queryable, type Transaction } from './database.js';

const TABLE = 'file_deletions';

/** A file whose removal is entered: it goes once its time has come, unless it is kept by then. */
export interface Removal {
  id: Id;
  storage_connection_id: Id;
  path: string;
  delete_after: Instant;
}

/** Enters the removal of a file, at some time after `deleteAfter`; entered again, the later time holds. */
export async function enterRemoval(
  queryable: Queryable,
  storageConnectionId: Id,
  path: string,
  deleteAfter: Instant,
): Promise<void> {
  const row = [storageConnectionId, path, toTimestamp(deleteAfter)];
  await enterRemovals(queryable, 'SELECT ?::bigint, ?, ?::timestamptz', row);
}

/** Enters the removal of a file that was a company's: until it is gone, it counts beside what the company stores. */
export async function enterRemovalOf(
  trx: Transaction,
  { ar_content_id, storage_connection_id }: { ar_content_id: Id; storage_connection_id: Id },
  { path, bytes }: { path: string; bytes: number },
  deleteAfter: Instant,
): Promise<void> {
  await trx.raw(
    `INSERT INTO ${TABLE} (storage_connection_id, path, delete_after, company_id, size_bytes)
     SELECT ?, ?, ?, company_id, ? FROM ar_content WHERE id = ?
     ON CONFLICT (storage_connection_id, path) DO UPDATE SET size_bytes = excluded.size_bytes,
       company_id = excluded.company_id, delete_after = greatest(${TABLE}.delete_after, excluded.delete_after)`,
    [storage_connection_id, path, toTimestamp(deleteAfter), bytes, ar_content_id],
  );
}

/** Enters the removals that a query tells: storage connection, path, and the instant after which the file goes. */
export async function enterRemovals(
  queryable: Queryable,
  query: string,
  bindings: (string | number | Date)[],
): Promise<void> {
  await queryable.raw(
    `INSERT INTO ${TABLE} (storage_connection_id, path, delete_after) ${query}
     ON CONFLICT (storage_connection_id, path)
       DO UPDATE SET delete_after = greatest(${TABLE}.delete_after, excluded.delete_after)`,
    bindings,
  );
}

/**
 * Withdraws the removal of a file, which then stays, or never was there. It waits for one that is under way.
 * @returns false when none was entered, or the file is gone already.
 */
export async function withdrawRemoval(queryable: Queryable, storageConnectionId: Id, path: string): Promise<boolean> {
  return (await queryable(TABLE).where({ storage_connection_id: storageConnectionId, path }).del()) > 0;
}

/**
 * Keeps a file whose removal was entered before it was written, in the transaction of the row that names it.
 * @throws AppError `storage_unavailable`: it is gone
 */
export async function keepFile(trx: Transaction, storageConnectionId: Id, path: string): Promise<void> {
  if (await withdrawRemoval(trx, storageConnectionId, path)) return;
  throw new AppError(
    'storage_unavailable',
    'It took so long that the file was removed before it was named. Try again.',
  );
}

/**
 * Takes one file that is due, under no other's hands and not about to be copied, runs `work` on it while its row is locked (so that `keepFile`
 * cannot come between), and forgets it.
 * @param retryAt when it is due again, should `work` throw.
 * @returns false when none was due.
 */
export async function takeDueRemoval(
  db: Database,
  now: Instant,
  retryAt: Instant,
  work: (removal: Removal) => Promise<void>,
): Promise<boolean> {
  return db.transaction(async (trx) => {
    const removal: Removal | undefined = await trx<Removal>(TABLE)
      .where('delete_after', '<=', toTimestamp(now))
      .whereNotExists(trx('video_copies').whereRaw(`video_copies.video_path = ${TABLE}.path`))
      .orderBy(['delete_after', 'id'])
      .forUpdate()
      .skipLocked()
      .first();
    if (removal === undefined) return false;
    const row = trx(TABLE).where('id', removal.id);
    try {
      await work(removal);
    } catch {
      await row.update({ delete_after: toTimestamp(retryAt) });
      return true;
    }
    await row.del();
    return true;
  });
}
