import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { keptUntil, noSuchUpload, RESUMABLE_UPLOAD_MS } from '../../domain/resumable-upload.js';
import type { Id, Instant } from '../../domain/scalars.js';
import type { ApiDeps } from '../api-deps.js';
import type { ApiCaller } from '../http/api-caller.js';
import { idPath, saidAs, uuidField } from '../http/fields.js';
import type { Answer } from '../http/answer.js';
import { defineRoute, type Incoming, type Route } from '../http/define-route.js';
import type { VideoWishes } from '../../planning/add-video.js';
import { refuseUnknownHours } from './refuse-unknown-hours.js';
import { finishUpload } from './resumable/finish-upload.js';
import { withBody } from './resumable/request-body.js';
import { ResumableStore } from './resumable/resumable-store.js';
import { CHUNK_TYPE } from './resumable/tus-headers.js';
import { answerTus } from './resumable/tus-server.js';
import { destinationIn, destinationOf, type UploadDestination } from './upload-destination.js';

const COLLECTION = '/api/ar-content/{id}/videos/resumable';
const ONE = `${COLLECTION}/{upload_id}`;
const uploadPath = idPath.extend({ upload_id: uuidField });
const tag = 'Videos';

const tus = z.literal('1.0.0');
const bytes = saidAs(z.string(), { type: 'integer', format: 'int64', minimum: 0 });
const TUS_HEADERS = ['Tus-Resumable', 'Tus-Version'] as const;
const TOLD = [...TUS_HEADERS, 'Upload-Offset', 'Upload-Expires', 'X-Video-Id', 'Cache-Control'] as const;
const FACTS = ['Upload-Length', 'Upload-Defer-Length', 'Upload-Metadata'] as const;
const UPLOAD_PROBLEMS = [
  'not_implemented',
  'conflict',
  'precondition_failed',
  'payload_too_large',
  'quota_exceeded',
  'unsupported_media_type',
  'upload_locked',
  'storage_full',
  'storage_unavailable',
] as const;
const offsetHeader = { 'Tus-Resumable': tus, 'Upload-Offset': bytes };

/** An upload, and a request that is about it. */
interface Subject {
  deps: ApiDeps;
  caller: ApiCaller;
  destination: UploadDestination;
  uploadId: string;
  expiresAt: Instant;
  /** Whether the request brings bytes. */
  hasBody: boolean;
}

async function answer({ req, res, baseUrl }: Incoming, subject: Subject): Promise<Answer> {
  const { deps, caller, destination, uploadId: id, expiresAt } = subject;
  const { companyId, arContentId, connection, storage, limit, enterRoom } = destination;
  const { resumableUploads: uploads } = deps.repositories;
  const file = await storage.gather(id);
  const owner = { company_id: companyId, ar_content_id: arContentId, storage_connection_id: connection.id };
  const store = new ResumableStore({ uploads, file, owner, limit, enterRoom, expiresAt });
  const finish = (): Promise<Id> => {
    res.setTimeout(0); // Nothing moves on the connection while a large file goes to where it is kept.
    return finishUpload({ deps, caller, destination, file, id });
  };
  const url = `${baseUrl}/api/ar-content/${arContentId}/videos/resumable/${id}`;
  const refuse = (wishes: VideoWishes): Promise<void> => refuseUnknownHours(deps, companyId, wishes);
  const options = { store, locks: deps.media.locks, limit, uploadId: id, url, refuse, finish };
  const told = subject.hasBody
    ? await withBody(req, deps.media.receiving, (body) => answerTus(req, body, options))
    : await answerTus(req, null, options);
  const headers = { ...told.headers };
  // A client that finds all of its bytes here does not send another request.
  const isWhole = req.method === 'HEAD' && headers['upload-offset'] === headers['upload-length'];
  if (isWhole) headers['x-video-id'] = String(await finish());
  else if (req.method !== 'DELETE' && headers['x-video-id'] === undefined) {
    headers['upload-expires'] = new Date(expiresAt).toUTCString();
  }
  return { ...told, headers };
}

