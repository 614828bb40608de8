import { z } from 'zod';
import { VIDEO_STATUSES, type Video } from '../../domain/video.js';
import { activateVideo, deleteVideo, updateVideo } from '../../planning/video-edits.js';
import { presentSettled } from '../../reading/present.js';
import type { ApiDeps } from '../api-deps.js';
import { idAnswer, idPath } from '../http/fields.js';
import { flagText } from '../http/text-fields.js';
import { ok, resource } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { cutPage } from '../../db/pages.js';
import { listAnswer, pageFields } from '../http/paging.js';
import { liveAnswer, liveView } from '../views/content-view.js';
import { videoAnswer, videoChangesIn, videoIn, videoView, videoWrites } from '../views/video-view.js';
import { deleted } from './status-answers.js';
import { copyRoute } from '../uploads/copy-route.js';
import { directUploadRoutes } from '../uploads/direct-upload-routes.js';
import { resumableUploadRoutes } from '../uploads/resumable-upload-routes.js';
import { uploadRoute } from '../uploads/upload-route.js';

const activatedAnswer = z
  .strictObject({
    status: z.literal('activated'),
    active_video_id: idAnswer.nullable(),
    ar_content_id: idAnswer,
    version: z.int(),
    live: liveAnswer.nullable(),
  })
  .meta({ id: 'Activated' });

const tag = 'Videos';

const list = ({ repositories: { arContents }, clock, present }: ApiDeps): Route =>
  defineRoute({
    operationId: 'listVideos',
    method: 'get',
    path: '/api/ar-content/{id}/videos',
    tag,
    summary: 'List the videos of an AR content',
    access: 'viewer',
    params: idPath,
    query: z.strictObject({
      ...pageFields,
      is_active: flagText.optional(),
      status: z.enum(VIDEO_STATUSES).optional(),
    }),
    responses: { 200: { description: 'Videos, by id', schema: z.array(videoAnswer) } },
    handler: async ({ caller, params, query, incoming }) => {
      const now = clock.now();
      const answer = await present.of(await arContents.getState(params.id, caller.companyId), now);
      const { videos, arContent } = answer.state;
      const found = videos.filter(
        ({ id, status }) =>
          id > (query.after ?? 0) &&
          (query.status ?? status) === status &&
          (query.is_active ?? id === arContent.active_video_id) === (id === arContent.active_video_id),
      );
      const view = (video: Video) => videoView(video, answer, incoming.baseUrl);
      return listAnswer(incoming, cutPage(found, query.limit), view);
    },
  });

const read = ({ repositories: { videos }, clock, present }: ApiDeps): Route =>
  defineRoute({
    operationId: 'getVideo',
    method: 'get',
    path: '/api/videos/{id}',
    tag,
    summary: 'Read a video',
    access: 'viewer',
    params: idPath,
    responses: { 200: { description: 'The video', schema: videoAnswer } },
    handler: async ({ caller, params, incoming: { baseUrl } }) => {
      const now = clock.now();
      const answer = await present.of(await videos.getState(params.id, caller.companyId), now);
      return resource(videoView(videoIn(answer.state, params.id), answer, baseUrl));
    },
  });

const update = ({ planner, clock }: ApiDeps): Route =>
  defineRoute({
    operationId: 'updateVideo',
    method: 'put',
    path: '/api/videos/{id}',
    tag,
    summary: 'Change a video',
    access: 'editor',
    ifMatch: true,
    strict: true,
    params: idPath,
    body: videoWrites.body,
    responses: { 200: { description: 'The video', schema: videoAnswer } },
    problems: ['conflict', 'video_not_ready', 'upgrade_under_way'],
    handler: async ({ caller, params, body, expected, incoming: { baseUrl } }) => {
      const committed = await updateVideo(planner, caller, params.id, videoChangesIn(body, params.id), expected);
      const present = presentSettled(committed, clock.now());
      return resource(videoView(videoIn(present.state, params.id), present, baseUrl));
    },
  });

const activate = ({ planner, clock }: ApiDeps): Route =>
  defineRoute({
    operationId: 'activateVideo',
    method: 'post',
    path: '/api/videos/{id}/activate',
    tag,
    summary: 'Show a video now',
    description: 'Schedules whose sequence holds it go on from there.',
    access: 'editor',
    ifMatch: true,
    strict: true,
    params: idPath,
    responses: { 200: { description: 'It is the active one', schema: activatedAnswer } },
    problems: ['conflict', 'video_not_ready'],
    handler: async ({ caller, params, expected }) => {
      const present = presentSettled(await activateVideo(planner, caller, params.id, expected), clock.now());
      const { id, active_video_id, version } = present.state.arContent;
      return ok({ status: 'activated', active_video_id, ar_content_id: id, version, live: liveView(present) });
    },
  });

const remove = ({ planner, settings }: ApiDeps): Route =>
  defineRoute({
    operationId: 'deleteVideo',
    method: 'delete',
    path: '/api/videos/{id}',
    tag,
    summary: 'Delete a video',
    description: 'Refused while a schedule names it, unless `detach=true`. Its file is kept for a while.',
    access: 'editor',
    ifMatch: true,
    strict: true,
    params: idPath,
    query: z.strictObject({
      detach: flagText.optional().meta({ description: 'Takes it out of the schedules that name it' }),
    }),
    responses: { 200: deleted },
    problems: ['conflict'],
    handler: async ({ caller, params, query, expected }) => {
      const options = { detach: query.detach ?? false, expected, fileGraceMs: settings.deletedFileGraceMs };
      await deleteVideo(planner, caller, params.id, options);
      return ok({ status: 'deleted' });
    },
  });

/** Videos, and the upload of new ones. */
export const videoRoutes = (deps: ApiDeps): Route[] => [
  uploadRoute(deps),
  ...resumableUploadRoutes(deps),
  ...directUploadRoutes(deps),
  copyRoute(deps),
  list(deps),
  read(deps),
  update(deps),
  activate(deps),
  remove(deps),
];
