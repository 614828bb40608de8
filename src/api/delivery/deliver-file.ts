import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { AppError } from '../../domain/errors.js';
import { isNotModified, isPreconditionFailed, isRangeOf } from '../http/preconditions.js';
import { wantedRanges, type WantedRanges } from './byte-ranges.js';
import type { DeliverableFile } from './deliverable-file.js';
import { multipartBody } from './multipart-ranges.js';

/** What is told of a file however it is delivered: clients may keep it for a year, and show it in the page. */
export const FILE_HEADERS = {
  'Cache-Control': 'public, max-age=31536000, immutable',
  'Content-Disposition': 'inline',
};

/**
 * Answers GET and HEAD with a file: whole or in ranges, as the request and its conditions ask (RFC 9110, 13 and 14).
 * @throws AppError `precondition_failed`, `range_not_satisfiable`, and those of `file.read`, as long as nothing was sent
 */
export async function deliverFile(req: Request, res: Response, file: DeliverableFile): Promise<void> {
  const { headers, method } = req;
  const validators = { tag: `"${file.name}"`, modified: file.modifiedAt?.toUTCString() ?? null };
  if (isPreconditionFailed(headers, validators)) {
    throw new AppError('precondition_failed', 'The file is not the one that the request names.');
  }
  res.set({ 'Accept-Ranges': 'bytes', ETag: validators.tag });
  if (validators.modified !== null) res.set('Last-Modified', validators.modified);
  if (isNotModified(headers, validators)) {
    res.set(FILE_HEADERS).status(304).end();
    return;
  }
  // Ranges are defined for GET alone (RFC 9110, 14.2).
  const isRangeMeant = method === 'GET' && isRangeOf(headers, validators);
  const ranges = isRangeMeant ? wantedRanges(headers.range, file.sizeBytes) : 'whole';
  if (ranges === 'unsatisfiable') {
    res.set('Content-Range', `bytes */${file.sizeBytes}`);
    throw new AppError('range_not_satisfiable', 'The file has no byte of this range.');
  }
  await sendBody(req, res, bodyOf(file, ranges));
}

interface Body {
  status: 200 | 206;
  headers: Record<string, string>;
  sizeBytes: number;
  open: () => Readable | Promise<Readable>;
}

function bodyOf(file: DeliverableFile, ranges: Exclude<WantedRanges, 'unsatisfiable'>): Body {
  const { contentType, sizeBytes } = file;
  if (ranges !== 'whole' && ranges.length > 1) {
    const { contentType, ...body } = multipartBody(file, ranges);
    return { status: 206, headers: { 'Content-Type': contentType }, ...body };
  }
  const [range = { start: 0, end: sizeBytes - 1 }] = ranges === 'whole' ? [] : ranges;
  const { start, end } = range;
  return {
    status: ranges === 'whole' ? 200 : 206,
    headers: {
      'Content-Type': contentType,
      ...(ranges !== 'whole' && { 'Content-Range': `bytes ${start}-${end}/${sizeBytes}` }),
    },
    sizeBytes: end - start + 1,
    open: () => file.read(range),
  };
}

function refuse(error: unknown): never {
  if (error instanceof AppError) throw error;
  throw new AppError('storage_unavailable', 'The file cannot be read at the moment.', { cause: error });
}

async function sendBody(req: Request, res: Response, { status, headers, sizeBytes, open }: Body): Promise<void> {
  const isEmpty = req.method === 'HEAD' || sizeBytes === 0;
  const stream = isEmpty ? null : await open();
  // What cannot be read at all is told; from the first byte on, a fault can only cut the connection.
  if (stream?.readableLength === 0) await once(stream, 'readable').catch(refuse);
  res.set({ ...FILE_HEADERS, ...headers, 'Content-Length': String(sizeBytes) }).status(status);
  if (stream === null) res.end();
  else await pipeline(stream, res).catch(() => undefined);
}
