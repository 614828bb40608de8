import assert from 'node:assert/strict';
import { DatabaseClock } from '../../src/db/clock.js';
import { startTestApi, type TestApi, type TestApiOptions } from '../support/api.js';
import { insertCompany, insertContent, insertVideo } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { exchange, message, type RawAnswer } from '../support/raw-http.js';

describe('absolute addresses', () => {
  let database: TestDatabase;
  let contentId: number;
  let uniqueId: string;
  let videoId: number;
  let direct: TestApi;
  let behind: TestApi;
  let fixed: TestApi;
  const clock = new DatabaseClock();

  before(async () => {
    database = await testDatabase();
    await clock.start(database.db);
    const company_id = (await insertCompany(database.db)).id;
    const content = await insertContent(database.db, { company_id, settled_at: clock.now() });
    [contentId, uniqueId] = [content.id, content.unique_id];
    videoId = (await insertVideo(database.db, contentId, { video_url: '/media/1/x.mp4' })).id;
    await insertVideo(database.db, contentId, { video_url: '/media/1/y.mp4' });
    const start = (options: TestApiOptions) => startTestApi(database.db, clock, { feedUrl: database.url, ...options });
    direct = await start({});
    behind = await start({ trustedProxies: ['127.0.0.1'] });
    fixed = await start({ publicBaseUrl: 'https://ar.example/' });
    for (const api of [direct, behind, fixed]) {
      await eventually(async () => {
        await api.call('GET', `/api/ar/${uniqueId}/active-video`, { key: null });
        assert.ok(api.deps.cache.peek(uniqueId), 'held');
      });
    }
  });
  after(async () => {
    for (const api of [direct, behind, fixed]) await api.stop();
    clock.stop();
    await database.drop();
  });

  const shown = (): string => `/api/ar/${uniqueId}/active-video`;
  const videoUrl = ({ body }: RawAnswer): string => String(body['video_url']);
  /** What an address of the hot read begins with. */
  async function askedFor(api: TestApi, headers: string[], target = shown(), version = '1.1'): Promise<string> {
    const answer = await exchange(api.url, message(`GET ${target} HTTP/${version}`, headers));
    assert.equal(answer.status, 200, answer.text);
    return videoUrl(answer).replace('/media/1/x.mp4', '');
  }
  async function assertRefused(api: TestApi, headers: string[], target: string, version = '1.1'): Promise<void> {
    const answer = await exchange(api.url, message(`GET ${target} HTTP/${version}`, headers));
    assert.deepEqual([answer.status, answer.body['code']], [400, 'malformed_request'], `${target} ${headers.join()}`);
  }

  const HOSTS = [
    'ar_api:3000',
    'a.example',
    'A.Example:8080',
    '192.0.2.7',
    '[2001:db8::1]',
    '[::1]:3000',
    'xn--bcher-kva.example',
    'a~b!c.example',
    'b%C3%BCcher.example',
    'a:0',
    '1.2.3.999',
    'localhost',
  ];
  for (const host of HOSTS) {
    it(`begin with what was asked for: ${host}`, async () => {
      assert.equal(await askedFor(direct, [`Host: ${host}`]), `http://${host}`);
      assert.equal(await askedFor(direct, [`Host: ${host}`], `http://${host}${shown()}`), `http://${host}`);
    });
  }

  it('leave a colon without a port out', async () => {
    assert.equal(await askedFor(direct, ['Host: a.example:']), 'http://a.example');
  });

  const NO_HOSTS = [
    '',
    ' ',
    'a b',
    'a, b',
    'a/b',
    'a?b',
    'a#b',
    'user@a',
    'http://a',
    'a:65536',
    'a:99999999999999999999',
    'a:http',
    'a:1:2',
    '[::1',
    '::1',
    '[::g]',
    '[1.2.3.4]',
    '[fe80::1%25eth0]',
    'a%zz',
    'a<b>',
    'a"b',
    'a\\b',
    'b\xfccher.example',
    'x'.repeat(400),
  ];
  for (const host of NO_HOSTS) {
    it(`are not made of ${JSON.stringify(host).slice(0, 40)}, which is refused everywhere`, async () => {
      for (const path of [shown(), '/health/live', '/docs/swagger-ui.css', '/media/1/x', '/nothing']) {
        await assertRefused(direct, [`Host: ${host}`], path);
      }
      await assertRefused(fixed, [`Host: ${host}`], shown());
    });
  }

  it('are not made where Host is missing or there are two', async () => {
    for (const path of [shown(), '/health/live', '/media/1/x', '/nothing']) {
      await assertRefused(direct, [], path);
      await assertRefused(direct, ['Host: a.example', 'Host: a.example'], path);
      await assertRefused(direct, ['Host: a.example', 'hOST: b.example'], path, '1.0');
    }
    await assertRefused(fixed, ['Host: a.example', 'Host: b.example'], shown());
    await assertRefused(direct, ['Host: a.example', 'Host: b.example'], `http://c.example${shown()}`);
  });

  it('begin with where the connection came in for clients of HTTP/1.0 without Host', async () => {
    assert.equal(await askedFor(direct, [], shown(), '1.0'), direct.url);
    assert.equal((await exchange(direct.url, message('GET /health/live HTTP/1.0'))).status, 200);
  });

  it('begin with the request-target where that has a host', async () => {
    for (const [target, url] of [
      [`http://b.example:81${shown()}`, 'http://b.example:81'],
      [`HTTP://b.example${shown()}`, 'http://b.example'],
      [`https://b.example${shown()}`, 'https://b.example'],
    ] as const) {
      assert.equal(await askedFor(direct, ['Host: a.example'], target), url);
    }
    const unknown = await exchange(direct.url, message('GET http://b.example/nothing?x=1 HTTP/1.1', ['Host: a']));
    assert.deepEqual([unknown.status, unknown.body['instance']], [404, '/nothing']);
    assert.equal((await exchange(direct.url, message('GET http://b.example HTTP/1.1', ['Host: a']))).status, 404);
    for (const target of ['http://', 'http://u@b', 'http://b:x', 'ftp://b', 'http://b:70000', 'http://[::1']) {
      await assertRefused(direct, ['Host: a.example'], `${target}${shown()}`);
    }
  });

  describe('behind a proxy', () => {
    const FORWARDED = ['Host: inner:3000', 'X-Forwarded-Host: ar.example:8443', 'X-Forwarded-Proto: https'];

    it('begin with what the proxy says, if it is one of ours', async () => {
      assert.equal(await askedFor(behind, FORWARDED), 'https://ar.example:8443');
      assert.equal(await askedFor(behind, ['Host: a.example', 'X-Forwarded-Proto: HTTPS']), 'https://a.example');
      assert.equal(await askedFor(direct, FORWARDED), 'http://inner:3000');
      assert.equal(await askedFor(fixed, FORWARDED), 'https://ar.example');
    });

    it('go by its last word, as a client may have said the others', async () => {
      const several = ['Host: a', 'X-Forwarded-Host: evil.example, ar.example', 'X-Forwarded-Proto: http'];
      assert.equal(await askedFor(behind, [...several, 'X-Forwarded-Proto: https']), 'https://ar.example');
    });

    it('are refused where what it says is none', async () => {
      for (const header of ['X-Forwarded-Host: a b', 'X-Forwarded-Host: ', 'X-Forwarded-Proto: wss']) {
        await assertRefused(behind, ['Host: a.example', header], shown());
        await assertRefused(behind, ['Host: a.example', header], '/health/live');
        assert.equal(await askedFor(direct, ['Host: a.example', header]), 'http://a.example');
      }
    });

    it('are told to vary by it', async () => {
      const vary = async (api: TestApi, path: string) =>
        (await api.call('GET', path, { key: null })).headers.get('vary');
      for (const path of [shown(), `/api/ar/${uniqueId}/plan`]) {
        assert.equal(await vary(behind, path), 'Host, X-Forwarded-Host, X-Forwarded-Proto');
        assert.equal(await vary(direct, path), 'Host');
        assert.equal(await vary(fixed, path), null);
      }
    });
  });

  it('are the same in every answer that has one', async () => {
    const key = `Authorization: Bearer ${await direct.makeKey('admin', null)}`;
    const ask = (first: string, headers: string[] = [], body = '') =>
      exchange(direct.url, message(first, ['Host: ar_api:3000', key, ...headers], body));
    const base = 'http://ar_api:3000';
    const one = await ask(`GET /api/videos/${videoId} HTTP/1.1`);
    assert.equal(videoUrl(one), `${base}/media/1/x.mp4`);
    const changes = JSON.stringify({ title: 'Spring' });
    const body = ['Content-Type: application/json', `Content-Length: ${changes.length}`];
    assert.equal(videoUrl(await ask(`PUT /api/videos/${videoId} HTTP/1.1`, body, changes)), `${base}/media/1/x.mp4`);
    const list = await ask(`GET /api/ar-content/${contentId}/videos?limit=1 HTTP/1.1`);
    assert.equal(
      list.headers.get('link'),
      `<${base}/api/ar-content/${contentId}/videos?limit=1&after=${videoId}>; rel="next"`,
    );
    assert.match(list.text, /"video_url":"http:\/\/ar_api:3000\/media/);
    const tus = ['Tus-Resumable: 1.0.0', 'Upload-Length: 10'];
    const begun = await ask(`POST /api/ar-content/${contentId}/videos/resumable HTTP/1.1`, tus);
    assert.match(begun.headers.get('location') ?? '', /^http:\/\/ar_api:3000\/api\/ar-content\//);
    const plan = await ask(`GET /api/ar/${uniqueId}/plan HTTP/1.1`);
    assert.match(plan.text, /"video_url":"http:\/\/ar_api:3000\/media/);
  });

  it('may name a host that is no URL to browsers, also for resumable uploads', async () => {
    const key = `Authorization: Bearer ${await direct.makeKey('admin', null)}`;
    const headers = ['Host: 1.2.3.999', key, 'Tus-Resumable: 1.0.0', 'Upload-Length: 10'];
    const answer = await exchange(
      direct.url,
      message(`POST /api/ar-content/${contentId}/videos/resumable HTTP/1.1`, headers),
    );
    assert.equal(answer.status, 201, answer.text);
  });
});
