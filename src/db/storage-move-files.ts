import type { StorageMove, StorageMoveFailure, StorageMoveFile } from '../domain/storage-move.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { Video } from '../domain/video.js';
import { pathsOf } from '../domain/video-files.js';
import { toTimestamp, type Database, type Queryable, type Transaction } from './database.js';
import { enterRemoval, enterRemovals } from './removals.js';
import { inTransaction } from './transaction.js';

const UNDER_WAY = ['pending', 'copying', 'switching'] as const;

/** A move that goes on; null: it is over, has failed, or is gone. */
export async function findMoveUnderWay(queryable: Queryable, moveId: Id): Promise<StorageMove | null> {
  const move = queryable<StorageMove>('storage_moves').where('id', moveId).whereIn('status', UNDER_WAY);
  return (await move.first()) ?? null;
}

/** The same, locked: nobody cancels it meanwhile. */
export async function lockMoveUnderWay(trx: Transaction, moveId: Id): Promise<StorageMove | null> {
  const move = trx<StorageMove>('storage_moves').where('id', moveId).whereIn('status', UNDER_WAY);
  return (await move.forUpdate().first()) ?? null;
}

/** Writes what a move has come to, unless it was cancelled or is over: then nothing is written, and false returned. */
function whileUnderWay(
  db: Database,
  moveId: Id,
  work: (trx: Transaction, move: StorageMove) => Promise<boolean>,
): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    const move = await lockMoveUnderWay(trx, moveId);
    return move !== null && work(trx, move);
  });
}

/** Whether a move takes a video along. One that is being uploaded stays where its upload goes. */
export function isInScope(move: StorageMove, { storage_connection_id: at, status }: Video): boolean {
  if (at === null || at === move.to_connection_id || status === 'uploading') return false;
  return move.from_connection_id === null || at === move.from_connection_id;
}

/** The same in SQL. */
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

/** The files that a ready video wants copied. Those of its images have no size and hash until they are copied. */
function filesToCopy(move: StorageMove, video: Video): Omit<StorageMoveFile, 'id' | 'target_path' | 'status'>[] {
  const { id: video_id, ar_content_id, storage_connection_id: at, video_path: path, size_bytes, sha256 } = video;
  if (at === null) return [];
  const where = { storage_move_id: move.id, ar_content_id, video_id, source_connection_id: at };
  return pathsOf(video).map((source_path) => ({
    ...where,
    source_path,
    size_bytes: source_path === path ? size_bytes : null,
    sha256: source_path === path ? sha256 : null,
  }));
}

/**
 * Brings the files of a content's move up to date with its videos: enters those that are new, and gives up those that no
 * video names any more, with their copies.
 * @returns false when the move is over.
 */
export function planFiles(db: Database, moveId: Id, arContentId: Id, now: Instant): Promise<boolean> {
  return whileUnderWay(db, moveId, async (trx, move) => {
    const videos = await trx<Video>('videos').where({ ar_content_id: arContentId, status: 'ready' });
    const wanted = videos.filter((video) => isInScope(move, video)).flatMap((video) => filesToCopy(move, video));
    const isWanted = (file: StorageMoveFile): boolean =>
      wanted.some(
        ({ source_connection_id, source_path }) =>
          source_connection_id === file.source_connection_id && source_path === file.source_path,
      );
    for (const file of await unswitchedFiles(trx, move.id, arContentId)) {
      if (!isWanted(file)) await giveUp(trx, move, file, now);
    }
    if (wanted.length > 0) {
      await trx('storage_move_files')
        .insert(wanted)
        .onConflict(['storage_move_id', 'source_connection_id', 'source_path'])
        .merge({ status: 'waiting' })
        .where('storage_move_files.status', 'skipped');
    }
    return true;
  });
}

/** A file that is not wanted any more: its copy goes. */
async function giveUp(trx: Transaction, move: StorageMove, file: StorageMoveFile, deleteAfter: Instant): Promise<void> {
  await trx('storage_move_files').where('id', file.id).update({ status: 'skipped', target_path: null });
  if (file.target_path !== null) await enterRemoval(trx, move.to_connection_id, file.target_path, deleteAfter);
}

