import { statfs } from 'node:fs/promises';
import { AppError } from '../domain/errors.js';

/**
 * Keeps a reserve of a disk for whatever else is on it, the database above all: an upload is not begun on less.
 * @param folder a folder on it; one that is not there is the concern of whoever writes to it.
 * @throws AppError `storage_full`
 */
export async function requireFreeDisk(folder: string, reserveBytes: number): Promise<void> {
  if (reserveBytes === 0) return;
  const found = await statfs(folder).catch(() => null);
  if (found === null || found.bavail * found.bsize >= reserveBytes) return;
  throw new AppError('storage_full', 'The disk has no room for uploads: what is left is kept for the database.');
}
