import { notFound } from '../domain/errors.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { RotationType } from '../domain/recurrence/timing-rule.js';
import type { Id, Instant } from '../domain/scalars.js';
import { ofCompany, readPage, type Filter, type Page, type PageQuery, type Within } from './pages.js';
import { loadContentState, loadContentStates } from './content-state.js';
import { toTimestamp, type Database } from './database.js';
import { findContentOf } from './ar-contents.js';
import { onlyVisible } from './only-visible.js';

export interface ScheduleQuery extends PageQuery {
  /** Company of the caller; null: any. */
  companyId: Id | null;
  ar_content_id?: Id | undefined;
  is_active?: boolean | undefined;
  rotation_type?: RotationType | undefined;
  /** Whether anything was carried out late, and whether a try ever failed. */
  late?: boolean | undefined;
  failed?: boolean | undefined;
  /** Those whose next slot is not later. */
  due_before?: Instant | undefined;
}

/** Schedules of one page, and the states of their contents. */
export interface SchedulePage {
  page: Page<{ id: Id }>;
  states: ContentState[];
}

/** Whether a column counts anything. */
const anyOf = (column: string, wanted: boolean | undefined): Filter =>
  wanted === true ? [column, '>=', 1] : [column, '<=', wanted === undefined ? undefined : 0];

async function list(db: Database, query: ScheduleQuery): Promise<SchedulePage> {
  const { companyId, ar_content_id, is_active, rotation_type, due_before } = query;
  const rows = db('video_rotation_schedules').select('id', 'ar_content_id');
  // A content has few, and others may name it.
  if (ar_content_id !== undefined) onlyVisible(rows, { companyId });
  const within: Within = ar_content_id === undefined ? ofCompany(companyId) : { ar_content_id };
  const page = await readPage<{ id: Id; ar_content_id: Id }>(db, rows, within, query, [
    ['is_active', '=', is_active],
    ['rotation_type', '=', rotation_type],
    anyOf('late_count', query.late),
    anyOf('failed_count', query.failed),
    // The committed instant is never later than the one with due steps applied, so nothing is missed.
    ['next_rotation_at', '<=', due_before === undefined ? undefined : toTimestamp(due_before)],
  ]);
  const states = await loadContentStates(db, [...new Set(page.rows.map((row) => row.ar_content_id))]);
  return { page, states };
}

/** The table `video_rotation_schedules`, for reading; `src/planning` writes it. */
export function createSchedules(db: Database) {
  return {
    /** Schedules that the caller may see, by id, with the states of their contents as committed. */
    list: (query: ScheduleQuery): Promise<SchedulePage> => list(db, query),
    /**
     * The state of the content that the schedule belongs to, as committed.
     * @throws AppError `not_found`, also for another company's schedule.
     */
    async getState(scheduleId: Id, companyId: Id | null): Promise<ContentState> {
      const arContentId = await findContentOf(db, 'video_rotation_schedules', scheduleId, companyId);
      const state = arContentId === null ? null : await loadContentState(db, arContentId);
      if (state?.schedules.some(({ id }) => id === scheduleId)) return state;
      throw notFound('schedule', scheduleId);
    },
  };
}

export type Schedules = ReturnType<typeof createSchedules>;

/** Counts a failure of the workflow of a schedule. It raises no revision, as no edit does it, and wakes no reader. */
export async function noteScheduleFailure(db: Database, scheduleId: Id, problem: string): Promise<void> {
  const changes = { failed_count: db.raw('failed_count + 1'), last_error: problem.slice(0, 500) };
  await db('video_rotation_schedules').where('id', scheduleId).update(changes);
}
