import { z } from 'zod';
import type { Project } from '../../domain/project.js';
import { createProject, deleteProject, updateProject } from '../../admin/project-edits.js';
import type { ApiDeps } from '../api-deps.js';
import { companyFaults, companyFor } from '../auth/company-scope.js';
import { idAnswer, idField, idPath, instantAnswer, textField, toIso } from '../http/fields.js';
import { idText, soughtText } from '../http/text-fields.js';
import { created, ok, resource } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { listAnswer, pageFields } from '../http/paging.js';
import { readMark, WrittenBack, type Unmarked } from '../http/written-back.js';
import { deleted } from './status-answers.js';

const projectBody = z
  .strictObject({
    company_id: idField.optional().meta({ description: 'Required with an installation-wide key' }),
    name: textField(200),
  })
  .meta({ id: 'ProjectInput' });

const projectAnswer = z
  .strictObject({
    id: idAnswer,
    company_id: idAnswer,
    name: z.string(),
    revision: z.int(),
    created_at: instantAnswer,
    updated_at: instantAnswer,
    read_mark: readMark,
  })
  .meta({ id: 'Project' });

const projectChanges = z.strictObject({ name: textField(200).optional() });
const writes = new WrittenBack('ProjectChanges', projectChanges, projectAnswer);

const view = (project: Project) =>
  writes.marked({
    ...project,
    created_at: toIso(project.created_at),
    updated_at: toIso(project.updated_at),
  } satisfies Unmarked<typeof projectAnswer>);

const tag = 'Projects';

const create = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'createProject',
    method: 'post',
    path: '/api/projects',
    tag,
    summary: 'Make a project',
    description: 'How many a company may have is limited: one more is a 409 that names the limit.',
    access: 'editor',
    body: projectBody,
    laterFaults: companyFaults,
    responses: { 201: { description: 'The project', schema: projectAnswer } },
    problems: ['conflict'],
    handler: async ({ caller, body }) => {
      const company_id = companyFor(caller, body.company_id);
      const project = await createProject(admin, caller, { ...body, company_id });
      return created(view(project), `/api/projects/${project.id}`);
    },
  });

const list = ({ repositories: { projects } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'listProjects',
    method: 'get',
    path: '/api/projects',
    tag,
    summary: 'List projects',
    access: 'viewer',
    query: z.strictObject({ ...pageFields, company_id: idText.optional(), name: soughtText.optional() }),
    responses: { 200: { description: 'Projects that the key may see', schema: z.array(projectAnswer) } },
    handler: async ({ caller, query, incoming }) =>
      listAnswer(incoming, await projects.list({ companyId: caller.companyId, ...query }), view),
  });

const read = ({ repositories: { projects } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'getProject',
    method: 'get',
    path: '/api/projects/{id}',
    tag,
    summary: 'Read a project',
    access: 'viewer',
    params: idPath,
    responses: { 200: { description: 'The project', schema: projectAnswer } },
    handler: async ({ caller, params }) => resource(view(await projects.get(params.id, caller.companyId))),
  });

const update = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'updateProject',
    method: 'put',
    path: '/api/projects/{id}',
    tag,
    summary: 'Change a project',
    access: 'editor',
    ifMatch: true,
    params: idPath,
    body: writes.body,
    responses: { 200: { description: 'The project', schema: projectAnswer } },
    handler: async ({ caller, params, body, expected }) => {
      const changesOf = (present: Project) => writes.changes(body, view(present));
      return resource(view(await updateProject(admin, caller, params.id, changesOf, expected)));
    },
  });

const remove = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'deleteProject',
    method: 'delete',
    path: '/api/projects/{id}',
    tag,
    summary: 'Delete a project',
    description: 'Refused while AR contents belong to it.',
    access: 'editor',
    ifMatch: true,
    params: idPath,
    responses: { 200: deleted },
    problems: ['conflict'],
    handler: async ({ caller, params, expected }) => {
      await deleteProject(admin, caller, params.id, expected);
      return ok({ status: 'deleted' });
    },
  });

/** `/api/projects` */
export const projectRoutes = (deps: ApiDeps): Route[] => [
  create(deps),
  list(deps),
  read(deps),
  update(deps),
  remove(deps),
];
