import { openAsBlob } from 'node:fs';
import type { ApiObject } from '../api.js';
import { fixturePath } from '../videos.js';
import type { RouteCase } from './route-case.js';
import type { Things } from './things.js';

const made = (_: unknown, { id }: ApiObject): number => id;
const TUS = { 'tus-resumable': '1.0.0' };

const contents: RouteCase[] = [
  {
    route: 'POST /api/ar-content',
    access: 'editor',
    status: 201,
    request: ({ company }) => ({ path: '/api/ar-content', body: { company_id: company, title: 'New' } }),
    audit: { action: 'ar_content.create', subject: made, after: 'row' },
  },
  {
    route: 'GET /api/ar-content',
    access: 'viewer',
    status: 200,
    request: () => ({ path: '/api/ar-content' }),
    lists: ({ content }) => content,
  },
  {
    route: 'GET /api/ar-content/{id}',
    access: 'viewer',
    status: 200,
    request: ({ content }) => ({ path: `/api/ar-content/${content}` }),
  },
  {
    route: 'PUT /api/ar-content/{id}',
    access: 'editor',
    status: 200,
    request: ({ content }) => ({ path: `/api/ar-content/${content}`, body: { title: 'Renamed' } }),
    ifMatch: ({ content }) => `/api/ar-content/${content}`,
    audit: { action: 'ar_content.update', subject: ({ content }) => content, before: 'row', after: 'row' },
  },
  {
    route: 'PUT /api/ar-content/{id}',
    variant: 'which activates',
    access: 'editor',
    status: 200,
    request: ({ content, video }) => ({ path: `/api/ar-content/${content}`, body: { active_video_id: video } }),
    ifMatch: ({ content }) => `/api/ar-content/${content}`,
    audit: { action: 'ar_content.update', subject: ({ content }) => content, before: 'row', after: 'row' },
  },
  {
    route: 'DELETE /api/ar-content/{id}',
    access: 'editor',
    status: 200,
    request: ({ content }) => ({ path: `/api/ar-content/${content}` }),
    ifMatch: ({ content }) => `/api/ar-content/${content}`,
    audit: { action: 'ar_content.delete', subject: ({ content }) => content, before: 'row' },
  },
  {
    route: 'GET /api/ar-content/{id}/history',
    access: 'viewer',
    status: 200,
    request: ({ content }) => ({ path: `/api/ar-content/${content}/history` }),
    newestFirst: true,
  },
  {
    route: 'GET /api/ar-content/{id}/history',
    variant: 'of a content that is gone',
    access: 'viewer',
    status: 200,
    request: ({ deletedContent }) => ({ path: `/api/ar-content/${deletedContent}/history` }),
    newestFirst: true,
  },
];

const oneVideo = ({ video }: Things): string => `/api/videos/${video}`;
const theVideo = ({ video }: Things): number => video;

const videos: RouteCase[] = [
  {
    route: 'GET /api/ar-content/{id}/videos',
    access: 'viewer',
    status: 200,
    request: ({ content }) => ({ path: `/api/ar-content/${content}/videos` }),
  },
  {
    route: 'GET /api/videos/{id}',
    access: 'viewer',
    status: 200,
    request: (things) => ({ path: oneVideo(things) }),
  },
  {
    route: 'PUT /api/videos/{id}',
    access: 'editor',
    status: 200,
    request: (things) => ({ path: oneVideo(things), body: { title: 'Renamed' } }),
    ifMatch: oneVideo,
    audit: { action: 'video.update', subject: theVideo, before: 'row', after: 'row' },
  },
  {
    route: 'PUT /api/videos/{id}',
    variant: 'which activates',
    access: 'editor',
    status: 200,
    request: (things) => ({ path: oneVideo(things), body: { is_active: true } }),
    ifMatch: oneVideo,
    audit: { action: 'video.update', subject: theVideo, before: 'row', after: 'row' },
  },
  {
    route: 'POST /api/videos/{id}/activate',
    access: 'editor',
    status: 200,
    request: (things) => ({ path: `${oneVideo(things)}/activate` }),
    ifMatch: oneVideo,
    audit: { action: 'video.activate', subject: theVideo, before: 'facts', after: 'facts' },
  },
  {
    route: 'DELETE /api/videos/{id}',
    access: 'editor',
    status: 200,
    request: (things) => ({ path: oneVideo(things) }),
    ifMatch: oneVideo,
    audit: { action: 'video.delete', subject: theVideo, before: 'row' },
  },
  {
    route: 'POST /api/unused-videos/clean-up',
    variant: 'which tells',
    access: 'admin',
    status: 200,
    request: ({ content }) => ({ path: '/api/unused-videos/clean-up', body: { ar_content_id: content } }),
    audit: null,
  },
  {
    route: 'POST /api/unused-videos/clean-up',
    variant: 'which deletes',
    access: 'admin',
    status: 200,
    request: async ({ content }, { api, key }) => {
      const path = '/api/unused-videos/clean-up';
      const { body } = await api.call('POST', path, { key, body: { ar_content_id: content } });
      return { path, body: { token: (body as { token?: string }).token ?? 'none' } };
    },
    audit: { action: 'video.delete', subject: theVideo, before: 'row' },
  },
];

