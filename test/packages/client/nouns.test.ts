import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Asked } from '../../../packages/client/src/exchange.js';
import { nouns } from '../../../packages/client/src/nouns.js';
import { createOperations } from '../../../packages/client/src/operations.js';
import { Parts, Rows } from '../../../packages/client/src/pages.js';
import { projectRoot } from '../../../src/config/project-root.js';

interface Operation {
  parameters: { in?: string; name?: string; $ref?: string; schema?: { type?: string }; explode?: boolean }[];
  requestBody?: { content: Record<string, object> };
  responses: Record<string, { content?: Record<string, { schema: { type?: string } }>; headers?: object }>;
}

/** What has no function: pages and their cookie, probes, files, streams, feeds, and what uploads of large files are made of. */
const WITHOUT = [
  /^get \/(docs|openapi\.json|metrics|health|media|clients|view)\b/,
  /^get \/api\/ar\/\{unique_id\}\/events$/,
  /^get \/api\/ar-content\/\{id\}\/timeline\.ics$/,
  /\/videos\/resumable/,
  /^get \/console\b/,
  /^(post|delete) \/api\/session$/,
];

const text = readFileSync(join(projectRoot(), 'docs', 'openapi.json'), 'utf8');
const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Operation>> };
const documented = new Map(
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const),
  ),
);

/** What each function sends when it is given objects for whatever it takes: ids, query or body, options. */
async function sentByAll(): Promise<{ asked: Asked; result: unknown }[]> {
  let last: Asked | undefined;
  const client = nouns(
    // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what is answered does not matter here
    createOperations(async <T>(asked: Asked) => {
      last = asked;
      return { data: [] as T, response: new Response() };
    }),
  );
  const functions = Object.values(client).flatMap((noun) =>
    Object.values(noun as Record<string, (...args: unknown[]) => unknown>),
  );
  const all: { asked: Asked; result: unknown }[] = [];
  for (const one of functions) {
    const result = one({ given: 1 }, { given: 2 }, { given: 3 });
    if (result instanceof Rows) await result.first();
    else if (result instanceof Parts) await result[Symbol.asyncIterator]().next();
    else await result;
    assert.ok(last !== undefined);
    all.push({ asked: last, result });
  }
  return all;
}

describe('the nouns of the client', () => {
  let all: { asked: Asked; result: unknown }[];
  before(async () => {
    all = await sentByAll();
  });
  const operationOf = ({ method, path }: Asked): Operation => {
    const operation = documented.get(`${method} ${path}`);
    assert.ok(operation, `${method} ${path}`);
    return operation;
  };

  it('have every operation of the document, once', () => {
    const sent = all.map(({ asked }) => `${asked.method} ${asked.path}`);
    const wanted = [...documented.keys()].filter((name) => !WITHOUT.some((rule) => rule.test(name)));
    assert.deepEqual(sent.toSorted(), wanted.toSorted());
  });

  it('take a query where a read has one, and a body where a write has one', () => {
    for (const { asked } of all) {
      const { parameters, requestBody } = operationOf(asked);
      const what = `${asked.method} ${asked.path}`;
      assert.equal(asked.body !== undefined, requestBody !== undefined, what);
      if (asked.method !== 'get') continue;
      const isPaged = asked.path === '/api/rotation/{id}/skips'; // A list without a query.
      const hasQuery = parameters.some((one) => one.in === 'query') || isPaged;
      assert.equal(asked.params.query !== undefined, hasQuery, what);
    }
  });

  it('send lists in a query as the document wants them', () => {
    const lists = [...documented.values()].flatMap(({ parameters }) =>
      parameters.filter((one) => one.in === 'query' && one.schema?.type === 'array'),
    );
    assert.ok(lists.length > 0);
    for (const { name, explode } of lists) assert.equal(explode, false, name);
  });

  it('go through the pages of what is a list', () => {
    for (const { asked, result } of all) {
      const { content = {} } = operationOf(asked).responses['200'] ?? {};
      const isList = content['application/json']?.schema.type === 'array';
      assert.equal(result instanceof Rows, isList, asked.path);
    }
  });

  it('send every write with a key that makes its repetition harmless', () => {
    const keys = all.flatMap(({ asked }) => {
      if (asked.method === 'get') return [];
      const isHonoured = operationOf(asked).parameters.some(({ $ref }) => $ref?.endsWith('/Idempotency-Key'));
      assert.ok(isHonoured, asked.path);
      return [asked.headers?.['idempotency-key'] ?? assert.fail(asked.path)];
    });
    assert.equal(new Set(keys).size, keys.length);
    for (const key of keys) assert.match(key, /^[0-9a-f]{32}$/);
  });

  it('send files as a form', () => {
    for (const { asked } of all) {
      const isForm = operationOf(asked).requestBody?.content['multipart/form-data'] !== undefined;
      assert.equal(asked.body instanceof FormData, isForm, asked.path);
    }
  });
});
