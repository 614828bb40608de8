import type { ApiObject } from '../api.js';
import type { RouteCase } from './route-case.js';
import type { Things } from './things.js';

const made = (_: unknown, { id }: ApiObject): number => id;

/** What a client may do with a thing that a company has by name. */
function casesOf(noun: 'calendar' | 'daypart', thing: (things: Things) => number, fields: object): RouteCase[] {
  const path = `/api/${noun}s`;
  const one = (things: Things): string => `${path}/${thing(things)}`;
  return [
    {
      route: `POST ${path}`,
      access: 'editor',
      status: 201,
      request: ({ company }) => ({ path, body: { company_id: company, name: 'New', ...fields } }),
      audit: { action: `${noun}.create`, subject: made, after: 'row' },
    },
    { route: `GET ${path}`, access: 'viewer', status: 200, request: () => ({ path }), lists: thing },
    { route: `GET ${path}/{id}`, access: 'viewer', status: 200, request: (things) => ({ path: one(things) }) },
    {
      route: `PUT ${path}/{id}`,
      access: 'editor',
      status: 200,
      request: (things) => ({ path: one(things), body: { name: 'Renamed', ...fields } }),
      ifMatch: one,
      audit: { action: `${noun}.update`, subject: thing, before: 'row', after: 'row' },
    },
    {
      route: `DELETE ${path}/{id}`,
      access: 'editor',
      status: 200,
      request: (things) => ({ path: one(things) }),
      ifMatch: one,
      audit: { action: `${noun}.delete`, subject: thing, before: 'row' },
    },
  ];
}

/** When things may be, by the hours and days of a company. */
export const CALENDAR_CASES: readonly RouteCase[] = [
  {
    route: 'POST /api/calendars/from-icalendar',
    access: 'editor',
    status: 200,
    request: () => ({
      path: '/api/calendars/from-icalendar',
      body: { icalendar: 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20271224\nEND:VEVENT\nEND:VCALENDAR' },
    }),
    audit: null,
  },
  ...casesOf('calendar', ({ calendar }) => calendar, { days: [{ date: '2027-12-24' }] }),
  ...casesOf('daypart', ({ daypart }) => daypart, { hours: [{ days: [1, 2], from: '09:00', to: '24:00' }] }),
];
