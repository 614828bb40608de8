import { AppError, type ErrorCode } from '../../domain/errors.js';

/** The refusals of libraries in our codes and words, by the HTTP status that they ask for. */
const BY_STATUS: Partial<Record<number, [code: ErrorCode, words: string]>> = {
  403: ['forbidden', 'That is not allowed.'],
  404: ['not_found', 'There is no such thing.'],
  408: ['request_timeout', 'The request took too long.'],
  409: ['conflict', 'It conflicts with the present state.'],
  410: ['not_found', 'There is no such thing any more.'],
  412: ['precondition_failed', 'It is in another state than the request asks for.'],
  413: ['payload_too_large', 'The body is too large.'],
  415: ['unsupported_media_type', 'The body cannot be decoded.'],
  416: ['range_not_satisfiable', 'The range is beyond the file.'],
  417: ['expectation_failed', 'The expectation cannot be met.'],
  431: ['headers_too_large', 'The headers are too large.'],
  501: ['not_implemented', 'That is not possible here.'],
};
const MALFORMED: [code: ErrorCode, words: string] = ['malformed_request', 'The request cannot be read.'];

/** What the parser of bodies says by its types, which are names for programs, and zlib by its codes. */
const BY_NAME: Readonly<Record<string, string>> = {
  'encoding.unsupported': 'The Content-Encoding is not known here: send the body as it is, or by gzip, deflate or br.',
  'request.aborted': 'The request broke off before its body was here.',
  'request.size.invalid': 'The body is longer or shorter than its Content-Length says.',
  Z_DATA_ERROR: 'The body is not what its Content-Encoding says.',
  Z_BUF_ERROR: 'The body is cut off: it ends before its Content-Encoding does.',
};

/**
 * What a library refuses, as an AppError: whatever it blames the client for stays a 4xx, as a 500 would be tried again.
 * Its own words, which may name its insides, are kept as the cause alone.
 * @param status the HTTP status that it asks for. @param words what is better known than by the status
 * @returns null: it blames itself
 */
export function refusalOfLibrary(status: number, words: string | undefined, cause: unknown): AppError | null {
  const known = BY_STATUS[status] ?? (status >= 400 && status < 500 ? MALFORMED : undefined);
  return known === undefined ? null : new AppError(known[0], words ?? known[1], { cause });
}

/** The status that a fault asks for: as http-errors, Express, send and body-parser say it. */
const statusOf = (error: Error): number | undefined =>
  'status' in error && typeof error.status === 'number' ? error.status : undefined;

/** A word for programs that a fault has at this name. */
const wordAt = (error: Error, name: 'type' | 'code'): string => String(Reflect.get(error, name));

function refusalOf(error: unknown): AppError | null {
  if (error instanceof URIError) {
    const words = 'The address cannot be read: each % needs two hex digits behind it, and all of it is UTF-8.';
    return new AppError('malformed_request', words, { cause: error });
  }
  const status = error instanceof Error ? statusOf(error) : undefined;
  if (!(error instanceof Error) || status === undefined) return null;
  return refusalOfLibrary(status, BY_NAME[wordAt(error, 'type')] ?? BY_NAME[wordAt(error, 'code')], error);
}

const INTERNAL = 'Something went wrong on our side. The log has more under this request_id.';

/**
 * Any fault as an AppError. What nobody expected becomes `internal_error` and tells the client nothing but its id.
 * @param translate what the database's faults mean.
 */
export function toAppError(error: unknown, translate: (error: unknown) => unknown): AppError {
  const translated = translate(error);
  if (translated instanceof AppError) return translated;
  return refusalOf(translated) ?? new AppError('internal_error', INTERNAL, { cause: translated });
}
