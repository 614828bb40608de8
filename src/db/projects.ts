import { maySee } from '../domain/caller.js';
import { notFound } from '../domain/errors.js';
import type { Project } from '../domain/project.js';
import type { Id } from '../domain/scalars.js';
import type { Database } from './database.js';
import { onlyVisible } from './only-visible.js';
import type { PageQuery } from './rows.js';

export interface ProjectQuery extends PageQuery {
  /** Company of the caller; null: any. */
  companyId: Id | null;
  company_id?: Id | undefined;
  name?: string | undefined;
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
  };
}

export type Projects = ReturnType<typeof createProjects>;
