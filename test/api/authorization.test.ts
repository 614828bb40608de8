import assert from 'node:assert/strict';
import { DatabaseClock } from '../../src/db/clock.js';
import type { Id } from '../../src/domain/scalars.js';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany } from '../support/builders.js';
import type { TestDatabase } from '../support/database.js';

/** What each route asks of its caller is in `test/api/routes`; here is what holds for keys themselves. */
describe('api authorization', () => {
  let database: TestDatabase;
  let api: TestApi;
  let ours: Id;
  let theirs: Id;
  const clock = new DatabaseClock();

  apiForSuite(clock, (setting) => ({ database, api } = setting));
  before(async () => {
    [{ id: ours }, { id: theirs }] = [await insertCompany(database.db), await insertCompany(database.db)];
  });

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
    for (const route of api.routes.filter(({ access }) => access !== 'public')) {
      const path = route.path.replaceAll(/\{\w+\}/g, '1');
      for (const key of [null, 'arv_unknown', revoked, expired]) {
        const answer = await api.call(route.method.toUpperCase(), path, { key });
        assert.equal(answer.status, 401, `${route.method} ${path} with ${key}`);
        assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer/);
      }
    }
    const basic = await api.call('GET', '/api/companies', { key: null, headers: { authorization: 'Basic abc' } });
    assert.equal(basic.status, 401);
  });

  it('keeps companies and installation-wide keys to installation-wide admins', async () => {
    const key = await api.makeKey('admin', ours);
    const storage = { name: 'x', provider: 'local', base_path: `${api.mediaDir}/own`, company_id: ours };
    const { id } = await api.expect(201, 'POST', '/api/storage-connections', { body: storage });
    const refused: [string, string, object][] = [
      ['POST', '/api/companies', { name: 'x' }],
      ['POST', '/api/api-keys', { name: 'x', role: 'viewer', company_id: null }],
      ['POST', '/api/storage-connections', { name: 'x', provider: 'local', base_path: '/etc' }],
      ['PUT', `/api/storage-connections/${id}`, { base_path: '/etc' }],
    ];
    for (const [method, path, body] of refused) await api.expect(403, method, path, { key, body });
    await api.expect(403, 'DELETE', `/api/companies/${ours}`, { key });
    const foreign = { name: 'x', role: 'viewer', company_id: theirs };
    await api.expect(422, 'POST', '/api/api-keys', { key, body: foreign });
    const own = await api.expect(201, 'POST', '/api/api-keys', { key, body: { name: 'x', role: 'admin' } });
    assert.equal(own['company_id'], ours);
    await api.expect(200, 'PUT', `/api/companies/${ours}`, { key, body: { name: 'Renamed' } });
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
