import { AppError } from './errors.js';

/** What a company may store and what it does, in bytes of its videos. `max_storage_bytes` null: as much as it likes. */
export interface StorageUse {
  max_storage_bytes: number | null;
  used_bytes: number;
  /** Of images, and of files that were replaced or deleted and are kept for a while. */
  beside_bytes: number;
}

/** The most bytes that one file may have, and the fault of one that has more. */
export interface UploadLimit {
  maxBytes: number;
  exceeded: () => AppError;
}

/** A 413 that names the limit of one file. */
function tooLarge(maxBytes: number, field = 'file'): AppError {
  const message = `must be at most ${maxBytes} bytes`;
  return new AppError('payload_too_large', `The upload is too large: ${field} ${message}.`, {
    fields: [{ field, message }],
  });
}

/** The limit of one file, whatever else is stored. */
export const fileLimit = (maxBytes: number, field = 'file'): UploadLimit => ({
  maxBytes,
  exceeded: () => tooLarge(maxBytes, field),
});

/** Of a company that may not store as much as it likes. */
type Limited = StorageUse & { max_storage_bytes: number };

/** A 413 that names what a company may store and does. */
function quotaExceeded(use: Limited, arriving: number): AppError {
  const { max_storage_bytes: most, used_bytes: used, beside_bytes: beside } = use;
  const kept = beside > most ? `, and ${beside} of images and of files that are about to be removed` : '';
  const others = `${kept}${arriving === 0 ? '' : `, and ${arriving} more are on their way`}`;
  const message = `The company may store ${most} bytes and stores ${used}${others}: there is no room for this upload.`;
  return new AppError('quota_exceeded', message, {
    fields: [{ field: 'file', message: 'exceeds the quota', code: 'too_large' }],
  });
}

/**
 * The limit of a company's next file: what any file may have, or what the company has room for, if that is less. What it
 * has beside its videos may be as much again, so that a video can be replaced at once by one who has no room left.
 * @param arriving bytes of its other uploads that are on their way.
 */
export function uploadLimit(maxUploadBytes: number, use: StorageUse, arriving = 0): UploadLimit {
  const { max_storage_bytes: most } = use;
  if (most === null) return fileLimit(maxUploadBytes);
  const left = Math.max(0, Math.min(most, 2 * most - use.beside_bytes) - use.used_bytes - arriving);
  if (left >= maxUploadBytes) return fileLimit(maxUploadBytes);
  return { maxBytes: left, exceeded: () => quotaExceeded({ ...use, max_storage_bytes: most }, arriving) };
}

/** @throws AppError `payload_too_large`, `quota_exceeded` */
export function requireWithin({ maxBytes, exceeded }: UploadLimit, bytes: number): void {
  if (bytes > maxBytes) throw exceeded();
}
