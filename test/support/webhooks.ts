import type { Database } from '../../src/db/database.js';
import { WEBHOOK_EVENT_TYPES, type Webhook } from '../../src/domain/webhook.js';
import type { Id } from '../../src/domain/scalars.js';

/** An event as its row holds it. */
export interface EventRow {
  id: Id;
  ar_content_id: Id | null;
  type: string;
  happens_at: number;
  data: Record<string, unknown>;
}

/** An endpoint of a company that wants everything. */
export async function insertWebhook(db: Database, company_id: Id, given: object = {}): Promise<Webhook> {
  const row = {
    company_id,
    url: 'https://example.com/hooks',
    events: [...WEBHOOK_EVENT_TYPES],
    secret: Buffer.from('s'),
  };
  const [webhook] = await db<Webhook>('webhooks')
    .insert({ ...row, ...given })
    .returning('*');
  if (webhook === undefined) throw new Error('No webhook was made.');
  return webhook;
}

/** The events that were entered, in order. */
export const eventRows = async (db: Database): Promise<EventRow[]> =>
  db<EventRow>('webhook_events').orderBy('id').select('id', 'ar_content_id', 'type', 'happens_at', 'data');
