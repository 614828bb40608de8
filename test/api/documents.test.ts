import assert from 'node:assert/strict';
import { DatabaseClock } from '../../src/db/clock.js';
import { startTestApi, type TestApi } from '../support/api.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

interface Operation {
  operationId?: string;
  parameters?: { in: string; name: string }[];
  security: object[];
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
}

describe('api documents', () => {
  let database: TestDatabase;
  let api: TestApi;
  const clock = new DatabaseClock();

  before(async () => {
    database = await testDatabase();
    await clock.start(database.db);
    api = await startTestApi(database.db, clock);
  });
  after(async () => {
    await api.stop();
    clock.stop();
    await database.drop();
  });

  it('describes exactly the routes that are registered, and the media files', async () => {
    const { paths, openapi } = (await api.call('GET', '/openapi.json')).body as Document;
    assert.equal(openapi, '3.1.0');
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    const registered = api.routes.map(({ method, path }) => `${method} ${path}`);
    const media = 'get /media/{storage_connection_id}/{kind}/{ar_content_id}/{file}';
    assert.deepEqual(documented.toSorted(), [...registered, media].toSorted());
  });

  it('gives every operation a name of its own', async () => {
    const { paths } = (await api.call('GET', '/openapi.json')).body as Document;
    const names = Object.values(paths).flatMap((operations) => Object.values(operations).map((one) => one.operationId));
    assert.ok(names.includes('postRotationByIdRotateNow'), names.join(' '));
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.match(name ?? '', /^[a-z][A-Za-z0-9]*$/);
  });

  it('names each parameter of a path, and says which routes take a key', async () => {
    const { paths } = (await api.call('GET', '/openapi.json')).body as Document;
    for (const route of api.routes) {
      const operation = paths[route.path]?.[route.method];
      const named = (operation?.parameters ?? []).filter((one) => one.in === 'path').map((one) => `{${one.name}}`);
      assert.deepEqual(named, route.path.match(/\{\w+\}/g) ?? [], route.path);
      assert.equal(operation?.security.length, route.access === 'public' ? 0 : 1, route.path);
    }
  });

  it('serves the docs without any outside address', async () => {
    const page = await api.call('GET', '/docs', { key: null });
    assert.equal(page.status, 200);
    assert.doesNotMatch(String(page.body), /https?:/);
    for (const [, path] of String(page.body).matchAll(/(?:src|href)="([^"]+)"/g)) {
      const answer = await fetch(api.url + path);
      assert.equal(answer.status, 200, path);
    }
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none';.*script-src 'self';/);
    const other = await api.call('GET', '/openapi.json', { key: null });
    assert.doesNotMatch(other.headers.get('content-security-policy') ?? 'script-src', /script-src/);
    assert.equal((await fetch(`${api.url}/docs/package.json`)).status, 404);
  });

  it('answers health and metrics without a key', async () => {
    assert.deepEqual((await api.call('GET', '/health/live', { key: null })).body, { status: 'ok' });
    const ready = await api.call('GET', '/health/ready', { key: null });
    assert.deepEqual([ready.status, ready.body], [200, { status: 'degraded', postgres: 'ok', temporal: 'degraded' }]);
    const metrics = await api.call('GET', '/metrics', { key: null });
    assert.match(String(metrics.body), /http_request_duration_seconds_count\{method="GET",route="\/health\/ready"/);
  });
});
