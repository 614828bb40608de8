import type { Id } from '../domain/scalars.js';
import type { Queryable, Transaction } from './database.js';
import type { UsedRevision } from './revisions.js';
import type { Revised } from './rollouts.js';

/**
 * Locks a company's daypart or calendar against a new revision, as something is about to use the newest.
 * @returns which that is; undefined: the company has none with this id
 */
async function lockNewest<T extends UsedRevision>(
  trx: Transaction,
  table: 'dayparts' | 'calendars',
  companyId: Id,
  id: Id | null,
): Promise<T | undefined> {
  if (id === null) return undefined;
  const row: T | undefined = await trx(table).where({ id, company_id: companyId }).forShare().first('*');
  return row;
}

/** The newest revisions of what a company's thing names; what it names and is not there is left out. */
export async function newestUses(
  trx: Transaction,
  companyId: Id,
  { daypart_id, calendar_id }: { daypart_id: Id | null; calendar_id: Id | null },
): Promise<{ dayparts: UsedRevision[]; calendars: UsedRevision[] }> {
  const daypart = await lockNewest<UsedRevision & { closed_calendar_id: Id | null }>(
    trx,
    'dayparts',
    companyId,
    daypart_id,
  );
  const calendar = await lockNewest(trx, 'calendars', companyId, calendar_id);
  const closed = await lockNewest(trx, 'calendars', companyId, daypart?.closed_calendar_id ?? null);
  const there = <T>(uses: (T | undefined)[]): T[] => uses.filter((use) => use !== undefined);
  return { dayparts: there([daypart]), calendars: there([calendar, closed]) };
}

/** What a content follows. */
export async function followedUses(
  queryable: Queryable,
  arContentId: Id,
): Promise<{ dayparts: UsedRevision[]; calendars: UsedRevision[] }> {
  const usesOf = async (noun: Revised): Promise<UsedRevision[]> =>
    queryable(`content_${noun}s`)
      .where('ar_content_id', arContentId)
      .select({ id: `${noun}_id` }, 'revision_id');
  return { dayparts: await usesOf('daypart'), calendars: await usesOf('calendar') };
}

/** Has a content follow the newest revision of all that it uses. @returns whether it followed an older one. */
export async function followNewest(trx: Transaction, arContentId: Id): Promise<boolean> {
  let changed = 0;
  for (const noun of ['daypart', 'calendar'] as const) {
    const { rowCount } = await trx.raw<{ rowCount: number }>(
      `UPDATE content_${noun}s u SET revision_id = s.revision_id FROM ${noun}s s
       WHERE u.ar_content_id = ? AND s.id = u.${noun}_id AND s.revision_id <> u.revision_id`,
      [arContentId],
    );
    changed += rowCount;
  }
  return changed > 0;
}

/**
 * Writes down which dayparts and calendars a content uses, by its schedules, its videos and its overrides that are not
 * over: what is new follows the newest revision, which is locked against a newer one; what is no longer used is let go.
 * @returns how many there are.
 */
export async function saveUses(trx: Transaction, arContentId: Id): Promise<number> {
  const bindings = { id: arContentId };
  const used = (column: string): string => `
    SELECT ${column} FROM video_rotation_schedules WHERE ar_content_id = :id AND ${column} IS NOT NULL
    UNION SELECT ${column} FROM videos WHERE ar_content_id = :id AND ${column} IS NOT NULL
    UNION SELECT o.${column} FROM overrides o JOIN ar_content c ON c.id = o.ar_content_id
      WHERE c.id = :id AND o.${column} IS NOT NULL AND coalesce(o.ends_at, 'infinity') > c.settled_at`;
  const closed = `SELECT r.closed_calendar_id FROM content_dayparts u JOIN daypart_revisions r ON r.id = u.revision_id
    WHERE u.ar_content_id = :id AND r.closed_calendar_id IS NOT NULL`;
  const usedOf = { daypart: used('daypart_id'), calendar: `${used('calendar_id')} UNION ${closed}` };
  for (const noun of ['daypart', 'calendar'] as const) {
    await trx.raw(
      `INSERT INTO content_${noun}s (ar_content_id, ${noun}_id, revision_id)
       SELECT :id, id, revision_id FROM ${noun}s WHERE id IN (${usedOf[noun]})
         AND id NOT IN (SELECT ${noun}_id FROM content_${noun}s WHERE ar_content_id = :id) ORDER BY id FOR SHARE`,
      bindings,
    );
    await trx.raw(
      `DELETE FROM content_${noun}s WHERE ar_content_id = :id AND ${noun}_id NOT IN (${usedOf[noun]})`,
      bindings,
    );
  }
  const { rows } = await trx.raw<{ rows: { count: number }[] }>(
    `SELECT (SELECT count(*) FROM content_dayparts WHERE ar_content_id = :id)
       + (SELECT count(*) FROM content_calendars WHERE ar_content_id = :id) AS count`,
    bindings,
  );
  return rows[0]?.count ?? 0;
}

/**
 * Forgets that contents use a daypart or a calendar by nothing any more: what an override kept to that is over is let go
 * only when it is asked for. The row is locked, so that nothing begins to use it.
 */
export async function letGoOfOver(trx: Transaction, noun: Revised, id: Id): Promise<void> {
  const closing = `AND NOT EXISTS (
    SELECT FROM content_dayparts d JOIN daypart_revisions r ON r.id = d.revision_id
    WHERE d.ar_content_id = u.ar_content_id AND r.closed_calendar_id = :id)`;
  await trx.raw(
    `DELETE FROM content_${noun}s u WHERE u.${noun}_id = :id
     AND NOT EXISTS (
       SELECT FROM video_rotation_schedules s WHERE s.ar_content_id = u.ar_content_id AND s.${noun}_id = :id)
     AND NOT EXISTS (SELECT FROM videos v WHERE v.ar_content_id = u.ar_content_id AND v.${noun}_id = :id)
     AND NOT EXISTS (
       SELECT FROM overrides o JOIN ar_content c ON c.id = o.ar_content_id
       WHERE c.id = u.ar_content_id AND o.${noun}_id = :id AND coalesce(o.ends_at, 'infinity') > c.settled_at)
     ${noun === 'calendar' ? closing : ''}`,
    { id },
  );
}
