import { maySee, type Caller } from '../domain/caller.js';
import { notFound } from '../domain/errors.js';
import type { Override } from '../domain/override.js';
import type { FoundItem, FoundRelease, Release, ReleaseItem } from '../domain/release.js';
import type { Id, Instant } from '../domain/scalars.js';
import { toRow, toTimestamp, type Database, type Queryable, type Transaction } from './database.js';
import { requireRoomFor } from './companies.js';
import { EMPTY_PAGE, readPage, withinCompany, type Page, type PageQuery } from './pages.js';
import { onlyRow } from './rows.js';

export interface ReleaseQuery extends PageQuery {
  /** Company of the caller; null: any. */
  companyId: Id | null;
  company_id?: Id | undefined;
}

/** A release without its items, of which there may be many. */
export type ReleaseSummary = Omit<Release, 'items'> & { item_count: number };

const SUMMARY = [
  'id',
  'company_id',
  'name',
  'note',
  'live_at',
  'revert_at',
  'priority',
  'cancelled_at',
  'revision',
  'created_at',
  'updated_at',
];

const FIND_ITEMS = `
  SELECT i.ar_content_id, i.video_id, o.id AS override_id, c.id IS NULL AS is_gone
  FROM releases r, jsonb_to_recordset(r.items) AS i (ar_content_id bigint, video_id bigint)
    LEFT JOIN ar_content c ON c.id = i.ar_content_id
    LEFT JOIN overrides o ON o.release_id = :id AND o.ar_content_id = i.ar_content_id
  WHERE r.id = :id ORDER BY i.ar_content_id`;

/** A release with what has become of its items. */
export async function withItems(queryable: Queryable, release: Release): Promise<FoundRelease> {
  const { id } = release;
  const { rows } = await queryable.raw<{ rows: FoundItem[] }>(FIND_ITEMS, { id });
  return { id, release, items: rows };
}

/** Locks a release against every other edit of it. @throws AppError `not_found`, also for another company's */
export async function lockRelease(trx: Transaction, id: Id, caller: Caller): Promise<FoundRelease> {
  const release = await trx<Release>('releases').where('id', id).forUpdate().first();
  if (release === undefined || !maySee(caller, release.company_id)) throw notFound('release', id);
  return withItems(trx, release);
}

/** The company of a release that the caller may see. @throws AppError `not_found` */
export async function findReleaseOwner(db: Database, id: Id, caller: Pick<Caller, 'companyId'>): Promise<Id> {
  const row = await db<Release>('releases').where('id', id).first('company_id');
  if (row === undefined || !maySee(caller, row.company_id)) throw notFound('release', id);
  return row.company_id;
}

/** The columns of a release: the list of its items is written as JSON. */
const columnsOf = ({ items, ...rest }: Partial<Release>): Record<string, unknown> => ({
  ...toRow(rest),
  ...(items && { items: JSON.stringify(items) }),
});

export async function insertRelease(trx: Transaction, given: Partial<Release>): Promise<Release> {
  const rows: Release[] = await trx('releases').insert(columnsOf(given)).returning('*');
  return onlyRow(rows);
}

/** Changes the given columns, and says that the release was edited. */
export async function saveRelease(
  trx: Transaction,
  { id, revision }: Release,
  given: Partial<Release>,
  at: Instant,
): Promise<Release> {
  const columns = columnsOf({ ...given, revision: revision + 1, updated_at: at });
  const rows: Release[] = await trx('releases').where('id', id).update(columns).returning('*');
  return onlyRow(rows);
}

/** What a release shows keeps to no hours. */
const atAllHours = (row: Override): Override => ({ ...row, opening: null, revision_pending: false });

/** Makes the overrides of a release for some contents. */
export async function insertReleaseOverrides(
  trx: Transaction,
  { id: release_id, live_at: starts_at, revert_at: ends_at, priority }: Release,
  items: readonly ReleaseItem[],
  at: Instant,
): Promise<Override[]> {
  if (items.length === 0) return [];
  const common = { release_id, starts_at, ends_at, priority, created_at: at, updated_at: at };
  const rows: Override[] = await trx('overrides')
    .insert(items.map(({ ar_content_id, video_id }) => toRow({ ...common, ar_content_id, video_id })))
    .returning('*');
  return rows.map(atAllHours);
}

/** Forgets the overrides of a release for some contents. */
export async function deleteReleaseOverrides(trx: Transaction, releaseId: Id, arContentIds: readonly Id[]) {
  await trx('overrides').where('release_id', releaseId).whereIn('ar_content_id', arContentIds).del();
}

/** Moves the end of the overrides of a release for some contents. @returns them as they are then */
export async function endReleaseOverrides(
  trx: Transaction,
  { id, revert_at }: Release,
  arContentIds: readonly Id[],
  at: Instant,
): Promise<Override[]> {
  const end = { ends_at: revert_at, updated_at: at };
  const rows: Override[] = await trx('overrides')
    .where('release_id', id)
    .whereIn('ar_content_id', arContentIds)
    .update({ ...toRow(end), revision: trx.raw('revision + 1') })
    .returning('*');
  return rows.map(atAllHours);
}

const RELEASES = { table: 'releases', things: 'releases that are not over', variable: 'MAX_RELEASES_PER_COMPANY' };

/** Requires that a company may have one more release, as `requireRoomFor` does. @throws AppError `conflict` */
export const requireRoomForRelease = (trx: Transaction, companyId: Id, at: Instant, limit: number): Promise<void> =>
  requireRoomFor(trx, companyId, {
    ...RELEASES,
    limit,
    where: (rows) =>
      void rows.whereNull('cancelled_at').whereRaw(`coalesce(revert_at, 'infinity') > ?`, [toTimestamp(at)]),
  });

/** The table `releases`, for reading; `src/planning` writes it. */
export function createReleases(db: Database) {
  return {
    /** Releases that the caller may see, by id. */
    async list({ companyId, company_id, ...page }: ReleaseQuery): Promise<Page<ReleaseSummary>> {
      const within = withinCompany({ companyId, company_id });
      if (within === null) return EMPTY_PAGE;
      const rows = db('releases').select(...SUMMARY, db.raw('jsonb_array_length(items) AS item_count'));
      return readPage(db, rows, within, page);
    },
    /** @throws AppError `not_found`, also for another company's release. */
    async get(id: Id, caller: Pick<Caller, 'companyId'>): Promise<FoundRelease> {
      const release = await db<Release>('releases').where('id', id).first();
      if (release === undefined || !maySee(caller, release.company_id)) throw notFound('release', id);
      return withItems(db, release);
    },
  };
}

export type Releases = ReturnType<typeof createReleases>;
