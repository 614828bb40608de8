import type { Response } from 'express';
import { z } from 'zod';
import { pause } from '../../concurrency/pause.js';
import type { Id } from '../../domain/scalars.js';
import type { AddedVideo } from '../../planning/add-video.js';
import { presentSettled } from '../../reading/present.js';
import type { ApiDeps, Repositories } from '../api-deps.js';
import type { ApiCaller } from '../http/api-caller.js';
import { idPath } from '../http/fields.js';
import { readWishes, wishFields, type VideoWishes } from './new-video.js';
import { created } from '../http/answer.js';
import { idempotencyOf } from '../http/conditional-headers.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { preferredWait } from '../http/prefer.js';
import { receiveUpload, type ReceivedUpload } from './receive-upload.js';
import { removeNow, storeUpload } from './store-upload.js';
import { destinationOf } from './upload-destination.js';
import { videoAnswer, videoIn, videoView } from '../views/video-view.js';

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

/** Aborted when nobody waits for the answer any more. */
function closed(res: Response): AbortSignal {
  const controller = new AbortController();
  res.once('close', () => controller.abort());
  return controller.signal;
}

const FIRST_LOOK_MS = 100;
const LOOK_EVERY_MAX_MS = 1_000;

/** Waits until a video is no longer processed, or is gone, or `seconds` are over, or nobody waits any more. */
async function untilProcessed(
  videos: Pick<Repositories['videos'], 'findStatus'>,
  videoId: Id,
  seconds: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + seconds * 1_000;
  for (let wait = FIRST_LOOK_MS; !signal.aborted; wait = Math.min(wait * 1.5, LOOK_EVERY_MAX_MS)) {
    if ((await videos.findStatus(videoId)) !== 'processing') return;
    const left = deadline - performance.now();
    if (left <= 0) return;
    await pause(Math.min(wait, left), signal);
  }
}

const addedVideo = ({ videoId, state }: AddedVideo) => ({ video: videoIn(state, videoId), state });

/** The video as it is after waiting for its processing; one that is gone by then, as it was. */
async function onceProcessed(
  { repositories }: ApiDeps,
  { companyId }: ApiCaller,
  added: AddedVideo,
  seconds: number,
  signal: AbortSignal,
) {
  await untilProcessed(repositories.videos, added.videoId, seconds, signal);
  const state = await repositories.arContents.getState(added.state.arContent.id, companyId);
  const video = state.videos.find(({ id }) => id === added.videoId);
  return { video: video ?? addedVideo(added).video, state };
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
    handler: async ({ caller, params, incoming: { req, res, baseUrl } }) => {
      idempotencyOf(req, null); // A malformed key is refused before gigabytes are sent.
      const destination = await destinationOf(deps, caller, params.id);
      res.setTimeout(0); // A client that stops sending is noticed sooner; a backend may take its time with a large file.
      const received = await receiveUpload(req, res, deps.media.receiving, destination);
      const upload = { deps, caller: withIdempotency(caller, req, received), destination, received };
      const added = await storeUpload(upload, await wishesOf(received));
      const wait = preferredWait(req);
      const { video, state } =
        wait === null ? addedVideo(added) : await onceProcessed(deps, caller, added, wait, closed(res));
      const view = videoView(video, presentSettled(state, deps.clock.now()), baseUrl);
      const answer = created(view, `/api/videos/${video.id}`);
      if (wait === null) return answer;
      return { ...answer, headers: { ...answer.headers, 'Preference-Applied': `wait=${wait}` } };
    },
  });
