import { LEVEL_COLUMN } from './fold-level.js';
import { maySee } from '../domain/caller.js';
import { notFound } from '../domain/errors.js';
import type { ArContent } from '../domain/ar-content.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { Id } from '../domain/scalars.js';
import type { PageQuery } from './rows.js';
import { loadContentState, loadContentStateByUniqueId, loadContentStates } from './content-state.js';
import type { Database, Transaction } from './database.js';
import { onlyVisible } from './only-visible.js';

export interface ArContentQuery extends PageQuery {
  /** Company of the caller; null: any. */
  companyId: Id | null;
  company_id?: Id | undefined;
  project_id?: Id | undefined;
  unique_id?: string | undefined;
  is_active?: boolean | undefined;
  video_rotation_enabled?: boolean | undefined;
}

/** Contents of one page, and their states. */
export interface ArContentPage {
  ids: Id[];
  states: ContentState[];
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
  const row: { id: Id } | undefined = await query.first('ar_content.id');
  return row?.id ?? null;
}

/**
 * Locks the content against every other change of its plan until the transaction ends; null: there is none.
 * @returns the level by which every process of the installation folds.
 */
export async function lockContent(trx: Transaction, arContentId: Id): Promise<{ foldLevel: number } | null> {
  const { rows } = await trx.raw<{ rows: { fold_level: number }[] }>(
    `SELECT ${LEVEL_COLUMN} FROM ar_content WHERE id = ? FOR NO KEY UPDATE`,
    [arContentId],
  );
  return rows[0] === undefined ? null : { foldLevel: rows[0].fold_level };
}

/** The table `ar_content`, for reading; `src/planning` writes it. */
export function createArContents(db: Database) {
  return {
    /** The states of the contents that the caller may see, by id, as committed. */
    async list({ companyId, after, limit, ...filters }: ArContentQuery): Promise<ArContentPage> {
      const rows = db<ArContent>('ar_content').select('id').orderBy('id').limit(limit);
      onlyVisible(rows, { companyId });
      if (after !== undefined) void rows.where('id', '>', after);
      for (const [column, value] of Object.entries(filters)) {
        if (value !== undefined) void rows.where(column, value);
      }
      const ids = (await rows).map(({ id }) => id);
      return { ids, states: await loadContentStates(db, ids) };
    },
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
