import type { Database } from '../db/database.js';
import {
  findEndpoint,
  giveUp,
  noteAttempt,
  takeDeliveries,
  untilNextDelivery,
  type Endpoint,
  type TakenDelivery,
} from '../db/webhook-deliveries.js';
import type { Clock } from '../db/clock.js';
import type { Id } from '../domain/scalars.js';
import { verdictOf, type AttemptResult } from '../domain/webhook.js';
import { signedHeaders } from '../webhooks/signing.js';

/** What came of a look at the deliveries of an endpoint. */
export type SendReport =
  | { status: 'gone' | 'failing'; words: string }
  | {
      status: 'active';
      words: string;
      companyId: Id;
      /** When something is due again, ms; null: nothing waits. */
      waitMs: number | null;
      /** Whether attempts of several contents failed, and none succeeded: one may fail by what it says. */
      isAway: boolean;
    };

export interface WebhookSendingOptions {
  db: Database;
  clock: Clock;
  /** Opens a sealed secret. @throws AppError when no key fits */
  openSecret: (sealed: Buffer) => string;
  /** Sends a body, once, in bounded time; never throws. */
  post: (url: string, message: { body: string; headers: Record<string, string> }) => Promise<AttemptResult>;
  userAgent: string;
}

/** Attempts at once, each of another content. */
const AT_ONCE = 16;
/** So many failures without a success, and the endpoint is left alone for a while. */
const FAILURES_ENOUGH = AT_ONCE;
/** For so long one look goes on taking; then others have their turn. */
const TURN_MS = 20_000;
/** Longer than an attempt may take: after it a delivery is due again. */
const LEASE_MS = 30_000;

/** What a look has come to so far. */
interface Tally {
  delivered: number;
  failed: number;
  givenUp: string | null;
  /** What went wrong on our side: Postgres is away, say. */
  fault: Error | null;
}

/** Delivers what is due to endpoints. Each look may be repeated, killed or run twice at once: rows are taken for a while. */
export function createWebhookSending(options: WebhookSendingOptions) {
  const { db, clock, openSecret, post, userAgent } = options;

  const attempt = async ({ url, secrets }: Endpoint, delivery: TakenDelivery, tally: Tally): Promise<void> => {
    const { eventId, type, happensAt, data, attempts, firstAt } = delivery;
    const id = `evt_${eventId}`;
    const body = JSON.stringify({ type, timestamp: new Date(happensAt).toISOString(), data });
    const signed = signedHeaders({ id, body }, secrets.map(openSecret), clock.now());
    const headers = { ...signed, 'content-type': 'application/json', 'user-agent': userAgent };
    const result = await post(url, { body, headers });
    const verdict = verdictOf(result, attempts, firstAt, clock.now());
    await noteAttempt(db, delivery, result, verdict);
    if (verdict.status === 'delivered') tally.delivered += 1;
    else tally.failed += 1;
    if (verdict.status === 'failing') tally.givenUp = result.problem;
  };

  /** Keeps places filled until nothing is due, the turn is over, or the endpoint seems to be away. */
  const sendAll = async (endpoint: Endpoint, tally: Tally): Promise<void> => {
    const end = clock.now() + TURN_MS;
    const underWay = new Set<Promise<void>>();
    const mayGoOn = (): boolean =>
      clock.now() < end &&
      tally.givenUp === null &&
      tally.fault === null &&
      (tally.delivered > 0 || tally.failed < FAILURES_ENOUGH);
    for (;;) {
      const room = { webhookId: endpoint.id, limit: AT_ONCE - underWay.size, leaseMs: LEASE_MS };
      for (const delivery of mayGoOn() ? await takeDeliveries(db, room) : []) {
        const note = (error: unknown): void =>
          void (tally.fault ??= error instanceof Error ? error : new Error(String(error)));
        const one = attempt(endpoint, delivery, tally)
          .catch(note)
          .finally(() => underWay.delete(one));
        underWay.add(one);
      }
      if (underWay.size === 0) return;
      // Several at a time, as each look for more goes over all that waits.
      do await Promise.race(underWay);
      while (underWay.size > AT_ONCE / 2);
    }
  };

  return async (webhookId: Id): Promise<SendReport> => {
    const endpoint = await findEndpoint(db, webhookId);
    if (endpoint === null) return { status: 'gone', words: 'deleted' };
    if (endpoint.status === 'failing') return { status: 'failing', words: 'given up' };
    const tally: Tally = { delivered: 0, failed: 0, givenUp: null, fault: null };
    await sendAll(endpoint, tally);
    if (tally.fault !== null) throw tally.fault;
    if (tally.givenUp !== null) {
      await giveUp(db, webhookId, tally.givenUp);
      return { status: 'failing', words: `given up: ${tally.givenUp}` };
    }
    const waitMs = await untilNextDelivery(db, webhookId);
    const words = `${tally.delivered} delivered, ${tally.failed} failed in the last look`;
    const isAway = tally.failed > 1 && tally.delivered === 0;
    return { status: 'active', words, companyId: endpoint.company_id, waitMs, isAway };
  };
}

export type WebhookSending = ReturnType<typeof createWebhookSending>;
