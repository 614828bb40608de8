import { z } from 'zod';
import { createWebhook, deleteWebhook, updateWebhook } from '../../admin/webhook-edits.js';
import { invalidFields, type FieldError } from '../../domain/errors.js';
import type { Webhook } from '../../domain/webhook.js';
import { urlFault } from '../../webhooks/public-address.js';
import { newWebhookSecret } from '../../webhooks/signing.js';
import type { ApiDeps, ApiSettings } from '../api-deps.js';
import { companyFaults, companyFor } from '../auth/company-scope.js';
import { created, ok, resource } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { idPath } from '../http/fields.js';
import { given } from '../http/given.js';
import { listAnswer, pageFields } from '../http/paging.js';
import { idText } from '../http/text-fields.js';
import { webhookAnswer, webhookView, webhookWithSecret, webhookWrites } from '../views/webhook-view.js';
import { deleted } from './status-answers.js';
import { webhookDeliveryRoutes } from './webhook-deliveries.js';
import { webhookBody } from './webhook-schemas.js';

const tag = 'Webhooks';

function urlFaults({ url }: { url?: unknown }, { webhooksMayBePrivate }: ApiSettings): FieldError[] {
  const message = typeof url === 'string' ? urlFault(url.trim(), webhooksMayBePrivate) : null;
  return message === null ? [] : [{ field: 'url', message }];
}

function refuseFaults(body: { url?: unknown }, settings: ApiSettings): void {
  const faults = urlFaults(body, settings);
  if (faults.length > 0) throw invalidFields(faults);
}

const create = ({ admin, media, settings, repositories: { webhooks } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'createWebhook',
    method: 'post',
    path: '/api/webhooks',
    tag,
    summary: 'Make a webhook',
    description:
      'An endpoint of a company that is told of events by signed requests (Standard Webhooks). The secret is in ' +
      '`secret`, this once. How many a company may have is limited: one more is a 409 that names the limit.',
    access: 'admin',
    body: webhookBody,
    laterFaults: (body, caller) => [...companyFaults(body, caller), ...urlFaults(body, settings)],
    responses: { 201: { description: 'The webhook with its secret', schema: webhookWithSecret } },
    problems: ['conflict'],
    handler: async ({ caller, body }) => {
      const company_id = companyFor(caller, body.company_id);
      refuseFaults(body, settings);
      const secret = newWebhookSecret();
      const sealed = media.sealCredentials({ secret });
      const made = await createWebhook(admin, caller, { ...given(body), company_id, secret: sealed });
      const isKept = await webhooks.isSignedBy(made.id, sealed);
      return created({ ...webhookView(made), secret: isKept ? secret : null }, `/api/webhooks/${made.id}`);
    },
  });

const list = ({ repositories: { webhooks } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'listWebhooks',
    method: 'get',
    path: '/api/webhooks',
    tag,
    summary: 'List webhooks',
    access: 'admin',
    query: z.strictObject({ ...pageFields, company_id: idText.optional() }),
    responses: { 200: { description: 'Webhooks that the key may see', schema: z.array(webhookAnswer) } },
    handler: async ({ caller, query, incoming }) =>
      listAnswer(incoming, await webhooks.list({ companyId: caller.companyId, ...query }), webhookView),
  });

const read = ({ repositories: { webhooks } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'getWebhook',
    method: 'get',
    path: '/api/webhooks/{id}',
    tag,
    summary: 'Read a webhook',
    access: 'admin',
    params: idPath,
    responses: { 200: { description: 'The webhook, without its secret', schema: webhookAnswer } },
    handler: async ({ caller, params }) => resource(webhookView(await webhooks.get(params.id, caller.companyId))),
  });

const update = ({ admin, settings }: ApiDeps): Route =>
  defineRoute({
    operationId: 'updateWebhook',
    method: 'put',
    path: '/api/webhooks/{id}',
    tag,
    summary: 'Change a webhook',
    description: 'What waits already goes to the new url. Events of kinds that are added are sent from now on.',
    access: 'admin',
    ifMatch: true,
    params: idPath,
    body: webhookWrites.body,
    laterFaults: (body) => urlFaults(body, settings),
    responses: { 200: { description: 'The webhook', schema: webhookAnswer } },
    handler: async ({ caller, params, body, expected }) => {
      refuseFaults(body, settings);
      const changesOf = (present: Webhook) => webhookWrites.changes(body, webhookView(present));
      return resource(webhookView(await updateWebhook(admin, caller, params.id, changesOf, expected)));
    },
  });

const remove = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'deleteWebhook',
    method: 'delete',
    path: '/api/webhooks/{id}',
    tag,
    summary: 'Delete a webhook',
    description: 'What waits is not delivered any more.',
    access: 'admin',
    ifMatch: true,
    params: idPath,
    responses: { 200: deleted },
    problems: ['conflict'],
    handler: async ({ caller, params, expected }) => {
      await deleteWebhook(admin, caller, params.id, expected);
      return ok({ status: 'deleted' });
    },
  });

/** `/api/webhooks` */
export const webhookRoutes = (deps: ApiDeps): Route[] => [
  create(deps),
  list(deps),
  read(deps),
  update(deps),
  remove(deps),
  ...webhookDeliveryRoutes(deps),
];
