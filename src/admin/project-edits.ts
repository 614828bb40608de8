import type { ExpectedRevision } from '../domain/revision.js';
import { requireRoomFor } from '../db/companies.js';
import { countRows } from '../db/rows.js';
import type { Caller } from '../domain/caller.js';
import type { Project } from '../domain/project.js';
import type { Id } from '../domain/scalars.js';
import type { AdminDoor } from './admin-door.js';

/** What a client says of a project. */
export interface ProjectInput {
  company_id: Id;
  name: string;
}

const PROJECTS = { table: 'projects', things: 'projects', variable: 'MAX_PROJECTS_PER_COMPANY' };

/** @throws AppError `validation_failed`; `conflict` when the company has too many */
export const createProject = (admin: AdminDoor, caller: Caller, input: ProjectInput): Promise<Project> =>
  admin.create(caller, 'project', async (creation) => {
    await requireRoomFor(creation.trx, input.company_id, {
      ...PROJECTS,
      limit: admin.limits.projectsPerCompany,
    });
    return creation.insert(input);
  });

/** @throws AppError `not_found`, `precondition_failed`, and whatever `changesOf` throws of the project as it is */
export const updateProject = (
  admin: AdminDoor,
  caller: Caller,
  id: Id,
  changesOf: (before: Project) => { name?: string },
  expected: ExpectedRevision,
): Promise<Project> =>
  admin.edit(caller, { noun: 'project', id, verb: 'update', expected }, (edit) => edit.change(changesOf(edit.before)));

/** @throws AppError `not_found`, `precondition_failed`, `conflict` when it is in use */
export const deleteProject = (
  admin: AdminDoor,
  caller: Caller,
  id: Id,
  expected: ExpectedRevision,
): Promise<{ id: Id }> =>
  admin.edit(
    caller,
    { noun: 'project', id, verb: 'delete', expected },
    async ({ trx, before: { company_id }, ...edit }) =>
      edit.remove([{ noun: 'AR content', count: await countRows(trx, 'ar_content', { company_id, project_id: id }) }]),
  );
