import { z } from 'zod';
import { createContent, deleteContent, updateContent } from '../../planning/content-edits.js';
import { presentSettled } from '../../reading/present.js';
import type { ApiDeps } from '../api-deps.js';
import { companyFaults, companyFor } from '../auth/company-scope.js';
import { flagField, idField, idPath, instantField, textField, uuidField } from '../http/fields.js';
import { created, ok, resource } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { given } from '../http/given.js';
import { contentAnswer, contentChangesIn, contentView, contentWrites } from '../views/content-view.js';
import { listContentsRoute } from './list-contents.js';
import { deleted } from './status-answers.js';

const contentBody = z
  .strictObject({
    company_id: idField.optional().meta({ description: 'Required with an installation-wide key' }),
    title: textField(500),
    project_id: idField.nullable().optional(),
    unique_id: uuidField.optional().meta({ description: 'For what is printed already; made up otherwise' }),
    video_rotation_enabled: flagField.optional(),
    is_active: flagField.optional(),
    expires_at: instantField.nullable().optional(),
  })
  .meta({ id: 'ArContentInput' });

const tag = 'AR contents';

const create = ({ planner, clock }: ApiDeps): Route =>
  defineRoute({
    operationId: 'createArContent',
    method: 'post',
    path: '/api/ar-content',
    tag,
    summary: 'Make an AR content',
    description: 'How many a company may have is limited: one more is a 409 that names the limit.',
    access: 'editor',
    body: contentBody,
    laterFaults: companyFaults,
    responses: { 201: { description: 'The content', schema: contentAnswer } },
    problems: ['conflict'],
    handler: async ({ caller, body }) => {
      const company_id = companyFor(caller, body.company_id);
      const content = await createContent(planner, caller, { ...given(body), company_id });
      const present = presentSettled({ arContent: content, videos: [], schedules: [], overrides: [] }, clock.now());
      return created(contentView(present), `/api/ar-content/${content.id}`);
    },
  });

const read = ({ repositories: { arContents }, clock, present }: ApiDeps): Route =>
  defineRoute({
    operationId: 'getArContent',
    method: 'get',
    path: '/api/ar-content/{id}',
    tag,
    summary: 'Read an AR content',
    access: 'viewer',
    params: idPath,
    responses: { 200: { description: 'The content', schema: contentAnswer } },
    handler: async ({ caller, params }) => {
      const now = clock.now();
      const state = await arContents.getState(params.id, caller.companyId);
      return resource(contentView(await present.of(state, now)));
    },
  });

const update = ({ planner, clock }: ApiDeps): Route =>
  defineRoute({
    operationId: 'updateArContent',
    method: 'put',
    path: '/api/ar-content/{id}',
    tag,
    summary: 'Change an AR content',
    access: 'editor',
    ifMatch: true,
    strict: true,
    params: idPath,
    body: contentWrites.body,
    responses: { 200: { description: 'The content', schema: contentAnswer } },
    problems: ['conflict', 'video_not_ready'],
    handler: async ({ caller, params, body, expected }) => {
      const committed = await updateContent(planner, caller, params.id, contentChangesIn(body), expected);
      return resource(contentView(presentSettled(committed, clock.now())));
    },
  });

const remove = ({ planner, settings }: ApiDeps): Route =>
  defineRoute({
    operationId: 'deleteArContent',
    method: 'delete',
    path: '/api/ar-content/{id}',
    tag,
    summary: 'Delete an AR content',
    description: 'With its videos and schedules. Its history stays.',
    access: 'editor',
    ifMatch: true,
    params: idPath,
    responses: { 200: deleted },
    handler: async ({ caller, params, expected }) => {
      await deleteContent(planner, caller, params.id, { expected, fileGraceMs: settings.deletedFileGraceMs });
      return ok({ status: 'deleted' });
    },
  });

/** `/api/ar-content` */
export const arContentRoutes = (deps: ApiDeps): Route[] => [
  create(deps),
  listContentsRoute(deps),
  read(deps),
  update(deps),
  remove(deps),
];
