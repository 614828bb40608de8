import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { cancelFileDeletion, scheduleFileDeletion } from '../db/file-deletions.js';
import type { Database, Transaction } from '../db/database.js';
import { AppError } from '../domain/errors.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { Video } from '../domain/video.js';
import {
  type MediaExtension,
  type MediaKind,
  type VideoStorage,
  writeFrom,
  type WrittenFile,
} from '../storage/video-storage.js';

/** How long a file waits for the transaction that names it. */
export const ORPHAN_GRACE_MS = 60 * 60 * 1_000;

/** Where a video's files lie. */
export interface FilePlace {
  db: Database;
  storage: VideoStorage;
  connectionId: Id;
  now: () => Instant;
}

/** A file in its place that no row names yet: it is removed later unless `keep` is called. */
export interface StoredFile extends WrittenFile {
  key: string;
  /** Keeps it, in the transaction of the row that names it. @throws AppError `storage_unavailable`: it is gone */
  keep(trx: Transaction): Promise<void>;
  /** Removes it now if that can be done, else later. Never throws. */
  discard(): Promise<void>;
}

/**
 * Puts a file in its place. Its removal is scheduled before it appears, so that whatever is killed when, no file stays
 * that no row names.
 * @param content bytes, or the path of a local file. @throws AppError `storage_…`, `database_unavailable`
 */
export async function storeFile(
  { db, storage, connectionId, now }: FilePlace,
  name: { kind: MediaKind; arContentId: Id; extension: MediaExtension },
  content: Buffer | string,
): Promise<StoredFile> {
  const key = storage.newKey(name.kind, name.arContentId, name.extension);
  const pending = await storage.beginUpload();
  try {
    const bytes = typeof content === 'string' ? createReadStream(content) : Readable.from([content]);
    const written = await writeFrom(bytes, pending);
    await scheduleFileDeletion(db, connectionId, key, now() + ORPHAN_GRACE_MS);
    await pending.commit(key);
    return {
      ...written,
      key,
      keep: async (trx) => {
        if (await cancelFileDeletion(trx, connectionId, key)) return;
        throw new AppError('storage_unavailable', 'The file was removed before it was needed.');
      },
      discard: () => storage.deleteFile(key).catch(() => undefined),
    };
  } catch (error) {
    await pending.abort();
    throw error;
  }
}

/**
 * Lends a stored file as a local one. One that is not there is waited for as if its storage were away: rows are written
 * after their files, so it is a folder that this machine does not share, or that is not mounted.
 * @throws AppError `storage_…`, and what `work` throws
 */
export async function withLocalCopy<T>(
  storage: VideoStorage,
  key: string,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const copy = await storage.localCopy(key).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    throw new AppError('storage_unavailable', 'The file is not there. Do API and worker share the folder?', {
      cause: error,
    });
  });
  try {
    return await work(copy.path);
  } finally {
    await copy.release();
  }
}

/** The extension that the service gave to a key. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- keys are made with these extensions only
export const extensionOf = (key: string): MediaExtension => key.slice(key.lastIndexOf('.') + 1) as MediaExtension;

/** The path of a video's file. @throws Error when it has none, which a video in processing never is without. */
export function requirePath({ id, video_path }: Pick<Video, 'id' | 'video_path'>): string {
  if (video_path === null) throw new Error(`Video ${id} has no file.`);
  return video_path;
}
