import { z } from 'zod';
import {
  DELIVERY_STATUSES,
  WEBHOOK_EVENT_TYPES,
  WEBHOOK_STATUSES,
  type Webhook,
  type WebhookDelivery,
} from '../../domain/webhook.js';
import { idAnswer, instantAnswer, toIso, toIsoOrNull } from '../http/fields.js';
import { readMark, WrittenBack, type Unmarked } from '../http/written-back.js';
import { webhookChanges } from '../routes/webhook-schemas.js';

const fields = {
  id: idAnswer,
  company_id: idAnswer,
  url: z.string(),
  events: z.array(z.enum(WEBHOOK_EVENT_TYPES)),
  dark_days: z.int().meta({ description: 'So many days before an AR content goes dark it is told' }),
  lead_seconds: z.int().meta({ description: 'So many seconds before another video is shown it is told' }),
  status: z.enum(WEBHOOK_STATUSES).meta({ description: 'failing: given up; enable it again once the endpoint works' }),
  failing_reason: z.string().nullable(),
  failing_at: instantAnswer.nullable(),
  former_secret_until: instantAnswer
    .nullable()
    .meta({ description: 'Until then deliveries are signed by the secret before the last, too' }),
  revision: z.int(),
  created_at: instantAnswer,
  updated_at: instantAnswer,
  read_mark: readMark,
};

/** An endpoint in an answer: never its secret. */
export const webhookAnswer = z.strictObject(fields).meta({ id: 'Webhook' });

/** The same with a secret that was just made. */
export const webhookWithSecret = z
  .strictObject({
    ...fields,
    secret: z
      .string()
      .nullable()
      .meta({ description: 'Of Standard Webhooks, shown this once; null when the request was repeated' }),
  })
  .meta({ id: 'WebhookWithSecret' });

/** What may be written of an endpoint that was read. */
export const webhookWrites = new WrittenBack('WebhookChanges', webhookChanges, webhookAnswer);

/** An endpoint as an answer says it. */
export const webhookView = (webhook: Webhook) =>
  webhookWrites.marked({
    ...webhook,
    failing_at: toIsoOrNull(webhook.failing_at),
    former_secret_until: toIsoOrNull(webhook.former_secret_until),
    created_at: toIso(webhook.created_at),
    updated_at: toIso(webhook.updated_at),
  } satisfies Unmarked<typeof webhookAnswer>);

/** A delivery in a list. */
export const deliveryAnswer = z
  .strictObject({
    id: idAnswer,
    webhook_id: idAnswer,
    event_id: idAnswer.meta({ description: 'webhook-id is `evt_` and this; what is sent again has the same' }),
    type: z.string().meta({ description: 'The kind of event; webhook.test is sent by hand', example: 'rotation.done' }),
    ar_content_id: idAnswer.nullable(),
    status: z.enum(DELIVERY_STATUSES).meta({
      description:
        'given_up: the endpoint was failing by then; withdrawn: it told of something that is not going to happen any more',
    }),
    attempts: z.int(),
    first_attempt_at: instantAnswer.nullable(),
    last_attempt_at: instantAnswer.nullable(),
    next_attempt_at: instantAnswer.nullable(),
    answer_status: z.int().nullable().meta({ description: 'The HTTP status of the last answer; null: there was none' }),
    problem: z.string().nullable().meta({ description: 'What was wrong the last time' }),
    created_at: instantAnswer,
  })
  .meta({ id: 'WebhookDelivery' });

/** A delivery as an answer says it. */
export const deliveryView = (delivery: WebhookDelivery): z.input<typeof deliveryAnswer> => ({
  id: delivery.id,
  webhook_id: delivery.webhook_id,
  event_id: delivery.event_id,
  type: delivery.type,
  ar_content_id: delivery.ar_content_id,
  status: delivery.status,
  attempts: delivery.attempts,
  first_attempt_at: toIsoOrNull(delivery.first_attempt_at),
  last_attempt_at: toIsoOrNull(delivery.last_attempt_at),
  next_attempt_at: toIsoOrNull(delivery.next_attempt_at),
  answer_status: delivery.answer_status,
  problem: delivery.problem,
  created_at: toIso(delivery.created_at),
});
