import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { AppError } from '../domain/errors.js';
import { requireMarker } from './folder-marker.js';
import { LocalPendingFile } from './local-pending-file.js';
import { hasCode, toStorageError } from './storage-error.js';
import type { GatheredFile } from './video-storage.js';

/** A file in the folder of a local storage that is gathered over several requests, by several processes in turn. */
export function gatherFile(basePath: string, path: string): GatheredFile {
  const guarded = async <T>(doing: string, action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (error) {
      throw toStorageError(error, doing);
    }
  };
  /** Null when there is no such file, on a disk that is there. */
  const unlessMissing = async <T>(finding: Promise<T>): Promise<T | null> => {
    try {
      return await finding;
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
      await requireMarker(basePath);
      return null;
    }
  };
  return {
    create: () =>
      guarded('beginning a file', async () => {
        await requireMarker(basePath);
        await (await open(path, 'wx', 0o640)).close();
      }),
    size: () => guarded('looking for a file', async () => (await unlessMissing(stat(path)))?.size ?? null),
    append: async (source, offset) => {
      const handle = await guarded('opening a file', () => open(path, 'r+'));
      let end = offset;
      try {
        for await (const bytes of source) end = await guarded('writing', () => writeAll(handle, bytes, end));
        await guarded('writing', () => handle.datasync());
        return end;
      } catch (error) {
        await handle.datasync().catch(() => undefined); // What arrived is kept.
        throw error;
      } finally {
        await handle.close();
      }
    },
    take: async () => {
      const pending = await guarded('reading the upload', () =>
        unlessMissing(LocalPendingFile.takeOver(basePath, path)),
      );
      if (pending !== null) return pending;
      throw new AppError(
        'storage_unavailable',
        'The bytes so far are not here. Do all API processes share the folder?',
      );
    },
    remove: () =>
      guarded('deleting a file', async () => {
        await rm(path, { force: true });
        await requireMarker(basePath);
      }),
  };
}

/** A write may take only a part of the bytes; the next one then says why (a full disk, mostly). */
async function writeAll(handle: FileHandle, bytes: Uint8Array, start: number): Promise<number> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, start + done);
    done += bytesWritten;
  }
  return start + done;
}
