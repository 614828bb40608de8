import type { Caller } from '../domain/caller.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { StorageConnection } from '../domain/storage-connection.js';
import { adminWrite } from './admin-write.js';
import { audit } from './audit.js';
import { propose, takeProposal, type Proposal } from './clean-up-proposals.js';
import { toTimestamp, type Database, type Queryable, type Transaction } from './database.js';
import { enterRemoval } from './removals.js';
import { createKnownFiles } from './known-files.js';

/** What became of the files that a client was told of. */
export interface RemovedFiles {
  removed: string[];
  /** Something names them by now, or they are removed already. */
  kept: string[];
}

const subjectOf = ({ id }: StorageConnection): string => `files of storage_connection:${id}`;

async function removeFiles(
  trx: Transaction,
  caller: Caller,
  connection: StorageConnection,
  token: string,
  now: Instant,
): Promise<RemovedFiles> {
  const { id, company_id: companyId } = connection;
  const paths = await takeProposal<string>(trx, caller, subjectOf(connection), token, now);
  const named = await createKnownFiles(trx, id).knownAmong(paths);
  const removed = paths.filter((path) => !named.has(path));
  for (const path of removed) await enterRemoval(trx, id, path, now);
  const entry = { companyId, action: 'storage_connection.clean_up', subject: `storage_connection:${id}` };
  await audit(trx, caller, { ...entry, after: { removed } });
  return { removed, kept: paths.filter((path) => named.has(path)) };
}

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
    proposeFiles: (caller: Caller, connection: StorageConnection, paths: readonly string[], now: Instant) =>
      propose(db, caller, subjectOf(connection), paths, now),
    /**
     * Enters the removal of the files that the client was told of, as far as nothing names them by now.
     * @throws AppError `validation_failed` at `token`
     */
    removeFiles: (caller: Caller, connection: StorageConnection, token: string, now: Instant): Promise<RemovedFiles> =>
      adminWrite(db, caller, (trx) => removeFiles(trx, caller, connection, token, now)),
    /** Keeps which videos a client was told of. */
    proposeVideos: (caller: Caller, videoIds: readonly Id[], now: Instant): Promise<Proposal> =>
      propose(db, caller, 'unused videos', videoIds, now),
    /** The videos that the client was told of, once. @throws AppError `validation_failed` at `token` */
    takeVideos: (caller: Caller, token: string, now: Instant): Promise<Id[]> =>
      adminWrite(db, caller, (trx) => takeProposal<Id>(trx, caller, 'unused videos', token, now)),
  };
}

export type Orphans = ReturnType<typeof createOrphans>;
