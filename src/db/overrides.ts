import type { Caller } from '../domain/caller.js';
import { notFound } from '../domain/errors.js';
import type { Override } from '../domain/override.js';
import type { Id } from '../domain/scalars.js';
import { readPage, type Page, type PageQuery } from './pages.js';
import type { Database } from './database.js';
import { onlyVisible } from './only-visible.js';

export interface OverrideQuery extends PageQuery {
  arContentId: Id;
}

/** The table `overrides`, for reading; `src/planning` writes it. Those that are over are kept. */
export function createOverrides(db: Database) {
  return {
    /** The overrides of a content that the caller may see, by id. */
    list: ({ arContentId, ...page }: OverrideQuery): Promise<Page<Override>> =>
      readPage(db, db('overrides'), { ar_content_id: arContentId }, page),
    /** @throws AppError `not_found`, also for another company's override. */
    async get(id: Id, caller: Pick<Caller, 'companyId'>): Promise<Override> {
      const row = db('overrides AS o').join('ar_content AS c', 'c.id', 'o.ar_content_id').where('o.id', id);
      onlyVisible(row, caller, 'c.company_id');
      const override: Override | undefined = await row.first('o.*');
      if (override === undefined) throw notFound('override', id);
      return override;
    },
  };
}

export type Overrides = ReturnType<typeof createOverrides>;
