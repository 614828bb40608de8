import { maySee, type Caller } from '../domain/caller.js';
import { notFound } from '../domain/errors.js';
import type { Bulk, BulkItem, BulkItemStatus, BulkStatus } from '../domain/bulk.js';
import type { Id } from '../domain/scalars.js';
import type { BulkProposal } from './bulk-proposals.js';
import { requireRoomFor } from './companies.js';
import type { Database, Queryable, Transaction } from './database.js';
import { EMPTY_PAGE, readPage, withinCompany, type Page, type PageQuery } from './pages.js';

export interface BulkQuery extends PageQuery {
  /** Company of the caller; null: any. */
  companyId: Id | null;
  company_id?: Id | undefined;
  status?: BulkStatus | undefined;
}

export interface BulkItemQuery extends PageQuery {
  status?: BulkItemStatus | undefined;
}

/** All columns but the token, which nobody needs to see. */
export const BULK_COLUMNS = [
  'id',
  'company_id',
  'action',
  'filter',
  'note',
  'resume_at',
  'missed',
  'status',
  'actor',
  'total',
  'done',
  'refused',
  'ended_at',
  'revision',
  'created_at',
  'updated_at',
] as const;

const UNDER_WAY = { table: 'bulks', things: 'bulks under way', variable: 'MAX_BULKS_PER_COMPANY' };
/** The newest of a company that are kept: each may have thousands of items. */
const MOST_KEPT = 100;

/**
 * Requires that a company may have one more bulk under way, as `requireRoomFor` does, and forgets those that came before
 * its newest hundred.
 * @throws AppError `conflict`
 */
export async function requireRoomForBulk(trx: Transaction, companyId: Id, limit: number): Promise<void> {
  await requireRoomFor(trx, companyId, { ...UNDER_WAY, limit, where: { status: 'under_way' } });
  const older = trx('bulks')
    .where('company_id', companyId)
    .orderBy('id', 'desc')
    .offset(MOST_KEPT - 1)
    .limit(2);
  await trx('bulks').whereIn('id', older.select('id')).whereNot('status', 'under_way').del();
}

/** The bulk that a token of the caller has started; undefined: none. */
export function findBulkOfToken(trx: Transaction, { actor }: Caller, tokenHash: Buffer): Promise<Bulk | undefined> {
  return trx<Bulk>('bulks')
    .whereRaw('token_hash = ? AND actor = ?', [tokenHash, actor])
    .first(...BULK_COLUMNS);
}

/** Enters the schedules of a bulk, in the order in which they are taken. */
export async function insertBulkItems(
  trx: Transaction,
  bulkId: Id,
  { schedule_ids, ar_content_ids }: BulkProposal,
): Promise<void> {
  await trx.raw(
    `INSERT INTO bulk_items (bulk_id, schedule_id, ar_content_id)
     SELECT ?, s.id, s.content FROM unnest(?::bigint[], ?::bigint[]) WITH ORDINALITY AS s (id, content, n) ORDER BY n`,
    [bulkId, schedule_ids, ar_content_ids],
  );
}

/** How many items of a bulk were done and refused. */
export async function countBulkItems(queryable: Queryable, bulkId: Id): Promise<Pick<Bulk, 'done' | 'refused'>> {
  const { rows } = await queryable.raw<{ rows: Pick<Bulk, 'done' | 'refused'>[] }>(
    `SELECT count(*) FILTER (WHERE status = 'done')::int AS done,
       count(*) FILTER (WHERE status = 'refused')::int AS refused
     FROM bulk_items WHERE bulk_id = ? AND status IN ('done', 'refused')`,
    [bulkId],
  );
  return rows[0] ?? { done: 0, refused: 0 };
}

/** The tables `bulks` and `bulk_items`, for reading; `src/admin` begins and ends bulks, their workflow carries them out. */
export function createBulks(db: Database) {
  const bulks = {
    /** Bulks that the caller may see, by id. */
    async list({ companyId, company_id, status, ...page }: BulkQuery): Promise<Page<Bulk>> {
      const within = withinCompany({ companyId, company_id });
      if (within === null) return EMPTY_PAGE;
      return readPage(db, db('bulks').select(BULK_COLUMNS), within, page, [['status', '=', status]]);
    },
    /** @throws AppError `not_found`, also for another company's bulk. */
    async get(id: Id, caller: Pick<Caller, 'companyId'>): Promise<Bulk> {
      const bulk = await db<Bulk>('bulks')
        .where('id', id)
        .first(...BULK_COLUMNS);
      if (bulk === undefined || !maySee(caller, bulk.company_id)) throw notFound('bulk', id);
      return bulk;
    },
    /** The items of a bulk, by id. @throws AppError `not_found` */
    async listItems(
      id: Id,
      caller: Pick<Caller, 'companyId'>,
      { status, ...page }: BulkItemQuery,
    ): Promise<Page<BulkItem>> {
      await bulks.get(id, caller);
      return readPage(db, db('bulk_items'), { bulk_id: id, ...(status && { status }) }, page);
    },
  };
  return bulks;
}

export type Bulks = ReturnType<typeof createBulks>;
