import type { Knex } from 'knex';
import type { Id } from '../domain/scalars.js';
import type { Queryable } from './database.js';

/** A page of a list by id: the rows after `after`, the lowest id first, or the highest. */
export interface PageQuery {
  after?: Id | undefined;
  newestFirst?: boolean;
  /** The last id that may be among them. */
  to?: Id | undefined;
  /** The most rows of the page. */
  limit: number;
}

/** One page of a list. */
export interface Page<T> {
  rows: T[];
  /** The id after which the next page begins; null: this is the last one. */
  next: Id | null;
}

/** What a row has to be, beside what an index finds; undefined: whatever it is. */
export type Filter = readonly [column: string, operator: Operator, value: string | number | boolean | undefined];

type Operator = '=' | '<=' | '<' | '>=';
type Given = readonly [column: string, operator: Operator, value: string | number | boolean];

const isGiven = (filter: Filter): filter is Given => filter[2] !== undefined;

/** How many rows a page is looked for among, so that a filter that fits few costs no more the more is stored. */
export const MAX_LOOK = 5_000;

/** Cuts a page: `rows` were asked for with one more than `limit`, which tells whether another page follows. */
export function cutPage<T extends { id: Id }>(rows: readonly T[], limit: number): Page<T> {
  const page = rows.slice(0, limit);
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}

/** The columns and values that an index has before the id, such as the owner; none: the whole table. */
export type Within = Readonly<Record<string, string | number | boolean>>;

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');
const names = (columns: readonly string[]): string => columns.map(() => '??').join(', ');

/**
 * Narrows a query down to the rows of one place in an index from an id on (down from it, the newest first),
 * as far as `to`.
 * It compares whole rows of the index: by plain equality and the order of the ids, Postgres may walk through the ids of
 * everybody, in the hope that the wanted ones are among the first. The bounds are inclusive, else it reckons with few
 * rows where one owner has most of them, and sorts them all.
 */
export function inIndex(
  rows: Knex.QueryBuilder,
  within: Within,
  { from, to, newestFirst = false }: { from: Id; to?: Id | undefined; newestFirst?: boolean },
): Knex.QueryBuilder {
  const [beyond, notPast, order] = newestFirst ? (['<=', '>=', 'desc'] as const) : (['>=', '<=', 'asc'] as const);
  const bound = (operator: string, key: Within): void => {
    const [columns, values] = [Object.keys(key), Object.values(key)];
    if (columns.length === 0) return;
    void rows.whereRaw(`(${names(columns)}) ${operator} (${marks(values)})`, [...columns, ...values]);
  };
  bound(beyond, { ...within, id: from });
  bound(notPast, to === undefined ? within : { ...within, id: to });
  return rows.orderBy(Object.keys({ ...within, id: from }).map((column) => ({ column, order })));
}

/** The first ids that fit, among `MAX_LOOK` rows; and where the look ended, null: at the last row of all. */
async function look(
  db: Queryable,
  rows: Knex.QueryBuilder,
  filters: readonly Given[],
  { most, newestFirst }: { most: number; newestFirst: boolean },
): Promise<{ ids: Id[]; end: Id | null }> {
  const looked = rows
    .clone()
    .clearSelect()
    .select('id', ...new Set(filters.map(([column]) => column)))
    .limit(MAX_LOOK);
  const fits = filters.map(([, operator]) => `?? ${operator} ?`).join(' AND ');
  const bindings = [...filters.flatMap(([column, , value]) => [column, value]), most];
  const [order, last] = newestFirst ? ['id DESC', 'min(id)'] : ['id', 'max(id)'];
  const ids = db.raw(`(array_agg(id ORDER BY ${order}) FILTER (WHERE ${fits}))[1:?::int] AS ids`, bindings);
  const [found]: { looked: number; last: Id; ids: Id[] | null }[] = await db
    .from(looked.as('looked'))
    .select(db.raw(`count(*)::int AS looked, ${last} AS last`), ids);
  return { ids: found?.ids ?? [], end: found?.looked === MAX_LOOK ? found.last : null };
}

/**
 * Reads a page of a list by id. With filters it may have fewer rows than it could, even none, and still not be the last.
 * @param within an index begins with these columns, and goes on with the id
 */
export async function readPage<T extends { id: Id }>(
  db: Queryable,
  rows: Knex.QueryBuilder,
  within: Within,
  { after, limit, to, newestFirst = false }: PageQuery,
  filters: readonly Filter[] = [],
): Promise<Page<T>> {
  const given = filters.filter(isGiven);
  const from = newestFirst ? (after ?? Number.MAX_SAFE_INTEGER) - 1 : (after ?? 0) + 1;
  const ahead = inIndex(rows.clone(), within, { from, to, newestFirst });
  if (given.length === 0) {
    const rest: T[] = await ahead.limit(limit + 1);
    return cutPage(rest, limit);
  }
  const { ids, end } = await look(db, ahead, given, { most: limit + 1, newestFirst });
  const shown = ids.slice(0, limit);
  const found: T[] = await rows.whereRaw('id = ANY (?)', [shown]).orderBy('id', newestFirst ? 'desc' : 'asc');
  // By what was found then: a row that is deleted meanwhile does not end the list.
  return { rows: found, next: ids.length > limit ? (shown.at(-1) ?? null) : end };
}

/** The rows of a company; null: of all. */
export const ofCompany = (companyId: Id | null): { company_id?: Id } =>
  companyId === null ? {} : { company_id: companyId };

/** A page of nothing. */
export const EMPTY_PAGE: Page<never> = { rows: [], next: null };

/**
 * The company that a list is narrowed down to; null: none of the rows may be seen.
 * @param query.companyId of the caller, null: any. @param query.company_id as asked for
 */
export function withinCompany(query: {
  companyId: Id | null;
  company_id?: Id | undefined;
}): { company_id?: Id } | null {
  const { companyId, company_id = companyId } = query;
  return companyId !== null && company_id !== companyId ? null : ofCompany(company_id);
}
