import { z } from 'zod';
import type { VideoWishes } from '../../planning/add-video.js';
import type { ApiDeps } from '../api-deps.js';
import type { ApiCaller } from '../http/api-caller.js';
import { idPath } from '../http/fields.js';
import { answerAdded } from './answer-added.js';
import { readWishes, wishFields } from './new-video.js';
import { idempotencyOf } from '../http/conditional-headers.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { receiveUpload, type ReceivedUpload } from './receive-upload.js';
import { removeNow, storeUpload } from './store-upload.js';
import { destinationOf } from './upload-destination.js';
import { videoAnswer } from '../views/video-view.js';

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
    return readWishes(received.fields, received.fileName);
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

/** `POST /api/ar-content/{id}/videos` */
export const uploadRoute = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'uploadVideo',
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
    responses: { 201: { description: 'The video', schema: videoAnswer, headers: ['Preference-Applied'] } },
    problems: [
      'conflict',
      'payload_too_large',
      'quota_exceeded',
      'unsupported_media_type',
      'idempotency_key_reused',
      'storage_full',
      'storage_unavailable',
    ],
    handler: async ({ caller, params, incoming }) => {
      const { req, res } = incoming;
      idempotencyOf(req, null); // A malformed key is refused before gigabytes are sent.
      const destination = await destinationOf(deps, caller, params.id);
      res.setTimeout(0); // A client that stops sending is noticed sooner; a backend may take its time with a large file.
      const received = await receiveUpload(req, res, deps.media.receiving, destination);
      const upload = { deps, caller: withIdempotency(caller, req, received), destination, received };
      const added = await storeUpload(upload, await wishesOf(received));
      return answerAdded(deps, caller, added, incoming);
    },
  });
