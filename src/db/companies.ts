import { maySee } from '../domain/caller.js';
import { invalidFields, notFound } from '../domain/errors.js';
import type { Company } from '../domain/company.js';
import type { Id } from '../domain/scalars.js';
import type { StorageUse } from '../domain/upload-limit.js';
import type { Database, Transaction } from './database.js';
import { onlyVisible } from './only-visible.js';
import type { PageQuery } from './rows.js';
import { storageUses } from './storage-use.js';

export interface CompanyQuery extends PageQuery {
  /** Company of the caller; null: any. */
  companyId: Id | null;
  name?: string | undefined;
}

/** @throws AppError `validation_failed` at `company_id` when there is no such company. */
export async function requireCompany(trx: Transaction, companyId: Id): Promise<void> {
  const found: unknown = await trx('companies').where('id', companyId).forKeyShare().first('id');
  if (found !== undefined) return;
  throw invalidFields([{ field: 'company_id', message: `there is no company ${companyId}` }]);
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
  };
}

export type Companies = ReturnType<typeof createCompanies>;
