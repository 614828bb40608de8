import { z } from 'zod';
import { AppError, invalidFields } from '../../domain/errors.js';
import type { Id, StorageConnection, Video } from '../../domain/types.js';
import { addVideo, type NewVideo } from '../../planning/video-edits.js';
import type { ApiDeps } from '../api-deps.js';
import type { ApiCaller } from '../auth/api-caller.js';
import { flagText, idPath, INT4_MAX, instantField, textField, wholeNumberText } from '../fields/fields.js';
import { created } from '../http/answer.js';
import { idempotencyOf } from '../http/conditional-headers.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { baseUrlOf } from '../http/request-context.js';
import { check } from '../http/validate.js';
import { receiveUpload, type ReceivedUpload } from '../media/receive-upload.js';
import { presentState } from '../views/present.js';
import { videoAnswer, videoView } from '../views/video-view.js';

/** How long the files of an upload whose transaction never came are kept. */
const ORPHAN_GRACE_MS = 60 * 60 * 1_000;

const textFields = z.strictObject({
  title: textField(500).optional(),
  activate: flagText.optional(),
  rotation_order: wholeNumberText(-INT4_MAX, INT4_MAX).optional(),
  schedule_start: instantField.optional(),
  schedule_end: instantField.optional(),
});

const binary = z.string().meta({ format: 'binary' });
const uploadBody = z
  .object({
    file: binary.meta({ format: 'binary', description: 'MP4, WebM or MOV; judged by its content' }),
    thumbnail: binary.optional().meta({ format: 'binary', description: 'JPEG, PNG or WebP' }),
    ...textFields.shape,
  })
  .meta({ id: 'VideoUpload' });

interface Upload {
  deps: ApiDeps;
  caller: ApiCaller;
  arContentId: Id;
  connection: StorageConnection;
  received: ReceivedUpload;
  urlOf: (key: string) => string;
}

function newVideo({ received, connection, urlOf }: Upload, fields: z.output<typeof textFields>): NewVideo {
  const { key, ...measured } = received.video;
  return {
    ...measured,
    storage_connection_id: connection.id,
    video_path: key,
    video_url: urlOf(key),
    thumbnail_url: received.thumbnail && urlOf(received.thumbnail.key),
    title: fields.title ?? 'Untitled video',
    status: 'ready',
    schedule_start: fields.schedule_start ?? null,
    schedule_end: fields.schedule_end ?? null,
    expires_at: null,
    rotation_order: fields.rotation_order ?? 0,
  };
}

/** Whether a fault says for certain that the row was not written: a lost connection may have lost only the answer. */
const isCertain = (error: unknown): boolean => error instanceof AppError && error.code !== 'database_unavailable';

/** Removes the files now if that can be done; their removal is entered, so otherwise it comes later. */
const discard = (received: ReceivedUpload): Promise<void> => received.abort().catch(() => undefined);

/**
 * Puts the files in place and writes the row. Before a file appears, its removal is scheduled, and the transaction that
 * writes the row takes that back: so whatever is killed when, no row is without its file, and no file without a row
 * stays.
 */
async function store(upload: Upload, fields: z.output<typeof textFields>): Promise<Video> {
  const { deps, caller, arContentId, connection, received } = upload;
  const keys = [received.video.key, ...(received.thumbnail ? [received.thumbnail.key] : [])];
  const removeAfter = deps.clock.now() + ORPHAN_GRACE_MS;
  for (const key of keys) await deps.media.scheduleRemoval(connection.id, key, removeAfter);
  await received.commit();
  const video = await addVideo(deps.planner, caller, arContentId, newVideo(upload, fields), {
    activate: fields.activate ?? false,
    inTransaction: async (trx) => {
      for (const key of keys) {
        if (await deps.media.keep(trx, connection.id, key)) continue;
        throw new AppError('storage_unavailable', 'The upload took so long that its file was removed. Send it again.');
      }
    },
  });
  // A repeated request got its first result; what it sent again is not wanted.
  if (video.video_path !== received.video.key) await discard(received);
  return video;
}

async function accept(upload: Upload): Promise<Video> {
  try {
    const { value, faults } = check(textFields, upload.received.fields, 'fields');
    if (value === null) throw invalidFields(faults);
    return await store(upload, value);
  } catch (error) {
    if (isCertain(error)) await discard(upload.received);
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
    method: 'post',
    path: '/api/ar-content/{id}/videos',
    tag: 'Videos',
    summary: 'Upload a video',
    description: 'Checked by its content and measured from the file itself. It appears when it is complete.',
    access: 'editor',
    params: idPath,
    upload: uploadBody,
    responses: { 201: { description: 'The video', schema: videoAnswer } },
    handler: async ({ caller, params, incoming: { req, res } }) => {
      const { arContents, storageConnections } = deps.repositories;
      idempotencyOf(req, null); // A malformed key is refused before gigabytes are sent.
      const { arContent } = await arContents.getState(params.id, caller.companyId);
      const connection = await storageConnections.forCompany(arContent.company_id);
      if (connection === null) throw new AppError('storage_unavailable', 'There is no storage for this company.');
      const tools = await deps.media.toolsFor(connection);
      const received = await receiveUpload(req, res, tools, params.id);
      const uploader = withIdempotency(caller, req, received);
      const urlOf = (key: string): string => tools.storage.url(key);
      const video = await accept({ deps, caller: uploader, arContentId: params.id, connection, received, urlOf });
      const state = await arContents.getState(params.id, caller.companyId);
      const baseUrl = baseUrlOf(req, deps.settings.publicBaseUrl);
      const view = videoView(video, presentState(state, deps.clock.now()), baseUrl);
      return created(view, `/api/videos/${video.id}`);
    },
  });
