import { z } from 'zod';
import { createCalendar, deleteCalendar, updateCalendar } from '../../admin/calendar-edits.js';
import type { Calendar, WithRollout } from '../../domain/calendar/calendar.js';
import type { ApiDeps } from '../api-deps.js';
import { companyFaults, companyFor } from '../auth/company-scope.js';
import { created, ok, resource } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { idPath } from '../http/fields.js';
import { idText, soughtText } from '../http/text-fields.js';
import { given } from '../http/given.js';
import { listAnswer, pageFields } from '../http/paging.js';
import {
  calendarAnswer,
  calendarSummary,
  calendarSummaryView,
  calendarView,
  calendarWrites,
} from '../views/calendar-view.js';
import { calendarBody } from './calendar-schemas.js';
import { deleted } from './status-answers.js';
import { workOutDays } from './work-out-days.js';

const FOLLOW =
  'AR contents that use it are brought over to other days one by one, by a workflow, which `rollout` tells of.';

const tag = 'Dayparts and calendars';

const create = ({ admin, lane }: ApiDeps): Route =>
  defineRoute({
    operationId: 'createCalendar',
    method: 'post',
    path: '/api/calendars',
    tag,
    summary: 'Make a calendar',
    description: 'Named days of a company, which schedules may leave out or keep to.',
    access: 'editor',
    body: calendarBody,
    laterFaults: companyFaults,
    responses: { 201: { description: 'The calendar', schema: calendarAnswer } },
    problems: ['conflict', 'busy'],
    handler: async ({ caller, body }) => {
      const company_id = companyFor(caller, body.company_id);
      const days = await workOutDays(lane, body.days.map(given));
      const calendar = await createCalendar(admin, caller, { company_id, name: body.name, days });
      return created(calendarView(calendar), `/api/calendars/${calendar.id}`);
    },
  });

const list = ({ repositories: { calendars } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'listCalendars',
    method: 'get',
    path: '/api/calendars',
    tag,
    summary: 'List calendars, without their days',
    access: 'viewer',
    query: z.strictObject({ ...pageFields, company_id: idText.optional(), name: soughtText.optional() }),
    responses: { 200: { description: 'Calendars that the key may see', schema: z.array(calendarSummary) } },
    handler: async ({ caller, query, incoming }) =>
      listAnswer(incoming, await calendars.list({ companyId: caller.companyId, ...query }), calendarSummaryView),
  });

const read = ({ repositories: { calendars } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'getCalendar',
    method: 'get',
    path: '/api/calendars/{id}',
    tag,
    summary: 'Read a calendar',
    access: 'viewer',
    params: idPath,
    responses: { 200: { description: 'The calendar', schema: calendarAnswer } },
    handler: async ({ caller, params }) => resource(calendarView(await calendars.get(params.id, caller.companyId))),
  });

const update = ({ admin, lane }: ApiDeps): Route =>
  defineRoute({
    operationId: 'updateCalendar',
    method: 'put',
    path: '/api/calendars/{id}',
    tag,
    summary: 'Change a calendar',
    description: `days are given as a whole. ${FOLLOW}`,
    access: 'editor',
    ifMatch: true,
    params: idPath,
    body: calendarWrites.body,
    responses: { 200: { description: 'The calendar', schema: calendarAnswer } },
    problems: ['busy'],
    handler: async ({ caller, params, body, expected }) => {
      // Before the transaction, which should not wait for it.
      const workedOut = body.days && (await workOutDays(lane, body.days.map(given)));
      const changesOf = (present: WithRollout<Calendar>) => {
        const { days, ...named } = calendarWrites.changes(body, calendarView(present));
        return given({ ...named, days: days && workedOut });
      };
      return resource(calendarView(await updateCalendar(admin, caller, params.id, changesOf, expected)));
    },
  });

const remove = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'deleteCalendar',
    method: 'delete',
    path: '/api/calendars/{id}',
    tag,
    summary: 'Delete a calendar',
    description: 'Refused while something uses it.',
    access: 'editor',
    ifMatch: true,
    params: idPath,
    responses: { 200: deleted },
    problems: ['conflict'],
    handler: async ({ caller, params, expected }) => {
      await deleteCalendar(admin, caller, params.id, expected);
      return ok({ status: 'deleted' });
    },
  });

/** `/api/calendars` */
export const calendarRoutes = (deps: ApiDeps): Route[] => [
  create(deps),
  list(deps),
  read(deps),
  update(deps),
  remove(deps),
];
