import { AppError } from '../domain/errors.js';
import { codeOf } from '../platform/error-code.js';
import { systemWords } from './system-words.js';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** A 404 for a file that is not where it was looked for, in a storage that is there. */
export const noSuchFile = (): AppError => new AppError('not_found', 'There is no such file.');

/** An error of the file system as the API names it: 507 when it is full, else 503. An AppError stays as it is. */
export function toStorageError(error: unknown, doing: string): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error) ?? '';
  if (FULL.has(code)) return new AppError('storage_full', 'The storage is full. Nothing was kept.', { cause: error });
  return new AppError('storage_unavailable', `The storage failed while ${doing}: ${systemWords(code)}.`, {
    cause: error,
  });
}
