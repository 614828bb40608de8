import { z } from 'zod';
import type { StorageMoveProgress } from '../../db/storage-moves.js';
import { STORAGE_MOVE_FAILURES, STORAGE_MOVE_STATUSES } from '../../domain/storage-move.js';
import {
  cancelStorageMove,
  createStorageMove,
  retryStorageMove,
} from '../../admin/storage-moves/storage-move-edits.js';
import type { ApiDeps } from '../api-deps.js';
import { idAnswer, idField, idPath, instantAnswer, toIso, toIsoOrNull } from '../http/fields.js';
import { idText } from '../http/text-fields.js';
import { created, resource } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { listAnswer, pageFields } from '../http/paging.js';

const moveBody = z
  .strictObject({
    company_id: idField.optional().meta({ description: 'Moves the videos of all its AR contents' }),
    ar_content_id: idField.optional().meta({ description: 'Moves the videos of this AR content alone' }),
    from_connection_id: idField.optional().meta({ description: 'Moves those that lie there; all unless given' }),
    to_connection_id: idField,
  })
  .refine((body) => (body.company_id === undefined) !== (body.ar_content_id === undefined), {
    path: ['company_id'],
    error: 'give either company_id or ar_content_id',
  })
  .meta({ id: 'StorageMoveInput' });

const moveAnswer = z
  .strictObject({
    id: idAnswer,
    company_id: idAnswer,
    ar_content_id: idAnswer.nullable(),
    from_connection_id: idAnswer.nullable(),
    to_connection_id: idAnswer,
    status: z.enum(STORAGE_MOVE_STATUSES),
    files_total: z.int().meta({ description: 'Known so far; files that are uploaded meanwhile are added' }),
    files_done: z.int().meta({ description: 'Copied and compared' }),
    bytes_total: z.int().meta({ description: 'Of videos; images are added when they are copied' }),
    bytes_done: z.int(),
    current: z.strictObject({ video_id: idAnswer, path: z.string() }).nullable().meta({ description: 'Being copied' }),
    problem: z.string().nullable().meta({ description: 'Why something is waited for, or tried again' }),
    failure_code: z.enum(STORAGE_MOVE_FAILURES).nullable().meta({ description: 'Stable: programs decide by this' }),
    failure_reason: z.string().nullable(),
    revision: z.int(),
    ended_at: instantAnswer.nullable(),
    created_at: instantAnswer,
    updated_at: instantAnswer,
  })
  .meta({ id: 'StorageMove' });

function view(move: StorageMoveProgress): z.input<typeof moveAnswer> {
  const { current_file_id: _, ...fields } = move;
  return {
    ...fields,
    ended_at: toIsoOrNull(move.ended_at),
    created_at: toIso(move.created_at),
    updated_at: toIso(move.updated_at),
  };
}

const tag = 'Storage moves';

const create = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'createStorageMove',
    method: 'post',
    path: '/api/storage-moves',
    tag,
    summary: 'Move videos to another storage connection',
    description:
      'Copies and compares all files first; then the videos of one AR content after the other name their copies. The ' +
      'files of before are kept for a while. Where uploads go is not changed: set storage_connection_id of the ' +
      'company first, so that no more videos come to the old place.',
    access: 'admin',
    body: moveBody,
    responses: { 201: { description: 'The move', schema: moveAnswer } },
    problems: ['conflict'],
    handler: async ({ caller, body }) => {
      const move = await createStorageMove(admin, caller, body);
      return created(view(move), `/api/storage-moves/${move.id}`);
    },
  });

const list = ({ repositories: { storageMoves } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'listStorageMoves',
    method: 'get',
    path: '/api/storage-moves',
    tag,
    summary: 'List storage moves',
    access: 'admin',
    query: z.strictObject({
      ...pageFields,
      company_id: idText.optional(),
      ar_content_id: idText.optional(),
      status: z.enum(STORAGE_MOVE_STATUSES).optional(),
    }),
    responses: { 200: { description: 'Moves, by id', schema: z.array(moveAnswer) } },
    handler: async ({ caller, query, incoming }) =>
      listAnswer(incoming, await storageMoves.list({ companyId: caller.companyId, ...query }), view),
  });

const read = ({ repositories: { storageMoves } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'getStorageMove',
    method: 'get',
    path: '/api/storage-moves/{id}',
    tag,
    summary: 'Read a storage move, and how far it is',
    access: 'admin',
    params: idPath,
    responses: { 200: { description: 'The move', schema: moveAnswer } },
    handler: async ({ caller, params }) => resource(view(await storageMoves.get(params.id, caller.companyId))),
  });

const cancel = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'cancelStorageMove',
    method: 'post',
    path: '/api/storage-moves/{id}/cancel',
    tag,
    summary: 'Cancel a storage move',
    description:
      'Its copies are removed, and nothing is switched. Refused from when the first videos name their copies; what a ' +
      'failed move has switched by then stays in its new place.',
    access: 'admin',
    ifMatch: true,
    params: idPath,
    responses: { 200: { description: 'The move, cancelled', schema: moveAnswer } },
    problems: ['conflict'],
    handler: async ({ caller, params, expected }) =>
      resource(view(await cancelStorageMove(admin, caller, params.id, expected))),
  });

const retry = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'retryStorageMove',
    method: 'post',
    path: '/api/storage-moves/{id}/retry',
    tag,
    summary: 'Start a failed storage move again',
    description: 'It goes on with what is copied already.',
    access: 'admin',
    ifMatch: true,
    params: idPath,
    responses: { 200: { description: 'The move, pending', schema: moveAnswer } },
    problems: ['conflict'],
    handler: async ({ caller, params, expected }) =>
      resource(view(await retryStorageMove(admin, caller, params.id, expected))),
  });

/** `/api/storage-moves` */
export const storageMoveRoutes = (deps: ApiDeps): Route[] => [
  create(deps),
  list(deps),
  read(deps),
  cancel(deps),
  retry(deps),
];
