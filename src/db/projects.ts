import { maySee } from '../domain/caller.js';
import { notFound } from '../domain/errors.js';
import type { Project } from '../domain/project.js';
import type { Id } from '../domain/scalars.js';
import type { Database } from './database.js';
import { EMPTY_PAGE, readPage, withinCompany, type Page, type PageQuery } from './pages.js';

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
    async list({ companyId, company_id, name, ...page }: ProjectQuery): Promise<Page<Project>> {
      const within = withinCompany({ companyId, company_id });
      if (within === null) return EMPTY_PAGE;
      return readPage(db, db('projects'), { ...within, ...(name !== undefined && { name }) }, page);
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
