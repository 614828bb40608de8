import type { Knex } from 'knex';
import type { Id } from '../domain/scalars.js';
import type { Database } from './database.js';

/** How contents may be sorted. `next_step_at` has those whose plan has a step ahead, the soonest first. */
export const CONTENT_SORTS = ['id', '-id', 'title', '-title', 'next_step_at'] as const;
export type ContentSort = (typeof CONTENT_SORTS)[number];

/** A place in a sorted list: what it is sorted by, an instant as ISO 8601, and the id. */
export interface Place {
  key: string | number;
  id: Id;
}

/** An index in whose order contents are gone through: after `company_id` a key, then the content's id. */
export interface Order {
  table: 'ar_content' | 'content_titles';
  key: string;
  id: string;
  down: boolean;
}

/** The columns that an index begins with, and what they have to be: the company, or the company and a project. */
export type ContentOwner = Readonly<Partial<Record<'company_id' | 'project_id', Id>>>;

const BY_ID: Order = { table: 'ar_content', key: 'id', id: 'id', down: false };
const BY_TITLE: Order = { table: 'content_titles', key: 'title', id: 'ar_content_id', down: false };

export const ORDERS: Record<ContentSort, Order> = {
  id: BY_ID,
  '-id': { ...BY_ID, down: true },
  title: BY_TITLE,
  '-title': { ...BY_TITLE, down: true },
  next_step_at: { ...BY_ID, key: 'next_step_at' },
};

/** Compares as many columns as there are values, as one row. */
export function rowIs(
  db: Database,
  columns: readonly string[],
  operator: string,
  values: readonly (string | number)[],
): Knex.Raw {
  const marks = values.map(() => '?').join(', ');
  return db.raw(`(${columns.slice(0, values.length).join(', ')}) ${operator} (${marks})`, [...values]);
}

/**
 * `key` and `id` of an owner's contents in the order of an index, so many from a place on. Whole rows of the index are
 * compared, and both ends are told, as `inIndex` says.
 */
export function alongIndex(
  db: Database,
  { table, key, id, down }: Order,
  { owner, after, most }: { owner: ContentOwner; after: Place | null; most: number },
): Knex.Raw {
  const owned = Object.values(owner);
  const columns = [...new Set([...Object.keys(owner), key, id])];
  const [beyond, begin, end, way] = down ? (['<', '<=', '>=', 'DESC'] as const) : (['>', '>=', '<=', 'ASC'] as const);
  const place = after === null ? [] : key === id ? [after.id] : [after.key, after.id];
  const bounds = [db.raw(`${key} IS NOT NULL`)];
  const first = [...owned, ...place];
  if (first.length > 0) bounds.push(rowIs(db, columns, after === null ? begin : beyond, first));
  if (owned.length > 0) bounds.push(rowIs(db, columns, end, owned));
  const sorting = columns.map((column) => `${column} ${way}`).join(', ');
  return db.raw(
    `SELECT ${key} AS key, ${id} AS id FROM ${table} WHERE ${bounds.map(() => '?').join(' AND ')}
     ORDER BY ${sorting} LIMIT ?`,
    [...bounds, most],
  );
}
