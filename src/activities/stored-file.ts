import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Database } from '../db/database.js';
import { AppError } from '../domain/errors.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { Video } from '../domain/video.js';
import { writeFiles, type UnnamedFiles } from '../files/write-files.js';
import {
  type MediaExtension,
  type MediaKind,
  type VideoStorage,
  writeFrom,
  type WrittenFile,
} from '../storage/video-storage.js';

/** Where the files of a video lie, and what new ones beside them are written with. */
export interface VideoFiles {
  db: Database;
  storage: VideoStorage;
  connectionId: Id;
  now: () => Instant;
}

/** A copy in its place that no row names yet. */
export interface CopiedFile extends UnnamedFiles {
  key: string;
  /** Removes it now if that can be done; otherwise its entered removal does. Never throws. */
  removeNow(): Promise<void>;
}

/** A file in its place that no row names yet. */
export type StoredFile = WrittenFile & CopiedFile;

/**
 * Puts a file in its place.
 * @param content bytes, or the path of a local file. @throws AppError `storage_…`, `database_unavailable`
 */
export async function storeFile(
  { storage, connectionId, ...tools }: VideoFiles,
  name: { kind: MediaKind; arContentId: Id; extension: MediaExtension },
  content: Buffer | string,
): Promise<StoredFile> {
  const key = storage.newKey(name.kind, name.arContentId, name.extension);
  const pending = await storage.beginUpload();
  try {
    const bytes = typeof content === 'string' ? createReadStream(content) : Readable.from([content]);
    const written = await writeFrom(bytes, pending);
    const unnamed = await writeFiles(tools, { connectionId, keys: [key] }, () => pending.commit(key));
    return { ...written, ...unnamed, key, removeNow: () => storage.deleteFile(key).catch(() => undefined) };
  } catch (error) {
    await pending.abort();
    throw error;
  }
}

/** A copy is read again before its row names it; both together take less than this, as an activity may. */
export const COPY_MS = 3 * 3_600_000;

/**
 * Has the storage copy one of its files to a new place among those of a content.
 * @throws AppError `storage_…`, `database_unavailable`
 */
export async function copyStoredFile(
  { storage, connectionId, ...tools }: VideoFiles,
  path: string,
  arContentId: Id,
): Promise<CopiedFile> {
  const key = storage.newKey(kindOf(path), arContentId, extensionOf(path));
  const files = { connectionId, keys: [key], keepUntil: tools.now() + COPY_MS };
  const unnamed = await writeFiles(tools, files, () => whenThere(storage.copyFile(path, key)));
  return { ...unnamed, key, removeNow: () => storage.deleteFile(key).catch(() => undefined) };
}

/** The SHA-256 of a stored file, in lower-case hexadecimal. @throws AppError `not_found`, `storage_unavailable` */
export async function sha256Of(storage: VideoStorage, key: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(await storage.readFile(key), hash);
  return hash.digest('hex');
}

/**
 * A file that is not there is waited for as if its storage were away: rows are written after their files, so it is a
 * folder that this machine does not share, or that is not mounted.
 */
export async function whenThere<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    const message = 'The file is not there. Do API and worker share the folder?';
    throw new AppError('storage_unavailable', message, { cause: error });
  }
}

/**
 * Lends a stored file as a local one.
 * @throws AppError `storage_…`, and what `work` throws
 */
export async function withLocalCopy<T>(
  storage: VideoStorage,
  key: string,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const copy = await whenThere(storage.localCopy(key));
  try {
    return await work(copy.path);
  } finally {
    await copy.release();
  }
}

/** The folder that a key lies in. */
export const kindOf = (key: string): MediaKind => (key.startsWith('thumbnails/') ? 'thumbnails' : 'videos');

/** The extension that the service gave to a key. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- keys are made with these extensions only
export const extensionOf = (key: string): MediaExtension => key.slice(key.lastIndexOf('.') + 1) as MediaExtension;

/** The path of a video's file. @throws Error when it has none, as a copy that is not made yet. */
export function requirePath({ id, video_path }: Pick<Video, 'id' | 'video_path'>): string {
  if (video_path === null) throw new Error(`Video ${id} has no file.`);
  return video_path;
}
