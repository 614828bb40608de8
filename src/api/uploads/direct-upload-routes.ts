import { z } from 'zod';
import { DIRECT_UPLOAD_MS } from '../../domain/direct-upload.js';
import { AppError } from '../../domain/errors.js';
import { must } from '../../domain/must.js';
import type { ContentState } from '../../domain/plan/content-state.js';
import type { Video } from '../../domain/video.js';
import { requireWithin } from '../../domain/upload-limit.js';
import { completeDirectUpload } from '../../planning/direct-uploads.js';
import { addVideo } from '../../planning/add-video.js';
import { VIDEO_TYPES, videoExtension } from '../../storage/video-storage.js';
import type { Id, Instant } from '../../domain/scalars.js';
import { presentSettled } from '../../reading/present.js';
import type { ApiDeps } from '../api-deps.js';
import { idPath, instantAnswer, toIso } from '../http/fields.js';
import { created, resource } from '../http/answer.js';
import type { ApiCaller } from '../http/api-caller.js';
import { defineRoute, type Incoming, type Route } from '../http/define-route.js';
import { given } from '../http/given.js';
import { mustBe } from '../http/validate.js';
import { newVideo, wishesInJson } from './new-video.js';
import { destinationOf, type UploadDestination } from './upload-destination.js';
import { videoAnswer, videoIn, videoView } from '../views/video-view.js';

const directBody = z
  .strictObject({
    size_bytes: z.int({ error: mustBe('a whole number of bytes') }).min(1),
    mime_type: z.enum(VIDEO_TYPES).meta({ description: 'Of the content, which is checked once it is there' }),
    ...wishesInJson,
  })
  .meta({ id: 'DirectUploadInput' });

const directAnswer = videoAnswer
  .extend({
    upload: z.strictObject({
      method: z.literal('PUT'),
      url: z.string(),
      headers: z.record(z.string(), z.string()).meta({ description: 'To be sent as they are: they are signed' }),
      expires_at: instantAnswer,
    }),
  })
  .meta({ id: 'DirectUpload' });

const tag = 'Videos';

const NOT_DIRECT =
  'The storage of this company takes no direct uploads. Send the file here: to .../videos/resumable (tus), or to ' +
  '.../videos in one request.';

const viewAfter = ({ clock }: ApiDeps, { baseUrl }: Incoming, state: ContentState, videoId: Id) => {
  const answer = presentSettled(state, clock.now());
  return videoView(videoIn(answer.state, videoId), answer, baseUrl);
};

/** An address that works until then. @throws AppError `conflict` where the storage takes no direct uploads */
async function signedUpload(
  { storage }: UploadDestination,
  { path, sizeBytes }: AnnouncedFile,
  ms: number,
  now: Instant,
) {
  const seconds = Math.floor(ms / 1_000);
  const signed = await storage.uploadUrl(path, sizeBytes, seconds);
  if (signed === null) throw new AppError('conflict', NOT_DIRECT);
  return { ...signed, expires_at: toIso(now + seconds * 1_000) };
}

interface AnnouncedFile {
  path: string;
  sizeBytes: number;
}

const OVER =
  'This upload was completed or given up, or its time is over: begin another one, with another Idempotency-Key.';

/**
 * How long the address of an upload may work that was begun before, ms: what arrived after its removal would lie in the
 * bucket for ever, and count nowhere.
 * @throws AppError `conflict` when it is over
 */
async function timeLeft({ repositories, clock }: ApiDeps, caller: ApiCaller, videoId: Id): Promise<number> {
  const video = await repositories.videos.getState(videoId, caller.companyId).then(
    (state) => videoIn(state, videoId),
    (error: unknown) => {
      if (error instanceof AppError && error.code === 'not_found') return null;
      throw error;
    },
  );
  const ms = video?.status === 'uploading' ? video.created_at + DIRECT_UPLOAD_MS - clock.now() : 0;
  if (ms >= 1_000) return ms;
  throw new AppError('conflict', OVER);
}

