import type { Stats } from 'node:fs';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import send from 'send';
import { AppError } from '../../domain/errors.js';
import type { Id } from '../../domain/types.js';
import { requireMarker } from '../../storage/folder-marker.js';
import type { VideoStorage } from '../../storage/video-storage.js';
import { answerUnsatisfiable } from './answer-unsatisfiable.js';
import { serveRemote } from './serve-remote.js';

/** A folder on this disk, or a backend elsewhere. */
export type MediaSource = { folder: string } | { storage: VideoStorage };

/** Where the files of a storage connection are; null when there is no such connection. */
export type MediaSourceOf = (connectionId: Id) => MediaSource | null | Promise<MediaSource | null>;

/** `/<storage connection>/<key>`: only finished files, no hidden names, no way up, nothing to decode. */
const MEDIA_PATH = /^\/(\d{1,16})\/((?:videos|thumbnails)(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+)$/;
const METHODS = 'GET, HEAD, OPTIONS';

const CORS_HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Accept-Ranges, Content-Length, Content-Range, ETag, Last-Modified',
  // Viewers on other sites embed the files; a default of the app's for its pages would forbid that.
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * Serves the files of storage connections, with ranges; to be mounted at `/media`. Names are never used again, so
 * clients may keep a file for a year. Faults go to `next` as AppErrors.
 */
export function createMediaHandler(sourceOf: MediaSourceOf): RequestHandler {
  return async (req, res, next) => {
    res.set(CORS_HEADERS);
    if (req.method === 'OPTIONS') return answerPreflight(res);
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      res.set('Allow', METHODS);
      return next(new AppError('method_not_allowed', `${req.method} is not possible here.`));
    }
    const [, connectionId, key] = MEDIA_PATH.exec(req.path) ?? [];
    const source = key === undefined ? null : await sourceOf(Number(connectionId));
    if (key === undefined || source === null) return next(notFound());
    if ('folder' in source) sendFile(req, res, next, source.folder, key);
    else await serveRemote(req, res, source.storage, key);
  };
}

function answerPreflight(res: Response): void {
  res.set({
    'Access-Control-Allow-Methods': METHODS,
    'Access-Control-Allow-Headers': 'Range, If-Range, If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since',
    'Access-Control-Max-Age': '86400',
  });
  res.status(204).end();
}

function sendFile(req: Request, res: Response, next: NextFunction, root: string, key: string): void {
  // RFC 9110 defines ranges for GET only; send would answer 206 to HEAD.
  const acceptRanges = req.method === 'GET';
  send(req, key, { root, acceptRanges, maxAge: '365d', immutable: true, index: false, dotfiles: 'ignore' })
    .on('file', (_path: string, stat: Stats) => widenSuffixRange(req, stat.size))
    .on('headers', (response: Response) => {
      response.setHeader('Accept-Ranges', 'bytes');
      // send's own ETag is weak, and a weak one must not be used to go on with a broken download (If-Range).
      response.setHeader('ETag', `"${key.slice(key.lastIndexOf('/') + 1)}"`);
    })
    .on('directory', () => next(notFound()))
    .on('error', (error: unknown) => void onError(error, res, next, root))
    .pipe(res);
}

/** A suffix longer than the file means all of it (RFC 9110, 14.1.2); send would answer 416. */
function widenSuffixRange(req: Request, size: number): void {
  const [, suffix] = /^bytes=-(\d+)$/.exec(req.headers.range ?? '') ?? [];
  if (Number(suffix) > size) req.headers.range = 'bytes=0-';
}

/** A fault before or after the headers of the file were set. */
async function onError(error: unknown, res: Response, next: NextFunction, root: string): Promise<void> {
  if (res.headersSent) {
    res.destroy(); // The file vanished or the disk failed in mid-answer: the client must see that it is cut off.
    return;
  }
  const status = error instanceof Error && 'status' in error ? error.status : 500;
  if (status === 416) return answerUnsatisfiable(res);
  for (const name of ['Accept-Ranges', 'Cache-Control', 'Content-Type', 'ETag', 'Last-Modified'])
    res.removeHeader(name);
  if (status === 412) return next(new AppError('precondition_failed', 'The file is not the one that If-Match names.'));
  if (typeof status === 'number' && status < 500) return next(await missing(root));
  next(unreadable(error));
}

async function missing(root: string): Promise<AppError> {
  try {
    await requireMarker(root);
    return notFound();
  } catch (error) {
    return unreadable(error);
  }
}

function unreadable(cause: unknown): AppError {
  return new AppError('storage_unavailable', 'The file cannot be read at the moment.', { cause });
}

function notFound(): AppError {
  return new AppError('not_found', 'There is no such file.');
}
