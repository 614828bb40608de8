import { AppError, type ErrorCode } from '../../domain/errors.js';

/** The refusals of libraries in our codes, by the HTTP status that they ask for. */
const BY_STATUS: Partial<Record<number, [code: ErrorCode, words: string]>> = {
  403: ['forbidden', 'That is not allowed'],
  404: ['not_found', 'There is no such thing'],
  408: ['request_timeout', 'The request took too long'],
  409: ['conflict', 'It conflicts with the present state'],
  410: ['not_found', 'There is no such thing any more'],
  412: ['precondition_failed', 'It is another state'],
  413: ['payload_too_large', 'The body is too large'],
  415: ['unsupported_media_type', 'The body cannot be decoded'],
  416: ['range_not_satisfiable', 'The range is beyond the file'],
  417: ['expectation_failed', 'The expectation cannot be met'],
  431: ['headers_too_large', 'The headers are too large'],
  501: ['not_implemented', 'That is not possible here'],
};

/**
 * What a library refuses, as an AppError: whatever it blames the client for stays a 4xx, as a 500 would be tried again.
 * @param status the HTTP status that it asks for. @returns null: it blames itself
 */
export function refusalOfLibrary(status: number, message: string, cause?: unknown): AppError | null {
  const known = BY_STATUS[status] ?? (status >= 400 && status < 500 ? MALFORMED : undefined);
  return known === undefined ? null : new AppError(known[0], `${known[1]}: ${message}`, { cause });
}

const MALFORMED: [ErrorCode, string] = ['malformed_request', 'The request cannot be read'];

/** The status that a fault asks for: as http-errors, Express, send and body-parser say it; or what decodes addresses. */
function statusOf(error: Error): number | undefined {
  if (error instanceof URIError) return 400;
  return 'status' in error && typeof error.status === 'number' ? error.status : undefined;
}

const INTERNAL = 'Something went wrong on our side. The log has more under this request_id.';

/**
 * Any fault as an AppError. What nobody expected becomes `internal_error` and tells the client nothing but its id.
 * @param translate what the database's faults mean.
 */
export function toAppError(error: unknown, translate: (error: unknown) => unknown): AppError {
  const translated = translate(error);
  if (translated instanceof AppError) return translated;
  const status = translated instanceof Error ? statusOf(translated) : undefined;
  const message = translated instanceof Error ? translated.message : '';
  const refusal = status === undefined ? null : refusalOfLibrary(status, message, translated);
  return refusal ?? new AppError('internal_error', INTERNAL, { cause: translated });
}
