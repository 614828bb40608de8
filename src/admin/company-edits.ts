import type { ExpectedRevision } from '../domain/revision.js';
import { countRows } from '../db/rows.js';
import type { Transaction } from '../db/database.js';
import { countOpenMoves } from '../db/storage-moves.js';
import { storageUses } from '../db/storage-use.js';
import { inTransaction } from '../db/transaction.js';
import type { Caller } from '../domain/caller.js';
import type { Company } from '../domain/company.js';
import { invalidFields } from '../domain/errors.js';
import type { Id } from '../domain/scalars.js';
import { isUsableBy } from '../domain/storage-connection.js';
import type { StorageUse } from '../domain/upload-limit.js';
import type { AdminDoor } from './admin-door.js';
import { refuseUsed, type Use } from './refuse-used.js';

/** What a client says of a company. */
export interface CompanyInput {
  name: string;
  time_zone?: string | undefined;
  storage_connection_id?: Id | null | undefined;
  /** The most bytes of all its videos together; null: no limit. */
  max_storage_bytes?: number | null | undefined;
  is_demo?: boolean | undefined;
}

/** What a client may change of a company. */
export type CompanyChanges = { [K in keyof Omit<CompanyInput, 'is_demo'>]?: CompanyInput[K] | undefined };

/** Of what keeps a company from being deleted: what is deleted with a demo. */
const GOES_WITH_DEMO = new Set(['AR content', 'daypart']);

/** What keeps a company from being deleted. */
const usesOf = async (trx: Transaction, id: Id): Promise<Use[]> => [
  { noun: 'AR content', count: await countRows(trx, 'ar_content', { company_id: id }) },
  { noun: 'project', count: await countRows(trx, 'projects', { company_id: id }) },
  { noun: 'calendar', count: await countRows(trx, 'calendars', { company_id: id }) },
  { noun: 'daypart', count: await countRows(trx, 'dayparts', { company_id: id }) },
  { noun: 'storage connection', count: await countRows(trx, 'storage_connections', { company_id: id }) },
  { noun: 'open storage move', count: await countOpenMoves(trx, { companyId: id }) },
];

/** A company (null: a new one) stores in its own connections or in those of the installation. */
async function refuseForeignStorage(trx: Transaction, companyId: Id | null, connectionId?: Id | null): Promise<void> {
  if (connectionId == null) return;
  const row: { company_id: Id | null } | undefined = await trx('storage_connections')
    .where('id', connectionId)
    .first('company_id');
  if (row !== undefined && isUsableBy(row, companyId)) return;
  const message = `there is no storage connection ${connectionId} for this company`;
  throw invalidFields([{ field: 'storage_connection_id', message, code: 'not_there' }]);
}

/** @throws AppError `validation_failed` */
export const createCompany = (admin: AdminDoor, caller: Caller, input: CompanyInput): Promise<Company> =>
  admin.create(caller, 'company', async (creation) => {
    await refuseForeignStorage(creation.trx, null, input.storage_connection_id);
    return creation.insert(input);
  });

/**
 * @param changesOf tells what to change, from the company as it is and what it stores.
 * @throws AppError `not_found`, `validation_failed`, `precondition_failed`, and whatever `changesOf` throws
 */
export const updateCompany = (
  admin: AdminDoor,
  caller: Caller,
  id: Id,
  changesOf: (before: Company, uses: ReadonlyMap<Id, StorageUse>) => CompanyChanges,
  expected: ExpectedRevision,
): Promise<Company> =>
  admin.edit(caller, { noun: 'company', id, verb: 'update', expected }, async (edit) => {
    const changes = changesOf(edit.before, await storageUses(edit.trx, [id]));
    await refuseForeignStorage(edit.trx, id, changes.storage_connection_id);
    return edit.change(changes);
  });

/** Its API keys and webhooks go with it. @throws AppError `not_found`, `precondition_failed`, `conflict` when it is in use */
export const deleteCompany = (
  admin: AdminDoor,
  caller: Caller,
  id: Id,
  expected: ExpectedRevision,
): Promise<{ id: Id }> =>
  admin.edit(caller, { noun: 'company', id, verb: 'delete', expected }, async ({ trx, ...edit }) =>
    edit.remove(await usesOf(trx, id)),
  );

/** How many AR contents, and dayparts, are deleted with a demo: one after the other, while the request waits. */
export const MOST_OF_DEMO = 100;

/**
 * Requires that nothing will be in the way of a company once its AR contents and dayparts are gone, and that these are few.
 * @throws AppError `conflict` that names what is
 */
export const requireOnlyDemo = (admin: AdminDoor, id: Id): Promise<void> =>
  inTransaction(admin.db, async (trx) => {
    const goes = ({ noun, count }: Use): boolean => GOES_WITH_DEMO.has(noun) && count <= MOST_OF_DEMO;
    refuseUsed(
      `Company ${id}`,
      (await usesOf(trx, id)).filter((use) => !goes(use)),
    );
  });
