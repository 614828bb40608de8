import { z } from 'zod';
import { createOverride, deleteOverride, updateOverride } from '../../planning/override-edits.js';
import type { ApiDeps } from '../api-deps.js';
import { created, ok, resource } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { idPath } from '../http/fields.js';
import { given } from '../http/given.js';
import { listAnswer, pageFields } from '../http/paging.js';
import {
  overrideAnswer,
  overrideBody,
  overrideChangesIn,
  overrideView,
  overrideWrites,
} from '../views/override-view.js';
import { deleted } from './status-answers.js';

const tag = 'Overrides';

const create = ({ planner }: ApiDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/api/ar-content/{id}/overrides',
    operationId: 'createOverride',
    tag,
    summary: 'Show a video in the place of whatever an AR content shows',
    description:
      'Below it, schedules and windows go on; when it ends, what they have come to is shown. How many ' +
      'that are not over a content may have is limited: one more is a 409 that names the limit.',
    access: 'editor',
    strict: true,
    params: idPath,
    body: overrideBody,
    responses: { 201: { description: 'The override', schema: overrideAnswer } },
    problems: ['conflict', 'upgrade_under_way'],
    handler: async ({ caller, params, body }) => {
      const override = await createOverride(planner, caller, params.id, given(body));
      return created(overrideView(override), `/api/overrides/${override.id}`);
    },
  });

const listOfContent = (deps: ApiDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/api/ar-content/{id}/overrides',
    operationId: 'listArContentOverrides',
    tag,
    summary: 'List the overrides of an AR content, also those that are over',
    access: 'viewer',
    params: idPath,
    query: z.strictObject(pageFields),
    responses: { 200: { description: 'Overrides, by id', schema: z.array(overrideAnswer) } },
    handler: async ({ caller, params, query, incoming }) => {
      const { arContents, overrides } = deps.repositories;
      await arContents.getState(params.id, caller.companyId);
      const page = await overrides.list({ arContentId: params.id, ...query });
      return listAnswer(incoming, page, overrideView);
    },
  });

const read = ({ repositories: { overrides } }: ApiDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/api/overrides/{id}',
    operationId: 'getOverride',
    tag,
    summary: 'Read an override',
    access: 'viewer',
    params: idPath,
    responses: { 200: { description: 'The override', schema: overrideAnswer } },
    handler: async ({ caller, params }) => resource(overrideView(await overrides.get(params.id, caller))),
  });

const update = ({ planner }: ApiDeps): Route =>
  defineRoute({
    method: 'put',
    path: '/api/overrides/{id}',
    operationId: 'updateOverride',
    tag,
    summary: 'Change an override that is not over',
    description: 'One that is over is only read: a 409 says so.',
    access: 'editor',
    ifMatch: true,
    strict: true,
    params: idPath,
    body: overrideWrites.body,
    responses: { 200: { description: 'The override', schema: overrideAnswer } },
    problems: ['conflict', 'upgrade_under_way'],
    handler: async ({ caller, params, body, expected }) =>
      resource(overrideView(await updateOverride(planner, caller, params.id, overrideChangesIn(body), expected))),
  });

const remove = ({ planner }: ApiDeps): Route =>
  defineRoute({
    method: 'delete',
    path: '/api/overrides/{id}',
    operationId: 'deleteOverride',
    tag,
    summary: 'End an override and forget it',
    description: 'What it showed stays in the history. One that is over stays as well (409).',
    access: 'editor',
    ifMatch: true,
    strict: true,
    params: idPath,
    responses: { 200: deleted },
    problems: ['conflict'],
    handler: async ({ caller, params, expected }) => {
      await deleteOverride(planner, caller, params.id, expected);
      return ok({ status: 'deleted' });
    },
  });

/** Overrides, under their contents and by themselves. */
export const overrideRoutes = (deps: ApiDeps): Route[] => [
  create(deps),
  listOfContent(deps),
  read(deps),
  update(deps),
  remove(deps),
];
