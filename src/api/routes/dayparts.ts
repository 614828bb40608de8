import { z } from 'zod';
import { createDaypart, deleteDaypart, updateDaypart } from '../../admin/daypart-edits.js';
import type { Daypart, WithRollout } from '../../domain/calendar/calendar.js';
import { valueFaults } from '../../domain/recurrence/validate-schedule.js';
import { invalidFields } from '../../domain/errors.js';
import type { ApiDeps } from '../api-deps.js';
import { companyFaults, companyFor } from '../auth/company-scope.js';
import { created, ok, resource } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { idPath } from '../http/fields.js';
import { idText, soughtText } from '../http/text-fields.js';
import { given } from '../http/given.js';
import { listAnswer, pageFields } from '../http/paging.js';
import { daypartAnswer, daypartView, daypartWrites } from '../views/calendar-view.js';
import { daypartBody } from './calendar-schemas.js';
import { deleted } from './status-answers.js';

const FOLLOW =
  'AR contents that use it are brought over to other hours one by one, by a workflow, which `rollout` tells of.';

const tag = 'Dayparts and calendars';

function refuseFaults(body: object): void {
  const faults = valueFaults(body);
  if (faults.length > 0) throw invalidFields(faults);
}

const create = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'createDaypart',
    method: 'post',
    path: '/api/dayparts',
    tag,
    summary: 'Make a daypart',
    description: 'Named hours of the week of a company, which schedules may keep to.',
    access: 'editor',
    body: daypartBody,
    laterFaults: (body, caller) => [...companyFaults(body, caller), ...valueFaults(body)],
    responses: { 201: { description: 'The daypart', schema: daypartAnswer } },
    problems: ['conflict'],
    handler: async ({ caller, body }) => {
      const company_id = companyFor(caller, body.company_id);
      refuseFaults(body);
      const daypart = await createDaypart(admin, caller, { ...given(body), company_id });
      return created(daypartView(daypart), `/api/dayparts/${daypart.id}`);
    },
  });

const list = ({ repositories: { calendars } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'listDayparts',
    method: 'get',
    path: '/api/dayparts',
    tag,
    summary: 'List dayparts',
    access: 'viewer',
    query: z.strictObject({ ...pageFields, company_id: idText.optional(), name: soughtText.optional() }),
    responses: { 200: { description: 'Dayparts that the key may see', schema: z.array(daypartAnswer) } },
    handler: async ({ caller, query, incoming }) =>
      listAnswer(incoming, await calendars.listDayparts({ companyId: caller.companyId, ...query }), daypartView),
  });

const read = ({ repositories: { calendars } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'getDaypart',
    method: 'get',
    path: '/api/dayparts/{id}',
    tag,
    summary: 'Read a daypart',
    access: 'viewer',
    params: idPath,
    responses: { 200: { description: 'The daypart', schema: daypartAnswer } },
    handler: async ({ caller, params }) =>
      resource(daypartView(await calendars.getDaypart(params.id, caller.companyId))),
  });

const update = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'updateDaypart',
    method: 'put',
    path: '/api/dayparts/{id}',
    tag,
    summary: 'Change a daypart',
    description: `hours are given as a whole. ${FOLLOW}`,
    access: 'editor',
    ifMatch: true,
    params: idPath,
    body: daypartWrites.body,
    laterFaults: valueFaults,
    responses: { 200: { description: 'The daypart', schema: daypartAnswer } },
    handler: async ({ caller, params, body, expected }) => {
      refuseFaults(body);
      const changesOf = (present: WithRollout<Daypart>) => daypartWrites.changes(body, daypartView(present));
      return resource(daypartView(await updateDaypart(admin, caller, params.id, changesOf, expected)));
    },
  });

const remove = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'deleteDaypart',
    method: 'delete',
    path: '/api/dayparts/{id}',
    tag,
    summary: 'Delete a daypart',
    description: 'Refused while something uses it.',
    access: 'editor',
    ifMatch: true,
    params: idPath,
    responses: { 200: deleted },
    problems: ['conflict'],
    handler: async ({ caller, params, expected }) => {
      await deleteDaypart(admin, caller, params.id, expected);
      return ok({ status: 'deleted' });
    },
  });

/** `/api/dayparts` */
export const daypartRoutes = (deps: ApiDeps): Route[] => [
  create(deps),
  list(deps),
  read(deps),
  update(deps),
  remove(deps),
];
