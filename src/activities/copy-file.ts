import { noteCopied, noteCurrentFile, skipFile } from '../admin/storage-moves/move-files.js';
import type { Database } from '../db/database.js';
import { findMoveUnderWay } from '../db/storage-move-files.js';
import { namesFile } from '../db/videos.js';
import { AppError } from '../domain/errors.js';
import type { StorageMoveFile } from '../domain/storage-move.js';
import type { Instant } from '../domain/scalars.js';
import { writeFiles } from '../files/write-files.js';
import { type VideoStorage, writeFrom, type WrittenFile } from '../storage/video-storage.js';
import { COPY_MS, extensionOf, kindOf, sha256Of } from './stored-file.js';

/** What a file of a move is copied with. */
export interface CopyTools {
  db: Database;
  source: VideoStorage;
  target: VideoStorage;
  now: () => Instant;
}

/**
 * Copies a file of a move under a new name, and compares the copy with what was read. A video's file must be what was
 * uploaded, too. A move that is over gets no copy.
 * @throws AppError `not_found`: the file is not there; `conflict`: it is not what was uploaded; `storage_…`, also when the
 *   copy is another one than was sent
 */
export async function copyFile(tools: CopyTools, file: StorageMoveFile): Promise<void> {
  const { db, target, now } = tools;
  const isNamed = await namesFile(db, file.video_id, file.source_connection_id, file.source_path);
  if (!isNamed) return void (await skipFile(db, file, now()));
  await noteCurrentFile(db, file);
  const pending = await target.beginUpload();
  try {
    const written = await writeFrom(await openSource(tools, file), pending);
    requireUploaded(file, written);
    const key = target.newKey(kindOf(file.source_path), file.ar_content_id, extensionOf(file.source_path));
    const move = await findMoveUnderWay(db, file.storage_move_id);
    if (move === null) return;
    const copy = { connectionId: move.to_connection_id, keys: [key], keepUntil: now() + COPY_MS };
    const { keep } = await writeFiles({ db, now }, copy, () => pending.commit(key));
    await requireSame(target, key, written);
    if (await noteCopied(db, file, { ...written, target_path: key }, { keep, now: now() })) return;
    // Its removal is entered; this is only sooner.
    await target.deleteFile(key).catch(() => undefined);
  } finally {
    await pending.abort();
  }
}

async function openSource({ source }: CopyTools, file: StorageMoveFile) {
  try {
    return await source.readFile(file.source_path);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    throw new AppError('not_found', `${inWords(file)} is not there.`, { cause: error });
  }
}

const inWords = ({ video_id, source_path, source_connection_id }: StorageMoveFile): string =>
  `The file ${source_path} of video ${video_id} in storage connection ${source_connection_id}`;

function requireUploaded(file: StorageMoveFile, { sha256 }: WrittenFile): void {
  if (file.sha256 === null || file.sha256 === sha256) return;
  throw new AppError('conflict', `${inWords(file)} is not what was uploaded: its SHA-256 is another one.`);
}

async function requireSame(target: VideoStorage, key: string, written: WrittenFile): Promise<void> {
  const size = await target.fileSize(key);
  if (size === written.size_bytes && (await sha256Of(target, key)) === written.sha256) return;
  throw new AppError('storage_unavailable', `The copy ${key} is another one than was sent. It is made again.`);
}
