import type { Database, Transaction } from '../../db/database.js';
import { enterRemoval } from '../../db/removals.js';
import { unswitchedFiles } from '../../db/storage-move-files.js';
import type { Id, Instant } from '../../domain/scalars.js';
import {
  filesToCopy,
  MOVE_UNDER_WAY,
  takesAlong,
  type StorageMove,
  type StorageMoveFile,
} from '../../domain/storage-move.js';
import type { Video } from '../../domain/video.js';
import { whileUnderWay } from './move-course.js';

/**
 * Brings the files of a content's move up to date with its videos: enters those that are new, and gives up those that no
 * video names any more, with their copies.
 * @returns false when the move is over.
 */
export function planFiles(db: Database, moveId: Id, arContentId: Id, now: Instant): Promise<boolean> {
  return whileUnderWay(db, moveId, async (trx, move) => {
    const videos = await trx<Video>('videos').where({ ar_content_id: arContentId, status: 'ready' });
    const wanted = videos.filter((video) => takesAlong(move, video)).flatMap((video) => filesToCopy(move, video));
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
    .whereIn('status', MOVE_UNDER_WAY)
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
