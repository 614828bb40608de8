import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RESUMABLE_UPLOAD_MS } from '../domain/resumable-upload.js';
import { isAlive, isGatheredFileName, parsePartialFileName, type PartialFileOwner } from './partial-file-name.js';
import { codeOf } from '../platform/error-code.js';

/** A process on another host cannot be asked whether it lives; a file that it still writes changes all the time. */
const OTHER_HOST_GRACE_MS = 3_600_000;
/** By then its upload has expired. */
const GATHERED_GRACE_MS = RESUMABLE_UPLOAD_MS + 3_600_000;

/**
 * Removes the partial files that killed processes left in the folder; returns how many. Files of living processes on
 * this host stay, and those of other hosts until nothing was written to them for an hour. Those of uploads over several
 * requests stay until they have expired; the clean-up removes them sooner where it sees this folder.
 */
export async function removeAbandonedFiles(folder: string, self: PartialFileOwner, nowMs: number): Promise<number> {
  let removed = 0;
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    if (!(await isAbandoned(path, name, self, nowMs))) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}

async function isAbandoned(path: string, name: string, self: PartialFileOwner, nowMs: number): Promise<boolean> {
  if (isGatheredFileName(name)) return isOlder(path, nowMs - GATHERED_GRACE_MS);
  const owner = parsePartialFileName(name);
  if (owner === null) return false;
  return owner.host === self.host ? !isAlive(owner) : isOlder(path, nowMs - OTHER_HOST_GRACE_MS);
}

/** Whether nothing was written to the file since then. */
async function isOlder(path: string, sinceMs: number): Promise<boolean> {
  try {
    return (await stat(path)).mtimeMs < sinceMs;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false; // Its owner finished or removed it meanwhile.
    throw error;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
