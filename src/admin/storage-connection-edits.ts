import type { ExpectedRevision } from '../domain/revision.js';
import { requireRoomFor } from '../db/companies.js';
import type { Transaction } from '../db/database.js';
import { countRows, orConflict } from '../db/rows.js';
import type { StorageConnectionInput } from '../db/storage-connections.js';
import { countOpenMoves } from '../db/storage-moves.js';
import type { Caller } from '../domain/caller.js';
import { AppError } from '../domain/errors.js';
import type { Id } from '../domain/scalars.js';
import type { StorageConnection } from '../domain/storage-connection.js';
import type { AdminDoor } from './admin-door.js';
import { refuseUsed, type Use } from './refuse-used.js';

export type StorageConnectionChanges = Partial<{
  name: string | undefined;
  base_path: string | undefined;
  settings: Record<string, unknown> | undefined;
  /** Sealed. */
  credentials: Buffer | undefined;
  is_default: boolean | undefined;
}>;

const TWO_DEFAULTS = 'Another connection was made the default at the same moment. Try again.';

/** There is one default a company, and one of the installation: the former one gives way. */
async function clearDefault(trx: Transaction, companyId: Id | null): Promise<void> {
  await trx('storage_connections').where({ company_id: companyId, is_default: true }).update({ is_default: false });
}

/** The settings that say where files lie: all but how they are handed out. */
function place({ delivery: _delivery, ...rest }: Record<string, unknown>): string {
  return JSON.stringify(Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Files that lie in a connection, or may do so soon: an upload's removal is entered before its file appears, a move
 * names its copies, and the bytes so far of uploads over several requests lie where the connection says.
 */
async function usesOfFiles(trx: Transaction, id: Id): Promise<Use[]> {
  const underWay = { storage_connection_id: id, video_id: null, failure: null };
  return [
    { noun: 'video', count: await countRows(trx, 'videos', { storage_connection_id: id }) },
    { noun: 'unfinished upload', count: await countRows(trx, 'resumable_uploads', underWay) },
    { noun: 'file waiting for removal', count: await countRows(trx, 'file_deletions', { storage_connection_id: id }) },
    { noun: 'open storage move', count: await countOpenMoves(trx, { connectionId: id }) },
  ];
}

/** Where files lie cannot change while there are any. */
async function refuseToLoseFiles(
  trx: Transaction,
  before: StorageConnection,
  { base_path, settings }: StorageConnectionChanges,
): Promise<void> {
  const { id } = before;
  if (base_path !== undefined && base_path !== before.base_path) {
    refuseUsed(`The base_path of storage connection ${id}`, await usesOfFiles(trx, id));
  }
  if (settings !== undefined && place(settings) !== place(before.settings)) {
    refuseUsed(`The place that storage connection ${id} names`, await usesOfFiles(trx, id));
  }
}

const CONNECTIONS = {
  table: 'storage_connections',
  things: 'storage connections',
  variable: 'MAX_STORAGE_CONNECTIONS_PER_COMPANY',
};

/** @throws AppError `validation_failed`; `conflict` when the company has too many */
export const createStorageConnection = (
  admin: AdminDoor,
  caller: Caller,
  input: StorageConnectionInput,
): Promise<StorageConnection> =>
  admin.create(caller, 'storage_connection', async (creation) => {
    const { trx } = creation;
    const things = { ...CONNECTIONS, limit: admin.limits.connectionsPerCompany };
    if (input.company_id !== null) await requireRoomFor(trx, input.company_id, things);
    if (input.is_default === true) await clearDefault(trx, input.company_id);
    return orConflict(TWO_DEFAULTS, creation.insert(input));
  });

/**
 * @param changesOf tells what to change, from the connection as it is.
 * @throws AppError `not_found`, `precondition_failed`, `conflict` when its files would be lost; whatever `changesOf` throws
 */
export const updateStorageConnection = (
  admin: AdminDoor,
  caller: Caller,
  id: Id,
  changesOf: (before: StorageConnection) => StorageConnectionChanges,
  expected: ExpectedRevision,
): Promise<StorageConnection> =>
  admin.edit(caller, { noun: 'storage_connection', id, verb: 'update', expected }, async (edit) => {
    const { trx, before } = edit;
    const changes = changesOf(before);
    await refuseToLoseFiles(trx, before, changes);
    if (changes.is_default === false && before.is_default && before.company_id === null) {
      throw new AppError('conflict', 'The installation needs a default: make another connection the default instead.');
    }
    if (changes.is_default === true && !before.is_default) await clearDefault(trx, before.company_id);
    return orConflict(TWO_DEFAULTS, edit.change(changes));
  });

/** @throws AppError `not_found`, `precondition_failed`, `conflict` when it is in use */
export const deleteStorageConnection = (
  admin: AdminDoor,
  caller: Caller,
  id: Id,
  expected: ExpectedRevision,
): Promise<{ id: Id }> =>
  admin.edit(caller, { noun: 'storage_connection', id, verb: 'delete', expected }, async (edit) => {
    const { trx, before } = edit;
    if (before.is_default && before.company_id === null) {
      throw new AppError('conflict', `Storage connection ${id} is the installation's default.`);
    }
    const companies = await countRows(trx, 'companies', { storage_connection_id: id });
    return edit.remove([
      ...(await usesOfFiles(trx, id)),
      { noun: 'company (storage_connection_id)', count: companies },
    ]);
  });
