import type { Foretelling, ToldAhead } from '../domain/foretold.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { FutureEventType } from '../domain/webhook.js';
import { toTimestamp, type Transaction } from './database.js';
import { HAND_OUT_LOCK } from './webhook-events.js';

interface ForetoldRow {
  ar_content_id: Id;
  webhook_id: Id;
  type: FutureEventType;
  due_at: Instant;
  said: string;
  event_id: Id;
}

const foretoldOf = (row: ForetoldRow): ToldAhead => ({
  arContentId: row.ar_content_id,
  webhookId: row.webhook_id,
  type: row.type,
  dueAt: row.due_at,
  said: row.said,
  eventId: row.event_id,
});

/** What endpoints were told of contents. */
export async function foretoldOfContents(
  trx: Transaction,
  companyId: Id,
  arContentIds: readonly Id[],
): Promise<ToldAhead[]> {
  const rows: ForetoldRow[] = await trx('foretold')
    .where('company_id', companyId)
    .whereRaw('ar_content_id = ANY (?)', [[...arContentIds]])
    .select('ar_content_id', 'webhook_id', 'type', 'due_at', 'said', 'event_id');
  return rows.map(foretoldOf);
}

/** Told things as a table of parameters. */
const AS_ROWS = `jsonb_to_recordset(:rows) AS g (ar_content_id bigint, webhook_id bigint, type text, due_at timestamptz,
  said text, data jsonb)`;

const rowOf = ({ webhookId, type, dueAt, said }: Foretelling | ToldAhead) => ({
  webhook_id: webhookId,
  type,
  due_at: toTimestamp(dueAt),
  said,
});

/** What is told of one content. */
export interface ContentTelling {
  arContentId: Id;
  tell: readonly Foretelling[];
}

/** Enters an event for each of these, in order, unless its endpoint was told already: whoever comes second tells nothing. */
export async function tellAhead(
  trx: Transaction,
  { companyId, now }: { companyId: Id; now: Instant },
  tellings: readonly ContentTelling[],
): Promise<void> {
  const rows = tellings.flatMap(({ arContentId, tell }) =>
    tell.map((one) => ({ ...rowOf(one), ar_content_id: arContentId, data: one.data })),
  );
  if (rows.length === 0) return;
  await trx.raw(
    `WITH given AS (SELECT * FROM ${AS_ROWS} ORDER BY ar_content_id, due_at, type, webhook_id), told AS (
       INSERT INTO foretold (company_id, ar_content_id, webhook_id, type, due_at, said, data, event_id)
       SELECT :companyId, ar_content_id, webhook_id, type, due_at, said, data, nextval(pg_get_serial_sequence('webhook_events', 'id'))
       FROM given ON CONFLICT DO NOTHING RETURNING *
     )
     INSERT INTO webhook_events (id, company_id, ar_content_id, webhook_id, type, happens_at, data)
       OVERRIDING SYSTEM VALUE
     SELECT event_id, :companyId, ar_content_id, webhook_id, type, :now,
       data || '{"withdrawn": false, "withdraws": null}' FROM told ORDER BY event_id`,
    { rows: JSON.stringify(rows), companyId, now: toTimestamp(now) },
  );
}

const keysOf = (told: readonly ToldAhead[]): string =>
  JSON.stringify(told.map((one) => ({ ...rowOf(one), ar_content_id: one.arContentId })));

/** Rows of `foretold f` that are named by the keys `g`. */
const IS_NAMED = `f.company_id = :companyId AND f.ar_content_id = g.ar_content_id AND f.webhook_id = g.webhook_id AND f.type = g.type
  AND f.due_at = g.due_at AND f.said = g.said`;

/** Forgets what came, or is wanted by nobody any more. */
export async function forgetForetold(trx: Transaction, companyId: Id, told: readonly ToldAhead[]): Promise<void> {
  if (told.length === 0) return;
  await trx.raw(`DELETE FROM foretold f USING ${AS_ROWS} WHERE ${IS_NAMED}`, {
    companyId,
    rows: keysOf(told),
  });
}

/**
 * Takes back what was told. What nobody sent yet is not sent any more; what was, or may have been, is followed by an
 * event of the same kind that says so, unless `isFollowed` is false.
 */
export async function withdrawForetold(
  trx: Transaction,
  { companyId, now, isFollowed }: { companyId: Id; now: Instant; isFollowed: boolean },
  told: readonly ToldAhead[],
): Promise<void> {
  if (told.length === 0) return;
  await trx.raw('SELECT pg_advisory_xact_lock(?)', [HAND_OUT_LOCK]);
  await trx.raw(
    `WITH gone AS (
       DELETE FROM foretold f USING ${AS_ROWS} WHERE ${IS_NAMED} RETURNING f.*
     ), ids AS MATERIALIZED (SELECT array_agg(event_id) AS ids FROM gone), unsent AS (
       UPDATE webhook_deliveries SET status = 'withdrawn', next_attempt_at = NULL
       WHERE event_id = ANY ((SELECT ids FROM ids)::bigint[]) AND status = 'pending'
         AND last_attempt_at IS NULL RETURNING event_id
     ), before AS (
       SELECT id, handed_out_at IS NULL AS is_new FROM webhook_events WHERE id = ANY ((SELECT ids FROM ids)::bigint[])
     ), marked AS (
       UPDATE webhook_events SET withdrawn_at = :now, handed_out_at = coalesce(handed_out_at, :now)
       WHERE id = ANY ((SELECT ids FROM ids)::bigint[])
     )
     INSERT INTO webhook_events (company_id, ar_content_id, webhook_id, type, happens_at, data)
     SELECT :companyId, ar_content_id, webhook_id, type, :now,
       data || jsonb_build_object('withdrawn', true, 'withdraws', 'evt_' || event_id)
     FROM gone WHERE :isFollowed AND event_id NOT IN (SELECT event_id FROM unsent)
       AND event_id NOT IN (SELECT id FROM before WHERE is_new)
     ORDER BY ar_content_id, due_at`,
    { rows: keysOf(told), companyId, now: toTimestamp(now), isFollowed },
  );
}

/** The video that was shown from an instant on; null: nothing changed then. */
export type WasShown = (arContentId: Id, at: Instant) => { videoId: Id | null } | null;

/** What the ledger has of the instants of which something was told. */
export async function whatCame(trx: Transaction, told: readonly ToldAhead[]): Promise<WasShown> {
  if (told.length === 0) return () => null;
  const { rows } = await trx.raw<{ rows: { ar_content_id: Id; due_at: Instant; to_video_id: Id | null }[] }>(
    `SELECT g.ar_content_id, g.due_at, r.to_video_id FROM ${AS_ROWS} CROSS JOIN LATERAL (
       SELECT to_video_id FROM rotations WHERE ar_content_id = g.ar_content_id AND due_at = g.due_at
       ORDER BY id DESC LIMIT 1) r`,
    { rows: keysOf(told) },
  );
  const known = new Map(rows.map((row) => [`${row.ar_content_id} ${row.due_at}`, { videoId: row.to_video_id }]));
  return (arContentId, at) => known.get(`${arContentId} ${at}`) ?? null;
}
