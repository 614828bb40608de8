import type { Caller } from '../domain/caller.js';
import type { Id, Instant } from '../domain/scalars.js';
import { filesOf, propose, UNUSED_VIDEOS, type Proposal } from './clean-up-proposals.js';
import { toTimestamp, type Database, type Queryable } from './database.js';
import { createKnownFiles } from './known-files.js';

/** How many files nothing names, and how many videos lack a file, as last counted. */
export interface OrphanCount {
  files: number;
  videos: number;
}

/** When the orphans of a connection were last counted; null: never. */
export async function orphansCountedAt(queryable: Queryable, connectionId: Id): Promise<Instant | null> {
  const row: { counted_at: Instant } | undefined = await queryable('orphan_counts')
    .where('storage_connection_id', connectionId)
    .first('counted_at');
  return row?.counted_at ?? null;
}

export async function saveOrphanCount(
  queryable: Queryable,
  connectionId: Id,
  count: OrphanCount,
  now: Instant,
): Promise<void> {
  const row = { storage_connection_id: connectionId, ...count, counted_at: toTimestamp(now) };
  await queryable('orphan_counts').insert(row).onConflict('storage_connection_id').merge();
}

/** The last counts of all connections together. */
export async function sumOrphanCounts(queryable: Queryable): Promise<OrphanCount> {
  const { rows } = await queryable.raw<{ rows: OrphanCount[] }>(
    'SELECT coalesce(sum(files), 0)::int AS files, coalesce(sum(videos), 0)::int AS videos FROM orphan_counts',
  );
  return rows[0] ?? { files: 0, videos: 0 };
}

/** What is left over: files that nothing names, and videos that nothing shows. */
export function createOrphans(db: Database) {
  return {
    /** What the rows know of the files of a connection. */
    knownFiles: (connectionId: Id) => createKnownFiles(db, connectionId),
    /** Keeps which files a client was told of. */
    proposeFiles: (caller: Caller, connectionId: Id, paths: readonly string[], now: Instant) =>
      propose(db, caller, filesOf(connectionId), paths, now),
    /** Keeps which videos a client was told of. */
    proposeVideos: (caller: Caller, videoIds: readonly Id[], now: Instant): Promise<Proposal> =>
      propose(db, caller, UNUSED_VIDEOS, videoIds, now),
  };
}

export type Orphans = ReturnType<typeof createOrphans>;
