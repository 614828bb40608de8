import { maySee, type Caller } from '../domain/caller.js';
import { invalidFields, notFound } from '../domain/errors.js';
import { requireRevision } from '../domain/revision.js';
import type { Project } from '../domain/project.js';
import type { Id } from '../domain/scalars.js';
import { adminWrite, countRows, onlyRow, orConflict, refuseUsed, type PageQuery } from './admin-write.js';
import { audit } from './audit.js';
import { toRow, type Database, type Transaction } from './database.js';
import { onlyVisible } from './only-visible.js';

/** What a client says of a project. */
export interface ProjectInput {
  company_id: Id;
  name: string;
}

export interface ProjectQuery extends PageQuery {
  /** Company of the caller; null: any. */
  companyId: Id | null;
  company_id?: Id | undefined;
  name?: string | undefined;
}

/** @throws AppError `validation_failed` at `company_id` when there is no such company. */
export async function requireCompany(trx: Transaction, companyId: Id): Promise<void> {
  const found: unknown = await trx('companies').where('id', companyId).forKeyShare().first('id');
  if (found !== undefined) return;
  throw invalidFields([{ field: 'company_id', message: `there is no company ${companyId}` }]);
}

async function lockProject(trx: Transaction, id: Id, caller: Caller): Promise<Project> {
  const project = await trx<Project>('projects').where('id', id).forUpdate().first();
  if (project === undefined || !maySee(caller, project.company_id)) throw notFound('project', id);
  return project;
}

async function createProject(trx: Transaction, caller: Caller, input: ProjectInput): Promise<Project> {
  await requireCompany(trx, input.company_id);
  const project = onlyRow(await trx<Project>('projects').insert(toRow(input)).returning('*'));
  const { id, company_id: companyId } = project;
  await audit(trx, caller, { companyId, action: 'project.create', subject: `project:${id}`, after: project });
  return project;
}

async function updateProject(
  trx: Transaction,
  caller: Caller,
  id: Id,
  changes: { name?: string | undefined },
  expected: number | null,
): Promise<Project> {
  const before = await lockProject(trx, id, caller);
  requireRevision(before, expected);
  const row = { ...toRow(changes), revision: before.revision + 1, updated_at: trx.raw('clock_timestamp()') };
  const after = onlyRow(await trx<Project>('projects').where('id', id).update(row).returning('*'));
  const { company_id: companyId } = before;
  await audit(trx, caller, { companyId, action: 'project.update', subject: `project:${id}`, before, after });
  return after;
}

async function removeProject(trx: Transaction, caller: Caller, id: Id, expected: number | null): Promise<{ id: Id }> {
  const before = await lockProject(trx, id, caller);
  requireRevision(before, expected);
  const subject = `Project ${id}`;
  refuseUsed(subject, [{ noun: 'AR content', count: await countRows(trx, 'ar_content', { project_id: id }) }]);
  await orConflict(`${subject} is in use.`, trx('projects').where('id', id).del());
  const { company_id: companyId } = before;
  await audit(trx, caller, { companyId, action: 'project.delete', subject: `project:${id}`, before });
  return { id };
}

/** The table `projects`. */
export function createProjects(db: Database) {
  return {
    /** Projects that the caller may see, by id. */
    list({ companyId, company_id, name, after, limit }: ProjectQuery): Promise<Project[]> {
      const rows = db<Project>('projects').select('*').orderBy('id').limit(limit);
      onlyVisible(rows, { companyId });
      if (company_id !== undefined) void rows.where('company_id', company_id);
      if (name !== undefined) void rows.where('name', name);
      if (after !== undefined) void rows.where('id', '>', after);
      return rows.then((found) => found);
    },
    /** @throws AppError `not_found`, also for another company's project. */
    async get(id: Id, companyId: Id | null): Promise<Project> {
      const project = await db<Project>('projects').where('id', id).first();
      if (project === undefined || !maySee({ companyId }, project.company_id)) throw notFound('project', id);
      return project;
    },
    /** @throws AppError `validation_failed` */
    create: (caller: Caller, input: ProjectInput): Promise<Project> =>
      adminWrite(db, caller, (trx) => createProject(trx, caller, input)),
    /** @throws AppError `not_found`, `precondition_failed` */
    update: (caller: Caller, id: Id, changes: { name?: string | undefined }, expected: number | null) =>
      adminWrite(db, caller, (trx) => updateProject(trx, caller, id, changes, expected)),
    /** @throws AppError `not_found`, `precondition_failed`, `conflict` when it is in use */
    remove: (caller: Caller, id: Id, expected: number | null): Promise<{ id: Id }> =>
      adminWrite(db, caller, (trx) => removeProject(trx, caller, id, expected)),
  };
}

export type Projects = ReturnType<typeof createProjects>;
