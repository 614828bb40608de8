import { AppError } from '../domain/errors.js';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Whether the error is one of the operating system's, with this code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** An error of the file system as the API names it: 507 when it is full, else 503. An AppError stays as it is. */
export function toStorageError(error: unknown, doing: string): AppError {
  if (error instanceof AppError) return error;
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
  if (FULL.has(code)) return new AppError('storage_full', 'The storage is full. Nothing was kept.', { cause: error });
  return new AppError('storage_unavailable', `The storage failed while ${doing} (${code}).`, { cause: error });
}