const uploads: RouteCase[] = [
  {
    route: 'POST /api/ar-content/{id}/videos',
    access: 'editor',
    status: 201,
    request: async ({ content }) => {
      const body = new FormData();
      body.set('title', 'New');
      body.set('file', await openAsBlob(fixturePath('faststart.mp4')), 'new.mp4');
      return { path: `/api/ar-content/${content}/videos`, body };
    },
    audit: { action: 'video.create', subject: made, after: 'row' },
  },
  {
    route: 'POST /api/ar-content/{id}/videos/direct',
    access: 'editor',
    status: 201,
    request: async ({ company, content, bucket }, { db }) => {
      await db('companies').where('id', company).update({ storage_connection_id: bucket });
      const body = { size_bytes: 4, mime_type: 'video/mp4', title: 'New' };
      return { path: `/api/ar-content/${content}/videos/direct`, body };
    },
    audit: { action: 'video.create', subject: made, after: 'row' },
  },
  {
    route: 'POST /api/ar-content/{id}/videos/copies',
    access: 'editor',
    status: 201,
    request: ({ content, stored }) => ({ path: `/api/ar-content/${content}/videos/copies`, body: { copy_of: stored } }),
    audit: { action: 'video.create', subject: made, after: 'row' },
  },
  {
    route: 'POST /api/videos/{id}/complete',
    access: 'editor',
    status: 200,
    request: ({ uploading }) => ({ path: `/api/videos/${uploading}/complete` }),
    audit: { action: 'video.complete', subject: ({ uploading }) => uploading, before: 'row', after: 'row' },
  },
  {
    route: 'POST /api/ar-content/{id}/videos/resumable',
    access: 'editor',
    status: 201,
    request: ({ content }) => ({
      path: `/api/ar-content/${content}/videos/resumable`,
      headers: { ...TUS, 'upload-length': '1000' },
    }),
    audit: null,
  },
  {
    route: 'HEAD /api/ar-content/{id}/videos/resumable/{upload_id}',
    access: 'editor',
    status: 200,
    request: ({ content, upload }) => ({
      path: `/api/ar-content/${content}/videos/resumable/${upload}`,
      headers: TUS,
    }),
  },
  {
    route: 'PATCH /api/ar-content/{id}/videos/resumable/{upload_id}',
    access: 'editor',
    status: 204,
    request: ({ content, upload }) => ({
      path: `/api/ar-content/${content}/videos/resumable/${upload}`,
      headers: { ...TUS, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      body: 'four',
    }),
    audit: null,
  },
  {
    route: 'DELETE /api/ar-content/{id}/videos/resumable/{upload_id}',
    access: 'editor',
    status: 204,
    request: ({ content, upload }) => ({
      path: `/api/ar-content/${content}/videos/resumable/${upload}`,
      headers: TUS,
    }),
    audit: null,
  },
];

const oneSchedule = ({ schedule }: Things): string => `/api/rotation/${schedule}`;
const theSchedule = ({ schedule }: Things): number => schedule;

const schedules: RouteCase[] = [
  {
    route: 'POST /api/ar-content/{id}/rotation',
    access: 'editor',
    status: 201,
    request: ({ content, video }) => ({
      path: `/api/ar-content/${content}/rotation`,
      body: { rotation_type: 'daily', time_of_day: '10:00', video_sequence: [video] },
    }),
    audit: { action: 'schedule.create', subject: made, after: 'row' },
  },
  {
    route: 'GET /api/ar-content/{id}/rotation',
    access: 'viewer',
    status: 200,
    request: ({ content }) => ({ path: `/api/ar-content/${content}/rotation` }),
  },
  {
    route: 'GET /api/rotation',
    access: 'viewer',
    status: 200,
    request: () => ({ path: '/api/rotation' }),
    lists: theSchedule,
  },
  {
    route: 'GET /api/rotation/{id}',
    access: 'viewer',
    status: 200,
    request: (things) => ({ path: oneSchedule(things) }),
  },
  {
    route: 'PUT /api/rotation/{id}',
    access: 'editor',
    status: 200,
    request: (things) => ({ path: oneSchedule(things), body: { time_of_day: '11:00' } }),
    ifMatch: oneSchedule,
    audit: { action: 'schedule.update', subject: theSchedule, before: 'row', after: 'row' },
  },
  {
    route: 'DELETE /api/rotation/{id}',
    access: 'editor',
    status: 200,
    request: (things) => ({ path: oneSchedule(things) }),
    ifMatch: oneSchedule,
    audit: { action: 'schedule.delete', subject: theSchedule, before: 'row' },
  },
  {
    route: 'POST /api/rotation/{id}/rotate-now',
    access: 'editor',
    status: 200,
    request: (things) => ({ path: `${oneSchedule(things)}/rotate-now` }),
    ifMatch: oneSchedule,
    audit: { action: 'schedule.rotate_now', subject: theSchedule, before: 'row', after: 'row' },
  },
  {
    route: 'GET /api/rotation/{id}/history',
    access: 'viewer',
    status: 200,
    request: (things) => ({ path: `${oneSchedule(things)}/history` }),
    newestFirst: true,
  },
];

/** AR contents, their videos and schedules. */
export const CONTENT_CASES: readonly RouteCase[] = [...contents, ...videos, ...uploads, ...schedules];
