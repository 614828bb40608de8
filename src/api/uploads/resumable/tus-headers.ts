import type { IncomingMessage } from 'node:http';
import { TUS_RESUMABLE } from '@tus/server';
import { AppError } from '../../../domain/errors.js';

/** Content-Type of the bytes of an upload. */
export const CHUNK_TYPE = 'application/offset+octet-stream';

const malformed = (detail: string): AppError => new AppError('malformed_request', detail);

/** A number of bytes as the protocol writes it; undefined: it is not said. @throws AppError `malformed_request` */
function bytesIn({ headers }: IncomingMessage, name: 'Upload-Length' | 'Upload-Offset'): string | undefined {
  const value = headers[name.toLowerCase()];
  if (value === undefined) return undefined;
  const text = String(value);
  if (/^(?:0|[1-9]\d{0,15})$/.test(text) && Number.isSafeInteger(Number(text))) return text;
  throw malformed(`${name} must be a whole number of bytes, such as 1048576.`);
}

/** Whether the request brings bytes of an upload. Parameters of the type mean nothing. */
const bringsBytes = ({ headers }: IncomingMessage): boolean =>
  headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() === CHUNK_TYPE;

function refuseUnknown(req: IncomingMessage): void {
  if (req.headers['tus-resumable'] !== TUS_RESUMABLE) {
    throw new AppError('precondition_failed', `Tus-Resumable must be ${TUS_RESUMABLE}.`);
  }
  if (req.headers['upload-concat'] !== undefined) {
    const detail = 'Uploads are not put together of parts: leave Upload-Concat out, or switch parallel uploads off.';
    throw new AppError('not_implemented', detail);
  }
  const deferred = req.headers['upload-defer-length'];
  if (deferred !== undefined && deferred !== '1') throw malformed('Upload-Defer-Length must be 1, or be left out.');
}

/**
 * What of a request the library is to see: the headers of the protocol that it has to do with, each as it takes it. It
 * would say of the others only that they are invalid, or take them for its own (X-Forwarded-Proto).
 * @throws AppError `malformed_request`, `precondition_failed`, `unsupported_media_type`, `not_implemented`
 */
export function tusHeaders(req: IncomingMessage): Record<string, string> {
  refuseUnknown(req);
  const [length, offset] = [bytesIn(req, 'Upload-Length'), bytesIn(req, 'Upload-Offset')];
  if (req.method === 'PATCH' && offset === undefined) throw malformed('Upload-Offset must be a whole number of bytes.');
  const isChunk = bringsBytes(req);
  if (req.method === 'PATCH' && !isChunk) {
    throw new AppError('unsupported_media_type', `Content-Type must be ${CHUNK_TYPE}.`);
  }
  const { 'content-length': size, 'upload-defer-length': deferred } = req.headers;
  const seen = {
    'tus-resumable': TUS_RESUMABLE,
    'upload-length': length,
    'upload-offset': offset,
    'upload-defer-length': deferred === undefined ? undefined : '1',
    'content-length': size,
    'content-type': isChunk ? CHUNK_TYPE : undefined,
  };
  return Object.fromEntries(
    Object.entries(seen).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
