import type { ApiObject } from '../api.js';
import type { RouteCase } from './route-case.js';
import type { Things } from './things.js';

const path = '/api/releases';
const one = ({ release }: Things): string => `${path}/${release}`;
const it = ({ release }: Things): number => release;
const live = ({ liveRelease }: Things): number => liveRelease;
const itemsOf = ({ content, video }: Things) => [{ ar_content_id: content, video_id: video }];

/** What a client may do with a release. */
export const RELEASE_CASES: readonly RouteCase[] = [
  {
    route: `POST ${path}`,
    access: 'editor',
    status: 201,
    request: (things) => ({ path, body: { company_id: things.company, name: 'New', items: itemsOf(things) } }),
    audit: { action: 'release.create', subject: (_, { id }: ApiObject) => id, after: 'row' },
  },
  { route: `GET ${path}`, access: 'viewer', status: 200, request: () => ({ path }), lists: it },
  { route: `GET ${path}/{id}`, access: 'viewer', status: 200, request: (things) => ({ path: one(things) }) },
  {
    route: `PUT ${path}/{id}`,
    access: 'editor',
    status: 200,
    request: (things) => ({ path: one(things), body: { name: 'Renamed', items: itemsOf(things) } }),
    ifMatch: one,
    audit: { action: 'release.update', subject: it, before: 'row', after: 'row' },
  },
  {
    route: `DELETE ${path}/{id}`,
    access: 'editor',
    status: 200,
    request: (things) => ({ path: one(things) }),
    ifMatch: one,
    audit: { action: 'release.cancel', subject: it, before: 'row', after: 'row' },
  },
  {
    route: `POST ${path}/{id}/revert`,
    access: 'editor',
    status: 200,
    request: ({ liveRelease }) => ({ path: `${path}/${liveRelease}/revert` }),
    ifMatch: ({ liveRelease }) => `${path}/${liveRelease}`,
    audit: { action: 'release.revert', subject: live, before: 'row', after: 'row' },
  },
];
