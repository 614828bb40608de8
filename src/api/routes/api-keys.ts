import { z } from 'zod';
import { ROLES, type ApiKey } from '../../domain/api-key.js';
import { createApiKey, revokeApiKey, updateApiKey } from '../../admin/api-key-edits.js';
import type { ApiDeps } from '../api-deps.js';
import { hashKeySecret, newKeySecret } from '../auth/api-key-secret.js';
import { companyFaults, companyOrInstallationFor } from '../auth/company-scope.js';
import {
  idAnswer,
  idField,
  idPath,
  instantAnswer,
  instantField,
  textField,
  toIso,
  toIsoOrNull,
} from '../http/fields.js';
import { idText } from '../http/text-fields.js';
import { created, ok, resource, revisionTag } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { listAnswer, pageFields } from '../http/paging.js';
import { readMark, WrittenBack, type Unmarked } from '../http/written-back.js';

const keyBody = z
  .strictObject({
    company_id: idField
      .nullable()
      .optional()
      .meta({ description: 'Required with an installation-wide key; null: a key for the whole installation' }),
    name: textField(200),
    role: z.enum(ROLES),
    expires_at: instantField.nullable().optional(),
  })
  .meta({ id: 'ApiKeyInput' });

const keyChanges = z.strictObject({
  name: textField(200).optional(),
  role: z.enum(ROLES).optional(),
  expires_at: instantField.nullable().optional(),
});

const fields = {
  id: idAnswer,
  company_id: idAnswer.nullable(),
  name: z.string(),
  role: z.enum(ROLES),
  expires_at: instantAnswer.nullable(),
  last_used_at: instantAnswer.nullable(),
  revoked_at: instantAnswer.nullable(),
  revision: z.int(),
  created_at: instantAnswer,
  updated_at: instantAnswer,
  read_mark: readMark,
};
const keyAnswer = z.strictObject(fields).meta({ id: 'ApiKey' });
const newKeyAnswer = z
  .strictObject({
    ...fields,
    key: z.string().nullable().meta({ description: 'The secret, shown this once; null when the request was repeated' }),
  })
  .meta({ id: 'NewApiKey' });
const revokedAnswer = z.strictObject({ status: z.literal('revoked'), ...fields }).meta({ id: 'RevokedApiKey' });

const writes = new WrittenBack('ApiKeyChanges', keyChanges, keyAnswer);

const view = ({ is_person: _person, link_expires_at: _link, ...key }: ApiKey) =>
  writes.marked({
    ...key,
    expires_at: toIsoOrNull(key.expires_at),
    last_used_at: toIsoOrNull(key.last_used_at),
    revoked_at: toIsoOrNull(key.revoked_at),
    created_at: toIso(key.created_at),
    updated_at: toIso(key.updated_at),
  } satisfies Unmarked<typeof keyAnswer>);

const tag = 'API keys';

const create = ({ admin, repositories: { apiKeys } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'createApiKey',
    method: 'post',
    path: '/api/api-keys',
    tag,
    summary: 'Make an API key',
    description:
      'The secret is in `key`, this once. A key for the whole installation takes such a key. How many keys that are not ' +
      'revoked a company may have is limited: one more is a 409 that names the limit.',
    access: 'admin',
    body: keyBody,
    laterFaults: companyFaults,
    responses: { 201: { description: 'The key with its secret', schema: newKeyAnswer } },
    problems: ['conflict'],
    handler: async ({ caller, body }) => {
      const company_id = companyOrInstallationFor(caller, body.company_id);
      const secret = newKeySecret();
      const key_hash = hashKeySecret(secret);
      const made = await createApiKey(admin, caller, { ...body, company_id, key_hash });
      // A repeated request gets the first key back, and its secret is not stored anywhere.
      const isRepeated = (await apiKeys.findByHash(key_hash)) === null;
      return created({ ...view(made), key: isRepeated ? null : secret }, `/api/api-keys/${made.id}`);
    },
  });

const list = ({ repositories: { apiKeys } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'listApiKeys',
    method: 'get',
    path: '/api/api-keys',
    tag,
    summary: 'List API keys',
    description: 'Revoked ones too; never their secrets.',
    access: 'admin',
    query: z.strictObject({ ...pageFields, company_id: idText.optional(), role: z.enum(ROLES).optional() }),
    responses: { 200: { description: 'Keys that the key may see', schema: z.array(keyAnswer) } },
    handler: async ({ caller, query, incoming }) =>
      listAnswer(incoming, await apiKeys.list({ companyId: caller.companyId, ...query }), view),
  });

const read = ({ repositories: { apiKeys } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'getApiKey',
    method: 'get',
    path: '/api/api-keys/{id}',
    tag,
    summary: 'Read an API key',
    access: 'admin',
    params: idPath,
    responses: { 200: { description: 'The key, without its secret', schema: keyAnswer } },
    handler: async ({ caller, params }) => resource(view(await apiKeys.get(params.id, caller.companyId))),
  });

const update = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'updateApiKey',
    method: 'put',
    path: '/api/api-keys/{id}',
    tag,
    summary: 'Change an API key',
    access: 'admin',
    ifMatch: true,
    params: idPath,
    body: writes.body,
    responses: { 200: { description: 'The key, without its secret', schema: keyAnswer } },
    problems: ['conflict'],
    handler: async ({ caller, params, body, expected }) => {
      const changesOf = (present: ApiKey) => writes.changes(body, view(present));
      return resource(view(await updateApiKey(admin, caller, params.id, changesOf, expected)));
    },
  });

const revoke = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'revokeApiKey',
    method: 'delete',
    path: '/api/api-keys/{id}',
    tag,
    summary: 'Revoke an API key',
    description:
      'It opens nothing from now on. Its row stays, for the history. The last admin key of an installation cannot be revoked.',
    access: 'admin',
    ifMatch: true,
    params: idPath,
    responses: { 200: { description: 'The key, revoked', schema: revokedAnswer } },
    problems: ['conflict'],
    handler: async ({ caller, params, expected }) => {
      const key = await revokeApiKey(admin, caller, params.id, expected);
      return ok({ status: 'revoked', ...view(key) }, revisionTag(key));
    },
  });

/** `/api/api-keys` */
export const apiKeyRoutes = (deps: ApiDeps): Route[] => [
  create(deps),
  list(deps),
  read(deps),
  update(deps),
  revoke(deps),
];
