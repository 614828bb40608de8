import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, parsePartialFileName, type PartialFileOwner } from './partial-file-name.js';
import { hasCode } from './storage-error.js';

/** A process on another host cannot be asked whether it lives; a file that it still writes changes all the time. */
const OTHER_HOST_GRACE_MS = 3_600_000;

/**
 * Removes the partial files that killed processes left in the folder; returns how many. Files of living processes on
 * this host stay, and those of other hosts until nothing was written to them for an hour.
 */
export async function removeAbandonedFiles(folder: string, self: PartialFileOwner, nowMs: number): Promise<number> {
  let removed = 0;
  for (const name of await namesIn(folder)) {
    const owner = parsePartialFileName(name);
    if (owner === null || !(await isAbandoned(join(folder, name), owner, self, nowMs))) continue;
    await rm(join(folder, name), { force: true });
    removed += 1;
  }
  return removed;
}

async function isAbandoned(path: string, owner: PartialFileOwner, self: PartialFileOwner, nowMs: number) {
  if (owner.host === self.host) return !(await isAlive(owner));
  try {
    return nowMs - (await stat(path)).mtimeMs > OTHER_HOST_GRACE_MS;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false; // Its owner finished or removed it meanwhile.
    throw error;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}
