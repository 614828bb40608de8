import type { Rotation } from '../domain/rotation.js';
import type { ExposureRow } from '../domain/exposure.js';
import type { Id, Instant } from '../domain/scalars.js';
import { toRow, toTimestamp, type Queryable, type Transaction } from './database.js';
import { inIndex, type Within } from './pages.js';
import { onlyVisible } from './only-visible.js';

export type NewRotation = Omit<Rotation, 'id' | 'created_at'>;

/** Postgres takes 65,535 values in a statement. */
const ROWS_PER_STATEMENT = 1_000;

/** Appends to the ledger. A second row for one slot is refused by the database. */
export async function insertRotations(trx: Transaction, rotations: readonly NewRotation[]): Promise<void> {
  for (let begin = 0; begin < rotations.length; begin += ROWS_PER_STATEMENT) {
    await trx('rotations').insert(rotations.slice(begin, begin + ROWS_PER_STATEMENT).map(toRow));
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
