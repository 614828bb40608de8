import { basename } from 'node:path';
import type { Request, Response } from 'express';
import { AppError } from '../../domain/errors.js';
import { contentTypeOf, type VideoStorage } from '../../storage/video-storage.js';
import { deliverFile } from './deliver-file.js';

/** How long a redirect may be kept, in seconds: far less than the address that it leads to works. */
const REDIRECT_MAX_AGE = 300;

/**
 * Serves a file of a backend elsewhere: sends clients there, or, where the connection says so, hands the bytes through.
 * HEAD is answered here, because a signed address is good for GET alone.
 * @throws AppError `not_found`, `storage_unavailable`, and those of `deliverFile`
 */
export async function serveRemote(req: Request, res: Response, storage: VideoStorage, key: string): Promise<void> {
  const address = req.method === 'GET' ? await storage.temporaryUrl(key) : null;
  if (address === null) return handThrough(req, res, storage, key);
  res.set({ 'Cache-Control': `public, max-age=${REDIRECT_MAX_AGE}`, Location: address });
  res.status(302).end();
}

async function handThrough(req: Request, res: Response, storage: VideoStorage, key: string): Promise<void> {
  const sizeBytes = await storage.fileSize(key);
  if (sizeBytes === null) throw new AppError('not_found', 'There is no such file.');
  await deliverFile(req, res, {
    name: basename(key),
    contentType: contentTypeOf(key),
    sizeBytes,
    modifiedAt: null,
    read: (range) => storage.readFile(key, range),
  });
}
