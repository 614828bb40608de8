import { z } from 'zod';
import { isTimeZone } from '../../domain/time-zone.js';
import type { Company } from '../../domain/types.js';
import type { ApiDeps } from '../api-deps.js';
import { requireInstallationWide } from '../auth/company-scope.js';
import { idAnswer, idField, idPath, instantAnswer, textField, toIso } from '../fields/fields.js';
import { created, ok, resource } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { cutPage, listAnswer, pageFields } from '../http/paging.js';
import { deleted } from './status-answers.js';

const timeZoneField = z
  .string()
  .max(64)
  .refine(isTimeZone, { error: 'must be an IANA time zone, such as Europe/Berlin' })
  .meta({ example: 'Europe/Berlin' });

const companyBody = z
  .strictObject({
    name: textField(200),
    time_zone: timeZoneField.optional().meta({ description: 'For schedules that name none; UTC unless given' }),
    storage_connection_id: idField.nullable().optional().meta({ description: 'Where uploads go; null: the default' }),
  })
  .meta({ id: 'CompanyInput' });

const companyAnswer = z
  .strictObject({
    id: idAnswer,
    name: z.string(),
    time_zone: z.string(),
    storage_connection_id: idAnswer.nullable(),
    revision: z.int(),
    created_at: instantAnswer,
    updated_at: instantAnswer,
  })
  .meta({ id: 'Company' });

const view = (company: Company): z.input<typeof companyAnswer> => ({
  ...company,
  created_at: toIso(company.created_at),
  updated_at: toIso(company.updated_at),
});

const tag = 'Companies';

const create = ({ repositories: { companies } }: ApiDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/api/companies',
    tag,
    summary: 'Make a company',
    description: 'Takes an installation-wide admin key.',
    access: 'admin',
    body: companyBody,
    responses: { 201: { description: 'The company', schema: companyAnswer } },
    handler: async ({ caller, body }) => {
      requireInstallationWide(caller, 'make companies');
      const company = await companies.create(caller, body);
      return created(view(company), `/api/companies/${company.id}`);
    },
  });

const list = ({ repositories: { companies }, settings }: ApiDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/api/companies',
    tag,
    summary: 'List companies',
    access: 'viewer',
    query: z.strictObject({ ...pageFields, name: z.string().max(200).optional() }),
    responses: { 200: { description: 'Companies that the key may see', schema: z.array(companyAnswer) } },
    handler: async ({ caller, query: { limit, ...filters }, incoming: { req } }) => {
      const rows = await companies.list({ companyId: caller.companyId, ...filters, limit: limit + 1 });
      return listAnswer(req, settings, cutPage(rows, limit), view);
    },
  });

const read = ({ repositories: { companies } }: ApiDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/api/companies/{id}',
    tag,
    summary: 'Read a company',
    access: 'viewer',
    params: idPath,
    responses: { 200: { description: 'The company', schema: companyAnswer } },
    handler: async ({ caller, params }) => resource(view(await companies.get(params.id, caller.companyId))),
  });

const update = ({ repositories: { companies } }: ApiDeps): Route =>
  defineRoute({
    method: 'put',
    path: '/api/companies/{id}',
    tag,
    summary: 'Change a company',
    description: 'Changes the given fields only. A new time zone is for schedules made from now on.',
    access: 'admin',
    ifMatch: true,
    params: idPath,
    body: companyBody.partial().meta({ id: 'CompanyChanges' }),
    responses: { 200: { description: 'The company', schema: companyAnswer } },
    handler: async ({ caller, params, body, expected }) =>
      resource(view(await companies.update(caller, params.id, body, expected))),
  });

const remove = ({ repositories: { companies } }: ApiDeps): Route =>
  defineRoute({
    method: 'delete',
    path: '/api/companies/{id}',
    tag,
    summary: 'Delete a company',
    description:
      'Takes an installation-wide admin key. Its API keys go with it. Refused while it has contents, projects or ' +
      'storage connections.',
    access: 'admin',
    ifMatch: true,
    params: idPath,
    responses: { 200: deleted },
    handler: async ({ caller, params, expected }) => {
      requireInstallationWide(caller, 'delete companies');
      await companies.remove(caller, params.id, expected);
      return ok({ status: 'deleted' });
    },
  });

/** `/api/companies` */
export const companyRoutes = (deps: ApiDeps): Route[] => [
  create(deps),
  list(deps),
  read(deps),
  update(deps),
  remove(deps),
];
