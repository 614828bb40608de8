import type { ApiObject } from '../api.js';
import type { RouteCase } from './route-case.js';
import type { Things } from './things.js';

const oneSchedule = ({ schedule }: Things): string => `/api/rotation/${schedule}`;
const theSchedule = ({ schedule }: Things): number => schedule;
const oneOverride = ({ override }: Things): string => `/api/overrides/${override}`;
const theOverride = ({ override }: Things): number => override;

const waits: RouteCase[] = [
  {
    route: 'POST /api/rotation/{id}/pause',
    access: 'editor',
    status: 200,
    request: (things) => ({ path: `${oneSchedule(things)}/pause`, body: { note: 'fair' } }),
    ifMatch: oneSchedule,
    audit: { action: 'schedule.pause', subject: theSchedule, before: 'row', after: 'row' },
  },
  {
    route: 'POST /api/rotation/{id}/resume',
    access: 'editor',
    status: 200,
    request: async (things, { api }) => {
      await api.call('POST', `${oneSchedule(things)}/pause`, { body: {} });
      return { path: `${oneSchedule(things)}/resume`, body: { missed: 'once' } };
    },
    ifMatch: oneSchedule,
    audit: { action: 'schedule.resume', subject: theSchedule, before: 'row', after: 'row' },
  },
  {
    route: 'POST /api/rotation/{id}/skips',
    access: 'editor',
    status: 200,
    request: (things) => ({ path: `${oneSchedule(things)}/skips`, body: { next: true } }),
    ifMatch: oneSchedule,
    audit: { action: 'schedule.skip', subject: theSchedule, after: 'facts' },
  },
  {
    route: 'GET /api/rotation/{id}/skips',
    access: 'viewer',
    status: 200,
    request: (things) => ({ path: `${oneSchedule(things)}/skips` }),
  },
  {
    route: 'DELETE /api/rotation/{id}/skips/{slot_at}',
    access: 'editor',
    status: 200,
    request: async (things, { api }) => {
      const { body } = await api.call('POST', `${oneSchedule(things)}/skips`, { body: { next: true } });
      const { slot_at = '2099-01-01T00:00:00Z' } = body as { slot_at?: string };
      return { path: `${oneSchedule(things)}/skips/${slot_at}` };
    },
    audit: { action: 'schedule.unskip', subject: theSchedule, before: 'facts' },
  },
];

const overrides: RouteCase[] = [
  {
    route: 'POST /api/ar-content/{id}/overrides',
    access: 'editor',
    status: 201,
    request: ({ content, video }) => ({ path: `/api/ar-content/${content}/overrides`, body: { video_id: video } }),
    audit: { action: 'override.create', subject: (_, { id }: ApiObject) => id, after: 'row' },
  },
  {
    route: 'GET /api/ar-content/{id}/overrides',
    access: 'viewer',
    status: 200,
    request: ({ content }) => ({ path: `/api/ar-content/${content}/overrides` }),
  },
  {
    route: 'GET /api/overrides/{id}',
    access: 'viewer',
    status: 200,
    request: (things) => ({ path: oneOverride(things) }),
  },
  {
    route: 'PUT /api/overrides/{id}',
    access: 'editor',
    status: 200,
    request: (things) => ({ path: oneOverride(things), body: { note: 'sale' } }),
    ifMatch: oneOverride,
    audit: { action: 'override.update', subject: theOverride, before: 'row', after: 'row' },
  },
  {
    route: 'DELETE /api/overrides/{id}',
    access: 'editor',
    status: 200,
    request: (things) => ({ path: oneOverride(things) }),
    ifMatch: oneOverride,
    audit: { action: 'override.delete', subject: theOverride, before: 'row' },
  },
];

const looks: RouteCase[] = [
  {
    route: 'GET /api/rotation/{id}/upcoming',
    access: 'viewer',
    status: 200,
    request: (things) => ({ path: `${oneSchedule(things)}/upcoming?count=3` }),
  },
  {
    route: 'GET /api/ar-content/{id}/live',
    access: 'viewer',
    status: 200,
    request: ({ content }) => ({ path: `/api/ar-content/${content}/live` }),
  },
  {
    route: 'POST /api/ar-content/{id}/timeline-feed',
    access: 'editor',
    status: 200,
    request: ({ content }) => ({ path: `/api/ar-content/${content}/timeline-feed` }),
    audit: { action: 'ar_content.open_feed', subject: ({ content }) => content, after: 'facts' },
  },
  {
    route: 'DELETE /api/ar-content/{id}/timeline-feed',
    access: 'editor',
    status: 200,
    request: async ({ content }, { api }) => {
      const path = `/api/ar-content/${content}/timeline-feed`;
      await api.call('POST', path);
      return { path };
    },
    audit: { action: 'ar_content.close_feed', subject: ({ content }) => content, before: 'facts' },
  },
  {
    route: 'GET /api/forecast',
    access: 'viewer',
    status: 200,
    request: () => ({ path: '/api/forecast' }),
  },
  {
    route: 'GET /api/ar-content/{id}/timeline',
    access: 'viewer',
    status: 200,
    request: ({ content }) => ({ path: `/api/ar-content/${content}/timeline` }),
  },
  {
    route: 'GET /api/ar-content/{id}/timeline',
    variant: 'by days',
    access: 'viewer',
    status: 200,
    request: ({ content }) => ({ path: `/api/ar-content/${content}/timeline?resolution=day` }),
  },
  {
    route: 'GET /api/rotation/{id}/exposure',
    access: 'viewer',
    status: 200,
    request: (things) => ({ path: `${oneSchedule(things)}/exposure` }),
  },
  {
    route: 'POST /api/rotation/preview',
    access: 'editor',
    status: 200,
    request: ({ content, video }) => ({
      path: '/api/rotation/preview',
      body: { ar_content_id: content, rotation_type: 'daily', time_of_day: '10:00', video_sequence: [video] },
    }),
    audit: null,
  },
  {
    route: 'POST /api/rotation/{id}/preview',
    access: 'editor',
    status: 200,
    request: (things) => ({ path: `${oneSchedule(things)}/preview`, body: { time_of_day: '10:00' } }),
    audit: null,
  },
  {
    route: 'POST /api/ar-content/{id}/dry-run',
    access: 'editor',
    status: 200,
    request: ({ content, schedule }) => ({
      path: `/api/ar-content/${content}/dry-run`,
      body: { changes: [{ op: 'pause_schedule', id: schedule, body: {} }] },
    }),
    audit: null,
  },
];

/** What lies on top of schedules, what has them wait, and what is to come of them. */
export const PLAN_CASES: readonly RouteCase[] = [...waits, ...overrides, ...looks];
