import type { ApiObject } from '../api.js';
import type { RouteCase } from './route-case.js';
import type { Things } from './things.js';

const made = (_: unknown, { id }: ApiObject): number => id;
const person = ({ person: id }: Things): number => id;

const own = (_: unknown, _answer: unknown, keyId: number): number => keyId;

const people: RouteCase[] = [
  {
    route: 'POST /api/people',
    access: 'admin',
    status: 201,
    request: ({ company }) => ({ path: '/api/people', body: { company_id: company, name: 'Ada', role: 'editor' } }),
    audit: { action: 'person.create', subject: made, after: 'row' },
  },
  {
    route: 'GET /api/people',
    access: 'admin',
    status: 200,
    request: () => ({ path: '/api/people' }),
    lists: person,
  },
  {
    route: 'GET /api/people/{id}',
    access: 'admin',
    status: 200,
    request: (things) => ({ path: `/api/people/${person(things)}` }),
  },
  {
    route: 'PUT /api/people/{id}',
    access: 'admin',
    status: 200,
    request: (things) => ({ path: `/api/people/${person(things)}`, body: { role: 'editor' } }),
    ifMatch: (things) => `/api/people/${person(things)}`,
    audit: { action: 'person.update', subject: person, before: 'row', after: 'row' },
  },
  {
    route: 'POST /api/people/{id}/invitation',
    access: 'admin',
    status: 200,
    request: (things) => ({ path: `/api/people/${person(things)}/invitation` }),
    audit: { action: 'person.invite', subject: person, after: 'facts' },
  },
  {
    route: 'DELETE /api/people/{id}',
    access: 'admin',
    status: 200,
    request: (things) => ({ path: `/api/people/${person(things)}` }),
    ifMatch: (things) => `/api/people/${person(things)}`,
    audit: { action: 'person.remove', subject: person, before: 'row', after: 'row' },
  },
];

const sessions: RouteCase[] = [
  {
    route: 'GET /api/session',
    access: 'viewer',
    status: 200,
    request: () => ({ path: '/api/session' }),
  },
  {
    route: 'DELETE /api/sessions',
    access: 'viewer',
    status: 200,
    request: () => ({ path: '/api/sessions' }),
    audit: { action: 'api_key.sign_out', subject: own, after: 'facts' },
  },
  {
    route: 'POST /api/sign-in-links',
    access: 'viewer',
    status: 200,
    request: () => ({ path: '/api/sign-in-links' }),
    audit: { action: 'api_key.make_link', subject: own, after: 'facts' },
  },
];

/** People, their sessions, and links by which browsers sign in. */
export const PEOPLE_CASES: readonly RouteCase[] = [...people, ...sessions];
