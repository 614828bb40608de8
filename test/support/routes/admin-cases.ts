import type { Database } from '../../../src/db/database.js';
import type { Id } from '../../../src/domain/scalars.js';
import type { ApiObject } from '../api.js';
import type { RouteCase } from './route-case.js';
import { leaveOrphan } from './things.js';

const made = (_: unknown, { id }: ApiObject): number => id;

const S3 = {
  provider: 's3',
  settings: { bucket: 'pictures' },
  credentials: { access_key_id: 'a', secret_access_key: 'b' },
};

async function emptyCompany(db: Database, company: Id): Promise<void> {
  await db('ar_content').where('company_id', company).del();
  await db('projects').where('company_id', company).del();
  await db('dayparts').where('company_id', company).del();
  await db('calendars').where('company_id', company).del();
  await db('storage_moves').where('company_id', company).del();
  await db('companies').where('id', company).update({ storage_connection_id: null });
  await db('storage_connections').where('company_id', company).del();
}

const companies: RouteCase[] = [
  {
    route: 'POST /api/companies',
    access: 'admin',
    installationOnly: true,
    status: 201,
    request: () => ({ path: '/api/companies', body: { name: 'New' } }),
    audit: { action: 'company.create', subject: made, after: 'row' },
  },
  {
    route: 'GET /api/companies',
    access: 'viewer',
    status: 200,
    request: () => ({ path: '/api/companies' }),
    lists: ({ company }) => company,
  },
  {
    route: 'GET /api/companies/{id}',
    access: 'viewer',
    status: 200,
    request: ({ company }) => ({ path: `/api/companies/${company}` }),
  },
  {
    route: 'PUT /api/companies/{id}',
    access: 'admin',
    status: 200,
    request: ({ company }) => ({ path: `/api/companies/${company}`, body: { name: 'Renamed' } }),
    ifMatch: ({ company }) => `/api/companies/${company}`,
    audit: { action: 'company.update', subject: ({ company }) => company, before: 'row', after: 'row' },
  },
  {
    route: 'DELETE /api/companies/{id}',
    access: 'admin',
    installationOnly: true,
    status: 200,
    request: async ({ company }, { db }) => {
      await emptyCompany(db, company);
      return { path: `/api/companies/${company}` };
    },
    ifMatch: ({ company }) => `/api/companies/${company}`,
    audit: { action: 'company.delete', subject: ({ company }) => company, before: 'row' },
  },
  {
    route: 'DELETE /api/companies/{id}',
    variant: 'of a demo',
    access: 'admin',
    installationOnly: true,
    status: 200,
    request: async ({ company }, { db }) => {
      await emptyCompany(db, company);
      await db('companies').where('id', company).update({ is_demo: true });
      return { path: `/api/companies/${company}` };
    },
    ifMatch: ({ company }) => `/api/companies/${company}`,
    audit: { action: 'company.delete', subject: ({ company }) => company, before: 'row' },
  },
];

const projects: RouteCase[] = [
  {
    route: 'POST /api/projects',
    access: 'editor',
    status: 201,
    request: ({ company }) => ({ path: '/api/projects', body: { company_id: company, name: 'New' } }),
    audit: { action: 'project.create', subject: made, after: 'row' },
  },
  {
    route: 'GET /api/projects',
    access: 'viewer',
    status: 200,
    request: () => ({ path: '/api/projects' }),
    lists: ({ project }) => project,
  },
  {
    route: 'GET /api/projects/{id}',
    access: 'viewer',
    status: 200,
    request: ({ project }) => ({ path: `/api/projects/${project}` }),
  },
  {
    route: 'PUT /api/projects/{id}',
    access: 'editor',
    status: 200,
    request: ({ project }) => ({ path: `/api/projects/${project}`, body: { name: 'Renamed' } }),
    ifMatch: ({ project }) => `/api/projects/${project}`,
    audit: { action: 'project.update', subject: ({ project }) => project, before: 'row', after: 'row' },
  },
  {
    route: 'DELETE /api/projects/{id}',
    access: 'editor',
    status: 200,
    request: ({ project }) => ({ path: `/api/projects/${project}` }),
    ifMatch: ({ project }) => `/api/projects/${project}`,
    audit: { action: 'project.delete', subject: ({ project }) => project, before: 'row' },
  },
];

const apiKeys: RouteCase[] = [
  {
    route: 'POST /api/api-keys',
    access: 'admin',
    status: 201,
    request: ({ company }) => ({
      path: '/api/api-keys',
      body: { company_id: company, name: 'New', role: 'viewer' },
    }),
    audit: { action: 'api_key.create', subject: made, after: 'row' },
  },
  {
    route: 'GET /api/api-keys',
    access: 'admin',
    status: 200,
    request: () => ({ path: '/api/api-keys' }),
    lists: ({ apiKey }) => apiKey,
  },
  {
    route: 'GET /api/audit-log',
    access: 'admin',
    status: 200,
    request: () => ({ path: '/api/audit-log' }),
    lists: ({ auditEntry }) => auditEntry,
    newestFirst: true,
  },
  {
    route: 'GET /api/api-keys/{id}',
    access: 'admin',
    status: 200,
    request: ({ apiKey }) => ({ path: `/api/api-keys/${apiKey}` }),
  },
  {
    route: 'PUT /api/api-keys/{id}',
    access: 'admin',
    status: 200,
    request: ({ apiKey }) => ({ path: `/api/api-keys/${apiKey}`, body: { name: 'Renamed' } }),
    ifMatch: ({ apiKey }) => `/api/api-keys/${apiKey}`,
    audit: { action: 'api_key.update', subject: ({ apiKey }) => apiKey, before: 'row', after: 'row' },
  },
  {
    route: 'DELETE /api/api-keys/{id}',
    access: 'admin',
    status: 200,
    request: ({ apiKey }) => ({ path: `/api/api-keys/${apiKey}` }),
    ifMatch: ({ apiKey }) => `/api/api-keys/${apiKey}`,
    audit: { action: 'api_key.revoke', subject: ({ apiKey }) => apiKey, before: 'row', after: 'row' },
  },
];

