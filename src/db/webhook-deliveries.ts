import type { Id, Instant } from '../domain/scalars.js';
import type { AttemptResult, Verdict, Webhook } from '../domain/webhook.js';
import type { Database, Queryable, Transaction } from './database.js';
import { inTransaction } from './transaction.js';

/** What an endpoint is sent to, and its sealed secrets: those that sign now. */
export interface Endpoint extends Pick<Webhook, 'id' | 'company_id' | 'url' | 'status'> {
  secrets: Buffer[];
}

/** An attempt that is to be made. */
export interface TakenDelivery {
  id: Id;
  eventId: Id;
  type: string;
  happensAt: Instant;
  data: object;
  /** With this one. */
  attempts: number;
  firstAt: Instant;
}

/** The endpoint of a workflow; null: it is gone. */
export async function findEndpoint(db: Queryable, id: Id): Promise<Endpoint | null> {
  const secrets = `array_remove(ARRAY[secret, CASE WHEN former_secret_until > clock_timestamp() THEN former_secret END], NULL)`;
  const row: Endpoint | undefined = await db('webhooks')
    .where('id', id)
    .first('id', 'company_id', 'url', 'status', db.raw(`${secrets} AS secrets`));
  return row ?? null;
}

/** The first delivery of each content that waits. Those after it wait for it, whatever it waits for. */
const FIRSTS = `SELECT DISTINCT ON (lane) id, next_attempt_at FROM webhook_deliveries
  WHERE webhook_id = :webhookId AND status = 'pending' ORDER BY lane, event_id`;

/**
 * Takes deliveries that are due, at most one of each content, and puts them off for as long as an attempt may take: one
 * that is taken is taken by nobody else, and one whose process is killed is due again.
 */
export async function takeDeliveries(
  db: Database,
  query: { webhookId: Id; limit: number; leaseMs: number },
): Promise<TakenDelivery[]> {
  const { rows } = await db.raw<{ rows: TakenRow[] }>(
    `WITH due AS (
       SELECT id FROM (${FIRSTS}) f WHERE next_attempt_at <= clock_timestamp() ORDER BY next_attempt_at, id LIMIT :limit
     )
     UPDATE webhook_deliveries d SET attempts = attempts + 1, last_attempt_at = clock_timestamp(),
       first_attempt_at = coalesce(first_attempt_at, clock_timestamp()),
       next_attempt_at = clock_timestamp() + :leaseMs * interval '1 ms'
     FROM due, webhook_events e
     WHERE d.id = due.id AND e.id = d.event_id AND d.status = 'pending' AND d.next_attempt_at <= clock_timestamp()
     RETURNING d.id, d.event_id, d.type, e.happens_at, e.data, d.attempts, d.first_attempt_at`,
    { ...query },
  );
  return rows.map(({ event_id: eventId, happens_at: happensAt, first_attempt_at: firstAt, ...row }) => ({
    ...row,
    eventId,
    happensAt,
    firstAt,
  }));
}

interface TakenRow extends Omit<TakenDelivery, 'eventId' | 'happensAt' | 'firstAt'> {
  event_id: Id;
  happens_at: Instant;
  first_attempt_at: Instant;
}

/** In how long something is due, ms; null: nothing waits. */
export async function untilNextDelivery(db: Database, webhookId: Id): Promise<number | null> {
  const { rows } = await db.raw<{ rows: { ms: number | null }[] }>(
    `SELECT ceil(extract(epoch FROM min(next_attempt_at) - clock_timestamp()) * 1000)::int AS ms FROM (${FIRSTS}) f`,
    { webhookId },
  );
  const ms = rows[0]?.ms ?? null;
  return ms === null ? null : Math.max(0, ms);
}

/** Notes how an attempt ended. One that somebody asked for again meanwhile stays asked for. */
export async function noteAttempt(
  db: Database,
  { id, attempts }: Pick<TakenDelivery, 'id' | 'attempts'>,
  { answerStatus, problem }: AttemptResult,
  verdict: Verdict,
): Promise<void> {
  const wait = verdict.status === 'pending' ? verdict.waitMs : 0;
  const isOver = verdict.status === 'delivered';
  await db('webhook_deliveries')
    .where({ id, attempts, status: 'pending' })
    .update({
      status: isOver ? 'delivered' : 'pending',
      next_attempt_at: isOver ? null : db.raw(`clock_timestamp() + ? * interval '1 ms'`, [wait]),
      answer_status: answerStatus,
      problem,
    });
}

