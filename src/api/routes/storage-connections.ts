import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { AppError, invalidFields, type FieldError } from '../../domain/errors.js';
import { STORAGE_PROVIDERS, type StorageConnection } from '../../domain/types.js';
import type { ApiDeps } from '../api-deps.js';
import type { ApiCaller } from '../auth/api-caller.js';
import { companyFaults, companyOrInstallationFor, requireInstallationWide } from '../auth/company-scope.js';
import { flagField, idAnswer, idField, idParam, idPath, instantAnswer, textField, toIso } from '../fields/fields.js';
import { created, ok, resource } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { cutPage, listAnswer, pageFields } from '../http/paging.js';
import { deleted } from './status-answers.js';

const basePath = textField(1_000)
  .refine(isAbsolute, { error: 'must be an absolute path' })
  .meta({ description: 'A folder on the disk of the service; `videos/` and `thumbnails/` are made in it' });

const connectionBody = z
  .strictObject({
    company_id: idField
      .nullable()
      .optional()
      .meta({ description: 'Required with an installation-wide key; null: for the whole installation' }),
    name: textField(200),
    provider: z.enum(STORAGE_PROVIDERS),
    base_path: basePath.optional().meta({ description: 'Required for the provider local' }),
    settings: z.record(z.string(), z.unknown()).optional().meta({ description: 'Of the other providers' }),
    credentials: z.record(z.string(), z.unknown()).optional().meta({ description: 'Of the other providers' }),
    is_default: flagField.optional(),
  })
  .meta({ id: 'StorageConnectionInput' });

const connectionChanges = z
  .strictObject({
    name: textField(200).optional(),
    base_path: basePath.optional(),
    is_default: flagField.optional(),
  })
  .meta({ id: 'StorageConnectionChanges' });

const connectionAnswer = z
  .strictObject({
    id: idAnswer,
    company_id: idAnswer.nullable(),
    name: z.string(),
    provider: z.enum(STORAGE_PROVIDERS),
    base_path: z.string().nullable().meta({ description: 'Shown to installation-wide keys only' }),
    settings: z.record(z.string(), z.unknown()),
    is_default: z.boolean(),
    revision: z.int(),
    created_at: instantAnswer,
    updated_at: instantAnswer,
  })
  .meta({ id: 'StorageConnection' });

/** Where things lie on our disk concerns those who run it. */
const viewFor =
  (caller: ApiCaller) =>
  (connection: StorageConnection): z.input<typeof connectionAnswer> => ({
    ...connection,
    base_path: caller.companyId === null ? connection.base_path : null,
    created_at: toIso(connection.created_at),
    updated_at: toIso(connection.updated_at),
  });

const tag = 'Storage connections';

async function prepare({ media }: ApiDeps, folder: string): Promise<void> {
  try {
    await media.prepareFolder(folder);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // The cause names the path: only those who run the installation come here.
    const { message } = error.cause instanceof Error ? error.cause : error;
    throw invalidFields([{ field: 'base_path', message: `cannot be used: ${message}` }]);
  }
}

/** What a local connection must have, and what it has no use for. */
function localFaults({ provider, ...body }: Record<string, unknown>): FieldError[] {
  if (provider !== 'local') return [];
  const unused = ['settings', 'credentials'].filter((field) => body[field] !== undefined);
  return [
    ...(body['base_path'] === undefined ? [{ field: 'base_path', message: 'is required for the provider local' }] : []),
    ...unused.map((field) => ({ field, message: 'is not used by the provider local' })),
  ];
}

const create = (deps: ApiDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/api/storage-connections',
    tag,
    summary: 'Make a storage connection',
    description: 'The provider `local` only, with an installation-wide key; the others answer 501: not there yet.',
    access: 'admin',
    body: connectionBody,
    laterFaults: (body, caller) => [...companyFaults(body, caller), ...localFaults(body)],
    responses: { 201: { description: 'The connection', schema: connectionAnswer } },
    handler: async ({ caller, body }) => {
      const { settings: _settings, credentials: _credentials, provider, base_path, ...input } = body;
      const company_id = companyOrInstallationFor(caller, body.company_id);
      if (provider !== 'local') throw new AppError('not_implemented', `The provider ${provider} is not there yet.`);
      requireInstallationWide(caller, 'store on the disk of the service');
      if (base_path === undefined) throw invalidFields(localFaults(body));
      await prepare(deps, base_path);
      const row = { ...input, provider, base_path, company_id };
      const connection = await deps.repositories.storageConnections.create(caller, row);
      return created(viewFor(caller)(connection), `/api/storage-connections/${connection.id}`);
    },
  });

const list = ({ repositories: { storageConnections }, settings }: ApiDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/api/storage-connections',
    tag,
    summary: 'List storage connections',
    description: "A company's key sees its own and those of the installation.",
    access: 'viewer',
    query: z.strictObject({
      ...pageFields,
      company_id: idParam.optional(),
      provider: z.enum(STORAGE_PROVIDERS).optional(),
    }),
    responses: { 200: { description: 'Connections', schema: z.array(connectionAnswer) } },
    handler: async ({ caller, query: { limit, ...filters }, incoming: { req } }) => {
      const rows = await storageConnections.list({ companyId: caller.companyId, ...filters, limit: limit + 1 });
      return listAnswer(req, settings, cutPage(rows, limit), viewFor(caller));
    },
  });

const read = ({ repositories: { storageConnections } }: ApiDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/api/storage-connections/{id}',
    tag,
    summary: 'Read a storage connection',
    access: 'viewer',
    params: idPath,
    responses: { 200: { description: 'The connection', schema: connectionAnswer } },
    handler: async ({ caller, params }) =>
      resource(viewFor(caller)(await storageConnections.get(params.id, caller.companyId))),
  });

const update = (deps: ApiDeps): Route =>
  defineRoute({
    method: 'put',
    path: '/api/storage-connections/{id}',
    tag,
    summary: 'Change a storage connection',
    description: 'Its base_path cannot change while videos lie in it.',
    access: 'admin',
    ifMatch: true,
    params: idPath,
    body: connectionChanges,
    responses: { 200: { description: 'The connection', schema: connectionAnswer } },
    handler: async ({ caller, params, body, expected }) => {
      if (body.base_path !== undefined) {
        requireInstallationWide(caller, 'say where files lie on the disk of the service');
        await prepare(deps, body.base_path);
      }
      const { storageConnections } = deps.repositories;
      return resource(viewFor(caller)(await storageConnections.update(caller, params.id, body, expected)));
    },
  });

const remove = ({ repositories: { storageConnections } }: ApiDeps): Route =>
  defineRoute({
    method: 'delete',
    path: '/api/storage-connections/{id}',
    tag,
    summary: 'Delete a storage connection',
    description: 'Refused while videos lie in it or a company names it. Its folder stays.',
    access: 'admin',
    ifMatch: true,
    params: idPath,
    responses: { 200: deleted },
    handler: async ({ caller, params, expected }) => {
      await storageConnections.remove(caller, params.id, expected);
      return ok({ status: 'deleted' });
    },
  });

/** `/api/storage-connections` */
export const storageConnectionRoutes = (deps: ApiDeps): Route[] => [
  create(deps),
  list(deps),
  read(deps),
  update(deps),
  remove(deps),
];
