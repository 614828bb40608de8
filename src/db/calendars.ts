import type { Knex } from 'knex';
import { maySee } from '../domain/caller.js';
import type { Calendar, Daypart, WithRollout } from '../domain/calendar/calendar.js';
import { notFound } from '../domain/errors.js';
import type { Id } from '../domain/scalars.js';
import type { Database } from './database.js';
import { rolloutColumn, type Revised } from './rollouts.js';
import { EMPTY_PAGE, readPage, withinCompany, type Page, type PageQuery } from './pages.js';

export interface CalendarQuery extends PageQuery {
  /** Company of the caller; null: any. */
  companyId: Id | null;
  company_id?: Id | undefined;
  name?: string | undefined;
}

/** A calendar without its days, of which there may be many. */
export type CalendarSummary = Omit<WithRollout<Calendar>, 'days' | 'revision_id'> & { entry_count: number };

/** A page of what companies have by name. */
async function pageOf<T extends { id: Id }>(
  db: Database,
  rows: Knex.QueryBuilder,
  { companyId, company_id, name, ...page }: CalendarQuery,
): Promise<Page<T>> {
  const within = withinCompany({ companyId, company_id });
  if (within === null) return EMPTY_PAGE;
  return readPage(db, rows, { ...within, ...(name !== undefined && { name }) }, page);
}

async function find<T>(db: Database, noun: Revised, id: Id): Promise<WithRollout<T> | undefined> {
  const sql = `SELECT *, ${rolloutColumn(noun)} FROM ${noun}s WHERE id = ?`;
  const { rows } = await db.raw<{ rows: WithRollout<T>[] }>(sql, [id]);
  return rows[0];
}

const SUMMARY = ['id', 'company_id', 'name', 'revision', 'created_at', 'updated_at'];

/** The tables `calendars` and `dayparts`, for reading; `src/admin` writes them. */
export function createCalendars(db: Database) {
  return {
    /** Calendars that the caller may see, by id. */
    list: (query: CalendarQuery): Promise<Page<CalendarSummary>> =>
      pageOf(
        db,
        db('calendars').select(
          ...SUMMARY,
          db.raw('jsonb_array_length(days) AS entry_count'),
          db.raw(rolloutColumn('calendar')),
        ),
        query,
      ),
    /** @throws AppError `not_found`, also for another company's calendar. */
    async get(id: Id, companyId: Id | null): Promise<WithRollout<Calendar>> {
      const calendar = await find<Calendar>(db, 'calendar', id);
      if (calendar === undefined || !maySee({ companyId }, calendar.company_id)) throw notFound('calendar', id);
      return calendar;
    },
    /** Whether a company has a daypart or calendar with this id. */
    isOf: async (noun: Revised, id: Id, companyId: Id): Promise<boolean> =>
      (await db(`${noun}s`).where({ id, company_id: companyId }).first('id')) !== undefined,
    /** Dayparts that the caller may see, by id. */
    listDayparts: (query: CalendarQuery): Promise<Page<WithRollout<Daypart>>> =>
      pageOf(db, db('dayparts').select('dayparts.*', db.raw(rolloutColumn('daypart'))), query),
    /** @throws AppError `not_found`, also for another company's daypart. */
    async getDaypart(id: Id, companyId: Id | null): Promise<WithRollout<Daypart>> {
      const daypart = await find<Daypart>(db, 'daypart', id);
      if (daypart === undefined || !maySee({ companyId }, daypart.company_id)) throw notFound('daypart', id);
      return daypart;
    },
  };
}

export type Calendars = ReturnType<typeof createCalendars>;
