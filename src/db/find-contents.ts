import type { Knex } from 'knex';
import { must } from '../domain/must.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { Id } from '../domain/scalars.js';
import { conditionsOf, type Condition, type ContentConditions } from './content-conditions.js';
import {
  alongIndex,
  ORDERS,
  rowIs,
  type ContentSort,
  type Order,
  type ContentOwner,
  type Place,
} from './content-orders.js';
import { loadContentStates } from './content-state.js';
import type { Database } from './database.js';
import { MAX_LOOK, withinCompany } from './pages.js';

/** So many contents are counted at most, and so many are sorted without an index. */
export const MOST_COUNTED = 10_000;

export interface ContentSearch extends ContentConditions {
  /** Company of the caller; null: any. */
  companyId: Id | null;
  /** One company is needed to look for a text or a state, and for an order by anything but the id. */
  company_id?: Id | undefined;
  sort: ContentSort;
  /** The page begins after it. */
  after: Place | null;
  limit: number;
  counted: boolean;
}

export interface FoundContents {
  /** As committed, in the order asked for. */
  rows: ContentState[];
  /** Where the next page begins; null: this is the last one. */
  next: Place | null;
  /** How many there are in all, at most `MOST_COUNTED`; null: nobody asked, or it takes too long to say. */
  count: number | null;
}

/** A look at contents in an order. */
interface Look {
  order: Order;
  owner: ContentOwner;
  conditions: readonly Condition[];
  after: Place | null;
  /** One more than a page may have, which tells whether another one follows. */
  most: number;
}

interface Seen {
  places: Place[];
  /** How many were looked at, how many of them fit, and which was the last. */
  looked: number;
  fitting: number;
  last: Place | null;
}

const allOf = (db: Database, parts: readonly Knex.Raw[]): Knex.Raw =>
  db.raw(parts.map(() => '?').join(' AND '), [...parts]);

/** Rows of `key` and `id`, each with whether its content meets all conditions: looked up one by one, not joined as a whole. */
function judged(db: Database, rows: Knex.Raw, conditions: readonly Knex.Raw[]): Knex.Raw {
  return conditions.length === 0
    ? db.raw('SELECT key, id, true AS fits FROM (?) o', [rows])
    : db.raw('SELECT key, id, coalesce((SELECT ? FROM ar_content c WHERE c.id = o.id), false) AS fits FROM (?) o', [
        allOf(db, conditions),
        rows,
      ]);
}

/** Cuts the first places that fit out of what a query looks at: rows of `key`, `id` and `fits`. */
async function see(db: Database, { order, after, most }: Look, looked: Knex.Raw): Promise<Seen> {
  const way = order.down ? 'DESC' : 'ASC';
  const back = order.down ? 'ASC' : 'DESC';
  const isAfter =
    after === null ? db.raw('true') : rowIs(db, ['key', 'id'], order.down ? '<' : '>', [after.key, after.id]);
  const { rows } = await db.raw<{ rows: Seen[] }>(
    `WITH looked AS MATERIALIZED (?), page AS (
       SELECT key, id FROM looked WHERE fits AND ? ORDER BY key ${way}, id ${way} LIMIT ?)
     SELECT count(*)::int AS looked, (count(*) FILTER (WHERE fits))::int AS fitting,
       (SELECT coalesce(jsonb_agg(page ORDER BY key ${way}, id ${way}), '[]') FROM page) AS places,
       (SELECT to_jsonb(l) FROM looked l ORDER BY key ${back}, id ${back} LIMIT 1) AS last
     FROM looked`,
    [looked, isAfter, most],
  );
  return must(rows[0], 'the row of an aggregate');
}

/** What one of the conditions leaves, by an index; null: each leaves too many to be sorted. */
async function fewIds(db: Database, { conditions }: Look): Promise<Id[] | null> {
  for (const { ids } of conditions) {
    if (ids === null) continue;
    const few: { id: Id }[] = await db
      .select('id')
      .from(db.raw('(?) known', [ids]))
      .limit(MOST_COUNTED + 1);
    if (few.length <= MOST_COUNTED) return few.map(({ id }) => id);
  }
  return null;
}

