import { maySee } from '../domain/caller.js';
import { notFound } from '../domain/errors.js';
import type { Id } from '../domain/scalars.js';
import type { Webhook, WebhookDelivery } from '../domain/webhook.js';
import type { Database, Transaction } from './database.js';
import { EMPTY_PAGE, readPage, withinCompany, type Page, type PageQuery } from './pages.js';
import { inTransaction } from './transaction.js';

export interface WebhookQuery extends PageQuery {
  /** Company of the caller; null: any. */
  companyId: Id | null;
  company_id?: Id | undefined;
}

export interface DeliveryQuery extends PageQuery {
  webhookId: Id;
  status?: WebhookDelivery['status'] | undefined;
}

/** All columns but the secrets, which nobody needs to see. */
export const WEBHOOK_COLUMNS = [
  'id',
  'company_id',
  'url',
  'events',
  'dark_days',
  'lead_seconds',
  'status',
  'failing_reason',
  'failing_at',
  'former_secret_until',
  'revision',
  'created_at',
  'updated_at',
] as const;

/** Seals the secrets of all endpoints anew, as `reseal` says; null leaves one as it is. @returns how many were */
async function resealSecrets(trx: Transaction, reseal: (sealed: Buffer) => Buffer | null): Promise<number> {
  let count = 0;
  const rows: { id: Id; secret: Buffer; former_secret: Buffer | null }[] = await trx('webhooks')
    .orderBy('id')
    .forUpdate()
    .select('id', 'secret', 'former_secret');
  for (const { id, secret, former_secret } of rows) {
    const [newer, older] = [reseal(secret), former_secret && reseal(former_secret)];
    if (newer === null && older === null) continue;
    // No edit of anybody's: what signs is the same.
    await trx('webhooks')
      .where('id', id)
      .update({ secret: newer ?? secret, former_secret: older ?? former_secret });
    count += 1;
  }
  return count;
}

/** The tables `webhooks` and `webhook_deliveries`, for reading; `src/admin` writes the first. */
export function createWebhooks(db: Database) {
  return {
    /** Endpoints that the caller may see, by id. */
    async list({ companyId, company_id, ...page }: WebhookQuery): Promise<Page<Webhook>> {
      const within = withinCompany({ companyId, company_id });
      if (within === null) return EMPTY_PAGE;
      return readPage(db, db('webhooks').select(...WEBHOOK_COLUMNS), within, page);
    },
    /** @throws AppError `not_found`, also for another company's endpoint. */
    async get(id: Id, companyId: Id | null): Promise<Webhook> {
      const webhook: Webhook | undefined = await db<Webhook>('webhooks')
        .where('id', id)
        .first(...WEBHOOK_COLUMNS);
      if (webhook === undefined || !maySee({ companyId }, webhook.company_id)) throw notFound('webhook', id);
      return webhook;
    },
    /** Whether this sealed secret is the one that signs: a repeated request made another, which was not kept. */
    async isSignedBy(id: Id, secret: Buffer): Promise<boolean> {
      return (await db('webhooks').where({ id, secret }).first('id')) !== undefined;
    },
    /** Seals secrets anew, as `reseal` says. @returns of how many endpoints */
    resealSecrets: (reseal: (sealed: Buffer) => Buffer | null): Promise<number> =>
      inTransaction(db, (trx) => resealSecrets(trx, reseal)),
    /** Deliveries to an endpoint, by id. */
    listDeliveries: ({ webhookId, status, ...page }: DeliveryQuery): Promise<Page<WebhookDelivery>> =>
      readPage(db, db('webhook_deliveries'), { webhook_id: webhookId }, page, [['status', '=', status]]),
  };
}

export type Webhooks = ReturnType<typeof createWebhooks>;
