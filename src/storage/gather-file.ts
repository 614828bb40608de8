import { open, rm, stat } from 'node:fs/promises';
import { AppError } from '../domain/errors.js';
import { requireMarker } from './folder-marker.js';
import { LocalPendingFile, type PendingPlace } from './local-pending-file.js';
import { onDisk, unlessMissing, writeAll } from './on-disk.js';
import type { GatheredFile } from './video-storage.js';

/** A file in the folder of a local storage that is gathered over several requests, by several processes in turn. */
export function gatherFile(place: PendingPlace, path: string): GatheredFile {
  const { basePath, reserve, owner } = place;
  return {
    create: () =>
      onDisk('beginning a file', async () => {
        await requireMarker(basePath, owner);
        await reserve.take(0);
        await (await open(path, 'wx', 0o640)).close();
      }),
    size: () => onDisk('looking for a file', async () => (await unlessMissing(basePath, stat(path)))?.size ?? null),
    append: async (source, offset) => {
      const handle = await onDisk('opening a file', () => open(path, 'r+'));
      let end = offset;
      try {
        for await (const bytes of source) {
          await reserve.take(bytes.length);
          await onDisk('writing', () => writeAll(handle, bytes, end));
          end += bytes.length;
        }
        await onDisk('writing', () => handle.datasync());
        return end;
      } catch (error) {
        await handle.datasync().catch(() => undefined); // What arrived is kept.
        throw error;
      } finally {
        await handle.close();
      }
    },
    take: async () => {
      const pending = await onDisk('reading the upload', () =>
        unlessMissing(basePath, LocalPendingFile.takeOver(place, path)),
      );
      if (pending !== null) return pending;
      throw new AppError(
        'storage_unavailable',
        'The bytes so far are not here. Do all API processes share the folder?',
      );
    },
    remove: () =>
      onDisk('deleting a file', async () => {
        await requireMarker(basePath, owner);
        await rm(path, { force: true });
      }),
  };
}
