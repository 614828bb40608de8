import type { Id, Instant } from '../domain/scalars.js';
import { MOST_PENDING, type WebhookEventType } from '../domain/webhook.js';
import { workflowId } from '../domain/workflow-kinds.js';
import { toTimestamp, type Database, type Transaction } from './database.js';
import { enqueue } from './outbox.js';
import { inTransaction } from './transaction.js';
import { countPending, markFailing } from './webhook-deliveries.js';

/** Something that endpoints are told of. */
export interface NewWebhookEvent {
  companyId: Id;
  /** Null: of no single content. */
  arContentId: Id | null;
  type: WebhookEventType;
  happensAt: Instant;
  /** As JSON says it: instants are texts. */
  data: object;
}

/**
 * Enters an event in the transaction that makes it, where an endpoint of the company wants it. Those of one content are
 * entered under its lock, so their ids are in the order in which things happened.
 */
export async function enterEvent(trx: Transaction, event: NewWebhookEvent): Promise<void> {
  const { companyId, arContentId, type, happensAt, data } = event;
  await trx.raw(
    `INSERT INTO webhook_events (company_id, ar_content_id, type, happens_at, data)
     SELECT :companyId, :arContentId, :type, :at, :data
     WHERE EXISTS (SELECT FROM webhooks w WHERE w.company_id = :companyId AND :type = ANY (w.events))`,
    { companyId, arContentId, type, at: toTimestamp(happensAt), data: JSON.stringify(data) },
  );
}

/** Events that are handed out in one transaction. */
const BATCH = 500;
/** Of the one who hands out, whichever process it is; whoever withdraws events waits for it. */
export const HAND_OUT_LOCK = 7_403_001;

/**
 * Makes deliveries of events, in order, and enters messages for the workflows of the endpoints. One process at a time does
 * so: two would hand events of one content out in any order.
 * @returns the workflows that were told, and whether more events may wait.
 */
export function handOutEvents(
  db: Database,
  mostPending = MOST_PENDING,
): Promise<{ told: string[]; mayBeMore: boolean }> {
  return inTransaction(db, async (trx) => {
    const lock = await trx.raw<{ rows: { mine: boolean }[] }>('SELECT pg_try_advisory_xact_lock(?) AS mine', [
      HAND_OUT_LOCK,
    ]);
    if (lock.rows[0]?.mine !== true) return { told: [], mayBeMore: false };
    const { rows } = await trx.raw<{ rows: { events: number; webhooks: Id[] | null }[] }>(
      `WITH taken AS (
         SELECT * FROM webhook_events WHERE handed_out_at IS NULL ORDER BY id LIMIT ${BATCH}
       ), marked AS (
         UPDATE webhook_events SET handed_out_at = clock_timestamp() WHERE id = ANY (ARRAY(SELECT id FROM taken))
       ), wanting AS (
         SELECT id, company_id, events FROM webhooks
         WHERE status = 'active' AND company_id = ANY (ARRAY(SELECT company_id FROM taken))
       ), made AS (
         INSERT INTO webhook_deliveries (webhook_id, event_id, type, ar_content_id)
         SELECT w.id, t.id, t.type, t.ar_content_id FROM taken t JOIN wanting w ON w.company_id = t.company_id
         WHERE coalesce(t.webhook_id = w.id, t.type = ANY (w.events))
         ORDER BY t.id ON CONFLICT DO NOTHING RETURNING webhook_id
       )
       SELECT (SELECT count(*)::int FROM taken) AS events, (SELECT array_agg(DISTINCT webhook_id) FROM made) AS webhooks`,
    );
    const { events = 0, webhooks = null } = rows[0] ?? {};
    for (const id of webhooks ?? []) await giveUpWhenTooMany(trx, id, mostPending);
    const told = (webhooks ?? []).map((id) => workflowId('webhook', id));
    await enqueue(trx, new Map(told.map((id) => [id, 'poke'])));
    return { told, mayBeMore: events === BATCH };
  });
}

async function giveUpWhenTooMany(trx: Transaction, webhookId: Id, most: number): Promise<void> {
  if ((await countPending(trx, webhookId, most + 1)) <= most) return;
  await markFailing(trx, webhookId, `More than ${most} deliveries waited.`);
}

const FORGOTTEN_AT_ONCE = 2_000;

/** Forgets events of before an instant with their deliveries, a bounded number of them. @returns how many. */
export async function forgetEvents(db: Database, before: Instant): Promise<number> {
  // By an array, here and above: rows that are joined instead have Postgres read a week of them.
  const { rowCount } = await db.raw<{ rowCount: number }>(
    `DELETE FROM webhook_events WHERE id = ANY (ARRAY(
       SELECT id FROM webhook_events WHERE created_at < ? ORDER BY created_at LIMIT ${FORGOTTEN_AT_ONCE}))`,
    [toTimestamp(before)],
  );
  return rowCount;
}
