import type { Listener } from '../domain/foretold.js';
import type { Id, Instant } from '../domain/scalars.js';
import { toTimestamp, type Database, type Transaction } from './database.js';

const DAY_MS = 24 * 3_600_000;
/** As the index of such endpoints says it. */
const WANT_THE_FUTURE = `status = 'active' AND events && '{rotation.will_change,content.going_dark}'`;
/** Of the one who looks, whichever process it is. */
const LOOK_LOCK = 7_403_002;

const IS_OLD = 'begun_at NOT BETWEEN :since AND :now';

/**
 * Companies that are to be looked at: whose look goes on, or was begun so long ago. The one that was served the longest
 * ago comes first. A clock that went back does not end the looks.
 */
export async function companiesToLookAt(
  db: Database,
  { now, everyMs, limit }: { now: Instant; everyMs: number; limit: number },
): Promise<Id[]> {
  const { rows } = await db.raw<{ rows: { company_id: Id }[] }>(
    `SELECT w.company_id FROM (SELECT DISTINCT company_id FROM webhooks WHERE ${WANT_THE_FUTURE}) w
     LEFT JOIN webhook_looks l USING (company_id)
     WHERE l.company_id IS NULL OR l.after_id > 0 OR l.${IS_OLD}
     ORDER BY l.served_at NULLS FIRST, w.company_id LIMIT :limit`,
    { now: toTimestamp(now), since: toTimestamp(now - everyMs + 1), limit },
  );
  return rows.map(({ company_id }) => company_id);
}

/** Whether this transaction is the one that looks. Two at once would each go by what the other is about to tell. */
export async function takeLook(trx: Transaction): Promise<boolean> {
  const { rows } = await trx.raw<{ rows: { mine: boolean }[] }>('SELECT pg_try_advisory_xact_lock(?) AS mine', [
    LOOK_LOCK,
  ]);
  return rows[0]?.mine === true;
}

/** The endpoints of a company that are told of the future. @param moreMs what comes until the next look, too */
export async function listenersOf(trx: Transaction, companyId: Id, moreMs: number): Promise<Listener[]> {
  const { rows } = await trx.raw<{
    rows: { id: Id; events: string[]; dark_days: number; lead_seconds: number }[];
  }>(
    `SELECT id, events, dark_days, lead_seconds FROM webhooks WHERE company_id = ? AND ${WANT_THE_FUTURE} ORDER BY id`,
    [companyId],
  );
  return rows.map(({ id, events, dark_days, lead_seconds }) => ({
    webhookId: id,
    leadMs: events.includes('rotation.will_change') ? lead_seconds * 1_000 + moreMs : null,
    darkMs: events.includes('content.going_dark') ? dark_days * DAY_MS + moreMs : null,
  }));
}

/** A stretch of the contents of a company, and those in it that are to be looked at. */
export interface LookPage {
  due: Id[];
  /** Contents that were looked at and are gone since. */
  gone: Id[];
  after: Id;
  /** The last id of the stretch; null: it reaches the end. */
  to: Id | null;
}

/** Contents of a stretch that are passed over, at most, and those that are looked at. */
const STRETCH = 2_000;
const MOST_DUE = 100;

/** For whom contents are looked at, in a word that changes with it. */
export const printOf = (listeners: readonly Listener[]): string =>
  listeners.map(({ webhookId, leadMs, darkMs }) => `${webhookId}.${leadMs ?? ''}.${darkMs ?? ''}`).join();

interface StretchRow {
  due: Id[];
  gone: Id[];
  last: Id | null;
  count: number;
}

/** Those of a stretch that were not seen as they are. By a subquery for each: a join reads what was seen of all. */
const DUE = `SELECT c.id FROM stretch c WHERE (
    SELECT s.seen = c.version || ' ' || md5(:print) AND coalesce(s.again_at > :now, true)
    FROM content_looks s WHERE s.company_id = :companyId AND s.ar_content_id = c.id) IS NOT TRUE
  ORDER BY c.id LIMIT ${MOST_DUE}`;
const GONE = `SELECT s.ar_content_id FROM content_looks s
  WHERE s.company_id = :companyId AND s.ar_content_id > :from
    AND (SELECT c.id FROM ar_content c WHERE c.id = s.ar_content_id) IS NULL
    AND s.ar_content_id <= coalesce((SELECT max(id) FROM stretch HAVING count(*) = ${STRETCH}), 9007199254740991)
  ORDER BY s.ar_content_id LIMIT ${MOST_DUE}`;

