import { AppError, type ErrorCode } from '../../domain/errors.js';

/** What body-parser and Express say, in our codes; by the HTTP status that they ask for. */
const BY_STATUS: Record<number, [ErrorCode, string]> = {
  400: ['malformed_request', 'The request cannot be read'],
  413: ['payload_too_large', 'The body is too large'],
  415: ['unsupported_media_type', 'The body cannot be decoded'],
};

function statusOf(error: Error): number | undefined {
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
  const known = status === undefined ? undefined : BY_STATUS[status];
  if (known !== undefined && translated instanceof Error) {
    return new AppError(known[0], `${known[1]}: ${translated.message}`, { cause: translated });
  }
  return new AppError('internal_error', INTERNAL, { cause: translated });
}
