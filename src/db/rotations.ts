import type { Rotation } from '../domain/rotation.js';
import type { ExposureRow } from '../domain/exposure.js';
import type { Id, Instant } from '../domain/scalars.js';
import { toRow, toTimestamp, type Queryable, type Transaction } from './database.js';
import { inIndex, type Within } from './pages.js';
import { onlyVisible } from './only-visible.js';

export type NewRotation = Omit<Rotation, 'id' | 'created_at'>;

/** Postgres takes 65,535 values in a statement. */
const ROWS_PER_STATEMENT = 1_000;

const iso = (column: string): string => `to_char(told.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** A slot that is committed so long after its instant is late. */
const LATE = `interval '10 seconds'`;

/**
 * The events that rows of the ledger mean, entered by the statement that appends the rows: where no endpoint of the
 * company wants them, that costs a look into an index, no question of its own. A content that is deleted has none.
 */
const EVENTS_OF_ROWS = `
  INSERT INTO webhook_events (company_id, ar_content_id, type, happens_at, data)
  SELECT told.company_id, told.ar_content_id, kind.type, told.due_at, jsonb_build_object(
      'ar_content_id', told.ar_content_id, 'unique_id', c.unique_id, 'rotation_id', told.id,
      'schedule_id', told.schedule_id, 'from_video_id', told.from_video_id, 'from_title', told.from_title,
      'to_video_id', told.to_video_id, 'to_title', told.to_title, 'due_at', ${iso('due_at')},
      'applied_at', ${iso('applied_at')}, 'cause', told.cause, 'note', told.note, 'reason', told.reason,
      'override_id', told.override_id)
  FROM told
  CROSS JOIN LATERAL (VALUES
    ('rotation.done', told.to_video_id IS NOT NULL AND told.to_video_id IS DISTINCT FROM told.from_video_id),
    ('content.dark', told.to_video_id IS NULL AND told.from_video_id IS NOT NULL),
    ('rotation.failed', coalesce(told.note = 'no_showable_video', false)),
    ('rotation.late', told.cause = 'schedule' AND told.applied_at >= told.due_at + ${LATE})) AS kind (type, is_so)
  JOIN ar_content c ON c.id = told.ar_content_id
  WHERE kind.is_so AND EXISTS (SELECT FROM webhooks w WHERE w.company_id = told.company_id AND kind.type = ANY (w.events))
  ORDER BY told.id, kind.type`;

/** Appends to the ledger, with the events that follow. A second row for one slot is refused by the database. */
export async function insertRotations(trx: Transaction, rotations: readonly NewRotation[]): Promise<void> {
  for (let begin = 0; begin < rotations.length; begin += ROWS_PER_STATEMENT) {
    const rows = rotations.slice(begin, begin + ROWS_PER_STATEMENT).map(toRow);
    const append = trx.raw(`WITH told AS (?) ${EVENTS_OF_ROWS}`, [trx('rotations').insert(rows).returning('*')]);
    // Prepared, as nearly every rotation appends one row, and planning it takes longer than it does.
    await (rows.length === 1 ? append.options({ name: 'one rotation' }) : append);
  }
}

/** The rotate-now of a schedule that came with this request id, if there was one. */
export function findRotateNow(trx: Transaction, scheduleId: Id, requestId: string): Promise<Rotation | undefined> {
  return trx<Rotation>('rotations')
    .where({ schedule_id: scheduleId, request_id: requestId, cause: 'rotate_now' })
    .first();
}

export interface HistoryQuery {
  /** Company of the caller; null: any. */
  companyId: Id | null;
  subject: { scheduleId: Id } | { arContentId: Id };
  /** Rows older than this id: the page after it. */
  before?: Id;
  limit: number;
}

/** Ledger rows of a schedule or a content, newest first. */
export function listRotations(queryable: Queryable, query: HistoryQuery): Promise<Rotation[]> {
  const { subject, before = Number.MAX_SAFE_INTEGER, limit } = query;
  const rows = queryable('rotations').limit(limit);
  const within: Within =
    'scheduleId' in subject ? { schedule_id: subject.scheduleId } : { ar_content_id: subject.arContentId };
  void inIndex(rows, within, { from: before - 1, newestFirst: true });
  // All rows of a subject are of one company: a foreign ledger is not searched for what may be seen of it.
  const visible = queryable<Rotation>(rows.as('page')).orderBy('id', 'desc').select('*');
  onlyVisible(visible, query);
  return visible.then((found) => found);
}

const EXPOSURE_COLUMNS = [
  'due_at',
  'schedule_id',
  'to_video_id',
  'beneath_video_id',
  'note',
  'reason',
  'live_schedule_id',
  'slots',
] as const;

export interface ExposureQuery {
  arContentId: Id;
  from: Instant;
  until: Instant;
  /** The most rows of the stretch. */
  limit: number;
}

/** The rows of a content in a stretch of time, in order, after the last one of before it, if there is one. */
export async function listExposureRows(queryable: Queryable, query: ExposureQuery): Promise<ExposureRow[]> {
  const { arContentId, from, until, limit } = query;
  const ofContent = () => queryable('rotations').where('ar_content_id', arContentId).select(EXPOSURE_COLUMNS);
  const before: ExposureRow[] = await ofContent()
    .where('due_at', '<', toTimestamp(from))
    .orderByRaw('due_at DESC, id DESC')
    .limit(1);
  const within: ExposureRow[] = await ofContent()
    .where('due_at', '>=', toTimestamp(from))
    .andWhere('due_at', '<', toTimestamp(until))
    .orderByRaw('due_at, id')
    .limit(limit);
  return [...before, ...within];
}
