import assert from 'node:assert/strict';
import { DatabaseClock } from '../../src/db/clock.js';
import type { Id } from '../../src/domain/scalars.js';
import { problemCode, startTestApi, type ApiAnswer, type TestApi } from '../support/api.js';
import { insertContent, insertVideo } from '../support/builders.js';
import type { TestDatabase } from '../support/database.js';
import { pageHeaders, TestPage } from '../support/page.js';
import { pagesForSuite } from '../support/pages-for-suite.js';
import { exchange, message } from '../support/raw-http.js';

/** What pages of other sites can do in the name of somebody who is signed in: nothing. */
describe('api sessions and other sites', () => {
  let database: TestDatabase;
  let api: TestApi;
  let company: Id;
  let page: TestPage;
  const clock = new DatabaseClock();

  pagesForSuite(clock, (setting) => ({ database, api, company } = setting));
  beforeEach(async () => {
    page = new TestPage(api);
    await page.signIn({ key: await api.makeKey('admin', company) });
  });

  /** Sends the cookie, and nothing else that is not given. */
  const bare = (method: string, path: string, headers: Record<string, string>, body?: object): Promise<ApiAnswer> =>
    api.call(method, path, {
      key: null,
      headers: { cookie: page.cookie ?? '', ...headers },
      ...(body !== undefined && { body }),
    });
  const installationId = async (): Promise<string> => (await database.db('installation').first('id')).id;

  const foreignOrigins = () => {
    const { hostname, port, host } = new URL(api.url);
    const another = `http://${hostname}:${Number(port) + 1}`;
    return ['null', another, `https://${host}`, 'https://evil.example', `${api.url}/`, '', `${api.url}, ${another}`];
  };

  describe('a cookie', () => {
    it('counts only with the header of our pages, to read too', async () => {
      for (const method of ['GET', 'HEAD', 'POST', 'DELETE']) {
        const path = method === 'DELETE' ? '/api/sessions' : '/api/projects';
        assert.equal((await bare(method, path, { origin: api.url })).status, 401, method);
        for (const other of ['0', '1, 1', 'true']) {
          assert.equal((await bare(method, path, { origin: api.url, 'x-console': other })).status, 401);
        }
      }
      assert.equal((await bare('HEAD', '/api/projects', { 'x-console': '1' })).status, 200);
      assert.equal((await bare('GET', '/api/projects', { 'x-console': '1' })).status, 200);
    });

    it('writes only where Origin is our own', async () => {
      const before = (await database.db('projects')).length;
      for (const origin of [null, ...foreignOrigins()]) {
        const headers = { 'x-console': '1', ...(origin !== null && { origin }) };
        const answer = await bare('POST', '/api/projects', headers, { name: 'x' });
        assert.deepEqual([answer.status, problemCode(answer)], [403, 'foreign_origin'], String(origin));
        assert.equal((await bare('DELETE', '/api/sessions', headers)).status, 403);
        assert.equal((await bare('DELETE', '/api/session', headers)).status, 403);
      }
      assert.equal((await database.db('projects')).length, before);
      assert.equal((await bare('POST', '/api/projects', pageHeaders(api.url), { name: 'x' })).status, 201);
      await page.expect(200, 'GET', '/api/session');
    });

    it('counts for nothing where a key is sent, good or not', async () => {
      const viewer = await api.makeKey('viewer', company);
      const sent = { cookie: page.cookie ?? '', 'x-console': '1' };
      const read = await api.call('GET', '/api/session', { key: viewer, headers: sent });
      assert.equal((read.body as { role: string }).role, 'viewer');
      const own = { ...sent, origin: api.url };
      assert.equal((await api.call('POST', '/api/projects', { key: viewer, headers: own, body: {} })).status, 403);
      assert.equal((await api.call('GET', '/api/session', { key: 'arv_unknown', headers: own })).status, 401);
      const basic = await bare('GET', '/api/session', { ...own, authorization: 'Basic abc' });
      assert.equal(basic.status, 401);
      // Whoever sends a key needs no Origin: programs have none.
      const admin = await api.makeKey('admin', company);
      const foreign = { ...sent, origin: 'https://evil.example' };
      await api.expect(201, 'POST', '/api/projects', { key: admin, headers: foreign, body: { name: 'x' } });
    });

    it('that comes with two values is none', async () => {
      const own = page.cookie ?? '';
      const planted = `${own.split('=')[0]}=arv_${'x'.repeat(43)}`;
      const headers = { 'x-console': '1' };
      for (const cookie of [`${planted}; ${own}`, `${own}; ${planted}`, `${own}; ${own}`]) {
        assert.equal((await bare('GET', '/api/session', { ...headers, cookie })).status, 401);
      }
      const { host } = new URL(api.url);
      const lines = [`Host: ${host}`, 'X-Console: 1', `Cookie: ${own}`, `Cookie: ${planted}`];
      assert.equal((await exchange(api.url, message('GET /api/session HTTP/1.1', lines))).status, 401);
      const among = `a=1; ${own};b="x=y"; c`;
      assert.equal((await bare('GET', '/api/session', { ...headers, cookie: among })).status, 200);
    });

    it('of another installation, or that is none of ours, is nothing', async () => {
      const [name = '', secret = ''] = (page.cookie ?? '').split('=');
      const headers = { 'x-console': '1' };
      const another = name.replace(/[0-9a-f-]{36}$/, '00000000-0000-4000-8000-000000000000');
      const others = [
        `${another}=${secret}`,
        `__Host-${name}=${secret}`,
        `${name}=`,
        `${name}=x`,
        `x${name}=${secret}`,
      ];
      for (const cookie of others) {
        assert.equal((await bare('GET', '/api/session', { ...headers, cookie })).status, 401, cookie);
      }
      const both = `${another}=arv_${'x'.repeat(43)}; ${page.cookie}`;
      assert.equal((await bare('GET', '/api/session', { ...headers, cookie: both })).status, 200);
    });

    it('among many is found, and too many are told so', async () => {
      const many = (bytes: number): string => `other=${'x'.repeat(bytes)}; ${page.cookie}`;
      const headers = { 'x-console': '1' };
      assert.equal((await bare('GET', '/api/session', { ...headers, cookie: many(12_000) })).status, 200);
      const sent = { headers: { ...headers, cookie: many(17_000) } };
      assert.equal((await fetch(`${api.url}/api/session`, sent)).status, 431);
    });

    it('is not read by what is public', async () => {
      const { id, unique_id } = await insertContent(database.db, { company_id: company, settled_at: clock.now() });
      await insertVideo(database.db, id, { video_url: '/media/1' });
      // A session that is used is noted: this one would be.
      const soon = { expires_at: new Date(clock.now() + 60_000) };
      await database.db('browser_sessions').update(soon);
      const before = await database.db('browser_sessions').orderBy('id');
      for (const path of [
        `/api/ar/${unique_id}/active-video`,
        `/api/ar/${unique_id}/plan`,
        `/view/${unique_id}`,
        '/api/time',
        '/media/1/x',
      ]) {
        const [plain, sent] = await Promise.all([
          api.call('GET', path, { key: null }),
          bare('GET', path, pageHeaders(api.url)),
        ]);
        assert.deepEqual([sent.status, sent.headers.get('vary')], [plain.status, plain.headers.get('vary')], path);
        assert.equal(sent.headers.get('set-cookie'), null);
      }
      assert.deepEqual(await database.db('browser_sessions').orderBy('id'), before);
    });
  });

  describe('signing in', () => {
    it('takes both headers, whatever the secret', async () => {
      const key = await api.makeKey('viewer', company);
      const before = (await database.db('browser_sessions')).length;
      const headers = [
        { origin: api.url },
        { 'x-console': '1' },
        ...foreignOrigins().map((origin) => ({ 'x-console': '1', origin })),
      ];
      for (const sent of headers) {
        const answer = await api.call('POST', '/api/session', { key: null, headers: { ...sent }, body: { key } });
        assert.deepEqual([answer.status, problemCode(answer)], [403, 'foreign_origin'], JSON.stringify(sent));
        assert.equal(answer.headers.get('set-cookie'), null);
      }
      assert.equal((await database.db('browser_sessions')).length, before);
    });

    it('spends no link by opening or looking at its address', async () => {
      const { sign_in_url } = await api.expect(200, 'POST', '/api/sign-in-links');
      const url = new URL(String(sign_in_url));
      for (const method of ['GET', 'HEAD']) await api.call(method, url.pathname, { key: null });
      await new TestPage(api).signIn({ link: url.hash.slice(1) });
    });
  });

  describe('a preflight', () => {
    const ask = (path: string, headers: string): Promise<ApiAnswer> =>
      api.call('OPTIONS', path, {
        key: null,
        headers: {
          origin: 'https://evil.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': headers,
        },
      });

    it('never allows the header of our pages, on any path, nor credentials', async () => {
      const paths = new Set(api.routes.map(({ path }) => path.replaceAll(/\{\w+\}/g, '1')));
      for (const path of [...paths, '/media/1/x', '/nowhere']) {
        for (const names of ['x-console', 'X-Console', 'content-type, x-console', 'authorization,X-CONSOLE ']) {
          const { headers } = await ask(path, names);
          assert.equal(headers.get('access-control-allow-headers'), null, `${path} ${names}`);
          assert.equal(headers.get('access-control-allow-credentials'), null);
        }
      }
    });

    it('allows any other', async () => {
      const { headers } = await ask('/api/projects', 'authorization, content-type, x-anything');
      assert.doesNotMatch(headers.get('access-control-expose-headers') ?? '', /cookie/i);
      assert.equal(headers.get('access-control-allow-headers'), 'authorization, content-type, x-anything');
    });
  });

  describe('the cookie that is set', () => {
    const attributes = 'Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict';
    const secret = /^arv_[\w-]{43}$/;

    it('is named by the installation where there is no TLS', async () => {
      const [pair = '', ...rest] = page.lastSet.split('; ');
      const [name, value = ''] = pair.split('=');
      assert.equal(name, `arv_session_${await installationId()}`);
      assert.match(value, secret);
      assert.equal(rest.join('; '), attributes);
      await page.expect(200, 'DELETE', '/api/session');
      assert.equal(page.lastSet, `${name}=; ${attributes.replace('2592000', '0')}`);
    });

    it('is bound to the host and to TLS behind a proxy that says https', async () => {
      const origin = 'https://videos.example';
      const proxied = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'videos.example' };
      const key = await api.makeKey('viewer', company);
      const secured = new TestPage(api, origin);
      assert.equal((await secured.call('POST', '/api/session', { key }, proxied)).status, 200);
      assert.match(secured.lastSet, /^__Host-arv_session_.*; SameSite=Strict; Secure$/);
      assert.equal((await secured.call('GET', '/api/session', undefined, proxied)).status, 200);
      assert.equal((await secured.call('DELETE', '/api/sessions', undefined, proxied)).status, 200);
    });

    it('is bound to the host and to TLS where PUBLIC_BASE_URL is https, and Origin is held to that', async () => {
      const own = await startTestApi(database.db, clock, { publicBaseUrl: 'https://videos.example/rotation/' });
      try {
        const secured = new TestPage(own, 'https://videos.example');
        await secured.signIn({ key: await own.makeKey('admin', company) });
        assert.match(secured.lastSet, /^__Host-arv_session_.*; Path=\/; .*; Secure$/);
        await secured.expect(201, 'POST', '/api/projects', { name: 'x' });
        const other = new TestPage(own);
        other.cookie = secured.cookie;
        await other.expect(200, 'GET', '/api/session');
        assert.equal(problemCode(await other.call('POST', '/api/projects', { name: 'x' })), 'foreign_origin');
        const { sign_in_url } = await own.expect(200, 'POST', '/api/sign-in-links');
        assert.match(String(sign_in_url), /^https:\/\/videos\.example\/rotation\/console\/sign-in#arv_/);
      } finally {
        await own.stop();
      }
    });
  });
});