/** The next contents of a company of which something may have changed: their version, who is told of them, or the time. */
export async function contentsToLookAt(
  trx: Transaction,
  { companyId, print, now }: { companyId: Id; print: string; now: Instant },
): Promise<LookPage> {
  const look: { after_id: Id } | undefined = await trx('webhook_looks')
    .where('company_id', companyId)
    .first('after_id');
  const from = look?.after_id ?? 0;
  const { rows } = await trx.raw<{ rows: StretchRow[] }>(
    `WITH stretch AS MATERIALIZED (
       SELECT id, version FROM ar_content
       WHERE (company_id, id) > (:companyId, :from) AND company_id = :companyId
       ORDER BY company_id, id LIMIT ${STRETCH}
     )
     SELECT ARRAY(${DUE}) AS due, ARRAY(${GONE}) AS gone, max(id) AS last, count(*)::int AS count FROM stretch`,
    { companyId, from, print, now: toTimestamp(now) },
  );
  const { due = [], gone = [], last = null, count = 0 } = rows[0] ?? {};
  const lastDue = due.length === MOST_DUE ? (due.at(-1) ?? null) : null;
  return { due, gone, after: from, to: lastDue ?? (count === STRETCH ? last : null) };
}

/** What a look has seen of a content. */
export interface SeenContent {
  id: Id;
  version: number;
  againAt: Instant | null;
}

/** Notes what was seen of contents, for whom. */
export async function noteLooked(
  trx: Transaction,
  { companyId, print }: { companyId: Id; print: string },
  contents: readonly SeenContent[],
): Promise<void> {
  const rows = contents.map(({ id, version, againAt }) => ({
    id,
    version,
    again_at: againAt === null ? null : toTimestamp(againAt),
  }));
  await trx.raw(
    `INSERT INTO content_looks (company_id, ar_content_id, seen, again_at)
     SELECT :companyId, id, version || ' ' || md5(:print), again_at
     FROM jsonb_to_recordset(:rows) AS g (id bigint, version bigint, again_at timestamptz) ORDER BY id
     ON CONFLICT (company_id, ar_content_id) DO UPDATE SET seen = excluded.seen, again_at = excluded.again_at`,
    { companyId, print, rows: JSON.stringify(rows) },
  );
}

/** Forgets what was seen of contents that are gone. */
export const forgetLooked = async (trx: Transaction, companyId: Id, arContentIds: readonly Id[]): Promise<number> =>
  trx('content_looks')
    .where('company_id', companyId)
    .whereRaw('ar_content_id = ANY (?)', [[...arContentIds]])
    .del();

/** Notes how far the look at a company is. */
export async function noteTurn(
  trx: Transaction,
  companyId: Id,
  { after: from, to }: Pick<LookPage, 'after' | 'to'>,
  now: Instant,
): Promise<void> {
  const at = toTimestamp(now);
  await trx('webhook_looks')
    .insert({ company_id: companyId, after_id: to ?? 0, begun_at: at, served_at: at })
    .onConflict('company_id')
    .merge({ after_id: to ?? 0, served_at: at, ...(from === 0 && { begun_at: at }) });
}

/** Forgets what was told of instants that are long over, of companies that are not looked at any more. */
export async function forgetLongOver(db: Database, before: Instant): Promise<void> {
  await db.raw(
    `DELETE FROM foretold WHERE ctid = ANY (ARRAY(
       SELECT ctid FROM foretold WHERE due_at < ? ORDER BY due_at LIMIT 1000))`,
    [toTimestamp(before)],
  );
}

/**
 * Forgets what looks have seen of a company that none wants to be told of any more, some contents at a time. Should an
 * endpoint want it again, all is looked at anew.
 * @param before a company whose last look was before then
 */
export async function forgetUnwantedLooks(db: Database, before: Instant): Promise<void> {
  await db.raw(
    `WITH unwanted AS MATERIALIZED (
       SELECT l.company_id FROM webhook_looks l WHERE l.served_at < ?
         AND NOT EXISTS (SELECT FROM webhooks w WHERE w.company_id = l.company_id AND ${WANT_THE_FUTURE})
       ORDER BY l.served_at LIMIT 1
     ), seen AS (
       DELETE FROM content_looks WHERE ctid = ANY (ARRAY(
         SELECT s.ctid FROM unwanted u JOIN content_looks s ON s.company_id = u.company_id LIMIT 1000))
       RETURNING 1
     )
     DELETE FROM webhook_looks USING unwanted u
     WHERE webhook_looks.company_id = u.company_id AND (SELECT count(*) FROM seen) < 1000`,
    [toTimestamp(before)],
  );
}
