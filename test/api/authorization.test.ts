import assert from 'node:assert/strict';
import type { Access, Route } from '../../src/api/http/define-route.js';
import { DatabaseClock } from '../../src/db/clock.js';
import type { Role } from '../../src/domain/api-key.js';
import type { Id } from '../../src/domain/scalars.js';
import { startTestApi, type TestApi } from '../support/api.js';
import { insertCompany, insertContent, insertVideo } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

const RANK: Record<Access, number> = { public: -1, viewer: 0, editor: 1, admin: 2 };

/** The things of one company, by the part of a path that names them. */
type Things = Record<string, Id>;

describe('api authorization', () => {
  let database: TestDatabase;
  let api: TestApi;
  let ours: { companyId: Id; things: Things };
  let theirs: { companyId: Id; things: Things };
  const keys = new Map<string, string>();
  const clock = new DatabaseClock();

  async function makeThings(): Promise<{ companyId: Id; things: Things }> {
    const { db } = database;
    const { id: companyId } = await insertCompany(db);
    const content = await insertContent(db, { company_id: companyId, settled_at: clock.now() });
    const video = await insertVideo(db, content.id);
    const plan = { rotation_type: 'daily', time_of_day: '09:00', video_sequence: [video.id] };
    const schedule = await api.expect(201, 'POST', `/api/ar-content/${content.id}/rotation`, { body: plan });
    const body = { company_id: companyId, name: 'x' };
    const project = await api.expect(201, 'POST', '/api/projects', { body });
    const storage = { ...body, provider: 'local', base_path: `${api.mediaDir}/${companyId}` };
    const connection = await api.expect(201, 'POST', '/api/storage-connections', { body: storage });
    const key = await api.expect(201, 'POST', '/api/api-keys', { body: { ...body, role: 'viewer' } });
    const to = { company_id: companyId, to_connection_id: connection.id };
    const move = await api.expect(201, 'POST', '/api/storage-moves', { body: to });
    const things = {
      companies: companyId,
      projects: project.id,
      'ar-content': content.id,
      videos: video.id,
      rotation: schedule.id,
      'storage-connections': connection.id,
      'storage-moves': move.id,
      'api-keys': key.id,
    };
    return { companyId, things };
  }

  before(async () => {
    database = await testDatabase();
    await clock.start(database.db);
    api = await startTestApi(database.db, clock);
    ours = await makeThings();
    theirs = await makeThings();
    for (const role of ['viewer', 'editor', 'admin'] as const) {
      keys.set(`${role} of the installation`, await api.makeKey(role, null));
      keys.set(`${role} of a company`, await api.makeKey(role, ours.companyId));
    }
  });
  after(async () => {
    await api.stop();
    clock.stop();
    await database.drop();
  });

  const closed = (): Route[] => api.routes.filter((route) => route.access !== 'public');
  const pathFor = (route: Route, things: Things): string => {
    const noun = /^\/api\/([\w-]+)\//.exec(route.path)?.[1] ?? '';
    return route.path.replace('{id}', String(things[noun]));
  };
  /** Never valid, so that no call of the matrix changes anything. */
  const invalid = (route: Route) => (route.body === undefined ? {} : { body: { no_such_field: 1 } });

  it('refuses every route without a key, with a broken, an unknown, a revoked and an expired one', async () => {
    const revoked = await api.makeKey('admin', null);
    const { db } = database;
    const [last] = await db('api_keys').orderBy('id', 'desc').limit(1).select<{ id: Id }[]>('id');
    assert.ok(last);
    await api.expect(200, 'DELETE', `/api/api-keys/${last.id}`);
    const expired = await api.makeKey('admin', null);
    await db('api_keys')
      .where('id', last.id + 1)
      .update({ expires_at: new Date(clock.now() - 1_000) });
    for (const route of closed()) {
      const path = pathFor(route, ours.things);
      for (const key of [null, 'arv_unknown', revoked, expired]) {
        const answer = await api.call(route.method.toUpperCase(), path, { key });
        assert.equal(answer.status, 401, `${route.method} ${path} with ${key}`);
        assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer/);
      }
    }
    const basic = await api.call('GET', '/api/companies', { key: null, headers: { authorization: 'Basic abc' } });
    assert.equal(basic.status, 401);
  });

  it('lets each role do what the declarations say, and no more', async () => {
    for (const route of closed().filter(({ method, body }) => method === 'get' || body !== undefined)) {
      for (const [holder, key] of keys) {
        const role = holder.split(' ')[0] as Role;
        const path = pathFor(route, ours.things);
        const { status } = await api.call(route.method.toUpperCase(), path, { key, ...invalid(route) });
        const isAllowed = RANK[role] >= RANK[route.access];
        const expected = !isAllowed ? 403 : route.method === 'get' ? 200 : 422;
        assert.equal(status, expected, `${route.method} ${path} as ${holder}`);
      }
    }
  });

  it('refuses writes without a body to roles below the declared one', async () => {
    for (const route of closed().filter(({ method, body }) => method !== 'get' && body === undefined)) {
      for (const [holder, key] of keys) {
        if (RANK[holder.split(' ')[0] as Role] >= RANK[route.access]) continue;
        const { status } = await api.call(route.method.toUpperCase(), pathFor(route, ours.things), { key });
        assert.equal(status, 403, `${route.method} ${route.path} as ${holder}`);
      }
    }
  });

  it("answers 404 for another company's things, as for things that are not there", async () => {
    const key = keys.get('admin of a company') ?? '';
    const valid: Record<string, object> = {
      '/api/companies/{id}': { name: 'mine now' },
      '/api/projects/{id}': { name: 'mine now' },
      '/api/ar-content/{id}': { title: 'mine now' },
      '/api/videos/{id}': { title: 'mine now' },
      '/api/rotation/{id}': { current_index: 0 },
      '/api/api-keys/{id}': { name: 'mine now' },
      '/api/storage-connections/{id}': { name: 'mine now' },
      '/api/ar-content/{id}/videos/direct': { size_bytes: 1, mime_type: 'video/mp4' },
      '/api/ar-content/{id}/rotation': { rotation_type: 'interval', interval_seconds: 60, video_sequence: [1] },
    };
    const installationOnly = 'delete /api/companies/{id}';
    for (const route of closed().filter(({ path }) => path.includes('{id}'))) {
      if (`${route.method} ${route.path}` === installationOnly) continue;
      const things = Object.fromEntries(Object.keys(theirs.things).map((noun) => [noun, 999_999]));
      for (const foreign of [theirs.things, things]) {
        const path = pathFor(route, foreign);
        const options = route.body === undefined ? {} : { body: valid[route.path] };
        const answer = await api.call(route.method.toUpperCase(), path, { key, ...options });
        assert.equal(answer.status, 404, `${route.method} ${path}: ${JSON.stringify(answer.body)}`);
      }
    }
  });

  it("shows a company's key nothing of others in lists, whatever it filters by", async () => {
    const key = keys.get('viewer of a company') ?? '';
    for (const list of ['projects', 'ar-content']) {
      for (const path of [`/api/${list}`, `/api/${list}?company_id=${theirs.companyId}`]) {
        const rows = (await api.call('GET', path, { key })).body as { company_id: Id }[];
        assert.ok(
          rows.every((row) => row.company_id === ours.companyId),
          path,
        );
      }
    }
    const companies = (await api.call('GET', '/api/companies', { key })).body as { id: Id }[];
    assert.deepEqual(
      companies.map(({ id }) => id),
      [ours.companyId],
    );
    const schedules = (await api.call('GET', '/api/rotation', { key })).body as { id: Id }[];
    assert.deepEqual(
      schedules.map(({ id }) => id),
      [ours.things['rotation']],
    );
    const foreign = await api.call('GET', `/api/rotation?ar_content_id=${theirs.things['ar-content']}`, { key });
    assert.deepEqual(foreign.body, []);
  });

  it('keeps companies and installation-wide keys to installation-wide admins', async () => {
    const key = keys.get('admin of a company') ?? '';
    const refused: [string, string, object][] = [
      ['POST', '/api/companies', { name: 'x' }],
      ['POST', '/api/api-keys', { name: 'x', role: 'viewer', company_id: null }],
      ['POST', '/api/storage-connections', { name: 'x', provider: 'local', base_path: '/etc' }],
      ['PUT', `/api/storage-connections/${ours.things['storage-connections']}`, { base_path: '/etc' }],
    ];
    for (const [method, path, body] of refused) await api.expect(403, method, path, { key, body });
    await api.expect(403, 'DELETE', `/api/companies/${ours.companyId}`, { key });
    const foreign = { name: 'x', role: 'viewer', company_id: theirs.companyId };
    await api.expect(422, 'POST', '/api/api-keys', { key, body: foreign });
    const own = await api.expect(201, 'POST', '/api/api-keys', { key, body: { name: 'x', role: 'admin' } });
    assert.equal(own['company_id'], ours.companyId);
    await api.expect(200, 'PUT', `/api/companies/${ours.companyId}`, { key, body: { name: 'Renamed' } });
  });

  it('shows a secret once, stores its hash only, and keeps it out of the audit log', async () => {
    const secret = await api.makeKey('viewer', null);
    assert.match(secret, /^arv_[\w-]{43}$/);
    const everything = await database.db.raw(
      `SELECT (SELECT jsonb_agg(k) FROM api_keys k)::text || (SELECT jsonb_agg(a) FROM audit_log a)::text AS text`,
    );
    assert.ok(!everything.rows[0].text.includes(secret));
    const list = await api.call('GET', '/api/api-keys');
    assert.ok(!JSON.stringify(list.body).includes('key_hash'));
    const audit = await database.db('audit_log').where('action', 'api_key.create').orderBy('id', 'desc').first();
    assert.equal(audit.after.key_hash, undefined);
  });

  it('notes when a key was used, at most once a minute', async () => {
    const secret = await api.makeKey('viewer', null);
    const { id } = await database.db('api_keys').orderBy('id', 'desc').first('id');
    const noted = async () => (await database.db('api_keys').where({ id }).first('last_used_at')).last_used_at;
    await api.call('GET', '/api/companies', { key: secret });
    const { eventually } = await import('../support/eventually.js');
    await eventually(async () => assert.ok(await noted()));
    const first = await noted();
    await api.call('GET', '/api/companies', { key: secret });
    assert.equal(await noted(), first);
  });
});