const begin = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'beginDirectUpload',
    method: 'post',
    path: '/api/ar-content/{id}/videos/direct',
    tag,
    summary: 'Begin a direct upload',
    description:
      'For storages elsewhere whose addresses clients can reach. PUT exactly `size_bytes` bytes to `upload.url`, with ' +
      '`upload.headers`, before `upload.expires_at`; then POST `/api/videos/{id}/complete`.',
    access: 'editor',
    params: idPath,
    body: directBody,
    responses: { 201: { description: 'The video, and where its file goes', schema: directAnswer } },
    problems: ['conflict', 'quota_exceeded', 'storage_full', 'storage_unavailable'],
    handler: async ({ caller, params, body: { activate = false, size_bytes, mime_type, ...wishes }, incoming }) => {
      const destination = await destinationOf(deps, caller, params.id);
      requireWithin(destination.limit, size_bytes);
      const key = destination.storage.newKey('videos', params.id, videoExtension(mime_type));
      const sign = (path: string, ms: number) =>
        signedUpload(destination, { path, sizeBytes: size_bytes }, ms, deps.clock.now());
      await sign(key, DIRECT_UPLOAD_MS); // What cannot be signed is not announced.
      const announced = newVideo({ ...UNKNOWN, key, size_bytes, mime_type }, destination, given(wishes));
      const row = { ...announced, thumbnail_url: null, image_bytes: 0, status: 'uploading' } as const;
      const { videoId, state } = await addVideo(deps.planner, caller, params.id, row, { activate });
      const video = videoIn(state, videoId);
      const path = must(video.video_path, 'the path of a new video');
      // A repeated request is given the address of its first video.
      const upload = await sign(path, path === key ? DIRECT_UPLOAD_MS : await timeLeft(deps, caller, videoId));
      return created({ ...viewAfter(deps, incoming, state, videoId), upload }, `/api/videos/${video.id}`);
    },
  });

/** Measured once the file is there. */
const UNKNOWN = {
  sha256: null,
  duration: null,
  width: null,
  height: null,
  rotation: null,
  video_codec: null,
  audio_codec: null,
  codecs: null,
  has_alpha: null,
  playable_in: null,
  bit_rate: null,
  frame_rate: null,
} as const;

/** @throws AppError `conflict` unless the file is there, as large as it was announced */
async function requireFile({ media, repositories }: ApiDeps, video: Video): Promise<void> {
  const { storage_connection_id: connectionId, video_path: path, size_bytes: announced } = video;
  const connection = connectionId === null ? null : await repositories.storageConnections.findById(connectionId);
  const storage = await media.open(must(connection, `the storage connection of video ${video.id}`));
  const size = await storage.fileSize(must(path, `the path of video ${video.id}`));
  if (size === null) throw new AppError('conflict', 'The file is not there yet. PUT it to the upload address first.');
  if (size === announced) return;
  throw new AppError('conflict', `The file has ${size} bytes, not the ${announced} that were announced.`);
}

const complete = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'completeDirectUpload',
    method: 'post',
    path: '/api/videos/{id}/complete',
    tag,
    summary: 'End a direct upload',
    description: 'Its processing follows, which checks the file as any other. Again, it changes nothing.',
    access: 'editor',
    params: idPath,
    responses: { 200: { description: 'The video', schema: videoAnswer } },
    problems: ['conflict', 'quota_exceeded', 'storage_unavailable'],
    handler: async ({ caller, params, incoming }) => {
      const { repositories, planner } = deps;
      const now = deps.clock.now();
      const found = await repositories.videos.getState(params.id, caller.companyId);
      const before = videoIn(found, params.id);
      if (before.status !== 'uploading')
        return resource(videoView(before, await deps.present.of(found, now), incoming.baseUrl));
      await requireFile(deps, before);
      const state = await completeDirectUpload(planner, caller, params.id);
      return resource(viewAfter(deps, incoming, state, params.id));
    },
  });

/** Uploads that go to the storage past us. */
export const directUploadRoutes = (deps: ApiDeps): Route[] => [begin(deps), complete(deps)];
