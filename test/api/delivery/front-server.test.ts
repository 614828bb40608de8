import assert from 'node:assert/strict';
import { openAsBlob, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../src/config/project-root.js';
import { DatabaseClock } from '../../../src/db/clock.js';
import type { FrontServer } from '../../../src/api/delivery/hand-over.js';
import { startTestApi, type TestApi } from '../../support/api.js';
import { insertCompany, insertContent } from '../../support/builders.js';
import { testDatabase, type TestDatabase } from '../../support/database.js';
import { startNginx, type Nginx } from '../../support/nginx.js';
import { fixturePath } from '../../support/videos.js';

const X_ACCEL: FrontServer = { header: 'X-Accel-Redirect', prefix: '/media-files' };

/** The `server` block of docs/delivery.md, for this API and its folder. */
function documentedServer(port: number, api: TestApi): string {
  const [, block = ''] =
    /```nginx\n([^]*?)```/.exec(readFileSync(join(projectRoot(), 'docs/delivery.md'), 'utf8')) ?? [];
  return block
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('127.0.0.1:3000', new URL(api.url).host)
    .replace('location /media-files/srv/media/', `location "/media-files${api.mediaDir}/"`)
    .replace('alias /srv/media/', `alias "${api.mediaDir}/"`);
}

describe('a server in front', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let contentId: number;
  let nginx: Nginx | undefined;
  const apis: TestApi[] = [];
  const clock = new DatabaseClock();
  const content = readFileSync(fixturePath('faststart.mp4'));

  beforeEach(async () => {
    database = await testDatabase();
    await clock.start(database.db);
    const { id } = await insertCompany(database.db);
    contentId = (await insertContent(database.db, { company_id: id, settled_at: clock.now() })).id;
  });
  afterEach(async () => {
    await nginx?.stop();
    nginx = undefined;
    for (const api of apis.splice(0)) await api.stop();
    clock.stop();
    await database.drop();
  });

  const start = async (frontServer: FrontServer): Promise<TestApi> => {
    const api = await startTestApi(database.db, clock, { frontServer, trustedProxies: ['127.0.0.1'] });
    apis.push(api);
    return api;
  };
  const upload = async (api: TestApi) => {
    const body = new FormData();
    body.set('file', await openAsBlob(fixturePath('faststart.mp4')), 'a.mp4');
    const { video_url: url, video_path: path } = await api.expect(201, 'POST', `/api/ar-content/${contentId}/videos`, {
      body,
    });
    return { path: String(path), pathname: new URL(String(url)).pathname };
  };

  for (const [front, before] of [
    [X_ACCEL, '/media-files'],
    [{ header: 'X-Sendfile', prefix: '' }, ''],
  ] as const) {
    it(`is told by ${front.header} where a file is, and nothing of one that is not there`, async () => {
      const api = await start(front);
      const { path, pathname } = await upload(api);
      const answer = await fetch(api.url + pathname);
      assert.equal(decodeURIComponent(answer.headers.get(front.header) ?? ''), `${before}${api.mediaDir}/${path}`);
      assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'video/mp4']);
      assert.equal((await answer.arrayBuffer()).byteLength, 0);
      rmSync(join(api.mediaDir, path));
      const missing = await fetch(api.url + pathname);
      assert.deepEqual([missing.status, missing.headers.get(front.header)], [404, null]);
    });
  }

  it('sends the file as we would: the documented nginx', async function () {
    const running = await start(X_ACCEL);
    try {
      nginx = await startNginx((port) => documentedServer(port, running));
    } catch (error) {
      process.stderr.write(`Skipped, as nginx cannot be had: ${String(error)}\n`);
      return this.skip(); // Debian's package is unpacked for it; where there is none, there is nothing to test with.
    }
    const { path, pathname } = await upload(running);
    const { url } = nginx;
    const get = async (headers: Record<string, string>, method = 'GET') => {
      const answer = await fetch(url + pathname, { headers, method });
      return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
    };
    const whole = await get({});
    assert.equal(whole.status, 200);
    assert.ok(whole.bytes.equals(content));
    const expected = {
      server: nginx.version.replace(/^nginx version: /, '').replace(/ .*/, ''),
      'content-type': 'video/mp4',
      'content-disposition': 'inline',
      'cache-control': 'public, max-age=31536000, immutable',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-accel-redirect': null,
    };
    for (const [name, value] of Object.entries(expected)) assert.equal(whole.headers.get(name), value, name);
    const tag = whole.headers.get('etag') ?? '';
    const size = content.length;
    const cases: [Record<string, string>, number, Buffer | null][] = [
      [{ range: 'bytes=5-9' }, 206, content.subarray(5, 10)],
      [{ range: 'bytes=-7' }, 206, content.subarray(-7)],
      [{ range: 'bytes=5-9', 'if-range': tag }, 206, content.subarray(5, 10)],
      [{ range: 'bytes=5-9', 'if-range': '"other"' }, 200, content],
      [{ range: `bytes=${size}-` }, 416, null],
      [{ 'if-none-match': tag }, 304, Buffer.alloc(0)],
      [{ 'if-match': '"other"' }, 412, null],
    ];
    for (const [headers, status, bytes] of cases) {
      const part = await get(headers);
      assert.equal(part.status, status, JSON.stringify(headers));
      if (bytes !== null) assert.ok(part.bytes.equals(bytes), JSON.stringify(headers));
    }
    const several = await get({ range: 'bytes=0-4,1000-1004' });
    assert.match(several.headers.get('content-type') ?? '', /^multipart\/byteranges/);
    const head = await get({}, 'HEAD');
    assert.deepEqual([head.status, head.headers.get('content-length')], [200, String(size)]);
    assert.equal((await fetch(`${url}/media-files${running.mediaDir}/${path}`)).status, 404);
    assert.equal((await fetch(`${url}/metrics`)).status, 404);
    assert.equal((await fetch(`${url}/docs`)).status, 200);
    // What a client says of hosts goes no further than nginx.
    const made = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
    const admin = `Bearer ${await running.makeKey('admin', null)}`;
    const videos = await fetch(`${url}/api/ar-content/${contentId}/videos`, {
      headers: { ...made, authorization: admin },
    });
    const [video] = (await videos.json()) as { video_url: string }[];
    assert.equal(video?.video_url, url + pathname);
    const missing = await fetch(url + pathname.replace(/[0-9a-f]{8}-/, '00000000-'));
    assert.match(missing.headers.get('content-type') ?? '', /problem\+json/);
  });
});
