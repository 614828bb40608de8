import { constants, copyFile, open, type FileHandle } from 'node:fs/promises';
import { foundOrNull, requireMarker } from './folder-marker.js';
import { toStorageError } from './storage-error.js';

/** Does something on the disk. @param doing what, as its fault tells it. @throws AppError `storage_full`, `storage_unavailable` */
export async function onDisk<T>(doing: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw toStorageError(error, doing);
  }
}

/** What is found in the folder of a storage; null when there is no such file, on a disk that is there. */
export async function unlessMissing<T>(basePath: string, finding: Promise<T>): Promise<T | null> {
  const found = await foundOrNull(finding);
  if (found === null) await requireMarker(basePath);
  return found;
}

/**
 * Copies a file over another one, so that it survives a crash; where the file system can, without a byte of it being read.
 * @throws the file system's error
 */
export async function copyOnDisk(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  const handle = await open(to, 'r+');
  await handle.sync().finally(() => handle.close());
}

/**
 * Writes all of the bytes: a write may take only a part of them, and the next one then says why (a full disk, mostly).
 * @param start where they go; null: where the last ones ended. @throws the file system's error
 */
export async function writeAll(handle: FileHandle, bytes: Uint8Array, start: number | null): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const at = start === null ? null : start + done;
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at);
    done += bytesWritten;
  }
}
