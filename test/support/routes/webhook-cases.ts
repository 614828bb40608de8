import type { ApiObject } from '../api.js';
import type { RouteCase } from './route-case.js';
import type { Things } from './things.js';

const made = (_: unknown, { id }: ApiObject): number => id;
const one = ({ webhook }: Things): string => `/api/webhooks/${webhook}`;
const failing = ({ failingWebhook }: Things): string => `/api/webhooks/${failingWebhook}`;
const subject = ({ webhook }: Things): number => webhook;

/** Endpoints of a company, and what is delivered to them. */
export const WEBHOOK_CASES: readonly RouteCase[] = [
  {
    route: 'POST /api/webhooks',
    access: 'admin',
    status: 201,
    request: ({ company }) => ({
      path: '/api/webhooks',
      body: { company_id: company, url: 'https://example.com/hooks', events: ['rotation.done'] },
    }),
    audit: { action: 'webhook.create', subject: made, after: 'row' },
  },
  {
    route: 'GET /api/webhooks',
    access: 'admin',
    status: 200,
    request: () => ({ path: '/api/webhooks' }),
    lists: subject,
  },
  { route: 'GET /api/webhooks/{id}', access: 'admin', status: 200, request: (things) => ({ path: one(things) }) },
  {
    route: 'PUT /api/webhooks/{id}',
    access: 'admin',
    status: 200,
    request: (things) => ({ path: one(things), body: { url: 'https://example.com/others' } }),
    ifMatch: one,
    audit: { action: 'webhook.update', subject, before: 'row', after: 'row' },
  },
  {
    route: 'DELETE /api/webhooks/{id}',
    access: 'admin',
    status: 200,
    request: (things) => ({ path: one(things) }),
    ifMatch: one,
    audit: { action: 'webhook.delete', subject, before: 'row' },
  },
  {
    route: 'POST /api/webhooks/{id}/rotate-secret',
    access: 'admin',
    status: 200,
    request: (things) => ({ path: `${one(things)}/rotate-secret` }),
    ifMatch: one,
    audit: { action: 'webhook.rotate_secret', subject, before: 'row', after: 'row' },
  },
  {
    route: 'POST /api/webhooks/{id}/enable',
    access: 'admin',
    status: 200,
    request: (things) => ({ path: `${failing(things)}/enable` }),
    ifMatch: failing,
    audit: { action: 'webhook.enable', subject: ({ failingWebhook }) => failingWebhook, before: 'row', after: 'row' },
  },
  {
    route: 'POST /api/webhooks/{id}/test',
    access: 'admin',
    status: 200,
    request: (things) => ({ path: `${one(things)}/test` }),
    audit: { action: 'webhook.test', subject, after: 'facts' },
  },
  {
    route: 'GET /api/webhooks/{id}/deliveries',
    access: 'admin',
    status: 200,
    request: (things) => ({ path: `${one(things)}/deliveries` }),
  },
  {
    route: 'POST /api/webhooks/{id}/replay',
    access: 'admin',
    status: 200,
    request: (things) => ({ path: `${one(things)}/replay`, body: { from_event_id: 1 } }),
    audit: { action: 'webhook.replay', subject, after: 'facts' },
  },
];
