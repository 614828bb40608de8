import type { Caller } from '../domain/caller.js';
import { notFound } from '../domain/errors.js';
import type { Override } from '../domain/override.js';
import type { Id } from '../domain/scalars.js';
import { readPage, type Page, type PageQuery } from './pages.js';
import type { Database } from './database.js';
import type { Revised } from './rollouts.js';
import { onlyVisible } from './only-visible.js';

export interface OverrideQuery extends PageQuery {
  arContentId: Id;
}

/** An override without what its content follows. */
export type OverrideRow = Omit<Override, 'opening'>;

/**
 * Whether a row of `dayparts` or `calendars` has a newer revision than the content of override `o` follows. OFFSET keeps
 * Postgres from finding it out for all contents at once, and looking that up.
 */
const behind = (noun: Revised, id: string): string => `EXISTS (
  SELECT FROM content_${noun}s u JOIN ${noun}s s ON s.id = u.${noun}_id
  WHERE u.ar_content_id = o.ar_content_id AND u.${noun}_id IN (${id}) AND u.revision_id <> s.revision_id OFFSET 0)`;

const CLOSED = `SELECT r.closed_calendar_id FROM content_dayparts d JOIN daypart_revisions r ON r.id = d.revision_id
  WHERE d.ar_content_id = o.ar_content_id AND d.daypart_id = o.daypart_id`;

/** Whether hours or days of an override were changed to which its content is not brought over yet. */
const REVISION_PENDING = `(${behind('daypart', 'o.daypart_id')}
  OR ${behind('calendar', 'o.calendar_id')} OR ${behind('calendar', CLOSED)}) AS revision_pending`;

/** The table `overrides`, for reading; `src/planning` writes it. Those that are over are kept for a while (`forget-overrides.ts`). */
export function createOverrides(db: Database) {
  return {
    /** The overrides of a content that the caller may see, by id. */
    list: ({ arContentId, ...page }: OverrideQuery): Promise<Page<OverrideRow>> =>
      readPage(db, db('overrides AS o').select('o.*', db.raw(REVISION_PENDING)), { ar_content_id: arContentId }, page),
    /** @throws AppError `not_found`, also for another company's override. */
    async get(id: Id, caller: Pick<Caller, 'companyId'>): Promise<OverrideRow> {
      const row = db('overrides AS o').join('ar_content AS c', 'c.id', 'o.ar_content_id').where('o.id', id);
      onlyVisible(row, caller, 'c.company_id');
      const override: OverrideRow | undefined = await row.first('o.*', db.raw(REVISION_PENDING));
      if (override === undefined) throw notFound('override', id);
      return override;
    },
  };
}

export type Overrides = ReturnType<typeof createOverrides>;
