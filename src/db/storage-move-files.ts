import { MOVE_UNDER_WAY, type StorageMove, type StorageMoveFile } from '../domain/storage-move.js';
import type { Id } from '../domain/scalars.js';
import type { Queryable, Transaction } from './database.js';
import { enterRemovals } from './removals.js';

/** A move that goes on; null: it is over, has failed, or is gone. */
export async function findMoveUnderWay(queryable: Queryable, moveId: Id): Promise<StorageMove | null> {
  const move = queryable<StorageMove>('storage_moves').where('id', moveId).whereIn('status', MOVE_UNDER_WAY);
  return (await move.first()) ?? null;
}

/** The same, locked: nobody cancels it meanwhile. */
export async function lockMoveUnderWay(trx: Transaction, moveId: Id): Promise<StorageMove | null> {
  const move = trx<StorageMove>('storage_moves').where('id', moveId).whereIn('status', MOVE_UNDER_WAY);
  return (await move.forUpdate().first()) ?? null;
}

/** The videos that a move takes along: the same as `takesAlong`, in SQL. */
const IN_SCOPE = `FROM videos v JOIN ar_content c ON c.id = v.ar_content_id
  WHERE c.company_id = :company_id AND c.id = coalesce(:ar_content_id, c.id)
    AND v.status <> 'uploading' AND v.storage_connection_id <> :to_connection_id
    AND v.storage_connection_id = coalesce(:from_connection_id, v.storage_connection_id)`;

const bindings = (move: StorageMove): Record<string, number | null> => ({
  id: move.id,
  company_id: move.company_id,
  ar_content_id: move.ar_content_id,
  from_connection_id: move.from_connection_id,
  to_connection_id: move.to_connection_id,
});

/** A video of the move that is processed now, so that its files change; null: there is none. */
export async function findProcessingInScope(queryable: Queryable, move: StorageMove): Promise<Id | null> {
  const sql = `SELECT v.id ${IN_SCOPE} AND v.status = 'processing' LIMIT 1`;
  const { rows } = await queryable.raw<{ rows: { id: Id }[] }>(sql, bindings(move));
  return rows[0]?.id ?? null;
}

/** Whether a move has videos left to take along. */
export async function hasVideosInScope(queryable: Queryable, move: StorageMove): Promise<boolean> {
  const { rows } = await queryable.raw<{ rows: unknown[] }>(`SELECT 1 ${IN_SCOPE} LIMIT 1`, bindings(move));
  return rows.length > 0;
}

/** Contents with an id above `after` that have something to move or to give up, by id. */
export async function pageOfMoveContents(
  queryable: Queryable,
  move: StorageMove,
  after: Id,
  limit: number,
): Promise<Id[]> {
  const { rows } = await queryable.raw<{ rows: { id: Id }[] }>(
    `SELECT id FROM (
       SELECT c.id ${IN_SCOPE} AND v.status <> 'processing'
       UNION SELECT ar_content_id FROM storage_move_files
         WHERE storage_move_id = :id AND status IN ('waiting', 'copied')) AS contents (id)
     WHERE id > :after ORDER BY id LIMIT :limit`,
    { ...bindings(move), after, limit },
  );
  return rows.map(({ id }) => id);
}

/** The files of a content that are not switched yet. */
export function unswitchedFiles(queryable: Queryable, moveId: Id, arContentId: Id): Promise<StorageMoveFile[]> {
  return queryable<StorageMoveFile>('storage_move_files')
    .where({ storage_move_id: moveId, ar_content_id: arContentId })
    .whereIn('status', ['waiting', 'copied'])
    .orderBy('id')
    .then((files) => files);
}

/** The next file to copy; null: all that are known are copied. */
export async function nextFileToCopy(queryable: Queryable, moveId: Id): Promise<StorageMoveFile | null> {
  const waiting = queryable<StorageMoveFile>('storage_move_files').where({
    storage_move_id: moveId,
    status: 'waiting',
  });
  return (await waiting.orderBy('id').first()) ?? null;
}

/** How many files are copied, and how many there are. */
export async function countMoveFiles(queryable: Queryable, moveId: Id): Promise<{ done: number; total: number }> {
  const { rows } = await queryable.raw<{ rows: { done: number; total: number }[] }>(
    'SELECT files_done AS done, files_total AS total FROM storage_moves WHERE id = ?',
    [moveId],
  );
  return rows[0] ?? { done: 0, total: 0 };
}

/** Has the copies of a move removed that no video names. */
export async function releaseCopies(trx: Transaction, { id, to_connection_id }: StorageMove): Promise<void> {
  await enterRemovals(
    trx,
    `SELECT ?::bigint, target_path, clock_timestamp() FROM storage_move_files
     WHERE storage_move_id = ? AND status IN ('waiting', 'copied') AND target_path IS NOT NULL`,
    [to_connection_id, id],
  );
  await trx('storage_move_files')
    .where('storage_move_id', id)
    .whereIn('status', ['waiting', 'copied'])
    .update({ status: 'skipped', target_path: null });
}
