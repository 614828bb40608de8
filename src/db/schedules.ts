import { notFound } from '../domain/errors.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { RotationType } from '../domain/recurrence/timing-rule.js';
import type { RotationSchedule } from '../domain/rotation-schedule.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { PageQuery } from './rows.js';
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
  /** Those whose next slot is not later. */
  due_before?: Instant | undefined;
}

/** Schedules of one page, and the states of their contents. */
export interface SchedulePage {
  ids: Id[];
  states: ContentState[];
}

async function list(db: Database, query: ScheduleQuery): Promise<SchedulePage> {
  const { companyId, ar_content_id, is_active, rotation_type, due_before, after, limit } = query;
  const rows = db<RotationSchedule>('video_rotation_schedules AS s').orderBy('s.id').limit(limit);
  if (companyId !== null) void rows.join('ar_content AS c', 'c.id', 's.ar_content_id');
  onlyVisible(rows, { companyId }, 'c.company_id');
  if (ar_content_id !== undefined) void rows.where('s.ar_content_id', ar_content_id);
  if (is_active !== undefined) void rows.where('s.is_active', is_active);
  if (rotation_type !== undefined) void rows.where('s.rotation_type', rotation_type);
  // The committed instant is never later than the one with due steps applied, so nothing is missed.
  if (due_before !== undefined) void rows.where('s.next_rotation_at', '<=', toTimestamp(due_before));
  if (after !== undefined) void rows.where('s.id', '>', after);
  const found: { id: Id; ar_content_id: Id }[] = await rows.select('s.id', 's.ar_content_id');
  const states = await loadContentStates(db, [...new Set(found.map((row) => row.ar_content_id))]);
  return { ids: found.map(({ id }) => id), states };
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
