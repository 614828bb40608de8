import { once } from 'node:events';
import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../../domain/errors.js';
import { codeOf } from '../../platform/error-code.js';
import { requireMarker } from '../../storage/folder-marker.js';
import { contentTypeOf } from '../../storage/video-storage.js';
import type { DeliverableFile } from './deliverable-file.js';
import { pacedReading } from './paced-reading.js';

/** What is read from the disk at once: each piece costs a turn of the event loop. */
const PIECE_BYTES = 256 * 1024;

/** What the system says of a name under which there is no file. */
const MISSING = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

/** A file of a local storage, whose folder is `root`. @throws AppError `not_found`, `storage_unavailable` */
export async function openLocalFile(path: string, root: string): Promise<DeliverableFile> {
  const stats = await statFile(path, root);
  return {
    name: basename(path),
    contentType: contentTypeOf(path),
    sizeBytes: stats.size,
    modifiedAt: stats.mtime,
    read: async (range) => {
      const stream = createReadStream(path, { ...range, highWaterMark: PIECE_BYTES, fs: pacedReading });
      await once(stream, 'open').catch(async (error: unknown) => {
        throw await toAppError(error, root);
      });
      return stream;
    },
  };
}

async function statFile(path: string, root: string): Promise<Stats> {
  const stats = await stat(path).catch(async (error: unknown) => {
    throw await toAppError(error, root);
  });
  if (!stats.isFile()) throw notFound();
  return stats;
}

async function toAppError(error: unknown, root: string): Promise<AppError> {
  if (!MISSING.has(codeOf(error) ?? '')) return unreadable(error);
  return requireMarker(root).then(notFound, unreadable);
}

function unreadable(cause: unknown): AppError {
  return new AppError('storage_unavailable', 'The file cannot be read at the moment.', { cause });
}

function notFound(): AppError {
  return new AppError('not_found', 'There is no such file.');
}
