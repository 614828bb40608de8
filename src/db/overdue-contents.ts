import type { Id, Instant } from '../domain/scalars.js';
import type { Database } from './database.js';

/** A content whose next step nobody committed in time. */
export interface OverdueContent {
  arContentId: Id;
  /** Its schedule that is overdue the longest; null: none is, but an edge. */
  scheduleId: Id | null;
  /** Since when. */
  dueAt: Instant;
}

export interface OverdueQuery {
  /** No other look since so long, of any process: else this one finds nothing. */
  everyMs: number;
  overdueMs: number;
  /** A content that was found less long ago is not found again. */
  againMs: number;
  limit: number;
}

const MS = `* interval '1 millisecond'`;

/**
 * One statement: takes the turn to look, finds contents by the index of `next_step_at`, the longest overdue first, and
 * notes which. A clock that went back does not end the turns.
 */
export async function takeOverdueContents(db: Database, query: OverdueQuery): Promise<OverdueContent[]> {
  const { rows } = await db.raw<{ rows: { ar_content_id: Id; schedule_id: Id | null; next_step_at: Instant }[] }>(
    `WITH turn AS (
       UPDATE overdue_looks SET looked_at = clock_timestamp()
       WHERE looked_at NOT BETWEEN clock_timestamp() - :everyMs ${MS} AND clock_timestamp()
       RETURNING looked_at, looked_at - :overdueMs ${MS} AS late_before
     ), late AS (
       SELECT c.id, c.next_step_at, turn.looked_at, turn.late_before FROM turn CROSS JOIN ar_content c
       WHERE c.next_step_at <= turn.late_before AND NOT EXISTS (
         SELECT 1 FROM overdue_pokes p WHERE p.ar_content_id = c.id
           AND p.poked_at BETWEEN turn.looked_at - :againMs ${MS} AND turn.looked_at)
       ORDER BY c.next_step_at, c.id LIMIT :limit
     ), noted AS (
       INSERT INTO overdue_pokes (ar_content_id, poked_at) SELECT id, looked_at FROM late ORDER BY id
       ON CONFLICT (ar_content_id) DO UPDATE SET poked_at = excluded.poked_at
     )
     SELECT id AS ar_content_id, next_step_at, (
       SELECT s.id FROM video_rotation_schedules s
       WHERE s.ar_content_id = late.id AND coalesce(s.next_rotation_at, s.resume_at) <= late.late_before
       ORDER BY coalesce(s.next_rotation_at, s.resume_at), s.id LIMIT 1) AS schedule_id
     FROM late ORDER BY next_step_at, id`,
    { ...query },
  );
  return rows.map((row) => ({ arContentId: row.ar_content_id, scheduleId: row.schedule_id, dueAt: row.next_step_at }));
}