/** How many deliveries to an endpoint wait; no more are counted than `most`. */
export async function countPending(trx: Transaction, webhookId: Id, most: number): Promise<number> {
  const pending = trx('webhook_deliveries').where({ webhook_id: webhookId, status: 'pending' }).limit(most);
  const rows: unknown[] = await pending.select('event_id');
  return rows.length;
}

/** Gives an endpoint up, and what waits for it. */
export async function markFailing(trx: Transaction, webhookId: Id, reason: string): Promise<void> {
  const now = trx.raw('clock_timestamp()');
  const failing = { status: 'failing', failing_reason: reason, failing_at: now, updated_at: now };
  await trx('webhooks')
    .where({ id: webhookId, status: 'active' })
    .update({ ...failing, revision: trx.raw('revision + 1') });
  await trx('webhook_deliveries')
    .where({ webhook_id: webhookId, status: 'pending' })
    .update({ status: 'given_up', next_attempt_at: null });
}

/** The same, in a transaction of its own. */
export const giveUp = (db: Database, webhookId: Id, reason: string): Promise<void> =>
  inTransaction(db, (trx) => markFailing(trx, webhookId, reason));

/** Events that one replay looks at. */
const REPLAYED_AT_ONCE = 5_000;

/**
 * Has the events of a company be sent again to an endpoint, from one on, those that it wants.
 * @returns how many, and the event to go on from; null: there is none.
 */
export async function replayFrom(
  trx: Transaction,
  { id, company_id, events }: Webhook,
  fromEventId: Id,
): Promise<{ replayed: number; next: Id | null }> {
  const { rows } = await trx.raw<{ rows: { replayed: number; looked: number; last: Id | null }[] }>(
    `WITH looked AS (
       SELECT * FROM webhook_events WHERE (company_id, id) >= (:company_id, :fromEventId) AND company_id = :company_id
         AND handed_out_at IS NOT NULL AND withdrawn_at IS NULL ORDER BY company_id, id LIMIT ${REPLAYED_AT_ONCE}
     ), again AS (
       INSERT INTO webhook_deliveries (webhook_id, event_id, type, ar_content_id)
       SELECT :id, l.id, l.type, l.ar_content_id FROM looked l
       WHERE coalesce(l.webhook_id = :id, l.type = ANY (:events)) ORDER BY l.id
       ON CONFLICT (webhook_id, event_id) DO UPDATE SET status = 'pending', attempts = 0, first_attempt_at = NULL,
         next_attempt_at = clock_timestamp(), answer_status = NULL, problem = NULL
       RETURNING 1
     )
     SELECT (SELECT count(*)::int FROM again) AS replayed, count(*)::int AS looked, max(id) AS last FROM looked`,
    { id, company_id, events, fromEventId },
  );
  const { replayed = 0, looked = 0, last = null } = rows[0] ?? {};
  return { replayed, next: looked === REPLAYED_AT_ONCE && last !== null ? last + 1 : null };
}

/** Enters an event for one endpoint, whatever it subscribed to, and its delivery. @returns the id of the delivery */
export async function enterTest(trx: Transaction, webhook: Webhook, type: string): Promise<Id> {
  const { rows } = await trx.raw<{ rows: { id: Id }[] }>(
    `WITH entered AS (
       INSERT INTO webhook_events (company_id, webhook_id, type, happens_at, data, handed_out_at)
       VALUES (:company_id, :id, :type, clock_timestamp(), jsonb_build_object('webhook_id', :id::bigint), clock_timestamp())
       RETURNING id
     )
     INSERT INTO webhook_deliveries (webhook_id, event_id, type) SELECT :id, id, :type FROM entered RETURNING id`,
    { id: webhook.id, company_id: webhook.company_id, type },
  );
  return rows[0]?.id ?? 0;
}
