import { must } from '../domain/must.js';
import type { Rollout } from '../domain/calendar/calendar.js';
import type { Id } from '../domain/scalars.js';
import type { Database, Queryable, Transaction } from './database.js';
import { inTransaction } from './transaction.js';

/** Of what companies have revisions. */
export type Revised = 'daypart' | 'calendar';

/** A rollout that is under way, and what it is of. */
export interface RolloutUnderWay extends Rollout {
  noun: Revised;
  /** The daypart's or the calendar's. */
  subject_id: Id;
  name: string;
  company_id: Id;
  /** The newest one, to which contents are brought over. */
  revision_id: string;
}

/** The rollout of a daypart or a calendar as a column; null: every content follows the newest revision. */
export const rolloutColumn = (noun: Revised): string => `(
  SELECT jsonb_build_object('id', r.id, 'revision', r.revision, 'contents_total', r.contents_total,
    'contents_done', r.contents_done) FROM rollouts r WHERE r.${noun}_id = ${noun}s.id) AS rollout`;

/** The rollout of a daypart or a calendar; null: none is under way. */
export async function rolloutOf(queryable: Queryable, noun: Revised, id: Id): Promise<Rollout | null> {
  const row: Rollout | undefined = await queryable('rollouts')
    .where(`${noun}_id`, id)
    .first('id', 'revision', 'contents_total', 'contents_done');
  return row ?? null;
}

/**
 * Begins to bring the contents that follow a daypart or a calendar over to a revision that was just made, or has the
 * rollout that is under way go for that one. The daypart or calendar is locked by then, so nothing begins to follow.
 * @returns null: nothing follows it.
 */
export async function beginRollout(
  trx: Transaction,
  noun: Revised,
  { id, revision }: { id: Id; revision: number },
): Promise<Rollout | null> {
  const { rows } = await trx.raw<{ rows: Rollout[] }>(
    `INSERT INTO rollouts (${noun}_id, revision, contents_total)
     SELECT ?, ?, count(*) FROM content_${noun}s WHERE ${noun}_id = ? HAVING count(*) > 0
     ON CONFLICT (${noun}_id) DO UPDATE SET revision = excluded.revision, contents_total = excluded.contents_total,
       contents_done = 0, updated_at = clock_timestamp()
     RETURNING id, revision, contents_total, contents_done`,
    [id, revision, id],
  );
  return rows[0] ?? null;
}

/** A rollout, and the revision that it goes for now; null: it is over. */
export async function findRollout(queryable: Queryable, id: Id): Promise<RolloutUnderWay | null> {
  const { rows } = await queryable.raw<{ rows: RolloutUnderWay[] }>(
    `SELECT r.id, r.revision, r.contents_total, r.contents_done, of.*
     FROM rollouts r JOIN LATERAL (
       SELECT 'daypart' AS noun, id AS subject_id, name, company_id, revision_id FROM dayparts WHERE id = r.daypart_id
       UNION ALL SELECT 'calendar', id, name, company_id, revision_id FROM calendars WHERE id = r.calendar_id
     ) of ON true WHERE r.id = ?`,
    [id],
  );
  return rows[0] ?? null;
}

/** The contents, by id, that follow an older revision than the rollout goes for. */
export async function contentsBehind(
  queryable: Queryable,
  { noun, subject_id, revision_id }: RolloutUnderWay,
  { after, limit }: { after: Id; limit: number },
): Promise<Id[]> {
  const ids: Id[] = await queryable(`content_${noun}s`)
    .where(`${noun}_id`, subject_id)
    .whereNot('revision_id', revision_id)
    .where('ar_content_id', '>', after)
    .orderBy('ar_content_id')
    .limit(limit)
    .pluck('ar_content_id');
  return ids;
}

/** Counts how far a rollout is. One that goes for a newer revision by now is left as it is. */
export async function countDone(db: Database, { id, noun, subject_id, revision_id, revision }: RolloutUnderWay) {
  await db.raw(
    `UPDATE rollouts SET updated_at = clock_timestamp(), contents_done = greatest(0, contents_total - (
       SELECT count(*) FROM content_${noun}s WHERE ${noun}_id = ? AND revision_id <> ?))
     WHERE id = ? AND revision = ?`,
    [subject_id, revision_id, id, revision],
  );
}

/** Ends a rollout with nothing left to do. @returns false when something is left, as a newer revision came meanwhile. */
export const finishRollout = (db: Database, id: Id): Promise<boolean> =>
  inTransaction(db, async (trx) => {
    // Whoever makes a newer revision writes to this row.
    const row: unknown = await trx('rollouts').where('id', id).forUpdate().first('id');
    if (row === undefined) return true;
    const rollout = must(await findRollout(trx, id), `what rollout ${id} is of`);
    const [behind] = await contentsBehind(trx, rollout, { after: 0, limit: 1 });
    if (behind !== undefined) return false;
    await trx('rollouts').where('id', id).del();
    return true;
  });

/** No more are removed in one statement. */
const REMOVED_AT_ONCE = 1_000;

/**
 * Removes old revisions that nothing follows any more, some at a time.
 * @returns how many were removed; 0: none is left.
 */
export async function removeOldRevisions(db: Database): Promise<number> {
  let removed = 0;
  for (const noun of ['daypart', 'calendar'] as const) {
    const { rowCount } = await db.raw<{ rowCount: number }>(
      `DELETE FROM ${noun}_revisions WHERE id IN (
         SELECT r.id FROM ${noun}_revisions r JOIN ${noun}s s ON s.id = r.${noun}_id
         WHERE r.id <> s.revision_id AND NOT EXISTS (
           SELECT FROM content_${noun}s u WHERE u.${noun}_id = r.${noun}_id AND u.revision_id = r.id)
         LIMIT ?)`,
      [REMOVED_AT_ONCE],
    );
    removed += rowCount;
  }
  return removed;
}
