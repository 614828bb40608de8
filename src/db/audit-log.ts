import type { Knex } from 'knex';
import type { AuditRow } from '../domain/audit-entry.js';
import type { Id, Instant } from '../domain/scalars.js';
import { toTimestamp, type Database } from './database.js';
import { EMPTY_PAGE, readPage, withinCompany, type Page, type PageQuery } from './pages.js';

export interface AuditQuery extends PageQuery {
  /** Company of the caller; null: any. */
  companyId: Id | null;
  company_id?: Id | undefined;
  subject?: string | undefined;
  actor?: string | undefined;
  action?: string | undefined;
  /** From this instant on. */
  from?: Instant | undefined;
  /** Before this instant. */
  until?: Instant | undefined;
}

/** A row takes its id and the time in one statement: by more than this they are not in another order. */
const OUT_OF_ORDER_MS = 60_000;

/** Rows may hold whole calendars: a page ends where it has so many bytes of them. */
const MAX_PAGE_BYTES = 2 * 1_048_576;

/** The first id from an instant on, or the last one before it; undefined: there is none. */
async function idAt(db: Database, at: Instant, order: 'asc' | 'desc'): Promise<Id | undefined> {
  const [operator, margin] = order === 'asc' ? ['>=', -OUT_OF_ORDER_MS] : ['<', OUT_OF_ORDER_MS];
  const [row]: { id: Id }[] = await db('audit_log')
    .where('created_at', operator, toTimestamp(at + margin))
    .orderBy([
      { column: 'created_at', order },
      { column: 'id', order },
    ])
    .limit(1)
    .select('id');
  return row?.id;
}

/** The name of the key behind an actor, where the caller may see that key. */
function nameOfActor(db: Database, companyId: Id | null): Knex.QueryBuilder {
  const key = db('api_keys AS k')
    .select('k.name')
    .whereRaw(`k.id = substring(actor FROM '^key:([0-9]{1,15})$')::bigint`);
  return companyId === null ? key : key.where('k.company_id', companyId);
}

/** The ids of a page. Instants are turned into ids, so that what lies outside of them is not looked at. */
async function pageOfIds(db: Database, query: AuditQuery): Promise<Page<{ id: Id }>> {
  const { subject, actor, action, from, until, after, limit } = query;
  const within = withinCompany(query);
  const first = from === undefined ? undefined : await idAt(db, from, 'asc');
  const last = until === undefined ? Number.MAX_SAFE_INTEGER - 1 : await idAt(db, until, 'desc');
  if (within === null || last === undefined || (from !== undefined && first === undefined)) return EMPTY_PAGE;
  const page = { after: Math.min(after ?? last + 1, last + 1), to: first, limit, newestFirst: true };
  return readPage(db, db('audit_log').select('id'), { ...within, ...(subject !== undefined && { subject }) }, page, [
    ['actor', '=', actor],
    ['action', '=', action],
    ['created_at', '>=', from === undefined ? undefined : toTimestamp(from)],
    ['created_at', '<', until === undefined ? undefined : toTimestamp(until)],
  ]);
}

/** The log of admin writes, for reading; `audit` writes it. */
export function createAuditLog(db: Database) {
  return {
    /** Writes that the caller may see, the newest first; fewer than a page where they hold very much. */
    async list(query: AuditQuery): Promise<Page<AuditRow>> {
      const { rows: ids, next } = await pageOfIds(db, query);
      const wanted = db('audit_log')
        .whereRaw('id = ANY (?)', [ids.map(({ id }) => id)])
        .select(
          '*',
          db.raw(`coalesce(octet_length(before::text), 0) + coalesce(octet_length(after::text), 0) AS bytes`),
        );
      const summed = db
        .from(wanted.as('wanted'))
        .select('*', db.raw('sum(bytes) OVER (ORDER BY id DESC) - bytes AS held'));
      const found: (AuditRow & { bytes: number; held: string })[] = await db
        .from(summed.as('summed'))
        .select('*', nameOfActor(db, query.companyId).as('actor_name'))
        .where('held', '<', MAX_PAGE_BYTES)
        .orderBy('id', 'desc');
      const rows = found.map(({ bytes: _bytes, held: _held, ...row }) => row);
      return { rows, next: rows.length < ids.length ? (rows.at(-1)?.id ?? null) : next };
    },
  };
}

export type AuditLog = ReturnType<typeof createAuditLog>;
