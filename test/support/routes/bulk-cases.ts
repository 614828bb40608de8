import type { ApiObject } from '../api.js';
import type { RouteCase, Sender } from './route-case.js';
import type { Things } from './things.js';

const path = '/api/bulk';
const one = ({ bulk }: Things): string => `${path}/${bulk}`;
const it = ({ bulk }: Things): number => bulk;
const asked = ({ company, schedule }: Things) => ({
  company_id: company,
  action: 'pause',
  filter: { schedule_ids: [schedule] },
  dry_run: true,
});

/** The token of a dry run with the key that is to say yes. */
async function tokenOf(things: Things, { api, key }: Sender): Promise<unknown> {
  return (await api.expect(200, 'POST', path, { key, body: asked(things) }))['token'];
}

/** What a client may do with bulks. */
export const BULK_CASES: readonly RouteCase[] = [
  {
    route: `POST ${path}`,
    variant: 'dry run',
    access: 'editor',
    status: 200,
    request: (things) => ({ path, body: asked(things) }),
    audit: null,
  },
  {
    route: `POST ${path}`,
    variant: 'token',
    access: 'editor',
    status: 202,
    request: async (things, sender) => ({ path, body: { token: await tokenOf(things, sender) } }),
    audit: { action: 'bulk.create', subject: (_, { id }: ApiObject) => id, after: 'row' },
  },
  { route: `GET ${path}`, access: 'viewer', status: 200, request: () => ({ path }), lists: it },
  { route: `GET ${path}/{id}`, access: 'viewer', status: 200, request: (things) => ({ path: one(things) }) },
  {
    route: `GET ${path}/{id}/items`,
    access: 'viewer',
    status: 200,
    request: (things) => ({ path: `${one(things)}/items` }),
  },
  {
    route: `POST ${path}/{id}/cancel`,
    access: 'editor',
    status: 200,
    request: (things) => ({ path: `${one(things)}/cancel` }),
    audit: { action: 'bulk.cancel', subject: it, before: 'row', after: 'row' },
  },
];
