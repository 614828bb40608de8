import { maySee, type Caller } from '../domain/caller.js';
import { AppError, notFound } from '../domain/errors.js';
import { requireRevision } from '../domain/revision.js';
import type { Id } from '../domain/scalars.js';
import type { StorageConnection, StorageProvider } from '../domain/storage-connection.js';
import { adminWrite, countRows, onlyRow, orConflict, refuseUsed, type PageQuery, type Use } from './admin-write.js';
import { audit } from './audit.js';
import { toRow, type Database, type Queryable, type Transaction } from './database.js';
import { onlyVisible } from './only-visible.js';
import { requireCompany } from './projects.js';
import { countOpenMoves } from './storage-move-files.js';
import { inTransaction } from './transaction.js';

/** What a client says of a storage connection. */
export interface StorageConnectionInput {
  company_id: Id | null;
  name: string;
  provider: StorageProvider;
  /** Of the provider local. */
  base_path?: string | undefined;
  /** Of the other providers. */
  settings?: Record<string, unknown> | undefined;
  /** Sealed: what is in them is nothing that the database knows. */
  credentials?: Buffer | undefined;
  is_default?: boolean | undefined;
}

export type StorageConnectionChanges = Partial<{
  name: string | undefined;
  base_path: string | undefined;
  settings: Record<string, unknown> | undefined;
  /** Sealed. */
  credentials: Buffer | undefined;
  is_default: boolean | undefined;
}>;

export interface StorageConnectionQuery extends PageQuery {
  /** Company of the caller; null: any. A company sees the installation's connections, too. */
  companyId: Id | null;
  company_id?: Id | undefined;
  provider?: StorageProvider | undefined;
}

/** All columns but the credentials. */
const COLUMNS = [
  'id',
  'company_id',
  'name',
  'provider',
  'base_path',
  'settings',
  'is_default',
  'revision',
  'created_at',
  'updated_at',
] as const;

const TWO_DEFAULTS = 'Another connection was made the default at the same moment. Try again.';

async function find(queryable: Queryable, where: object): Promise<StorageConnection | undefined> {
  const row: StorageConnection | undefined = await queryable<StorageConnection>('storage_connections')
    .where(where)
    .first(...COLUMNS);
  return row;
}

async function lockConnection(trx: Transaction, id: Id, caller: Caller): Promise<StorageConnection> {
  const connection: StorageConnection | undefined = await trx<StorageConnection>('storage_connections')
    .where('id', id)
    .forUpdate()
    .first(...COLUMNS);
  if (connection === undefined || !maySee(caller, connection.company_id)) throw notFound('storage_connection', id);
  return connection;
}

/** There is one default a company, and one of the installation: the former one gives way. */
async function clearDefault(trx: Transaction, companyId: Id | null): Promise<void> {
  await trx('storage_connections').where({ company_id: companyId, is_default: true }).update({ is_default: false });
}

async function createConnection(
  trx: Transaction,
  caller: Caller,
  input: StorageConnectionInput,
): Promise<StorageConnection> {
  if (input.company_id !== null) await requireCompany(trx, input.company_id);
  if (input.is_default === true) await clearDefault(trx, input.company_id);
  const inserting = trx('storage_connections').insert(toRow(input)).returning(COLUMNS);
  const connection: StorageConnection = onlyRow(await orConflict(TWO_DEFAULTS, inserting));
  const { id, company_id: companyId } = connection;
  const subject = `storage_connection:${id}`;
  await audit(trx, caller, { companyId, action: 'storage_connection.create', subject, after: connection });
  return connection;
}

