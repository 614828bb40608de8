import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../domain/errors.js';

async function makeOne(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EEXIST') throw error;
  }
}

/**
 * Makes the folder of a new local connection, and one in it to see that it can be written; the folder above must exist.
 * One by one, because Node's recursive mkdir never returns where a file system answers ENOENT to every mkdir (`/proc`).
 * @throws AppError `storage_unavailable` that says why not.
 */
export async function makeLocalFolder(basePath: string): Promise<void> {
  try {
    await makeOne(basePath);
    await makeOne(join(basePath, 'videos'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('storage_unavailable', reason, { cause: error });
  }
}
