import { z } from 'zod';
import { isInstallationWide } from '../../domain/caller.js';
import { AppError, invalidFields } from '../../domain/errors.js';
import { STORAGE_PROVIDERS, type StorageConnection, type StorageProvider } from '../../domain/storage-connection.js';
import {
  createStorageConnection,
  deleteStorageConnection,
  updateStorageConnection,
} from '../../admin/storage-connection-edits.js';
import type { ApiDeps } from '../api-deps.js';
import type { ApiCaller } from '../http/api-caller.js';
import { companyFaults, companyOrInstallationFor, requireInstallationWide } from '../auth/company-scope.js';
import { idPath, toIso } from '../http/fields.js';
import { idText } from '../http/text-fields.js';
import { created, ok, resource } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { listAnswer, pageFields } from '../http/paging.js';
import type { Unmarked } from '../http/written-back.js';
import { probeStorage } from '../../storage/probe-storage.js';
import { deleted } from './status-answers.js';
import {
  checkProviderInput,
  connectionAnswer,
  connectionBody,
  connectionWrites,
  providerFaults,
  type ProviderInput,
  testAnswer,
} from './storage-connection-schemas.js';

/** Where things lie on our disk concerns those who run it, and how the installation's storages are reached, too. */
const viewFor = (caller: ApiCaller) => (connection: StorageConnection) =>
  connectionWrites.marked({
    ...connection,
    base_path: isInstallationWide(caller) ? connection.base_path : null,
    settings: isInstallationWide(caller) || connection.company_id !== null ? connection.settings : {},
    created_at: toIso(connection.created_at),
    updated_at: toIso(connection.updated_at),
  } satisfies Unmarked<typeof connectionAnswer>);

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

/** Checks what a provider is told, and makes it fit for the database. */
async function accept(
  deps: ApiDeps,
  caller: ApiCaller,
  provider: StorageProvider,
  given: ProviderInput,
  before: StorageConnection | null,
) {
  if (provider === 'local' && (before === null || given.base_path !== undefined)) {
    requireInstallationWide(caller, 'say where files lie on the disk of the service');
  }
  const faults = before === null ? providerFaults({ provider, ...given }) : [];
  if (faults.length > 0) throw invalidFields(faults);
  const { credentials, ...rest } = checkProviderInput(provider, given);
  const { endpoint, api_endpoint: apiEndpoint } = rest.settings ?? {};
  if (endpoint !== undefined || apiEndpoint !== undefined) {
    // The service calls this address from where it stands, which may be a private network.
    requireInstallationWide(caller, 'name the address of a storage server');
  }
  // A folder that is given again is not made again: its disk may be away, and must then not seem to be there.
  if (rest.base_path !== undefined && rest.base_path !== before?.base_path) await prepare(deps, rest.base_path);
  return { ...rest, ...(credentials && { credentials: deps.media.sealCredentials(credentials) }) };
}

const create = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'createStorageConnection',
    method: 'post',
    path: '/api/storage-connections',
    tag,
    summary: 'Make a storage connection',
    description:
      'For the provider `local`, or a server at an address of its own, with an installation-wide key only. How many a ' +
      'company may have is limited: one more is a 409 that names the limit.',
    access: 'admin',
    body: connectionBody,
    laterFaults: (body, caller) => [...companyFaults(body, caller), ...providerFaults(body)],
    responses: { 201: { description: 'The connection', schema: connectionAnswer } },
    problems: ['conflict'],
    handler: async ({ caller, body }) => {
      const { settings, credentials, base_path, provider, ...input } = body;
      const company_id = companyOrInstallationFor(caller, body.company_id);
      const accepted = await accept(deps, caller, provider, { settings, credentials, base_path }, null);
      const row = { ...input, provider, ...accepted, company_id };
      const connection = await createStorageConnection(deps.admin, caller, row);
      return created(viewFor(caller)(connection), `/api/storage-connections/${connection.id}`);
    },
  });