/** The settings that say where files lie: all but how they are handed out. */
function place({ delivery: _delivery, ...rest }: Record<string, unknown>): string {
  return JSON.stringify(Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Uploads over several requests whose bytes so far lie where the connection says. */
async function uploadsUnderWay(trx: Transaction, id: Id): Promise<Use> {
  const open = { storage_connection_id: id, video_id: null, failure: null };
  return { noun: 'unfinished upload', count: await countRows(trx, 'resumable_uploads', open) };
}

/**
 * Files that lie in a connection, or may do so soon: an upload's removal is entered before its file appears, and a move
 * names its copies.
 */
async function usesOfFiles(trx: Transaction, id: Id): Promise<Use[]> {
  return [
    { noun: 'video', count: await countRows(trx, 'videos', { storage_connection_id: id }) },
    await uploadsUnderWay(trx, id),
    { noun: 'file waiting for removal', count: await countRows(trx, 'file_deletions', { storage_connection_id: id }) },
    { noun: 'open storage move', count: await countOpenMoves(trx, { connectionId: id }) },
  ];
}

async function updateConnection(
  trx: Transaction,
  caller: Caller,
  id: Id,
  changes: StorageConnectionChanges,
  expected: number | null,
): Promise<StorageConnection> {
  const before = await lockConnection(trx, id, caller);
  requireRevision(before, expected);
  if (changes.base_path !== undefined && changes.base_path !== before.base_path) {
    refuseUsed(`The base_path of storage connection ${id}`, await usesOfFiles(trx, id));
  }
  if (changes.settings !== undefined && place(changes.settings) !== place(before.settings)) {
    refuseUsed(`The place that storage connection ${id} names`, await usesOfFiles(trx, id));
  }
  if (changes.is_default === false && before.is_default && before.company_id === null) {
    throw new AppError('conflict', 'The installation needs a default: make another connection the default instead.');
  }
  if (changes.is_default === true && !before.is_default) await clearDefault(trx, before.company_id);
  const row = { ...toRow(changes), revision: before.revision + 1, updated_at: trx.raw('clock_timestamp()') };
  const updating = trx('storage_connections').where('id', id).update(row).returning(COLUMNS);
  const after: StorageConnection = onlyRow(await orConflict(TWO_DEFAULTS, updating));
  const { company_id: companyId } = before;
  const subject = `storage_connection:${id}`;
  await audit(trx, caller, { companyId, action: 'storage_connection.update', subject, before, after });
  return after;
}

async function removeConnection(
  trx: Transaction,
  caller: Caller,
  id: Id,
  expected: number | null,
): Promise<{ id: Id }> {
  const before = await lockConnection(trx, id, caller);
  requireRevision(before, expected);
  if (before.is_default && before.company_id === null) {
    throw new AppError('conflict', `Storage connection ${id} is the installation's default.`);
  }
  const name = `Storage connection ${id}`;
  refuseUsed(name, [
    ...(await usesOfFiles(trx, id)),
    {
      noun: 'company (storage_connection_id)',
      count: await countRows(trx, 'companies', { storage_connection_id: id }),
    },
  ]);
  await orConflict(`${name} is in use.`, trx('storage_connections').where('id', id).del());
  const { company_id: companyId } = before;
  const subject = `storage_connection:${id}`;
  await audit(trx, caller, { companyId, action: 'storage_connection.delete', subject, before });
  return { id };
}

/** Where a company's uploads go: what it names, else its own default, else the installation's. */
async function findForCompany(db: Database, companyId: Id): Promise<StorageConnection | null> {
  const { rows } = await db.raw<{ rows: StorageConnection[] }>(
    `SELECT ${COLUMNS.map((column) => `s.${column}`).join(', ')} FROM storage_connections s, companies c
     WHERE c.id = ? AND (s.id = c.storage_connection_id OR (s.is_default AND (s.company_id = c.id OR s.company_id IS NULL)))
     ORDER BY (s.id = c.storage_connection_id) IS TRUE DESC, s.company_id IS NULL LIMIT 1`,
    [companyId],
  );
  return rows[0] ?? null;
}

async function resealAll(trx: Transaction, reseal: (sealed: Buffer) => Buffer | null): Promise<number> {
  const rows: { id: Id; credentials: Buffer }[] = await trx('storage_connections')
    .whereNotNull('credentials')
    .orderBy('id')
    .forUpdate()
    .select('id', 'credentials');
  let count = 0;
  for (const { id, credentials } of rows) {
    const sealed = reseal(credentials);
    if (sealed === null) continue;
    // No edit of anybody's: what the credentials say is the same.
    await trx('storage_connections').where('id', id).update({ credentials: sealed });
    count += 1;
  }
  return count;
}

/** The table `storage_connections`. */
export function createStorageConnections(db: Database) {
  return {
    /** Connections that the caller may see, by id. */
    list({ companyId, company_id, provider, after, limit }: StorageConnectionQuery): Promise<StorageConnection[]> {
      const rows = db<StorageConnection>('storage_connections')
        .select(...COLUMNS)
        .orderBy('id')
        .limit(limit);
      if (companyId !== null) {
        void rows.where((seen) => {
          onlyVisible(seen, { companyId });
          void seen.orWhereNull('company_id');
        });
      }
      if (company_id !== undefined) void rows.where('company_id', company_id);
      if (provider !== undefined) void rows.where('provider', provider);
      if (after !== undefined) void rows.where('id', '>', after);
      return rows.then((found) => found);
    },
    /** @throws AppError `not_found`, also for another company's connection. */
    async get(id: Id, companyId: Id | null): Promise<StorageConnection> {
      const connection = await find(db, { id });
      if (
        connection !== undefined &&
        (maySee({ companyId }, connection.company_id) || connection.company_id === null)
      ) {
        return connection;
      }
      throw notFound('storage_connection', id);
    },
    /** Null when there is none with this id. */
    findById: async (id: Id): Promise<StorageConnection | null> => (await find(db, { id })) ?? null,
    /** The sealed credentials; null when there are none. */
    async credentialsOf(id: Id): Promise<Buffer | null> {
      const row: { credentials: Buffer | null } | undefined = await db('storage_connections')
        .where('id', id)
        .first('credentials');
      return row?.credentials ?? null;
    },
    /** Seals credentials anew, as `reseal` says; null leaves them as they are. Returns how many were. */
    resealCredentials: (reseal: (sealed: Buffer) => Buffer | null): Promise<number> =>
      inTransaction(db, (trx) => resealAll(trx, reseal)),
    /** Where a company's uploads go; null when there is no connection for it. */
    forCompany: (companyId: Id): Promise<StorageConnection | null> => findForCompany(db, companyId),
    /**
     * Makes sure that the installation has a default connection; one that exists stays as it is.
     * @param begin tells of the first one, and makes its folder before: a crash leaves no connection without its folder.
     */
    async ensureDefault(begin: () => Promise<StorageConnectionInput>): Promise<StorageConnection> {
      const isDefault = { company_id: null, is_default: true };
      const before = await find(db, isDefault);
      if (before !== undefined) return before;
      const row = await begin();
      return inTransaction(db, async (trx) => {
        await trx('storage_connections').insert(row).onConflict().ignore();
        const found = await find(trx, isDefault);
        if (found === undefined) throw new Error('The default storage connection is not there.');
        return found;
      });
    },
    /** @throws AppError `validation_failed` */
    create: (caller: Caller, input: StorageConnectionInput): Promise<StorageConnection> =>
      adminWrite(db, caller, (trx) => createConnection(trx, caller, input)),
    /** @throws AppError `not_found`, `precondition_failed`, `conflict` when its files would be lost */
    update: (caller: Caller, id: Id, changes: StorageConnectionChanges, expected: number | null) =>
      adminWrite(db, caller, (trx) => updateConnection(trx, caller, id, changes, expected)),
    /** @throws AppError `not_found`, `precondition_failed`, `conflict` when it is in use */
    remove: (caller: Caller, id: Id, expected: number | null): Promise<{ id: Id }> =>
      adminWrite(db, caller, (trx) => removeConnection(trx, caller, id, expected)),
  };
}

export type StorageConnections = ReturnType<typeof createStorageConnections>;
