import assert from 'node:assert/strict';
import { loadConfig } from '../../src/config/config.js';
import { RouteStage } from '../support/routes/route-stage.js';
import type { Things } from '../support/routes/things.js';

const LONG = 'x'.repeat(2_000);

interface Limit {
  what: string;
  method: string;
  path: (things: Things) => string;
  /** The body with something of a size. */
  body: (size: number, things: Things) => object;
  /** The most that is taken, and what the answer is then. */
  most: number;
  taken: number;
  /** What one more gets. */
  refused: number;
}

const named = (what: string, method: string, path: Limit['path'], most: number, field = 'name'): Limit => ({
  what,
  method,
  path,
  body: (size) => ({ [field]: LONG.slice(0, size) }),
  most,
  taken: 200,
  refused: 422,
});

const schedule = (changes: Limit['body']) => ({
  method: 'PUT',
  path: ({ schedule: id }: Things) => `/api/rotation/${id}`,
  body: changes,
  taken: 200,
  refused: 422,
});

const LIMITS: Limit[] = [
  named("a company's name", 'PUT', ({ company }) => `/api/companies/${company}`, 200),
  named("a project's name", 'PUT', ({ project }) => `/api/projects/${project}`, 200),
  named("a key's name", 'PUT', ({ apiKey }) => `/api/api-keys/${apiKey}`, 200),
  named("a connection's name", 'PUT', ({ connection }) => `/api/storage-connections/${connection}`, 200),
  named("a content's title", 'PUT', ({ content }) => `/api/ar-content/${content}`, 500, 'title'),
  named("a video's title", 'PUT', ({ video }) => `/api/videos/${video}`, 500, 'title'),
  {
    what: 'videos of a sequence',
    ...schedule((size, { video }) => ({ video_sequence: Array.from({ length: size }, () => video) })),
    most: 1_000,
  },
  { what: 'a day of the week', ...schedule((size) => ({ day_of_week: size })), most: 7 },
  { what: 'a day of the month', ...schedule((size) => ({ day_of_month: size })), most: 31 },
  { what: 'seconds of an interval', ...schedule((size) => ({ interval_seconds: size })), most: 2 ** 31 - 1 },
  {
    what: 'a cron expression',
    ...schedule((size) => ({ cron_expression: `${'0 9 * *'.padEnd(size - 1)}1` })),
    most: 200,
  },
  {
    what: 'bytes of a JSON body',
    method: 'PUT',
    path: ({ project }) => `/api/projects/${project}`,
    body: (size) => {
      const empty = JSON.stringify({ name: 'x', pad: '' }).length;
      return { name: 'x', pad: 'x'.repeat(size - empty) };
    },
    most: 256 * 1_024,
    taken: 422, // For a field that is not known: it was read.
    refused: 413,
  },
  {
    what: 'a page of unused videos',
    method: 'POST',
    path: () => '/api/unused-videos/clean-up',
    body: (size, { content }) => ({ ar_content_id: content, limit: size }),
    most: 200,
    taken: 200,
    refused: 422,
  },
  {
    what: 'a page of orphans to remove',
    method: 'POST',
    path: ({ connection }) => `/api/storage-connections/${connection}/orphans/clean-up`,
    body: (size) => ({ limit: size }),
    most: 1_000,
    taken: 200,
    refused: 422,
  },
];

describe('documented limits', function () {
  this.timeout(30_000);
  const stage = new RouteStage();
  let things: Things;
  before(async () => {
    await stage.start();
    things = await stage.things();
  });
  after(() => stage.stop());

  for (const { what, method, path, body, most, taken, refused } of LIMITS) {
    it(`take ${most} for ${what}, and no more`, async () => {
      const send = async (size: number): Promise<number> =>
        (await stage.api.call(method, path(things), { body: body(size, things) })).status;
      assert.deepEqual([await send(most), await send(most + 1)], [taken, refused]);
    });
  }

  it('give 50 rows of a list unless asked for up to 200', async () => {
    const rows = Array.from({ length: 201 }, () => ({ company_id: things.company, name: 'many' }));
    await stage.db('projects').insert(rows);
    const count = async (query: string): Promise<number | undefined> => {
      const answer = await stage.api.call('GET', `/api/projects?company_id=${things.company}${query}`);
      return answer.status === 200 ? (answer.body as object[]).length : answer.status;
    };
    assert.deepEqual([await count(''), await count('&limit=200'), await count('&limit=201')], [50, 200, 422]);
  });

  it('are those that the configuration says, in README.md and .env.example', () => {
    const { PORT, HOST, READ_CACHE_BYTES, MAX_UPLOAD_BYTES } = loadConfig({});
    assert.deepEqual(
      [PORT, HOST, READ_CACHE_BYTES, MAX_UPLOAD_BYTES],
      [3_000, '127.0.0.1', 64 * 1_024 ** 2, 2 * 1_024 ** 3],
    );
  });
});
