import { LEVEL_COLUMN } from './fold-level.js';
import { maySee } from '../domain/caller.js';
import { notFound } from '../domain/errors.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { Id } from '../domain/scalars.js';
import { loadContentState, loadContentStateByUniqueId, loadContentStates } from './content-state.js';
import type { Database, Transaction } from './database.js';
import { findContents, type ContentSearch, type FoundContents } from './find-contents.js';
import { onlyVisible } from './only-visible.js';
import { EMPTY_PAGE, readPage, withinCompany, type Page, type PageQuery } from './pages.js';

export interface ArContentQuery extends PageQuery {
  /** Company of the caller; null: any. */
  companyId: Id | null;
  company_id?: Id | undefined;
}

/** The content that a schedule or video belongs to, if its company may be seen (null: any may). */
export async function findContentOf(
  db: Database,
  table: 'video_rotation_schedules' | 'videos' | 'overrides',
  id: Id,
  companyId: Id | null,
): Promise<Id | null> {
  const query = db(table).join('ar_content', 'ar_content.id', `${table}.ar_content_id`).where(`${table}.id`, id);
  onlyVisible(query, { companyId }, 'ar_content.company_id');
  // Each edit asks, so it is prepared: Postgres takes longer to plan it than to carry it out.
  const name = `content of ${table}${companyId === null ? '' : ' of a company'}`;
  const row: { id: Id } | undefined = await query.first('ar_content.id').options({ name });
  return row?.id ?? null;
}

/**
 * Locks the content against every other change of its plan until the transaction ends; null: there is none.
 * @returns the level by which every process of the installation folds.
 */
export async function lockContent(trx: Transaction, arContentId: Id): Promise<{ foldLevel: number } | null> {
  const lock = trx.raw<{ rows: { fold_level: number }[] }>(
    `SELECT ${LEVEL_COLUMN} FROM ar_content WHERE id = ? FOR NO KEY UPDATE`,
    [arContentId],
  );
  const { rows } = await lock.options({ name: 'lock content' });
  return rows[0] === undefined ? null : { foldLevel: rows[0].fold_level };
}

/** The table `ar_content`, for reading; `src/planning` writes it. */
export function createArContents(db: Database) {
  return {
    /** The states of the contents that the caller may see, by id, as committed. */
    async list(query: ArContentQuery): Promise<Page<ContentState>> {
      const within = withinCompany(query);
      if (within === null) return EMPTY_PAGE;
      const { rows, next } = await readPage<{ id: Id }>(db, db('ar_content').select('id'), within, query);
      const ids = rows.map(({ id }) => id);
      return { rows: await loadContentStates(db, ids), next };
    },
    /** Those that fit, in an order. */
    find: (search: ContentSearch): Promise<FoundContents> => findContents(db, search),
    /** @throws AppError `not_found`, also for another company's content. */
    async getState(id: Id, companyId: Id | null): Promise<ContentState> {
      const state = await loadContentState(db, id);
      if (state === null || !maySee({ companyId }, state.arContent.company_id)) throw notFound('ar_content', id);
      return state;
    },
    /** The state by the public uuid, as committed; null when there is none. One statement. */
    findStateByUniqueId: (uniqueId: string): Promise<ContentState | null> => loadContentStateByUniqueId(db, uniqueId),
  };
}

export type ArContents = ReturnType<typeof createArContents>;
