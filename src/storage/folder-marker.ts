import { randomUUID } from 'node:crypto';
import { open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../domain/errors.js';
import { codeOf } from '../platform/error-code.js';
import { syncFolder } from './sync-folder.js';

/**
 * A file in the folder of a local storage, written when the storage is made. The mount point of a disk that is not mounted
 * is an empty folder, in which every file would seem to be deleted: the marker tells the two apart. It names the
 * installation that the folder belongs to, as another one would take its files for left over.
 */
export const MARKER = '.video-storage';
const TEXT = 'Videos of the video rotation service. While this file is missing, their disk counts as not mounted.\n';
const NAMED = /^Installation: ([\da-f-]{36})$/m;

/** Whose a folder is: the id of an installation, or null where nobody asks. */
export type Owner = string | null;

/**
 * Marks a folder durably as that of an installation; one that is marked without a name, as earlier versions did, is taken
 * over.
 * @throws AppError `storage_unavailable` when it is another's; the file system's error
 */
export async function markFolder(folder: string, owner: Owner = null): Promise<void> {
  try {
    await writeMarker(join(folder, MARKER), owner);
    await syncFolder(folder);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    await adoptFolder(folder, owner);
  }
}

/**
 * @throws AppError `storage_unavailable` when the folder is not marked, or is another installation's; the file system's
 * error when that cannot be told
 */
export async function requireMarker(folder: string, owner: Owner = null): Promise<void> {
  const text = await readMarker(folder);
  if (text === null) {
    const message = `The folder of the storage lacks its file ${MARKER}: its disk may not be mounted.`;
    throw new AppError('storage_unavailable', message);
  }
  const named = NAMED.exec(text)?.[1];
  if (owner === null || named === undefined || named === owner) return;
  throw new AppError(
    'storage_unavailable',
    `The folder of the storage belongs to another installation: its file ${MARKER} names ${named}, this one is ` +
      `${owner}. Choose another folder, or empty that file to take this one over, once nobody else uses it.`,
  );
}

/** Marks the folder of an earlier version, which wrote no marker, if it was ever used: then it is no mount point. */
export async function markUsedFolder(folder: string, owner: Owner = null): Promise<void> {
  const isUnmarked = (await readMarker(folder)) === null;
  if (isUnmarked && !(await holdsAnything(join(folder, 'videos')))) return;
  await (isUnmarked ? markFolder(folder, owner) : adoptFolder(folder, owner));
}

/** Of two installations that do so at once the later one has the folder, which the other is told when it next writes. */
async function adoptFolder(folder: string, owner: Owner): Promise<void> {
  await requireMarker(folder, owner);
  if (owner === null || NAMED.test((await readMarker(folder)) ?? '')) return;
  const path = join(folder, `${MARKER}.${randomUUID()}`);
  await writeMarker(path, owner);
  await rename(path, join(folder, MARKER));
  await syncFolder(folder);
}

async function writeMarker(path: string, owner: Owner): Promise<void> {
  const handle = await open(path, 'wx', 0o640);
  try {
    await handle.writeFile(owner === null ? TEXT : `${TEXT}Installation: ${owner}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function holdsAnything(folder: string): Promise<boolean> {
  return ((await foundOrNull(readdir(folder))) ?? []).length > 0;
}

const readMarker = (folder: string): Promise<string | null> => foundOrNull(readFile(join(folder, MARKER), 'utf8'));

/** What is found on a disk; null when there is no such file or folder. */
export async function foundOrNull<T>(finding: Promise<T>): Promise<T | null> {
  try {
    return await finding;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw error;
  }
}
