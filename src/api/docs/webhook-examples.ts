import { asShown, AT } from './example-things.js';

const wanted = { url: 'https://example.com/hooks/ar', events: ['rotation.done', 'content.dark'] };
const webhook = {
  id: 6,
  company_id: 1,
  ...wanted,
  dark_days: 7,
  lead_seconds: 600,
  status: 'active',
  failing_reason: null,
  failing_at: null,
  former_secret_until: null,
  ...asShown,
};

/** Examples of webhooks, by the names of their schemas. */
export const WEBHOOK_EXAMPLES = {
  Webhook: webhook,
  WebhookChanges: { events: ['content.dark'] },
  WebhookDelivery: {
    id: 31,
    webhook_id: 6,
    event_id: 7,
    type: 'rotation.done',
    ar_content_id: 2,
    status: 'delivered',
    attempts: 1,
    first_attempt_at: AT,
    last_attempt_at: AT,
    next_attempt_at: null,
    answer_status: 204,
    problem: null,
    created_at: AT,
  },
  WebhookInput: { company_id: 1, ...wanted },
  WebhookReplay: { replayed: 12, next_event_id: null },
  WebhookReplayInput: { from_event_id: 7 },
  WebhookTest: { delivery_id: 31 },
  WebhookWithSecret: { ...webhook, secret: 'whsec_R2l2ZSBhIG1hbiBhIGZpc2ggYW5kIHlvdSBmZWVkIGg=' },
};