/** Answers a request about an upload that exists. @throws AppError `not_found`, also for another company's */
async function answerExisting(
  deps: ApiDeps,
  incoming: Incoming,
  caller: ApiCaller,
  { id: arContentId, upload_id: uploadId }: z.output<typeof uploadPath>,
): Promise<Answer> {
  const { resumableUploads, storageConnections } = deps.repositories;
  const now = deps.clock.now();
  const upload = await resumableUploads.find(uploadId, caller.companyId);
  const isThere = upload !== null && upload.ar_content_id === arContentId && upload.expires_at > now;
  const connection = isThere ? await storageConnections.findById(upload.storage_connection_id) : null;
  if (!isThere || connection === null) {
    throw noSuchUpload();
  }
  const hasBody = incoming.req.method === 'PATCH';
  const expiresAt = hasBody ? keptUntil(upload, now) : upload.expires_at;
  if (hasBody) await resumableUploads.keepUntil(uploadId, expiresAt);
  const destination = await destinationIn(deps, connection, { companyId: upload.company_id, arContentId });
  return answer(incoming, { deps, caller, destination, uploadId, expiresAt, hasBody });
}

const create = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'beginResumableUpload',
    method: 'post',
    path: COLLECTION,
    tag,
    summary: 'Begin a resumable upload (tus 1.0)',
    description:
      'For any client of the tus protocol. `Upload-Metadata` may name `title`, `activate`, `rotation_order`, ' +
      '`schedule_start`, `schedule_end`, `daypart_id`, `calendar_id`, `calendar_mode` and `time_zone`, as the fields of a ' +
      'multipart upload. What is not ended within 24 hours of its last request, or within 7 days of its first, is removed.',
    access: 'editor',
    params: idPath,
    headers: z.object({
      'Tus-Resumable': tus,
      'Upload-Length': bytes.optional(),
      'Upload-Defer-Length': z.literal('1').optional().meta({ description: 'Instead of Upload-Length' }),
      'Upload-Metadata': z.string().optional(),
    }),
    bytes: CHUNK_TYPE,
    responses: { 201: { description: 'Begun: `Location` is where the bytes go', headers: TOLD } },
    problems: UPLOAD_PROBLEMS,
    handler: async ({ caller, params, incoming }) => {
      const destination = await destinationOf(deps, caller, params.id);
      const expiresAt = deps.clock.now() + RESUMABLE_UPLOAD_MS;
      const subject = { deps, caller, destination, uploadId: randomUUID(), expiresAt, hasBody: true };
      return answer(incoming, subject);
    },
  });

const look = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'getResumableUploadOffset',
    method: 'head',
    path: ONE,
    tag,
    summary: 'Ask how much of a resumable upload is here',
    description: 'All of it: then the video is made, should that have been broken off, and `X-Video-Id` names it.',
    access: 'editor',
    params: uploadPath,
    headers: z.object({ 'Tus-Resumable': tus }),
    responses: { 200: { description: 'In `Upload-Offset`', headers: [...TOLD, ...FACTS] } },
    problems: UPLOAD_PROBLEMS,
    handler: ({ caller, params, incoming }) => answerExisting(deps, incoming, caller, params),
  });

const append = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'appendToResumableUpload',
    method: 'patch',
    path: ONE,
    tag,
    summary: 'Go on with a resumable upload',
    description:
      'Bytes as `application/offset+octet-stream`. After the last one the file is checked as in a multipart upload, ' +
      'and `X-Video-Id` names the video. `upload_locked`: another request works on it.',
    access: 'editor',
    params: uploadPath,
    headers: z.object({ ...offsetHeader, 'Upload-Length': bytes.optional() }),
    bytes: CHUNK_TYPE,
    responses: { 204: { description: 'They are kept, up to `Upload-Offset`', headers: TOLD } },
    problems: UPLOAD_PROBLEMS,
    handler: ({ caller, params, incoming }) => answerExisting(deps, incoming, caller, params),
  });

const terminate = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'deleteResumableUpload',
    method: 'delete',
    path: ONE,
    tag,
    summary: 'Give a resumable upload up',
    description: 'One that has become a video is a 409: delete the video.',
    access: 'editor',
    params: uploadPath,
    headers: z.object({ 'Tus-Resumable': tus }),
    responses: { 204: { description: 'Its bytes are removed', headers: TOLD } },
    problems: UPLOAD_PROBLEMS,
    handler: ({ caller, params, incoming }) => answerExisting(deps, incoming, caller, params),
  });

/** Uploads in several requests, by the tus protocol. */
export const resumableUploadRoutes = (deps: ApiDeps): Route[] => [
  create(deps),
  look(deps),
  append(deps),
  terminate(deps),
];