const list = ({ repositories: { storageConnections } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'listStorageConnections',
    method: 'get',
    path: '/api/storage-connections',
    tag,
    summary: 'List storage connections',
    description: "A company's key sees its own and those of the installation.",
    access: 'viewer',
    query: z.strictObject({
      ...pageFields,
      company_id: idText.optional(),
      provider: z.enum(STORAGE_PROVIDERS).optional(),
    }),
    responses: { 200: { description: 'Connections', schema: z.array(connectionAnswer) } },
    handler: async ({ caller, query, incoming }) => {
      const page = await storageConnections.list({ companyId: caller.companyId, ...query });
      return listAnswer(incoming, page, viewFor(caller));
    },
  });

const read = ({ repositories: { storageConnections } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'getStorageConnection',
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
    operationId: 'updateStorageConnection',
    method: 'put',
    path: '/api/storage-connections/{id}',
    tag,
    summary: 'Change a storage connection',
    description: 'Where its files lie cannot change while there are any. Settings and credentials are given whole.',
    access: 'admin',
    ifMatch: true,
    params: idPath,
    body: connectionWrites.body,
    responses: { 200: { description: 'The connection', schema: connectionAnswer } },
    problems: ['conflict'],
    handler: async ({ caller, params, body, expected }) => {
      const view = viewFor(caller);
      const before = await deps.repositories.storageConnections.get(params.id, caller.companyId);
      const { settings, credentials, base_path, ...changes } = connectionWrites.changes(body, view(before));
      if (base_path === null) throw invalidFields([{ field: 'base_path', message: 'must not be null' }]);
      const accepted = await accept(deps, caller, before.provider, { settings, credentials, base_path }, before);
      const changesOf = ({ id, revision }: StorageConnection) => {
        if (revision === before.revision) return { ...changes, ...accepted };
        throw new AppError('conflict', `Storage connection ${id} was changed at the same moment. Try again.`);
      };
      return resource(view(await updateStorageConnection(deps.admin, caller, params.id, changesOf, expected)));
    },
  });

const remove = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'deleteStorageConnection',
    method: 'delete',
    path: '/api/storage-connections/{id}',
    tag,
    summary: 'Delete a storage connection',
    description: 'Refused while videos lie in it or a company names it. Its folder stays.',
    access: 'admin',
    ifMatch: true,
    params: idPath,
    responses: { 200: deleted },
    problems: ['conflict'],
    handler: async ({ caller, params, expected }) => {
      await deleteStorageConnection(admin, caller, params.id, expected);
      return ok({ status: 'deleted' });
    },
  });

/** How long a probe stays that could not be deleted. */
const PROBE_MS = 60 * 60 * 1_000;

const test = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'testStorageConnection',
    method: 'post',
    path: '/api/storage-connections/{id}/test',
    tag,
    summary: 'Try a storage connection',
    description: 'Writes, reads and deletes a small file, and tells what went well and what failed.',
    access: 'admin',
    params: idPath,
    responses: { 200: { description: 'Each step, whether or not it went well', schema: testAnswer } },
    problems: ['storage_unavailable', 'storage_full'],
    handler: async ({ caller, params }) => {
      const connection = await deps.repositories.storageConnections.get(params.id, caller.companyId);
      if (connection.company_id === null) requireInstallationWide(caller, 'try a connection of the installation');
      const storage = await deps.media.open(connection);
      const key = storage.newKey('videos', 0, 'mp4');
      // Entered first, so that the probe of a killed process goes, too.
      await deps.media.enterRemoval(connection.id, key, deps.clock.now() + PROBE_MS);
      const steps = await probeStorage(storage, key);
      const isGone = steps.at(-1)?.ok === true;
      if (isGone) await deps.media.withdrawRemoval(connection.id, key);
      return ok({ ok: steps.every((step) => step.ok), steps });
    },
  });

/** `/api/storage-connections` */
export const storageConnectionRoutes = (deps: ApiDeps): Route[] => [
  create(deps),
  list(deps),
  read(deps),
  update(deps),
  remove(deps),
  test(deps),
];
