import { WEBHOOK_EVENT_TYPES, WEBHOOK_EVENTS, type WebhookEventType } from '../../domain/webhook.js';
import { EVENT_EXAMPLES } from './event-examples.js';
import { AT } from './example-things.js';
import type { Json } from './json-schemas.js';

const HEADERS = [
  ['webhook-id', 'Of the event: the same when it is sent again', 'evt_7'],
  ['webhook-timestamp', 'When this was sent, in seconds since 1970', '1796115600'],
  ['webhook-signature', 'By Standard Webhooks; two of them while two secrets are valid', 'v1,K5oZfzN95Z9UVu1EsfQ…'],
] as const;

function eventOperation(type: WebhookEventType): Json {
  const name = type.replaceAll(/[._](\w)/g, (_, letter: string) => letter.toUpperCase());
  const timestamp = { type: 'string', format: 'date-time', description: 'When it happened, or was foretold' };
  const schema = {
    type: 'object',
    required: ['type', 'timestamp', 'data'],
    properties: { type: { const: type }, timestamp, data: { type: 'object' } },
  };
  return {
    operationId: `on${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    tags: ['Webhooks'],
    summary: WEBHOOK_EVENTS[type],
    security: [],
    parameters: HEADERS.map(([header, description, example]) => ({
      name: header,
      in: 'header',
      required: true,
      description,
      schema: { type: 'string' },
      example,
    })),
    requestBody: {
      required: true,
      content: { 'application/json': { schema, example: { type, timestamp: AT, data: EVENT_EXAMPLES[type] } } },
    },
    responses: { '2XX': { description: 'Taken. Whatever else comes is a failure, and it is sent again' } },
  };
}

/** What endpoints are sent, as the `webhooks` of an OpenAPI 3.1 document. */
export const eventOperations = (): Json =>
  Object.fromEntries(WEBHOOK_EVENT_TYPES.map((type) => [type, { post: eventOperation(type) }]));
