import type { Knex } from 'knex';
import { maySee } from '../domain/caller.js';
import { invalidFields, notFound, type AppError } from '../domain/errors.js';
import { refuseBeyond } from '../domain/limits.js';
import type { Company } from '../domain/company.js';
import type { Id } from '../domain/scalars.js';
import type { StorageUse } from '../domain/upload-limit.js';
import type { Database, Transaction } from './database.js';
import { onlyVisible } from './only-visible.js';
import { readPage, type Page, type PageQuery } from './pages.js';
import { storageUses } from './storage-use.js';

export interface CompanyQuery extends PageQuery {
  /** Company of the caller; null: any. */
  companyId: Id | null;
  name?: string | undefined;
}

const noCompany = (companyId: Id): AppError =>
  invalidFields([{ field: 'company_id', message: `there is no company ${companyId}`, code: 'not_there' }]);

/** @throws AppError `validation_failed` at `company_id` when there is no such company. */
export async function requireCompany(trx: Transaction, companyId: Id): Promise<void> {
  const found: unknown = await trx('companies').where('id', companyId).forKeyShare().first('id');
  if (found === undefined) throw noCompany(companyId);
}

/** Things of a company, of which it may have so many. */
export interface LimitedThings {
  /** Has a column `company_id`, with an index. */
  table: string;
  /** Which of its rows count; all unless given. */
  where?: object | ((rows: Knex.QueryBuilder) => void);
  limit: number;
  /** In words, and the environment variable that sets the limit. */
  things: string;
  variable: string;
}

/**
 * Requires the company, and that it may have one more of these things: others that are added to it meanwhile wait at this
 * lock, so that two cannot pass the limit together.
 * @throws AppError `validation_failed` at `company_id` when there is no such company; `conflict` that names the limit.
 */
export async function requireRoomFor(
  trx: Transaction,
  companyId: Id,
  { table, where = {}, limit, things, variable }: LimitedThings,
): Promise<void> {
  const found: unknown = await trx('companies').where('id', companyId).forNoKeyUpdate().first('id');
  if (found === undefined) throw noCompany(companyId);
  // No more are counted than matter: a count of all would take longer the more there are.
  const ids: unknown[] = await trx(table).where('company_id', companyId).where(where).limit(limit).select('id');
  refuseBeyond(limit, ids.length, { owner: 'A company', things, variable });
}

/** The table `companies`. */
export function createCompanies(db: Database) {
  return {
    /** Companies that the caller may see, by id. */
    list({ companyId, name, ...page }: CompanyQuery): Promise<Page<Company>> {
      const rows = db('companies');
      onlyVisible(rows, { companyId }, 'id');
      return readPage(db, rows, name === undefined ? {} : { name }, page);
    },
    /** @throws AppError `not_found`, also for another company's id. */
    async get(id: Id, companyId: Id | null): Promise<Company> {
      const company = maySee({ companyId }, id) ? await db<Company>('companies').where('id', id).first() : undefined;
      if (company === undefined) throw notFound('company', id);
      return company;
    },
    /** A company that is a demo; undefined: there is none of this id, or it is in earnest. */
    demo: (id: Id): Promise<Company | undefined> => db<Company>('companies').where({ id, is_demo: true }).first(),
    /** What companies may store and do, by id. */
    storageUses: (ids: readonly Id[]): Promise<Map<Id, StorageUse>> => storageUses(db, ids),
  };
}

export type Companies = ReturnType<typeof createCompanies>;
