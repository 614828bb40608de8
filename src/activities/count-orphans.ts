import type { Database } from '../db/database.js';
import { createKnownFiles } from '../db/known-files.js';
import { orphansCountedAt, saveOrphanCount, sumOrphanCounts, type OrphanCount } from '../db/orphans.js';
import type { Page } from '../db/pages.js';
import type { StorageConnections } from '../db/storage-connections.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { StorageConnection } from '../domain/storage-connection.js';
import { findMissingFiles, findOrphanFiles } from '../storage/find-orphans.js';
import type { StorageOpener } from '../storage/open-storage.js';

/** Looking at every file costs a request for each thousand of them: once a day is enough. */
const COUNT_EVERY_MS = 24 * 3_600_000;
/** A connection with more files than can be listed in this time is not counted. */
const COUNT_MAX_MS = 5 * 60_000;
const PAGE = 100;

export interface OrphanCountOptions {
  db: Database;
  now: () => Instant;
  connections: Pick<StorageConnections, 'list'>;
  open: StorageOpener;
  onFailure: (connectionId: Id, error: unknown) => void;
}

/**
 * Counts the files that nothing names and the videos that lack a file, of each connection once a day. It removes nothing.
 * @returns the last counts of all connections together
 */
export async function countOrphans(options: OrphanCountOptions, onProgress: () => void): Promise<OrphanCount> {
  const { db, now, connections, onFailure } = options;
  for (let after: Id | undefined = 0; after !== undefined;) {
    const page: Page<StorageConnection> = await connections.list({ companyId: null, after, limit: PAGE });
    for (const connection of page.rows) {
      const countedAt = await orphansCountedAt(db, connection.id);
      if (countedAt !== null && now() - countedAt < COUNT_EVERY_MS) continue;
      await count(options, connection, onProgress).catch((error: unknown) => onFailure(connection.id, error));
    }
    after = page.next ?? undefined;
  }
  return sumOrphanCounts(db);
}

async function count(
  { db, now, open }: OrphanCountOptions,
  connection: StorageConnection,
  onProgress: () => void,
): Promise<void> {
  const storage = await open(connection);
  const known = createKnownFiles(db, connection.id);
  const deadline = now() + COUNT_MAX_MS;
  const looking = {
    ...known,
    // Asked between any two pages of files.
    knownAmong: (paths: readonly string[]) => {
      onProgress();
      if (now() > deadline) throw new Error('It has too many files to be counted.');
      return known.knownAmong(paths);
    },
  };
  const found = { files: 0, videos: 0 };
  for await (const part of findOrphanFiles(storage, looking, now())) found.files += part.found.length;
  const missing = new Set<Id>();
  for await (const part of findMissingFiles(storage, known)) {
    onProgress();
    for (const { video_id } of part.found) missing.add(video_id);
  }
  await saveOrphanCount(db, connection.id, { ...found, videos: missing.size }, now());
}
