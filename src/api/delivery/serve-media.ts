import { join } from 'node:path';
import type { Request, Response } from 'express';
import { AppError } from '../../domain/errors.js';
import type { Id } from '../../domain/scalars.js';
import type { VideoStorage } from '../../storage/video-storage.js';
import { deliverFile } from './deliver-file.js';
import { handOver, type FrontServer } from './hand-over.js';
import { openLocalFile } from './local-file.js';
import { serveRemote } from './serve-remote.js';

/** A folder on this disk, or a backend elsewhere. */
export type MediaSource = { folder: string } | { storage: VideoStorage };

/** Where a file of a storage connection is; null when no row names it, or there is no such connection. */
export type MediaSourceOf = (connectionId: Id, key: string) => MediaSource | null | Promise<MediaSource | null>;

/** `/<storage connection>/<key>`: only finished files, no hidden names, no way up, nothing to decode. */
const MEDIA_PATH = /^\/(\d{1,16})\/((?:videos|thumbnails)(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+)$/;

/**
 * Serves the files of storage connections, with ranges; to be mounted at `/media`. It settles when the answer is sent.
 * @param front sends local files in our place; null: there is none.
 * @throws AppError `not_found`, `method_not_allowed`, `storage_unavailable`, and those of `deliverFile`
 */
export function createMediaHandler(
  sourceOf: MediaSourceOf,
  front: FrontServer | null,
): (req: Request, res: Response) => Promise<void> {
  return async (req, res) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      res.set('Allow', 'GET, HEAD, OPTIONS');
      throw new AppError('method_not_allowed', `${req.method} is not possible here.`);
    }
    const [, connectionId, key] = MEDIA_PATH.exec(req.path) ?? [];
    const source = key === undefined ? null : await sourceOf(Number(connectionId), key);
    if (key === undefined || source === null) throw new AppError('not_found', 'There is no such file.');
    if ('storage' in source) return serveRemote(req, res, source.storage, key);
    const path = join(source.folder, key);
    const file = await openLocalFile(path, source.folder);
    if (front === null) await deliverFile(req, res, file);
    else handOver(res, front, path, file);
  };
}