/** The next file to copy; null: all that are known are copied. */
export async function nextFileToCopy(queryable: Queryable, moveId: Id): Promise<StorageMoveFile | null> {
  const waiting = queryable<StorageMoveFile>('storage_move_files').where({
    storage_move_id: moveId,
    status: 'waiting',
  });
  return (await waiting.orderBy('id').first()) ?? null;
}

/** Gives up a file that no video names any more. @returns false when the move is over. */
export const skipFile = (db: Database, file: StorageMoveFile, now: Instant): Promise<boolean> =>
  whileUnderWay(db, file.storage_move_id, async (trx, move) => {
    await giveUp(trx, move, file, now);
    return true;
  });

/** Notes which file is copied now. */
export async function noteCurrentFile(db: Database, file: StorageMoveFile): Promise<void> {
  await db('storage_moves')
    .where('id', file.storage_move_id)
    .whereIn('status', UNDER_WAY)
    .update({
      current_file_id: file.id,
      status: db.raw(`CASE WHEN status = 'pending' THEN 'copying' ELSE status END`),
      updated_at: db.raw('clock_timestamp()'),
    });
}

/**
 * Has the row of a file name its copy, which was compared.
 * @param how.keep keeps the copy, in the same transaction. @returns false when the move is over, or names another copy:
 *   then this one is not kept.
 */
export const noteCopied = (
  db: Database,
  file: StorageMoveFile,
  copy: { target_path: string; size_bytes: number; sha256: string },
  how: { keep: (trx: Transaction) => Promise<void>; now: Instant },
): Promise<boolean> =>
  whileUnderWay(db, file.storage_move_id, async (trx, move) => {
    const clock = trx.raw('clock_timestamp()');
    await trx('storage_moves').where('id', move.id).update({ problem: null, updated_at: clock });
    const row = trx<StorageMoveFile>('storage_move_files').where({ id: file.id, status: 'waiting' });
    const before = await row.clone().first('target_path');
    if (before === undefined) return false;
    // An earlier copy vanished; should it come back, it is not wanted.
    if (before.target_path !== null) await enterRemoval(trx, move.to_connection_id, before.target_path, how.now);
    await how.keep(trx);
    await row.update({ ...copy, status: 'copied' });
    return true;
  });

/** Has a file copied again whose copy is not there any more. */
export async function copyAgain(db: Database, file: StorageMoveFile): Promise<void> {
  await db('storage_move_files').where({ id: file.id, status: 'copied' }).update({ status: 'waiting' });
}

/** Notes why a move has to wait or to try again; null: it does not. */
export async function noteMoveProblem(db: Database, moveId: Id, problem: string | null): Promise<void> {
  await db('storage_moves').where('id', moveId).whereIn('status', UNDER_WAY).update({ problem });
}

/** How many files are copied, and how many there are. */
export async function countMoveFiles(queryable: Queryable, moveId: Id): Promise<{ done: number; total: number }> {
  const { rows } = await queryable.raw<{ rows: { done: number; total: number }[] }>(
    `SELECT count(*) FILTER (WHERE status <> 'waiting') AS done, count(*) AS total
     FROM storage_move_files WHERE storage_move_id = ? AND status <> 'skipped'`,
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

/** Ends a move with nothing left to do. @returns false when something came meanwhile, or the move is over. */
export const finishMove = (db: Database, moveId: Id, now: Instant): Promise<boolean> =>
  whileUnderWay(db, moveId, async (trx, move) => {
    const { rows } = await trx.raw<{ rows: unknown[] }>(`SELECT 1 ${IN_SCOPE} LIMIT 1`, bindings(move));
    if (rows.length > 0) return false;
    const at = toTimestamp(now);
    const over = { status: 'done', problem: null, ended_at: at, updated_at: at };
    await trx('storage_moves').where('id', moveId).update(over);
    return true;
  });

/** Ends a move that cannot go on, until somebody retries or cancels it. What is copied stays. */
export const failMove = (
  db: Database,
  moveId: Id,
  failure: { failure_code: StorageMoveFailure; failure_reason: string },
): Promise<boolean> =>
  whileUnderWay(db, moveId, async (trx) => {
    const row = { ...failure, status: 'failed', problem: null, updated_at: trx.raw('clock_timestamp()') };
    await trx('storage_moves').where('id', moveId).update(row);
    return true;
  });
