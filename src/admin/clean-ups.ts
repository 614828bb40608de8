import { filesOf, takeProposal, UNUSED_VIDEOS } from '../db/clean-up-proposals.js';
import { enterRemoval } from '../db/removals.js';
import { createKnownFiles } from '../db/known-files.js';
import { writeOnce } from '../db/write-once.js';
import type { Caller } from '../domain/caller.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { AdminDoor } from './admin-door.js';

/** What became of the files that a client was told of. */
export interface RemovedFiles {
  removed: string[];
  /** Something names them by now, or they are removed already. */
  kept: string[];
}

/**
 * Enters the removal of the files of a storage connection that the client was told of, as far as nothing names them by
 * now.
 * @throws AppError `not_found`; `validation_failed` at `token`
 */
export const removeOrphanFiles = (
  admin: AdminDoor,
  caller: Caller,
  id: Id,
  token: string,
  now: Instant,
): Promise<RemovedFiles> =>
  admin.edit(caller, { noun: 'storage_connection', id, verb: 'clean_up', expected: null }, async ({ trx, ...edit }) => {
    const paths = await takeProposal<string>(trx, caller, filesOf(id), token, now);
    const named = await createKnownFiles(trx, id).knownAmong(paths);
    const removed = paths.filter((path) => !named.has(path));
    for (const path of removed) await enterRemoval(trx, id, path, now);
    edit.note({ removed });
    return { removed, kept: paths.filter((path) => named.has(path)) };
  });

/**
 * The videos that the client was told of, once; each is deleted by the other door.
 * @throws AppError `validation_failed` at `token`
 */
export async function takeUnusedVideos({ db }: AdminDoor, caller: Caller, token: string, now: Instant): Promise<Id[]> {
  const { result } = await writeOnce(db, caller, (trx) => takeProposal<Id>(trx, caller, UNUSED_VIDEOS, token, now));
  return result;
}
