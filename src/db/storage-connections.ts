import type { Knex } from 'knex';
import { maySee } from '../domain/caller.js';
import { notFound } from '../domain/errors.js';
import type { Id } from '../domain/scalars.js';
import type { StorageConnection, StorageProvider } from '../domain/storage-connection.js';
import type { Database, Queryable, Transaction } from './database.js';
import { onlyVisible } from './only-visible.js';
import { readPage, type Page, type PageQuery } from './pages.js';
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

export interface StorageConnectionQuery extends PageQuery {
  /** Company of the caller; null: any. A company sees the installation's connections, too. */
  companyId: Id | null;
  company_id?: Id | undefined;
  provider?: StorageProvider | undefined;
}

/** All columns but the credentials. */
export const STORAGE_CONNECTION_COLUMNS = [
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

async function find(queryable: Queryable, where: object): Promise<StorageConnection | undefined> {
  const row: StorageConnection | undefined = await queryable<StorageConnection>('storage_connections')
    .where(where)
    .first(...STORAGE_CONNECTION_COLUMNS);
  return row;
}

/** Those that a company may see: its own and the installation's, each found by an index in the order of the ids. */
function visibleTo(db: Database, companyId: Id | null): Knex.QueryBuilder {
  const rows = (): Knex.QueryBuilder => db('storage_connections').select(...STORAGE_CONNECTION_COLUMNS);
  if (companyId === null) return rows();
  const own = rows();
  onlyVisible(own, { companyId });
  return db.from(own.unionAll(rows().whereNull('company_id')).as('visible')).select(...STORAGE_CONNECTION_COLUMNS);
}

const OF_COMPANY = STORAGE_CONNECTION_COLUMNS.map((column) => `s.${column}`).join(', ');

/** Where a company's uploads go: what it names, else its own default, else the installation's. */
async function findForCompany(db: Database, companyId: Id): Promise<StorageConnection | null> {
  const { rows } = await db.raw<{ rows: StorageConnection[] }>(
    `SELECT ${OF_COMPANY} FROM (
       SELECT s.*, true AS is_named FROM companies c JOIN storage_connections s ON s.id = c.storage_connection_id
         WHERE c.id = :companyId
       UNION ALL SELECT s.*, false FROM storage_connections s
         WHERE s.is_default AND coalesce(s.company_id, 0) IN (:companyId, 0)) AS s
     ORDER BY is_named DESC, company_id IS NULL LIMIT 1`,
    { companyId },
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
    list({ companyId, company_id, provider, ...page }: StorageConnectionQuery): Promise<Page<StorageConnection>> {
      const rows = visibleTo(db, companyId);
      if (company_id !== undefined) void rows.where('company_id', company_id);
      return readPage(db, rows, {}, page, [['provider', '=', provider]]);
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
  };
}

export type StorageConnections = ReturnType<typeof createStorageConnections>;