const connections: RouteCase[] = [
  {
    route: 'POST /api/storage-connections',
    access: 'admin',
    status: 201,
    request: ({ company }) => ({
      path: '/api/storage-connections',
      body: { company_id: company, name: 'New', ...S3 },
    }),
    audit: { action: 'storage_connection.create', subject: made, after: 'row' },
  },
  {
    route: 'GET /api/storage-connections',
    access: 'viewer',
    status: 200,
    request: () => ({ path: '/api/storage-connections' }),
    lists: ({ connection }) => connection,
  },
  {
    route: 'GET /api/storage-connections/{id}',
    access: 'viewer',
    status: 200,
    request: ({ connection }) => ({ path: `/api/storage-connections/${connection}` }),
  },
  {
    route: 'PUT /api/storage-connections/{id}',
    access: 'admin',
    status: 200,
    request: ({ connection }) => ({ path: `/api/storage-connections/${connection}`, body: { name: 'Renamed' } }),
    ifMatch: ({ connection }) => `/api/storage-connections/${connection}`,
    audit: {
      action: 'storage_connection.update',
      subject: ({ connection }) => connection,
      before: 'row',
      after: 'row',
    },
  },
  {
    route: 'DELETE /api/storage-connections/{id}',
    access: 'admin',
    status: 200,
    request: ({ connection }) => ({ path: `/api/storage-connections/${connection}` }),
    ifMatch: ({ connection }) => `/api/storage-connections/${connection}`,
    audit: { action: 'storage_connection.delete', subject: ({ connection }) => connection, before: 'row' },
  },
  {
    route: 'POST /api/storage-connections/{id}/test',
    access: 'admin',
    status: 200,
    request: ({ connection }) => ({ path: `/api/storage-connections/${connection}/test` }),
    audit: null,
  },
  {
    route: 'GET /api/storage-connections/{id}/orphans',
    access: 'admin',
    status: 200,
    request: ({ connection }) => ({ path: `/api/storage-connections/${connection}/orphans` }),
  },
  {
    route: 'POST /api/storage-connections/{id}/orphans/clean-up',
    variant: 'which tells',
    access: 'admin',
    status: 200,
    request: ({ connection }) => ({ path: `/api/storage-connections/${connection}/orphans/clean-up`, body: {} }),
    audit: null,
  },
  {
    route: 'POST /api/storage-connections/{id}/orphans/clean-up',
    variant: 'which removes',
    access: 'admin',
    status: 200,
    request: async (things, sender) => {
      await leaveOrphan(sender, things);
      const path = `/api/storage-connections/${things.connection}/orphans/clean-up`;
      const { body } = await sender.api.call('POST', path, { key: sender.key, body: {} });
      return { path, body: { token: (body as { token?: string }).token ?? 'none' } };
    },
    audit: { action: 'storage_connection.clean_up', subject: ({ connection }) => connection, after: 'facts' },
  },
];

const moves: RouteCase[] = [
  {
    route: 'POST /api/storage-moves',
    access: 'admin',
    status: 201,
    request: async ({ content }, { db }) => {
      // Where every company's videos may go.
      const [to] = await db('storage_connections').whereNull('company_id').pluck<number[]>('id');
      return { path: '/api/storage-moves', body: { ar_content_id: content, to_connection_id: to } };
    },
    audit: { action: 'storage_move.create', subject: made, after: 'row' },
  },
  {
    route: 'GET /api/storage-moves',
    access: 'admin',
    status: 200,
    request: () => ({ path: '/api/storage-moves' }),
    lists: ({ move }) => move,
  },
  {
    route: 'GET /api/storage-moves/{id}',
    access: 'admin',
    status: 200,
    request: ({ move }) => ({ path: `/api/storage-moves/${move}` }),
  },
  {
    route: 'POST /api/storage-moves/{id}/cancel',
    access: 'admin',
    status: 200,
    request: ({ move }) => ({ path: `/api/storage-moves/${move}/cancel` }),
    ifMatch: ({ move }) => `/api/storage-moves/${move}`,
    audit: { action: 'storage_move.cancel', subject: ({ move }) => move, before: 'row', after: 'row' },
  },
  {
    route: 'POST /api/storage-moves/{id}/retry',
    access: 'admin',
    status: 200,
    request: ({ failedMove }) => ({ path: `/api/storage-moves/${failedMove}/retry` }),
    ifMatch: ({ failedMove }) => `/api/storage-moves/${failedMove}`,
    audit: { action: 'storage_move.retry', subject: ({ failedMove }) => failedMove, before: 'row', after: 'row' },
  },
];

const operations: RouteCase[] = [
  {
    route: 'GET /api/operations/drift',
    access: 'admin',
    installationOnly: true,
    status: 200,
    request: () => ({ path: '/api/operations/drift' }),
  },
  {
    route: 'POST /api/operations/drift/heal',
    access: 'admin',
    installationOnly: true,
    status: 200,
    request: () => ({ path: '/api/operations/drift/heal', body: {} }),
    audit: null,
  },
];

/** Companies, projects, keys, where videos lie, and what operators ask. */
export const ADMIN_CASES: readonly RouteCase[] = [
  ...companies,
  ...projects,
  ...apiKeys,
  ...connections,
  ...moves,
  ...operations,
];
