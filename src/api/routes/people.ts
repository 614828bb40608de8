import { z } from 'zod';
import { inviteAgain, invitePerson, removePerson, updatePerson } from '../../admin/person-edits.js';
import { ROLES, type ApiKey } from '../../domain/api-key.js';
import type { ApiDeps } from '../api-deps.js';
import { hashKeySecret, newKeySecret } from '../auth/api-key-secret.js';
import { companyFaults, companyOrInstallationFor } from '../auth/company-scope.js';
import { signInUrl } from '../console/sign-in-page.js';
import { created, ok, resource, revisionTag } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { idField, idPath, textField } from '../http/fields.js';
import { listAnswer, pageFields } from '../http/paging.js';
import { idText } from '../http/text-fields.js';
import { invitedAnswer, personAnswer, personView, personWrites, removedAnswer } from '../views/person-view.js';

const personBody = z
  .strictObject({
    company_id: idField
      .nullable()
      .optional()
      .meta({ description: 'Required with an installation-wide key; null: for the whole installation' }),
    name: textField(200),
    role: z.enum(ROLES),
  })
  .meta({ id: 'PersonInput' });

const tag = 'People';

/** An invitation under way: its secret goes out once, as nobody keeps it. */
function newInvitation({ repositories: { isOpenLink } }: ApiDeps, baseUrl: string) {
  const secret = newKeySecret();
  const linkHash = hashKeySecret(secret);
  return {
    linkHash,
    /** The person with the link; without it, where a repeated request got the first answer. */
    view: async (person: ApiKey) => ({
      ...personView(person),
      sign_in_url: (await isOpenLink(linkHash)) ? signInUrl(baseUrl, secret) : null,
    }),
  };
}

const invite = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'invitePerson',
    method: 'post',
    path: '/api/people',
    tag,
    summary: 'Invite a person',
    description:
      'The link in `sign_in_url` is good for 24 hours and one sign-in. Behind the person stands a key that nobody has: ' +
      'the audit log names it. Somebody for the whole installation takes such a key. How many people a company may have ' +
      'is limited: one more is a 409 that names the limit.',
    access: 'admin',
    body: personBody,
    laterFaults: companyFaults,
    responses: { 201: { description: 'The person with the link', schema: invitedAnswer } },
    problems: ['conflict'],
    handler: async ({ caller, body, incoming: { baseUrl } }) => {
      const company_id = companyOrInstallationFor(caller, body.company_id);
      const { linkHash, view } = newInvitation(deps, baseUrl);
      const person = await invitePerson(deps.admin, caller, { ...body, company_id }, linkHash);
      return created(await view(person), `/api/people/${person.id}`);
    },
  });

const list = ({ repositories: { people } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'listPeople',
    method: 'get',
    path: '/api/people',
    tag,
    summary: 'List people',
    description: 'Those who were removed, too.',
    access: 'admin',
    query: z.strictObject({ ...pageFields, company_id: idText.optional(), role: z.enum(ROLES).optional() }),
    responses: { 200: { description: 'People that the key may see', schema: z.array(personAnswer) } },
    handler: async ({ caller, query, incoming }) =>
      listAnswer(incoming, await people.list({ companyId: caller.companyId, ...query }), personView),
  });

const read = ({ repositories: { people } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'getPerson',
    method: 'get',
    path: '/api/people/{id}',
    tag,
    summary: 'Read a person',
    access: 'admin',
    params: idPath,
    responses: { 200: { description: 'The person', schema: personAnswer } },
    handler: async ({ caller, params }) => resource(personView(await people.get(params.id, caller.companyId))),
  });

const update = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'updatePerson',
    method: 'put',
    path: '/api/people/{id}',
    tag,
    summary: 'Change name or role of a person',
    description: 'Their next request has the new role.',
    access: 'admin',
    ifMatch: true,
    params: idPath,
    body: personWrites.body,
    responses: { 200: { description: 'The person', schema: personAnswer } },
    handler: async ({ caller, params, body, expected }) => {
      const changesOf = (present: ApiKey) => personWrites.changes(body, personView(present));
      return resource(personView(await updatePerson(admin, caller, params.id, changesOf, expected)));
    },
  });

const inviteOnceMore = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'inviteAgain',
    method: 'post',
    path: '/api/people/{id}/invitation',
    tag,
    summary: 'Give a person another link to sign in by',
    description: 'Good for 24 hours and one sign-in; the one before is good for nothing then. Sessions go on.',
    access: 'admin',
    params: idPath,
    responses: { 200: { description: 'The person with the link', schema: invitedAnswer } },
    problems: ['conflict'],
    handler: async ({ caller, params, incoming: { baseUrl } }) => {
      const { linkHash, view } = newInvitation(deps, baseUrl);
      const person = await inviteAgain(deps.admin, caller, params.id, linkHash);
      return ok(await view(person), revisionTag(person));
    },
  });

const remove = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'removePerson',
    method: 'delete',
    path: '/api/people/{id}',
    tag,
    summary: 'Remove a person',
    description: 'Sessions and invitation are over at once. The row stays, for the history.',
    access: 'admin',
    ifMatch: true,
    params: idPath,
    responses: { 200: { description: 'The person, removed', schema: removedAnswer } },
    handler: async ({ caller, params, expected }) => {
      const person = await removePerson(admin, caller, params.id, expected);
      return ok({ status: 'removed', ...personView(person) }, revisionTag(person));
    },
  });

/** `/api/people` */
export const peopleRoutes = (deps: ApiDeps): Route[] => [
  invite(deps),
  list(deps),
  read(deps),
  update(deps),
  inviteOnceMore(deps),
  remove(deps),
];
