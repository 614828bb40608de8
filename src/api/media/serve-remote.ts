import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { AppError } from '../../domain/errors.js';
import { contentTypeOf, type ByteRange, type VideoStorage } from '../../storage/video-storage.js';
import { answerUnsatisfiable } from './answer-unsatisfiable.js';

/** How long a redirect may be kept, in seconds: far less than the address that it leads to works. */
const REDIRECT_MAX_AGE = 300;

/**
 * Serves a file of a backend elsewhere: sends clients there, or, where the connection says so, hands the bytes through.
 * HEAD is answered here, because a signed address is good for GET alone.
 * @throws AppError `not_found`, `precondition_failed`, `storage_unavailable`
 */
export async function serveRemote(req: Request, res: Response, storage: VideoStorage, key: string): Promise<void> {
  const address = req.method === 'GET' ? await storage.temporaryUrl(key) : null;
  if (address === null) return proxy(req, res, storage, key);
  res.set({ 'Cache-Control': `public, max-age=${REDIRECT_MAX_AGE}`, Location: address });
  res.status(302).end();
}

async function proxy(req: Request, res: Response, storage: VideoStorage, key: string): Promise<void> {
  const etag = `"${key.slice(key.lastIndexOf('/') + 1)}"`;
  const wanted = req.get('if-match');
  if (wanted !== undefined && wanted !== '*' && !wanted.includes(etag)) {
    throw new AppError('precondition_failed', 'The file is not the one that If-Match names.');
  }
  const size = await storage.fileSize(key);
  if (size === null) throw new AppError('not_found', 'There is no such file.');
  const range = rangeOf(req, etag, size);
  if (range === 'unsatisfiable') {
    res.set('Content-Range', `bytes */${size}`);
    return answerUnsatisfiable(res);
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  const headers = {
    'Content-Type': contentTypeOf(key),
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'public, max-age=31536000, immutable',
    ETag: etag,
  };
  if (req.get('if-none-match')?.includes(etag) === true) return void res.set(headers).status(304).end();
  const body = req.method === 'HEAD' || size === 0 ? null : await storage.readFile(key, { start, end });
  res.set({ ...headers, 'Content-Length': String(end - start + 1) });
  if (range !== null) res.set('Content-Range', `bytes ${start}-${end}/${size}`);
  res.status(range === null ? 200 : 206);
  if (body === null) return void res.end();
  // A fault in mid-answer cuts the connection, which is all that can be told by then.
  await pipeline(body, res).catch(() => undefined);
}

/** The one range that is asked for; null: the whole file, also for several ranges, which RFC 9110 allows. */
function rangeOf(req: Request, etag: string, size: number): ByteRange | 'unsatisfiable' | null {
  const condition = req.get('if-range');
  if (req.method !== 'GET' || (condition !== undefined && condition !== etag)) return null;
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(req.get('range') ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') {
    return Number(last) === 0 || size === 0
      ? 'unsatisfiable'
      : { start: Math.max(0, size - Number(last)), end: size - 1 };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return null; // Not a valid range, which is to be ignored.
  if (start >= size) return 'unsatisfiable';
  return { start, end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}
