import { z } from 'zod';
import { copyVideo } from '../../planning/copy-video.js';
import type { ApiDeps } from '../api-deps.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { idField, idPath } from '../http/fields.js';
import { given } from '../http/given.js';
import { videoAnswer } from '../views/video-view.js';
import { answerAdded } from './answer-added.js';
import { wishesInJson } from './new-video.js';

const copyBody = z
  .strictObject({
    copy_of: idField.meta({ description: 'A video of the same company that is ready' }),
    ...wishesInJson,
    title: wishesInJson.title.meta({ description: 'That of the other video unless given' }),
  })
  .meta({ id: 'VideoCopyInput' });

/** `POST /api/ar-content/{id}/videos/copies` */
export const copyRoute = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'copyVideo',
    method: 'post',
    path: '/api/ar-content/{id}/videos/copies',
    tag: 'Videos',
    summary: 'Copy a video of the company',
    description:
      'So that one upload becomes a video of many AR contents. The processing copies the file and its thumbnails, within ' +
      'the storage where they lie, and compares the copy; from then on neither video needs the other, and until then the ' +
      "other may be deleted. Window, hours and order are the copy's own.",
    prefersWait: true,
    access: 'editor',
    params: idPath,
    body: copyBody,
    responses: { 201: { description: 'The video', schema: videoAnswer, headers: ['Preference-Applied'] } },
    problems: ['conflict', 'video_not_ready', 'quota_exceeded'],
    handler: async ({ caller, params, body: { copy_of, ...wishes }, incoming }) => {
      const added = await copyVideo(deps.planner, caller, params.id, copy_of, given(wishes));
      return answerAdded(deps, caller, added, incoming);
    },
  });
