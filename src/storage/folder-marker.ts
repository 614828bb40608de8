import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../domain/errors.js';
import { codeOf } from '../platform/error-code.js';
import { syncFolder } from './sync-folder.js';

/**
 * A file in the folder of a local storage, written once, when the storage is made. The mount point of a disk that is
 * not mounted is an empty folder, in which every file would seem to be deleted: the marker tells the two apart.
 */
export const MARKER = '.video-storage';
const TEXT = 'Videos of the video rotation service. While this file is missing, their disk counts as not mounted.\n';

/** Marks a folder durably; one that is marked stays as it is. @throws the file system's error. */
export async function markFolder(folder: string): Promise<void> {
  try {
    const handle = await open(join(folder, MARKER), 'wx', 0o640);
    try {
      await handle.writeFile(TEXT);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await syncFolder(folder);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** @throws AppError `storage_unavailable` when the folder is not marked; the file system's error when that cannot be told */
export async function requireMarker(folder: string): Promise<void> {
  if (await isMarked(folder)) return;
  const message = `The folder of the storage lacks its file ${MARKER}: its disk may not be mounted.`;
  throw new AppError('storage_unavailable', message);
}

/** Marks the folder of an earlier version, which wrote no marker, if it was ever used: then it is no mount point. */
export async function markUsedFolder(folder: string): Promise<void> {
  if (!(await isMarked(folder)) && (await holdsAnything(join(folder, 'videos')))) await markFolder(folder);
}

async function holdsAnything(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}

async function isMarked(folder: string): Promise<boolean> {
  try {
    await stat(join(folder, MARKER));
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}
