import { seenBy, type Mutant } from './mutant.js';

const scope = seenBy('test/api/routes/company-scope.test.ts', [
  {
    name: 'scope: histories are not narrowed down',
    find: 'onlyVisible(visible, query);',
    replace: '',
    grep: 'history: to another company',
  },
  {
    name: 'scope: pages of histories are not narrowed down',
    find: 'onlyVisible(visible, query);',
    replace: 'if (query.before === undefined) onlyVisible(visible, query);',
    grep: 'no page of a foreign history',
  },
  {
    name: 'scope: the list of keys',
    find: 'Promise<Page<ApiKey>> {\n      const within = withinCompany({ companyId, company_id });',
    replace: 'Promise<Page<ApiKey>> {\n      const within = withinCompany({ companyId: null, company_id });',
    grep: 'GET /api/api-keys: shows rows',
  },
  {
    name: 'scope: the list of projects',
    find: 'Promise<Page<Project>> {\n      const within = withinCompany({ companyId, company_id });',
    replace: 'Promise<Page<Project>> {\n      const within = withinCompany({ companyId: null, company_id });',
    grep: 'GET /api/projects: shows rows',
  },
  {
    name: 'scope: the lists of dayparts and calendars',
    find: 'Promise<Page<T>> {\n  const within = withinCompany({ companyId, company_id });',
    replace: 'Promise<Page<T>> {\n  const within = withinCompany({ companyId: null, company_id });',
    grep: 'GET /api/calendars: shows rows',
  },
  {
    name: 'scope: the list of connections',
    find: 'onlyVisible(own, { companyId });',
    replace: '',
    grep: 'GET /api/storage-connections: shows rows',
  },
  {
    name: 'scope: the list of companies',
    find: "onlyVisible(rows, { companyId }, 'id');",
    replace: '',
    grep: 'GET /api/companies: shows rows',
  },
  {
    name: 'scope: the list of schedules',
    find: 'ar_content_id === undefined ? ofCompany(companyId) : { ar_content_id };',
    replace: 'ar_content_id === undefined ? ofCompany(null) : { ar_content_id };',
    grep: 'GET /api/rotation: shows rows',
  },
  {
    name: 'scope: the content of a video or schedule is found for anybody',
    find: "onlyVisible(query, { companyId }, 'ar_content.company_id');",
    replace: '',
    grep: 'GET /api/rotation/{id}: to another company',
  },
  {
    name: 'scope: a content is read by anybody',
    find: 'if (state === null || !maySee({ companyId }, state.arContent.company_id))',
    replace: 'if (state === null)',
    grep: 'GET /api/ar-content/{id}: to another company',
  },
  {
    name: 'scope: an edit of a content is opened for anybody',
    find: 'if (committed === null || !maySee(caller, committed.arContent.company_id))',
    replace: 'if (committed === null)',
    grep: 'DELETE /api/ar-content/{id}: to another company',
  },
  {
    name: 'scope: a resumable upload is found by anybody',
    find: 'onlyVisible(row, { companyId });',
    replace: '',
    grep: 'HEAD /api/ar-content/{id}/videos/resumable/{upload_id}: to another company',
  },
  {
    name: 'scope: an admin edit is opened for anybody',
    find: 'if (before === undefined || !maySee(caller, ownerOf(before)))',
    replace: 'if (before === undefined)',
    grep: 'POST /api/storage-moves/{id}/cancel: to another company',
  },
  {
    name: 'roles: a viewer may make contents',
    find: "access: 'editor',\n    body: contentBody",
    replace: "access: 'viewer',\n    body: contentBody",
    grep: 'POST /api/ar-content: lower roles',
  },
  {
    name: 'roles: a company may be made by one',
    find: "requireInstallationWide(caller, 'make companies');",
    replace: '',
    grep: 'POST /api/companies: its roles may',
  },
]);

