import { z } from 'zod';
import { enableWebhook, replayWebhook, rotateWebhookSecret, testWebhook } from '../../admin/webhook-edits.js';
import { DELIVERY_STATUSES } from '../../domain/webhook.js';
import { newWebhookSecret } from '../../webhooks/signing.js';
import type { ApiDeps } from '../api-deps.js';
import { ok, resource } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { idAnswer, idPath } from '../http/fields.js';
import { listAnswer, pageFields } from '../http/paging.js';
import { deliveryAnswer, deliveryView, webhookAnswer, webhookView, webhookWithSecret } from '../views/webhook-view.js';
import { replayBody } from './webhook-schemas.js';

const tag = 'Webhooks';

const testAnswer = z.strictObject({ delivery_id: idAnswer }).meta({ id: 'WebhookTest' });
const replayAnswer = z
  .strictObject({
    replayed: z.int().meta({ description: 'How many events are sent again' }),
    next_event_id: idAnswer
      .nullable()
      .meta({ description: 'Where the next request goes on; null: all up to the newest are sent again' }),
  })
  .meta({ id: 'WebhookReplay' });

const rotateSecret = ({ admin, media, repositories: { webhooks } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'rotateWebhookSecret',
    method: 'post',
    path: '/api/webhooks/{id}/rotate-secret',
    tag,
    summary: 'Give a webhook another secret',
    description: 'For a day, deliveries are signed by both: receivers may change over in that time.',
    access: 'admin',
    ifMatch: true,
    params: idPath,
    responses: { 200: { description: 'The webhook with its new secret', schema: webhookWithSecret } },
    problems: ['conflict'],
    handler: async ({ caller, params: { id }, expected }) => {
      const secret = newWebhookSecret();
      const sealed = media.sealCredentials({ secret });
      const webhook = await rotateWebhookSecret(admin, caller, id, sealed, expected);
      const isKept = await webhooks.isSignedBy(id, sealed);
      return resource({ ...webhookView(webhook), secret: isKept ? secret : null });
    },
  });

const enable = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'enableWebhook',
    method: 'post',
    path: '/api/webhooks/{id}/enable',
    tag,
    summary: 'Deliver again to a webhook that was given up',
    description: 'What comes from now on. What was given up is sent by a replay.',
    access: 'admin',
    ifMatch: true,
    params: idPath,
    responses: { 200: { description: 'The webhook, active', schema: webhookAnswer } },
    problems: ['conflict'],
    handler: async ({ caller, params, expected }) =>
      resource(webhookView(await enableWebhook(admin, caller, params.id, expected))),
  });

const test = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'testWebhook',
    method: 'post',
    path: '/api/webhooks/{id}/test',
    tag,
    summary: 'Send a webhook an event to try it',
    description: 'Of the kind `webhook.test`, whatever it subscribed to. How it went, the deliveries tell.',
    access: 'admin',
    params: idPath,
    responses: { 200: { description: 'The delivery, which is on its way', schema: testAnswer } },
    problems: ['conflict'],
    handler: async ({ caller, params }) => ok(await testWebhook(admin, caller, params.id)),
  });

const listDeliveries = ({ repositories: { webhooks } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'listWebhookDeliveries',
    method: 'get',
    path: '/api/webhooks/{id}/deliveries',
    tag,
    summary: 'List the deliveries to a webhook',
    description: 'Those of the last week.',
    access: 'admin',
    params: idPath,
    query: z.strictObject({ ...pageFields, status: z.enum(DELIVERY_STATUSES).optional() }),
    responses: { 200: { description: 'Deliveries, by id', schema: z.array(deliveryAnswer) } },
    handler: async ({ caller, params, query, incoming }) => {
      const { id } = await webhooks.get(params.id, caller.companyId);
      return listAnswer(incoming, await webhooks.listDeliveries({ webhookId: id, ...query }), deliveryView);
    },
  });

const replay = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'replayWebhook',
    method: 'post',
    path: '/api/webhooks/{id}/replay',
    tag,
    summary: 'Send events again',
    description:
      'Those of the kinds that it wants, from an event on, whether they were delivered or not; with the same webhook-id. ' +
      'A request looks at 5,000 events at most and says where the next one goes on.',
    access: 'admin',
    params: idPath,
    body: replayBody,
    responses: { 200: { description: 'What is sent again', schema: replayAnswer } },
    problems: ['conflict'],
    handler: async ({ caller, params, body }) =>
      ok({ ...(await replayWebhook(admin, caller, params.id, body.from_event_id)) }),
  });

/** What is done with a webhook that is there. */
export const webhookDeliveryRoutes = (deps: ApiDeps): Route[] => [
  rotateSecret(deps),
  enable(deps),
  test(deps),
  listDeliveries(deps),
  replay(deps),
];
