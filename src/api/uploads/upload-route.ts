import type { Response } from 'express';
import { z } from 'zod';
import type { ApiDeps } from '../api-deps.js';
import type { ApiCaller } from '../http/api-caller.js';
import { idPath } from '../http/fields.js';
import { readWishes, wishFields, type VideoWishes } from './video-wishes.js';
import { created } from '../http/answer.js';
import { idempotencyOf } from '../http/conditional-headers.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { preferredWait } from '../http/prefer.js';
import { baseUrlOf } from '../http/request-context.js';
import { receiveUpload, type ReceivedUpload } from './receive-upload.js';
import { removeNow, storeUpload } from './store-upload.js';
import { untilProcessed } from './until-processed.js';
import { placeForUpload } from './upload-place.js';
import { presentState } from '../views/present.js';
import { videoAnswer, videoView } from '../views/video-view.js';

const binary = z.string().meta({ format: 'binary' });
const uploadBody = z
  .object({
    file: binary.meta({ format: 'binary', description: 'MP4, MOV, WebM or Matroska; judged by its content' }),
    thumbnail: binary.optional().meta({ format: 'binary', description: 'JPEG, PNG or WebP' }),
    ...wishFields,
  })
  .meta({ id: 'VideoUpload' });

/** @throws AppError `validation_failed`; the files are removed then. */
async function wishesOf(received: ReceivedUpload): Promise<VideoWishes> {
  try {
    return readWishes(received.fields);
  } catch (error) {
    await removeNow(received);
    throw error;
  }
}

/** What makes a repetition of an upload recognisable: its text and what is in its files. */
function withIdempotency(caller: ApiCaller, req: Parameters<typeof idempotencyOf>[0], received: ReceivedUpload) {
  const { fields, video, thumbnail } = received;
  const said = { fields, file: video.sha256, thumbnail: thumbnail?.sha256 ?? null };
  return { ...caller, idempotency: idempotencyOf(req, said) };
}

/** Aborted when nobody waits for the answer any more. */
function closed(res: Response): AbortSignal {
  const controller = new AbortController();
  res.once('close', () => controller.abort());
  return controller.signal;
}

/** `POST /api/ar-content/{id}/videos` */
export const uploadRoute = (deps: ApiDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/api/ar-content/{id}/videos',
    tag: 'Videos',
    summary: 'Upload a video',
    description:
      'Checked by its content and measured from the file itself. Its processing follows: it can be shown once its ' +
      'status is `ready`. With `activate` it is shown then, unless another video is activated by hand meanwhile.',
    prefersWait: true,
    access: 'editor',
    params: idPath,
    upload: uploadBody,
    responses: { 201: { description: 'The video', schema: videoAnswer } },
    handler: async ({ caller, params, incoming: { req, res } }) => {
      idempotencyOf(req, null); // A malformed key is refused before gigabytes are sent.
      const { connection, tools, limit } = await placeForUpload(deps, caller, params.id);
      res.setTimeout(0); // A client that stops sending is noticed sooner; a backend may take its time with a large file.
      const received = await receiveUpload(req, res, tools, { arContentId: params.id, limit });
      const uploader = withIdempotency(caller, req, received);
      const urlOf = (key: string): string => tools.storage.url(key);
      const upload = { deps, caller: uploader, arContentId: params.id, connection, received, urlOf };
      const stored = await storeUpload(upload, await wishesOf(received));
      const wait = preferredWait(req);
      if (wait !== null) await untilProcessed(deps.repositories.videos, stored.id, wait, closed(res));
      const state = await deps.repositories.arContents.getState(params.id, caller.companyId);
      const video = (wait !== null && state.videos.find(({ id }) => id === stored.id)) || stored;
      const baseUrl = baseUrlOf(req, deps.settings.publicBaseUrl);
      const view = videoView(video, presentState(state, deps.clock.now()), baseUrl);
      const answer = created(view, `/api/videos/${video.id}`);
      if (wait === null) return answer;
      return { ...answer, headers: { ...answer.headers, 'Preference-Applied': `wait=${wait}` } };
    },
  });