const references = seenBy('test/api/routes/foreign-references.test.ts', [
  {
    name: 'scope: the videos of a foreign content are moved',
    find: 'if (content !== undefined && maySee(caller, content.company_id))',
    replace: 'if (content !== undefined)',
    grep: 'of POST /api/storage-moves name nothing',
  },
  {
    name: 'scope: a body may name another company',
    find: "const isForeign = typeof given === 'number' && !maySee(caller, given);",
    replace: 'const isForeign = false;',
    grep: 'POST /api/projects name nothing',
  },
  {
    name: 'scope: a move may go to a foreign connection',
    find: 'const usable = new Set(rows.filter((row) => isUsableBy(row, companyId)).map(({ id }) => id));',
    replace: 'const usable = new Set(rows.map(({ id }) => id));',
    grep: 'POST /api/storage-moves name nothing',
  },
  {
    name: 'scope: a company may store in a foreign connection',
    find: 'if (row !== undefined && isUsableBy(row, companyId)) return;',
    replace: 'if (row !== undefined) return;',
    grep: 'PUT /api/companies/{id} name nothing',
  },
]);

const audit = seenBy(
  'test/api/routes/audit.test.ts',
  [
    ['change', "did('edited', { before, after });", 'PUT /api/companies/{id}'],
    ['removal', "did('deleted', { before, after: null });", 'DELETE /api/projects/{id}'],
    ['removal', "did('deleted', { before, after: null });", 'DELETE /api/storage-connections/{id}'],
  ].map(([what, find = '', route]) => ({
    name: `audit: a ${what} through the admin door is not told (${route})`,
    find,
    replace: '',
    grep: `tells of ${route}, once`,
  })),
);

const otherAudits = seenBy('test/api/routes/audit.test.ts', [
  {
    name: 'audit: what a row was before is not told',
    find: "did('edited', { before, after });",
    replace: "did('edited', { before: after, after });",
    grep: 'tells of PUT /api/storage-connections/{id}, once',
  },
  {
    name: 'audit: a clean-up is not told',
    find: 'edit.note({ removed });',
    replace: '',
    grep: 'which removes, once',
  },
  {
    name: 'audit: an activation is not told',
    find: "await auditVideo(edit, 'activate', videoId, before, { ...before, active_video_id: videoId });",
    replace: '',
    grep: 'tells of POST /api/videos/{id}/activate, once',
  },
  {
    name: 'audit: what a change of a video was before is not told',
    find: "await auditVideo(edit, 'update', videoId, before, after);",
    replace: "await auditVideo(edit, 'update', videoId, null, after);",
    grep: 'tells of PUT /api/videos/{id}, once',
  },
  {
    name: 'audit: who did it is not told',
    find: '    actor: caller.actor,\n    action: entry.action,',
    replace: "    actor: 'somebody',\n    action: entry.action,",
    grep: 'tells of POST /api/projects, once',
  },
]);

const forgottenIfMatch = (summary: string, access: string, grep: string): Omit<Mutant, 'test'> => ({
  name: `if-match: forgotten at "${summary}"`,
  find: `summary: '${summary}',\n    access: '${access}',\n    ifMatch: true,`,
  replace: `summary: '${summary}',\n    access: '${access}',`,
  grep,
});

const ifMatch = seenBy('test/api/routes/if-match.test.ts', [
  forgottenIfMatch('Change a project', 'editor', 'PUT /api/projects/{id}'),
  forgottenIfMatch('Change an API key', 'admin', 'PUT /api/api-keys/{id}'),
  forgottenIfMatch('Change an AR content', 'editor', 'PUT /api/ar-content/{id} to'),
  {
    name: 'if-match: the revision is not looked at in the admin door',
    find: '      requireRevision(before, expected);\n      return work(rowEdit(',
    replace: '      return work(rowEdit(',
    grep: 'POST /api/storage-moves/{id}/retry',
  },
  {
    name: 'if-match: the revision is not looked at in rotate-now',
    find: 'requireRevision(schedule, expected);\n    if (!isContentOpen(state, at)) throw',
    replace: 'if (!isContentOpen(state, at)) throw',
    grep: 'POST /api/rotation/{id}/rotate-now',
  },
  {
    name: 'if-match: a weak tag counts',
    find: ": revisionsIn('If-Match', match, true)",
    replace: ": revisionsIn('If-Match', match, false)",
    grep: 'PUT /api/projects/{id}',
  },
]);

