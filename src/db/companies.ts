import { maySee, type Caller } from '../domain/caller.js';
import { invalidFields, notFound } from '../domain/errors.js';
import { requireRevision } from '../domain/revision.js';
import type { Company } from '../domain/company.js';
import type { Id } from '../domain/scalars.js';
import { isUsableBy } from '../domain/storage-connection.js';
import type { StorageUse } from '../domain/upload-limit.js';
import { adminWrite, countRows, onlyRow, orConflict, refuseUsed, type PageQuery } from './admin-write.js';
import { audit } from './audit.js';
import { toRow, type Database, type Transaction } from './database.js';
import { onlyVisible } from './only-visible.js';
import { countOpenMoves } from './storage-move-files.js';
import { storageUses } from './storage-use.js';

/** What a client says of a company. */
export interface CompanyInput {
  name: string;
  time_zone?: string | undefined;
  storage_connection_id?: Id | null | undefined;
  /** The most bytes of all its videos together; null: no limit. */
  max_storage_bytes?: number | null | undefined;
}

/** What a client may change of a company. */
export type CompanyChanges = { [K in keyof CompanyInput]?: CompanyInput[K] | undefined };

export interface CompanyQuery extends PageQuery {
  /** Company of the caller; null: any. */
  companyId: Id | null;
  name?: string | undefined;
}

/** A company stores in its own connections or in those of the installation. */
async function refuseForeignStorage(trx: Transaction, companyId: Id | null, connectionId?: Id | null): Promise<void> {
  if (connectionId == null) return;
  const row: { company_id: Id | null } | undefined = await trx('storage_connections')
    .where('id', connectionId)
    .first('company_id');
  if (row !== undefined && isUsableBy(row, companyId)) return;
  const message = `there is no storage connection ${connectionId} for this company`;
  throw invalidFields([{ field: 'storage_connection_id', message }]);
}

async function lockCompany(trx: Transaction, id: Id, caller: Caller): Promise<Company> {
  const company = maySee(caller, id) ? await trx<Company>('companies').where('id', id).forUpdate().first() : undefined;
  if (company === undefined) throw notFound('company', id);
  return company;
}

async function createCompany(trx: Transaction, caller: Caller, input: CompanyInput): Promise<Company> {
  await refuseForeignStorage(trx, null, input.storage_connection_id);
  const company = onlyRow(await trx<Company>('companies').insert(toRow(input)).returning('*'));
  const { id } = company;
  await audit(trx, caller, { companyId: id, action: 'company.create', subject: `company:${id}`, after: company });
  return company;
}

async function updateCompany(
  trx: Transaction,
  caller: Caller,
  id: Id,
  changes: CompanyChanges,
  expected: number | null,
): Promise<Company> {
  const before = await lockCompany(trx, id, caller);
  requireRevision(before, expected);
  await refuseForeignStorage(trx, id, changes.storage_connection_id);
  const row = { ...toRow(changes), revision: before.revision + 1, updated_at: trx.raw('clock_timestamp()') };
  const after = onlyRow(await trx<Company>('companies').where('id', id).update(row).returning('*'));
  await audit(trx, caller, { companyId: id, action: 'company.update', subject: `company:${id}`, before, after });
  return after;
}

async function removeCompany(trx: Transaction, caller: Caller, id: Id, expected: number | null): Promise<{ id: Id }> {
  const before = await lockCompany(trx, id, caller);
  requireRevision(before, expected);
  const subject = `Company ${id}`;
  refuseUsed(subject, [
    { noun: 'AR content', count: await countRows(trx, 'ar_content', { company_id: id }) },
    { noun: 'project', count: await countRows(trx, 'projects', { company_id: id }) },
    { noun: 'storage connection', count: await countRows(trx, 'storage_connections', { company_id: id }) },
    { noun: 'open storage move', count: await countOpenMoves(trx, { companyId: id }) },
  ]);
  await orConflict(`${subject} is in use.`, trx('companies').where('id', id).del());
  await audit(trx, caller, { companyId: id, action: 'company.delete', subject: `company:${id}`, before });
  return { id };
}

/** The table `companies`. */
export function createCompanies(db: Database) {
  return {
    /** Companies that the caller may see, by id. */
    list({ companyId, name, after, limit }: CompanyQuery): Promise<Company[]> {
      const rows = db<Company>('companies').select('*').orderBy('id').limit(limit);
      onlyVisible(rows, { companyId }, 'id');
      if (name !== undefined) void rows.where('name', name);
      if (after !== undefined) void rows.where('id', '>', after);
      return rows.then((found) => found);
    },
    /** @throws AppError `not_found`, also for another company's id. */
    async get(id: Id, companyId: Id | null): Promise<Company> {
      const company = maySee({ companyId }, id) ? await db<Company>('companies').where('id', id).first() : undefined;
      if (company === undefined) throw notFound('company', id);
      return company;
    },
    /** What companies may store and do, by id. */
    storageUses: (ids: readonly Id[]): Promise<Map<Id, StorageUse>> => storageUses(db, ids),
    /** @throws AppError `validation_failed` */
    create: (caller: Caller, input: CompanyInput): Promise<Company> =>
      adminWrite(db, caller, (trx) => createCompany(trx, caller, input)),
    /** @throws AppError `not_found`, `validation_failed`, `precondition_failed` */
    update: (caller: Caller, id: Id, changes: CompanyChanges, expected: number | null): Promise<Company> =>
      adminWrite(db, caller, (trx) => updateCompany(trx, caller, id, changes, expected)),
    /** Its API keys go with it. @throws AppError `not_found`, `precondition_failed`, `conflict` when it is in use */
    remove: (caller: Caller, id: Id, expected: number | null): Promise<{ id: Id }> =>
      adminWrite(db, caller, (trx) => removeCompany(trx, caller, id, expected)),
  };
}

export type Companies = ReturnType<typeof createCompanies>;
