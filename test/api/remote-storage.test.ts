import assert from 'node:assert/strict';
import { openAsBlob, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseClock } from '../../src/db/clock.js';
import { freePort } from '../../src/runtime/ports.js';
import { startTestApi, type ApiObject, type TestApi } from '../support/api.js';
import { insertCompany, insertContent } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { assertOwnWords } from '../support/library-words.js';
import { serverOrSkip, startGcsServer, startS3Server, type StorageServer } from '../support/storage-servers.js';
import { YandexDiskServer } from '../support/yandex-disk-server.js';

const FILE = join(import.meta.dirname, '..', 'fixtures', 'videos', 'faststart.mp4');

interface TestResult {
  ok: boolean;
  steps: { step: string; ok: boolean; error: string | null }[];
}

describe('api with a storage elsewhere', function () {
  this.timeout(20_000);
  let database: TestDatabase;
  let api: TestApi;
  let server: StorageServer;
  let companyId: number;
  let contentId: number;
  let connection: ApiObject;
  const clock = new DatabaseClock();
  const content = readFileSync(FILE);

  before(async function () {
    server = await serverOrSkip(this, startS3Server);
    database = await testDatabase();
    await clock.start(database.db);
    api = await startTestApi(database.db, clock);
    companyId = (await insertCompany(database.db)).id;
    contentId = (await insertContent(database.db, { company_id: companyId, settled_at: clock.now() })).id;
    connection = await connect({});
  });
  after(async () => {
    await api?.stop();
    clock.stop();
    await database?.drop();
    await server?.stop();
  });

  const body = (changes: object) => ({
    company_id: companyId,
    name: 'bucket',
    provider: 's3',
    settings: server.settings,
    credentials: server.credentials,
    is_default: true,
    ...changes,
  });
  const connect = (changes: object) => api.expect(201, 'POST', '/api/storage-connections', { body: body(changes) });
  const test = async (id: number): Promise<TestResult> =>
    (await api.call('POST', `/api/storage-connections/${id}/test`)).body as TestResult;
  const upload = async () => {
    const form = new FormData();
    form.set('file', await openAsBlob(FILE), 'a.mp4');
    return api.call('POST', `/api/ar-content/${contentId}/videos`, { body: form });
  };
  const objects = (): string[] =>
    readdirSync(server.folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() && !entry.parentPath.includes('.sgwtmp') ? [entry.name] : [],
    );
  const waiting = (): Promise<unknown[]> =>
    database.db('file_deletions').where('storage_connection_id', connection.id).select('path');
  const deliver = (delivery: string) =>
    api.expect(200, 'PUT', `/api/storage-connections/${connection.id}`, {
      body: { settings: { ...server.settings, delivery } },
    });

  it('keeps credentials encrypted and never shows them', async () => {
    const shown = await api.call('GET', `/api/storage-connections/${connection.id}`);
    const audit = await database.db('audit_log').where('subject', `storage_connection:${connection.id}`);
    for (const text of [connection, shown.body, audit].map((value) => JSON.stringify(value))) {
      assert.doesNotMatch(text, /test-(secret-)?access-key|credentials/);
    }
    const row = await database.db('storage_connections').where('id', connection.id).first('credentials');
    assert.doesNotMatch(row.credentials.toString('latin1'), /access/);
  });

  it('names every field that a provider does not take', async () => {
    const settings = { bucket: 'No Bucket', prefix: '../up', colour: 'red' };
    const refused = await api.call('POST', '/api/storage-connections', {
      body: body({ settings, credentials: { access_key_id: '' }, base_path: '/tmp' }),
    });
    const { errors } = refused.body as { errors: { field: string }[] };
    assert.deepEqual(errors.map(({ field }) => field).toSorted(), [
      'base_path',
      'credentials.access_key_id',
      'credentials.secret_access_key',
      'settings.bucket',
      'settings.colour',
      'settings.prefix',
    ]);
    await api.expect(422, 'POST', '/api/storage-connections', { body: body({ credentials: undefined }) });
    await api.expect(422, 'POST', '/api/storage-connections', {
      body: body({
        provider: 'gcs',
        settings: { bucket: 'abc' },
        credentials: { client_email: 'a@b.de', private_key: 'x' },
      }),
    });
  });

  it('lets a company name a bucket of AWS, but no address that the service would call', async () => {
    const key = await api.makeKey('admin', companyId);
    const aws = { ...body({ settings: { bucket: 'abc' }, is_default: false }), company_id: undefined };
    const { id } = await api.expect(201, 'POST', '/api/storage-connections', { body: aws, key });
    await api.expect(403, 'POST', '/api/storage-connections', { body: { ...aws, settings: server.settings }, key });
    await api.expect(403, 'PUT', `/api/storage-connections/${id}`, { body: { settings: server.settings }, key });
    await api.expect(200, 'DELETE', `/api/storage-connections/${id}`, { key });
    const other = await api.makeKey('admin', (await insertCompany(database.db)).id);
    assert.equal(
      (await api.call('POST', `/api/storage-connections/${connection.id}/test`, { key: other })).status,
      404,
    );
  });

  it('tries a connection, and tells which step failed and why', async () => {
    const good = await test(connection.id);
    assert.deepEqual(
      good.steps.map(({ step, ok }) => [step, ok]),
      [
        ['write', true],
        ['size', true],
        ['read', true],
        ['range', true],
        ['address', true],
        ['delete', true],
      ],
    );
    assert.deepEqual([good.ok, objects(), await waiting()], [true, [], []]);
    const faults: [object, RegExp][] = [
      [{ credentials: { ...server.credentials, secret_access_key: 'wrong' } }, /refused the credentials/],
      [{ settings: { ...server.settings, bucket: 'no-such-bucket' } }, /bucket or folder does not exist/],
      [
        { settings: { ...server.settings, endpoint: `http://127.0.0.1:${await freePort()}` } },
        /nothing listens at its address/,
      ],
    ];
    for (const [change, reason] of faults) {
      const { id } = await connect({ ...change, is_default: false });
      const { ok, steps } = await test(id);
      assert.deepEqual([ok, steps[0]?.step, steps[0]?.ok], [false, 'write', false]);
      assert.match(String(steps[0]?.error), reason);
      assertOwnWords(String(steps[0]?.error));
    }
  });

  it('stores an upload there, and sends clients to it with an address that works for hours', async () => {
    const answer = await upload();
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    const { video_url: url, video_path: path } = answer.body as { video_url: string; video_path: string };
    assert.equal(url, `${api.url}/media/${connection.id}/${path}`);
    assert.ok(readFileSync(join(server.folder, path)).equals(content));
    assert.deepEqual(await waiting(), []);
    const redirect = await fetch(url, { redirect: 'manual' });
    assert.deepEqual([redirect.status, redirect.headers.get('cache-control')], [302, 'public, max-age=300']);
    assert.equal(new URL(redirect.headers.get('location') ?? '').searchParams.get('X-Amz-Expires'), '21600');
    const range = await fetch(url, { headers: { range: 'bytes=0-99' } });
    assert.equal(range.status, 206);
    assert.ok(Buffer.from(await range.arrayBuffer()).equals(content.subarray(0, 100)));
    const head = await fetch(url, { method: 'HEAD', redirect: 'error' });
    assert.deepEqual([head.status, head.headers.get('content-length')], [200, String(content.length)]);
  });

  it('hands files through where the connection says so', async () => {
    const { video_url: url } = (await upload()).body as { video_url: string };
    await deliver('proxy');
    // Another process, or this one half a minute later: what is remembered is forgotten with a new API.
    const fresh = await startTestApi(database.db, clock);
    try {
      const here = url.replace(api.url, fresh.url);
      const get = async (headers: Record<string, string>) => {
        const answer = await fetch(here, { headers, redirect: 'error' });
        return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
      };
      const whole = await get({});
      assert.deepEqual([whole.status, whole.headers.get('content-type')], [200, 'video/mp4']);
      assert.ok(whole.bytes.equals(content));
      const etag = String(whole.headers.get('etag'));
      const size = content.length;
      const cases: [Record<string, string>, number, Buffer, string | null][] = [
        [{ range: 'bytes=5-9' }, 206, content.subarray(5, 10), `bytes 5-9/${size}`],
        [{ range: 'bytes=-7' }, 206, content.subarray(-7), `bytes ${size - 7}-${size - 1}/${size}`],
        [{ range: `bytes=-${size + 1}` }, 206, content, `bytes 0-${size - 1}/${size}`],
        [{ range: 'bytes=10-' }, 206, content.subarray(10), `bytes 10-${size - 1}/${size}`],
        [{ range: 'bytes=9-5' }, 200, content, null],
        [{ range: 'bytes=0-4,6-9' }, 206, content.subarray(0, 10), `bytes 0-9/${size}`],
        [{ range: 'bytes=5-9', 'if-range': '"other"' }, 200, content, null],
        [{ range: 'bytes=5-9', 'if-range': etag }, 206, content.subarray(5, 10), `bytes 5-9/${size}`],
        [{ 'if-none-match': etag }, 304, Buffer.alloc(0), null],
      ];
      for (const [headers, status, bytes, contentRange] of cases) {
        const part = await get(headers);
        assert.deepEqual(
          [part.status, part.headers.get('content-range')],
          [status, contentRange],
          JSON.stringify(headers),
        );
        assert.ok(part.bytes.equals(bytes), JSON.stringify(headers));
      }
      const several = await get({ range: 'bytes=0-4,1000-1004' });
      assert.match(several.headers.get('content-type') ?? '', /^multipart\/byteranges; boundary=/);
      assert.equal(several.bytes.length, Number(several.headers.get('content-length')));
      for (const start of [0, 1_000]) assert.ok(several.bytes.includes(content.subarray(start, start + 5)));
      const beyond = await get({ range: `bytes=${size}-` });
      assert.deepEqual([beyond.status, beyond.headers.get('content-range')], [416, `bytes */${size}`]);
      assert.equal((await get({ 'if-match': '"other"' })).status, 412);
      assert.equal((await fetch(here.replace(/[0-9a-f]{8}-/, '00000000-'))).status, 404);
    } finally {
      await fresh.stop();
      await deliver('redirect');
    }
  });

  it('keeps a connection that is in use, and where its files lie', async () => {
    await api.expect(409, 'DELETE', `/api/storage-connections/${connection.id}`);
    const settings = { ...server.settings, prefix: 'elsewhere' };
    await api.expect(409, 'PUT', `/api/storage-connections/${connection.id}`, { body: { settings } });
    const { credentials } = server;
    await api.expect(200, 'PUT', `/api/storage-connections/${connection.id}`, { body: { credentials } });
    assert.equal((await test(connection.id)).ok, true);
  });

  it('answers 503 and keeps nothing while the backend is down or silent', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const down = { ...server.settings, endpoint: `http://127.0.0.1:${await freePort()}` };
    for (const settings of [down, { ...server.settings, endpoint: `http://127.0.0.1:${port}` }]) {
      const before = objects();
      const { id } = await connect({ settings });
      const answer = await upload();
      assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '5'], JSON.stringify(answer.body));
      assert.deepEqual(readdirSync(join(api.mediaDir, 'staging', 'uploads')), []);
      assert.deepEqual(objects(), before);
      // The clean-up looks again later, as nobody can know what the backend has kept.
      assert.equal((await database.db('file_deletions').where('storage_connection_id', id)).length, 1);
    }
    silent.close();
    await api.expect(200, 'PUT', `/api/storage-connections/${connection.id}`, { body: { is_default: true } });
  });

  it('leaves nothing of an upload that cannot become a video', async () => {
    const before = objects();
    const form = new FormData();
    form.set('file', await openAsBlob(FILE), 'a.mp4');
    form.set('activate', '1');
    form.set('schedule_start', '2999-01-01T00:00:00Z');
    await api.expect(409, 'POST', `/api/ar-content/${contentId}/videos`, { body: form });
    assert.deepEqual(objects(), before);
  });

  it('works with Google Cloud Storage the same way', async function () {
    const gcs = await serverOrSkip(this, startGcsServer);
    try {
      const { id } = await connect({ provider: 'gcs', settings: gcs.settings, credentials: gcs.credentials });
      assert.equal((await test(id)).ok, true);
      const answer = await upload();
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      const served = await fetch(String((answer.body as ApiObject)['video_url']));
      assert.ok(Buffer.from(await served.arrayBuffer()).equals(content));
    } finally {
      await gcs.stop();
    }
  });

  it('works with Yandex Disk as well, whose files pass through us', async () => {
    const disk = await YandexDiskServer.start();
    try {
      const { settings, credentials } = disk;
      const made = await connect({ provider: 'yandex_disk', settings, credentials });
      const tried = await test(made.id);
      assert.deepEqual([tried.ok, tried.steps.every(({ ok }) => ok), tried.steps.length], [true, true, 6]);
      const answer = await upload();
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      const { video_url: url, video_path: path } = answer.body as { video_url: string; video_path: string };
      assert.ok(readFileSync(join(disk.folder, path)).equals(content));
      const range = await fetch(url, { headers: { range: 'bytes=5-9' }, redirect: 'error' });
      assert.deepEqual([range.status, range.headers.get('content-type')], [206, 'video/mp4']);
      assert.ok(Buffer.from(await range.arrayBuffer()).equals(content.subarray(5, 10)));

      disk.freeBytes = 0;
      const full = await upload();
      assert.deepEqual([full.status, (full.body as { code: string }).code], [507, 'storage_full']);
      disk.freeBytes = Infinity;
      disk.credentials.oauth_token = 'another one';
      const { ok, steps } = await test(made.id);
      assert.deepEqual([ok, steps.map(({ step }) => step)], [false, ['write', 'delete']]);
      assert.match(String(steps[0]?.error), /refused the credentials/);

      const shown = await api.call('GET', `/api/storage-connections/${made.id}`);
      const audit = await database.db('audit_log').where('subject', `storage_connection:${made.id}`);
      for (const text of [made, shown.body, audit, tried, steps, full.body].map((value) => JSON.stringify(value))) {
        assert.doesNotMatch(text, /test-yandex-token|credentials":/);
      }
      const row = await database.db('storage_connections').where('id', made.id).first('credentials');
      assert.doesNotMatch(row.credentials.toString('latin1'), /yandex|oauth/);
      assert.deepEqual(disk.leaks, []);
    } finally {
      await disk.stop();
      await api.expect(200, 'PUT', `/api/storage-connections/${connection.id}`, { body: { is_default: true } });
    }
  });

  it('names what is wrong with a connection to Yandex Disk, and asks no server that a company names', async () => {
    const given = { provider: 'yandex_disk', settings: { root: 'trash' }, credentials: { oauth_token: 'a b\n' } };
    const refused = await api.call('POST', '/api/storage-connections', { body: body(given) });
    const { errors } = refused.body as { errors: { field: string }[] };
    assert.deepEqual(errors.map(({ field }) => field).toSorted(), ['credentials.oauth_token', 'settings.root']);
    const key = await api.makeKey('admin', companyId);
    const credentials = { oauth_token: 'token' };
    const own = { ...body({ ...given, settings: {}, credentials, is_default: false }), company_id: undefined };
    const { id } = await api.expect(201, 'POST', '/api/storage-connections', { body: own, key });
    const settings = { api_endpoint: 'http://127.0.0.1:1' };
    await api.expect(403, 'PUT', `/api/storage-connections/${id}`, { body: { settings }, key });
    await api.expect(200, 'DELETE', `/api/storage-connections/${id}`, { key });
  });
});