const repetition = seenBy('test/api/routes/repetition.test.ts', [
  {
    name: 'idempotency: a key belongs to everybody',
    find: 'const { actor } = caller;\n  const inserted',
    replace: "const actor = 'anybody';\n  const inserted",
    grep: 'has POST /api/projects done once',
  },
  {
    name: 'idempotency: the key of an upload is not looked at',
    find: 'idempotency: idempotencyOf(req, said)',
    replace: 'idempotency: null',
    grep: 'has POST /api/ar-content/{id}/videos done once',
  },
  {
    name: 'idempotency: rotate-now of two callers is one',
    find: 'return `${caller.actor}:${caller.idempotency.key}`;',
    replace: 'return caller.idempotency.key;',
    grep: 'of POST /api/rotation/{id}/rotate-now belongs',
  },
]);

const auth = seenBy('test/api/authorization.test.ts', [
  {
    name: 'auth: a revoked key opens',
    find: 'if (key.revoked_at !== null) throw',
    replace: 'if (key.id < 0) throw',
    grep: 'refuses every route',
  },
  {
    name: 'auth: an expired key opens',
    find: 'if (key.expires_at !== null && key.expires_at <= clock.now())',
    replace: 'if (key.id < 0)',
    grep: 'refuses every route',
  },
  {
    name: 'auth: a company may make a key of the installation',
    find: "throw new AppError('forbidden', 'Only an installation-wide key may do this for the whole installation.');",
    replace: 'return null;',
    grep: 'keeps companies',
  },
]);

const demos = seenBy('test/api/demo-company.test.ts', [
  {
    name: 'demo: every company is deleted with its contents',
    find: 'where({ id, is_demo: true })',
    replace: 'where({ id })',
    grep: 'in earnest',
  },
  {
    name: 'demo: contents are deleted, whatever else is there',
    find: 'await requireOnlyDemo(admin, demo.id);',
    replace: '',
    grep: 'what does not go with it',
  },
  {
    name: 'demo: contents are deleted by whoever saw another state',
    find: 'requireRevision(demo, expected);',
    replace: '',
    grep: 'changed meanwhile',
  },
]);

const limits = seenBy('test/api/limits.test.ts', [
  {
    name: 'limits: the body',
    find: 'const MAX_BODY_BYTES = 256 * 1024;',
    replace: 'const MAX_BODY_BYTES = 512 * 1024;',
    grep: 'bytes of a JSON body',
  },
  {
    name: 'limits: rows of a page unless asked',
    find: 'const DEFAULT_LIMIT = 50;',
    replace: 'const DEFAULT_LIMIT = 100;',
    grep: 'give 50 rows',
  },
  {
    name: 'limits: rows of a page',
    find: 'const MAX_LIMIT = 200;',
    replace: 'const MAX_LIMIT = 201;',
    grep: 'give 50 rows',
  },
  {
    name: 'limits: videos of a sequence',
    find: 'const MAX_SEQUENCE = 1_000;',
    replace: 'const MAX_SEQUENCE = 999;',
    grep: 'videos of a sequence',
  },
]);

/** What holds for every route. A new route, or a new obligation of routes, brings new ones. */
export const ROUTE_MUTANTS: readonly Mutant[] = [
  ...scope,
  ...references,
  ...audit,
  ...otherAudits,
  ...ifMatch,
  ...repetition,
  ...auth,
  ...demos,
  ...limits,
];
