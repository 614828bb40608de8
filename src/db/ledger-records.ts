import { maySee, type Caller } from '../domain/caller.js';
import { notFound } from '../domain/errors.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { LedgerEntry, Rotation } from '../domain/rotation.js';
import type { Id, Instant } from '../domain/scalars.js';
import { fromJson, STATE_COLUMNS, toState, type StateRow } from './content-state.js';
import { toTimestamp, type Queryable } from './database.js';
import { readAgain } from './revisions.js';

/** A content as committed, and what its ledger says of a stretch. */
export interface LedgerRecord {
  state: ContentState;
  /** What holds at the beginning; null: no row is so old. */
  before: LedgerEntry | null;
  /** What the very first row changed; undefined: there is no row at all. */
  firstFromVideoId: Id | null | undefined;
  /** The rows after the beginning, in order, at most as many as were asked for. */
  entries: readonly LedgerEntry[];
}

/** A content as committed, and the row that led to what was live at an instant. */
export interface LedgerMoment extends Omit<LedgerRecord, 'entries'> {
  /** The row since which it was live; null: none is known. */
  cause: Rotation | null;
}

/** Rows that are looked through for the one that changed what is live. */
const LOOK_BACK = 1_000;

const ENTRY = `jsonb_build_object('due_at', (extract(epoch FROM r.due_at) * 1000)::bigint,
  'applied_at', (extract(epoch FROM r.applied_at) * 1000)::bigint, 'to_video_id', r.to_video_id,
  'reason', r.reason, 'override_id', r.override_id, 'live_schedule_id', r.live_schedule_id,
  'beneath_video_id', r.beneath_video_id)`;

/** What the answer changes by. */
const ANSWER = ['to_video_id', 'reason', 'override_id', 'live_schedule_id'];

const BEFORE = `
  (SELECT ${ENTRY} FROM rotations r WHERE r.ar_content_id = c.id AND r.due_at <= :from
     ORDER BY r.due_at DESC, r.id DESC LIMIT 1) AS before,
  (SELECT jsonb_build_object('id', r.from_video_id) FROM rotations r WHERE r.ar_content_id = c.id
     ORDER BY r.due_at, r.id LIMIT 1) AS first`;

const ENTRIES = `
  (SELECT coalesce(jsonb_agg(${ENTRY} ORDER BY r.due_at, r.id), '[]') FROM (
     SELECT * FROM rotations l WHERE l.ar_content_id = c.id AND l.due_at > :from AND l.due_at <= :to
     ORDER BY l.due_at, l.id LIMIT :most) r) AS entries`;

/** The last row that changed the answer, among the last ones before the instant. */
const CAUSE = `
  (SELECT to_jsonb(r) - 'is_change' FROM (
     SELECT l.*, (${ANSWER.join()}) IS DISTINCT FROM (${ANSWER.map((column) => `lag(${column}) OVER w`).join()}) AS is_change
     FROM (SELECT * FROM rotations WHERE ar_content_id = c.id AND due_at <= :from
           ORDER BY due_at DESC, id DESC LIMIT ${LOOK_BACK}) l
     WINDOW w AS (ORDER BY l.due_at, l.id)) r
   WHERE r.is_change ORDER BY r.due_at DESC, r.id DESC LIMIT 1) AS cause`;

interface RecordRow extends StateRow {
  before: LedgerEntry | null;
  first: { id: Id | null } | null;
}

/** State and rows come from one statement, so that they are of one moment. @throws AppError `not_found` */
async function select<R extends RecordRow>(
  queryable: Queryable,
  id: Id,
  { companyId }: Pick<Caller, 'companyId'>,
  [columns, values]: [columns: string, values: Record<string, string | number>],
): Promise<R> {
  const sql = `SELECT ${STATE_COLUMNS}, ${BEFORE}, ${columns} FROM ar_content c WHERE c.id = :id`;
  const { rows } = await queryable.raw<{ rows: R[] }>(sql, { ...values, id });
  if (rows[0] === undefined || !maySee({ companyId }, rows[0].ar_content.company_id)) throw notFound('ar_content', id);
  return rows[0];
}

const recordOf = async (queryable: Queryable, row: RecordRow): Promise<Omit<LedgerRecord, 'entries'>> => ({
  state: await toState(queryable, row),
  before: row.before,
  firstFromVideoId: row.first === null ? undefined : row.first.id,
});

/** What was live, from the ledger: the table `rotations` beside the state of its content. */
export function createLedgerRecords(queryable: Queryable) {
  return {
    /**
     * What the ledger says from `from` to `to`, as its first `most` rows.
     * @throws AppError `not_found`, also for another company's content.
     */
    async readStretch(
      id: Id,
      caller: Pick<Caller, 'companyId'>,
      { from, to, most }: { from: Instant; to: Instant; most: number },
    ): Promise<LedgerRecord> {
      const values = { from: toTimestamp(from), to: toTimestamp(to), most };
      return readAgain(async () => {
        const row = await select<RecordRow & { entries: LedgerEntry[] }>(queryable, id, caller, [ENTRIES, values]);
        return { ...(await recordOf(queryable, row)), entries: row.entries };
      });
    },
    /** What the ledger says of an instant. @throws AppError `not_found`, also for another company's content. */
    async readMoment(id: Id, caller: Pick<Caller, 'companyId'>, at: Instant): Promise<LedgerMoment> {
      const values = { from: toTimestamp(at) };
      return readAgain(async () => {
        const row = await select<RecordRow & { cause: Rotation | null }>(queryable, id, caller, [CAUSE, values]);
        return { ...(await recordOf(queryable, row)), cause: row.cause && fromJson(row.cause) };
      });
    },
  };
}

export type LedgerRecords = ReturnType<typeof createLedgerRecords>;
