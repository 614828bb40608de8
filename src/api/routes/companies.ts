import { z } from 'zod';
import { isTimeZone } from '../../domain/recurrence/time-zone.js';
import type { Company } from '../../domain/company.js';
import type { Id } from '../../domain/scalars.js';
import type { StorageUse } from '../../domain/upload-limit.js';
import { createCompany, deleteCompany, updateCompany } from '../../admin/company-edits.js';
import type { ApiDeps } from '../api-deps.js';
import type { ApiCaller } from '../http/api-caller.js';
import { requireInstallationWide } from '../auth/company-scope.js';
import { flagField, idAnswer, idField, idPath, instantAnswer, textField, toIso } from '../http/fields.js';
import { created, ok, resource } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { listAnswer, pageFields } from '../http/paging.js';
import { mustBe } from '../http/validate.js';
import { readMark, WrittenBack, type Unmarked } from '../http/written-back.js';
import { soughtText } from '../http/text-fields.js';
import { emptyDemo } from './empty-demo.js';
import { deleted } from './status-answers.js';

const timeZoneField = z
  .string()
  .max(64)
  .refine(isTimeZone, { error: 'must be an IANA time zone, such as Europe/Berlin' })
  .meta({ example: 'Europe/Berlin' });

const companyBody = z
  .strictObject({
    name: textField(200),
    time_zone: timeZoneField
      .optional()
      .meta({ description: 'For schedules, videos and overrides that name none when they are made; UTC unless given' }),
    storage_connection_id: idField.nullable().optional().meta({ description: 'Where uploads go; null: the default' }),
    max_storage_bytes: z
      .int({ error: mustBe('a whole number of bytes, or null') })
      .min(0)
      .nullable()
      .optional()
      .meta({ description: 'Of all its videos together; null: no limit. Takes an installation-wide key' }),
    is_demo: flagField
      .optional()
      .meta({ description: 'Whether it is there to look around in: it is deleted with its AR contents' }),
  })
  .meta({ id: 'CompanyInput' });

const companyAnswer = z
  .strictObject({
    id: idAnswer,
    name: z.string(),
    time_zone: z.string(),
    storage_connection_id: idAnswer.nullable(),
    max_storage_bytes: z.int().nullable(),
    is_demo: z.boolean(),
    used_bytes: z.int().meta({ description: 'Of all its videos, but of those that failed' }),
    revision: z.int(),
    created_at: instantAnswer,
    updated_at: instantAnswer,
    read_mark: readMark,
  })
  .meta({ id: 'Company' });

const writes = new WrittenBack('CompanyChanges', companyBody.omit({ is_demo: true }).partial(), companyAnswer);

const view = (company: Company, uses: ReadonlyMap<Id, StorageUse>) =>
  writes.marked({
    ...company,
    used_bytes: uses.get(company.id)?.used_bytes ?? 0,
    created_at: toIso(company.created_at),
    updated_at: toIso(company.updated_at),
  } satisfies Unmarked<typeof companyAnswer>);

const viewOne = async ({ repositories: { companies } }: ApiDeps, company: Company) =>
  view(company, await companies.storageUses([company.id]));

/** How much a company may store is the installation's to say. */
function requireRightToLimit(caller: ApiCaller, { max_storage_bytes }: { max_storage_bytes?: unknown }): void {
  if (max_storage_bytes !== undefined) requireInstallationWide(caller, 'set max_storage_bytes');
}

const tag = 'Companies';

const create = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'createCompany',
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
      const company = await createCompany(deps.admin, caller, body);
      return created(await viewOne(deps, company), `/api/companies/${company.id}`);
    },
  });

const list = ({ repositories: { companies } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'listCompanies',
    method: 'get',
    path: '/api/companies',
    tag,
    summary: 'List companies',
    access: 'viewer',
    query: z.strictObject({ ...pageFields, name: soughtText.optional() }),
    responses: { 200: { description: 'Companies that the key may see', schema: z.array(companyAnswer) } },
    handler: async ({ caller, query, incoming }) => {
      const page = await companies.list({ companyId: caller.companyId, ...query });
      const uses = await companies.storageUses(page.rows.map(({ id }) => id));
      return listAnswer(incoming, page, (company) => view(company, uses));
    },
  });

const read = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'getCompany',
    method: 'get',
    path: '/api/companies/{id}',
    tag,
    summary: 'Read a company',
    access: 'viewer',
    params: idPath,
    responses: { 200: { description: 'The company', schema: companyAnswer } },
    handler: async ({ caller, params }) =>
      resource(await viewOne(deps, await deps.repositories.companies.get(params.id, caller.companyId))),
  });

const update = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'updateCompany',
    method: 'put',
    path: '/api/companies/{id}',
    tag,
    summary: 'Change a company',
    description: 'Changes the given fields only. A new time zone is for schedules made from now on.',
    access: 'admin',
    ifMatch: true,
    params: idPath,
    body: writes.body,
    responses: { 200: { description: 'The company', schema: companyAnswer } },
    handler: async ({ caller, params, body, expected }) => {
      const changesOf = (present: Company, uses: ReadonlyMap<Id, StorageUse>) => {
        const changed = writes.changes(body, view(present, uses));
        requireRightToLimit(caller, changed);
        return changed;
      };
      return resource(await viewOne(deps, await updateCompany(deps.admin, caller, params.id, changesOf, expected)));
    },
  });

const remove = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'deleteCompany',
    method: 'delete',
    path: '/api/companies/{id}',
    tag,
    summary: 'Delete a company',
    description:
      'Takes an installation-wide admin key. Its API keys go with it. Refused while it has contents, projects, ' +
      'dayparts, calendars or storage connections; but of a company that is a demo, up to 100 contents and dayparts go ' +
      'with it. Should that be broken off, the same request goes on with what is left.',
    access: 'admin',
    ifMatch: true,
    params: idPath,
    responses: { 200: deleted },
    problems: ['conflict'],
    handler: async ({ caller, params, expected }) => {
      requireInstallationWide(caller, 'delete companies');
      const demo = await deps.repositories.companies.demo(params.id);
      if (demo !== undefined) await emptyDemo(deps, caller, demo, expected);
      await deleteCompany(deps.admin, caller, params.id, expected);
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
