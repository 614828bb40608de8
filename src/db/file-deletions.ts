import type { Id, Instant } from '../domain/scalars.js';
import { toTimestamp, type Database, type Queryable } from './database.js';

/** A file to be deleted once its time has come. */
export interface FileDeletion {
  id: Id;
  storage_connection_id: Id;
  path: string;
  delete_after: Instant;
}

/** Has a file deleted at some time after `deleteAfter`; said again, the later time holds. */
export async function scheduleFileDeletion(
  queryable: Queryable,
  storageConnectionId: Id,
  path: string,
  deleteAfter: Instant,
): Promise<void> {
  await queryable('file_deletions')
    .insert({ storage_connection_id: storageConnectionId, path, delete_after: toTimestamp(deleteAfter) })
    .onConflict(['storage_connection_id', 'path'])
    .merge({ delete_after: queryable.raw('greatest(file_deletions.delete_after, excluded.delete_after)') });
}

/**
 * Keeps a file after all. It waits for a deletion that is under way.
 * @returns false when no deletion was waiting: none was scheduled, or the file is gone already.
 */
export async function cancelFileDeletion(
  queryable: Queryable,
  storageConnectionId: Id,
  path: string,
): Promise<boolean> {
  return (await queryable('file_deletions').where({ storage_connection_id: storageConnectionId, path }).del()) > 0;
}

/**
 * Takes one file that is due and under no other's hands, runs `work` on it while its row is locked (so that
 * `cancelFileDeletion` cannot come between), and forgets it.
 * @param retryAt when it is due again, should `work` throw.
 * @returns false when none was due.
 */
export async function takeDueFileDeletion(
  db: Database,
  now: Instant,
  retryAt: Instant,
  work: (deletion: FileDeletion) => Promise<void>,
): Promise<boolean> {
  return db.transaction(async (trx) => {
    const deletion: FileDeletion | undefined = await trx<FileDeletion>('file_deletions')
      .where('delete_after', '<=', toTimestamp(now))
      .orderBy(['delete_after', 'id'])
      .forUpdate()
      .skipLocked()
      .first();
    if (deletion === undefined) return false;
    const row = trx('file_deletions').where('id', deletion.id);
    try {
      await work(deletion);
    } catch {
      await row.update({ delete_after: toTimestamp(retryAt) });
      return true;
    }
    await row.del();
    return true;
  });
}
