import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { WEBHOOK_EVENT_TYPES } from '../../src/domain/webhook.js';
import { DatabaseClock } from '../../src/db/clock.js';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';

interface Operation {
  operationId?: string;
  parameters?: { in: string; name: string; schema?: Schema }[];
  security: object[];
  responses: Record<string, { $ref?: string }>;
}

type Schema = Record<string, unknown> & { properties?: Record<string, Schema>; pattern?: string; examples?: unknown[] };

interface Document {
  openapi: string;
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, { post: { requestBody: { content: { 'application/json': { example: Schema } } } } }>;
  components: { schemas: Record<string, Schema> };
}

/** Every object within the document, with where it stands. */
function* objectsIn(value: unknown, place = '#'): Generator<[string, Schema]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [place, value as Schema];
  for (const [key, one] of Object.entries(value)) yield* objectsIn(one, `${place}/${key}`);
}

describe('api documents', () => {
  let api: TestApi;
  const clock = new DatabaseClock();

  apiForSuite(clock, (setting) => ({ api } = setting));

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

  it('says of every text in a query that it holds no U+0000', async () => {
    const { paths } = (await api.call('GET', '/openapi.json')).body as Document;
    const texts = Object.values(paths)
      .flatMap((operations) => Object.values(operations).flatMap(({ parameters = [] }) => parameters))
      .filter(
        ({ in: place, schema }) =>
          place === 'query' && schema?.['type'] === 'string' && !schema['format'] && !schema['enum'],
      );
    // Which zones there are cannot be said, so it is documented that another one is refused.
    const taken = texts.filter(
      ({ name, schema }) => name !== 'time_zone' && new RegExp(schema?.pattern ?? '').test('\0'),
    );
    assert.ok(texts.length > 8);
    assert.deepEqual(taken, []);
  });

  it('shows each event that endpoints are sent, as the page on webhooks does', async () => {
    const { webhooks } = (await api.call('GET', '/openapi.json')).body as Document;
    assert.deepEqual(Object.keys(webhooks), [...WEBHOOK_EVENT_TYPES]);
    const page = await readFile('docs/webhooks.md', 'utf8');
    const shown = [...page.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, text = '']) => JSON.parse(text) as unknown);
    for (const [type, { post }] of Object.entries(webhooks)) {
      const { example } = post.requestBody.content['application/json'];
      assert.equal(example['type'], type);
      assert.ok(
        shown.some((one) => isDeepStrictEqual(one, example)),
        `docs/webhooks.md does not show ${JSON.stringify(example)}`,
      );
    }
  });

  it('gives every operation a name of its own', async () => {
    const { paths } = (await api.call('GET', '/openapi.json')).body as Document;
    const names = Object.values(paths).flatMap((operations) => Object.values(operations).map((one) => one.operationId));
    assert.ok(names.includes('rotateNow'), names.join(' '));
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

  it('is the one that is checked in', async () => {
    const answer = await api.call('GET', '/openapi.json');
    const checkedIn: unknown = JSON.parse(await readFile('docs/openapi.json', 'utf8'));
    assert.deepEqual(answer.body, checkedIn, 'docs/openapi.json is not of these routes: run `npm run openapi`');
  });

  it('has the version of the package', async () => {
    const { info } = (await api.call('GET', '/openapi.json')).body as Document;
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    assert.equal(info.version, version);
  });

  it('refers to nothing that is not there', async () => {
    const document = (await api.call('GET', '/openapi.json')).body as Document;
    for (const [place, { $ref }] of objectsIn(document)) {
      if (typeof $ref !== 'string') continue;
      let target: unknown = document;
      for (const key of $ref.slice(2).split('/')) target = (target as Record<string, unknown> | undefined)?.[key];
      assert.ok(target, `${place}: ${$ref}`);
    }
  });

  it('has patterns that every reader of ECMA 262 compiles, and that match their examples', async () => {
    const document = (await api.call('GET', '/openapi.json')).body as Document;
    let patterns = 0;
    for (const [place, { pattern, examples = [], properties }] of objectsIn(document)) {
      if (typeof pattern !== 'string' || properties !== undefined) continue;
      patterns += 1;
      assert.doesNotMatch(pattern, /^\/|\/[a-z]*$|\\p\{|\(\?[^:]/, place);
      for (const flags of ['', 'u', 'v']) {
        const regex = new RegExp(pattern, flags);
        for (const example of examples) assert.match(String(example), regex, place);
      }
    }
    assert.ok(patterns > 20);
  });

  it('shows an example of everything that has a name, and each fits', async () => {
    const { components } = (await api.call('GET', '/openapi.json')).body as Document;
    const unexplained = Object.entries(components.schemas).filter(([, { examples }]) => examples?.length !== 1);
    assert.deepEqual(
      unexplained.map(([name]) => name),
      ['VideoUpload'],
    );
    for (const route of api.routes) {
      const schemas = [route.body, ...Object.values(route.responses).map(({ schema }) => schema)];
      for (const schema of schemas) {
        const id = schema && z.globalRegistry.get(schema)?.id;
        if (schema === undefined || id === undefined) continue;
        const result = schema.safeParse(components.schemas[id]?.examples?.[0]);
        assert.ok(result.success, `${id}: ${result.error?.message}`);
      }
    }
  });

  it('holds requests to their fields, and leaves room for more in answers', async () => {
    const { components } = (await api.call('GET', '/openapi.json')).body as Document;
    let [said, answered] = [0, 0];
    for (const { body, responses } of api.routes) {
      for (const schema of [body, ...Object.values(responses).map((answer) => answer.schema)]) {
        const id = schema && z.globalRegistry.get(schema)?.id;
        const named = id === undefined ? undefined : components.schemas[id];
        if (!(schema instanceof z.ZodObject) || named === undefined) continue;
        assert.equal(named['additionalProperties'], schema === body ? false : undefined, id);
        if (schema === body) said += 1;
        else answered += 1;
      }
    }
    assert.ok(said > 20 && answered > 30, `${said} and ${answered}`);
  });

  it('says null wherever it is taken', async () => {
    const { components } = (await api.call('GET', '/openapi.json')).body as Document;
    let nullable = 0;
    for (const { body } of api.routes) {
      const id = body && z.globalRegistry.get(body)?.id;
      if (!(body instanceof z.ZodObject) || id === undefined) continue;
      for (const [field, schema] of Object.entries(body.shape)) {
        const isTaken = z.safeParse(schema as z.ZodType, null).success;
        const said: Schema = components.schemas[id]?.properties?.[field] ?? {};
        if (said['readOnly'] === true) continue; // What was read is taken, whatever it is.
        const isSaid = JSON.stringify(said['type'] ?? said['anyOf'] ?? said).includes('"null"');
        assert.equal(isSaid, isTaken, `${id}.${field}`);
        nullable += Number(isTaken);
      }
    }
    assert.ok(nullable > 20);
  });

  it('tells for each operation with which statuses and codes it refuses', async () => {
    const { paths } = (await api.call('GET', '/openapi.json')).body as Document;
    const statuses = Object.keys(paths['/api/rotation/{id}/rotate-now']?.['post']?.responses ?? {});
    assert.deepEqual(statuses, ['200', '400', '401', '403', '404', '409', '412', '422', '500', '503']);
    const { responses } = paths['/api/rotation/{id}/rotate-now']?.['post'] ?? {};
    assert.equal(responses?.['409']?.$ref, '#/components/responses/ConflictOrNoCandidateVideoOrWarningAdded');
    for (const operation of Object.values(paths).flatMap((one) => Object.values(one))) {
      assert.ok(!('default' in operation.responses), operation.operationId);
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
