import { AppError } from '../domain/errors.js';
import type { ArContent } from '../domain/ar-content.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { Id } from '../domain/scalars.js';
import type { PageQuery } from './admin-write.js';
import { loadContentState, loadContentStateByUniqueId, loadContentStates } from './content-state.js';
import type { Database } from './database.js';

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

/** The table `ar_content`, for reading; `src/planning` writes it. */
export function createArContents(db: Database) {
  return {
    /** The states of the contents that the caller may see, by id, as committed. */
    async list({ companyId, after, limit, ...filters }: ArContentQuery): Promise<ArContentPage> {
      const rows = db<ArContent>('ar_content').select('id').orderBy('id').limit(limit);
      if (companyId !== null) void rows.where('company_id', companyId);
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
      if (state === null || (companyId !== null && state.arContent.company_id !== companyId)) {
        throw new AppError('not_found', `There is no AR content ${id}.`);
      }
      return state;
    },
    /** The state by the public uuid, as committed; null when there is none. One statement. */
    findStateByUniqueId: (uniqueId: string): Promise<ContentState | null> => loadContentStateByUniqueId(db, uniqueId),
  };
}

export type ArContents = ReturnType<typeof createArContents>;