/** What an index knows to meet a condition, sorted afterwards; null: that is too many. */
async function seeFew(db: Database, look: Look): Promise<Seen | null> {
  const ids = await fewIds(db, look);
  if (ids === null) return null;
  const { table, key, id } = look.order;
  const rows = db.raw(`SELECT ${key} AS key, ${id} AS id FROM ${table} WHERE ${id} = ANY (?) AND ${key} IS NOT NULL`, [
    ids,
  ]);
  const own = Object.entries(look.owner).map(([column, value]) => db.raw('?? = ?', [`c.${column}`, value]));
  return see(db, look, judged(db, rows, [...own, ...look.conditions.map(({ holds }) => holds)]));
}

/** So many contents in the order of an index, from a place on. */
const through = (db: Database, { order, owner, conditions }: Look, after: Place | null, most: number): Knex.Raw =>
  judged(
    db,
    alongIndex(db, order, { owner, after, most }),
    conditions.map(({ holds }) => holds),
  );

/** How many fit; null where too many have to be gone through for that. */
async function countThrough(db: Database, look: Look): Promise<number | null> {
  const { looked, fitting } = await see(db, { ...look, after: null, most: 0 }, through(db, look, null, MOST_COUNTED));
  return look.conditions.length === 0 || looked < MOST_COUNTED ? fitting : null;
}

/** Goes through contents in order for those that fit: a page may have fewer than it could, and still not be the last. */
async function goThrough(db: Database, look: Look): Promise<Pick<FoundContents, 'next'> & { places: Place[] }> {
  const { after, conditions, most } = look;
  const depth = conditions.length === 0 ? most : MAX_LOOK;
  const { places, looked, last } = await see(db, look, through(db, look, after, depth));
  const end = looked === depth && conditions.length > 0 ? last : null;
  return { places, next: places.length < most ? end : null };
}

/** The company, and with an order by id the project, whose contents alone are looked at; null: there are none. */
async function ownerOf(db: Database, search: ContentSearch): Promise<ContentOwner | null> {
  const within = withinCompany(search);
  const { project_id, sort } = search;
  if (within === null || project_id === undefined || ORDERS[sort].key !== 'id') return within;
  const { company_id } = within;
  const project: { company_id: Id } | undefined = await db('projects').where('id', project_id).first('company_id');
  if (project === undefined || (company_id ?? project.company_id) !== project.company_id) return null;
  return { company_id: project.company_id, project_id };
}

/** The contents that the caller may see and that fit, in order, a page at a time. */
export async function findContents(db: Database, search: ContentSearch): Promise<FoundContents> {
  const owner = await ownerOf(db, search);
  if (owner === null) return { rows: [], next: null, count: search.counted ? 0 : null };
  const { sort, after, limit, counted } = search;
  const asked = owner.project_id === undefined ? search : { ...search, project_id: undefined };
  const look: Look = {
    order: ORDERS[sort],
    owner,
    conditions: conditionsOf(db, owner.company_id ?? null, asked),
    after,
    most: limit + 1,
  };
  const few = await seeFew(db, look);
  const { places, next } = few === null ? await goThrough(db, look) : { places: few.places, next: null };
  const shown = places.slice(0, limit);
  const states = await loadContentStates(
    db,
    shown.map(({ id }) => id),
  );
  const byId = new Map(states.map((state) => [state.arContent.id, state]));
  return {
    // One that was deleted meanwhile is left out.
    rows: shown.flatMap(({ id }) => byId.get(id) ?? []),
    next: places.length > limit ? (shown.at(-1) ?? null) : next,
    count: counted ? (few?.fitting ?? (await countThrough(db, look))) : null,
  };
}
