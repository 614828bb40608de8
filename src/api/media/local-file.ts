import { once } from 'node:events';
import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../../domain/errors.js';
import { contentTypeOf } from '../../storage/video-storage.js';
import type { DeliverableFile } from './deliverable-file.js';

/** What is read from the disk at once: each piece costs a turn of the event loop. */
const PIECE_BYTES = 256 * 1024;

/** What the system says of a name under which there is no file. */
const MISSING = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

/** A file on this disk. @throws AppError `not_found`, `storage_unavailable` */
export async function openLocalFile(path: string): Promise<DeliverableFile> {
  const stats = await statFile(path);
  return {
    name: basename(path),
    contentType: contentTypeOf(path),
    sizeBytes: stats.size,
    modifiedAt: stats.mtime,
    read: async (range) => {
      const stream = createReadStream(path, { ...range, highWaterMark: PIECE_BYTES });
      await once(stream, 'open').catch((error: unknown) => {
        throw toAppError(error);
      });
      return stream;
    },
  };
}

async function statFile(path: string): Promise<Stats> {
  const stats = await stat(path).catch((error: unknown) => {
    throw toAppError(error);
  });
  if (!stats.isFile()) throw notFound();
  return stats;
}

function toAppError(error: unknown): AppError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (MISSING.has(code)) return notFound();
  return new AppError('storage_unavailable', 'The file cannot be read at the moment.', { cause: error });
}

function notFound(): AppError {
  return new AppError('not_found', 'There is no such file.');
}
