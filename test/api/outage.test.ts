import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { openDatabase } from '../../src/db/database.js';
import { startTestApi, type TestApi } from '../support/api.js';
import type { DatabaseClock } from '../../src/db/clock.js';
import { insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { freezePostgres } from '../support/frozen-postgres.js';
import { startLine, type Line } from '../support/line.js';
import { startedClock } from '../support/planning.js';

describe('api while Postgres is away', () => {
  let database: TestDatabase;
  let api: TestApi;
  let line: Line;
  let db: ReturnType<typeof openDatabase>;

  before(async () => {
    database = await testDatabase();
    line = await startLine(new URL(database.url));
    db = openDatabase({ url: line.url, poolSize: 4, applicationName: 'outage' });
    api = await startTestApi(db, new TestClock(NOON));
  });
  after(async () => {
    await api.stop();
    await db.destroy();
    line.close();
    await database.drop();
  });

  it('answers 503 with Retry-After to everything that needs it, and recovers by itself', async () => {
    await api.expect(200, 'GET', '/api/companies');
    line.cut();
    const reads = '/api/ar/00000000-0000-4000-8000-000000000000/active-video';
    for (const [method, path] of [
      ['GET', '/api/companies'],
      ['GET', reads],
      ['POST', '/api/companies'],
    ] as const) {
      const answer = await api.call(method, path, method === 'POST' ? { body: { name: 'x' } } : {});
      assert.deepEqual([answer.status, (answer.body as { code: string }).code], [503, 'database_unavailable'], path);
      assert.equal(answer.headers.get('retry-after'), '2');
    }
    assert.equal((await api.call('GET', '/health/ready')).status, 503);
    assert.equal((await api.call('GET', '/health/live')).status, 200);
    line.mend();
    await eventually(async () => assert.equal((await api.call('GET', '/api/companies')).status, 200));
  });
});

describe('api while Postgres hangs', () => {
  let database: TestDatabase;
  let api: TestApi;
  let clock: DatabaseClock;

  before(async () => {
    database = await testDatabase();
    clock = await startedClock(database.db);
    api = await startTestApi(database.db, clock, { feedUrl: database.url });
  });
  after(async () => {
    await api.stop();
    clock.stop();
    await database.drop();
  });

  it('says so in seconds, reads on from memory, and recovers', async () => {
    const { id, unique_id } = await insertContent(database.db, { settled_at: clock.now() });
    await insertVideo(database.db, id, { video_url: '/media/1' });
    const read = `/api/ar/${unique_id}/active-video`;
    await eventually(async () => {
      const answer = await api.call('GET', read, { key: null });
      assert.match(answer.headers.get('server-timing') ?? '', /hit/);
    });
    const goOn = await freezePostgres(database.db);
    const timed = async (method: string, path: string, body?: object) => {
      const begunAt = performance.now();
      const answer = await api.call(method, path, body ? { body } : {});
      return { ...answer, ms: performance.now() - begunAt };
    };
    try {
      const needing = [
        timed('GET', '/api/companies'),
        timed('GET', `/api/ar-content/${id}`),
        timed('PUT', `/api/ar-content/${id}`, { title: 'x' }),
        timed('POST', '/api/companies', { name: 'x' }),
        timed('GET', '/api/ar/00000000-0000-4000-8000-000000000000/active-video'),
        // These are looked up two at a time, whoever asks.
        ...Array.from({ length: 12 }, () => timed('GET', `/media/1/videos/${id}/${randomUUID()}.mp4`)),
        ...Array.from({ length: 12 }, () => timed('GET', `/api/ar-content/${id}/timeline.ics?token=x`)),
      ];
      const ready = await timed('GET', '/health/ready');
      assert.equal(ready.status, 503);
      const [isReadyInTime, known] = [ready.ms < 10_000, await timed('GET', read)];
      assert.deepEqual([isReadyInTime, known.status], [true, 200]);
      assert.ok(known.headers.get('x-known-at'));
      for (const { status, body, ms, headers } of await Promise.all(needing)) {
        const inTime = ms < 10_000;
        assert.deepEqual([status, inTime, headers.get('retry-after')], [503, true, '2'], JSON.stringify(body));
      }
    } finally {
      goOn();
    }
    await eventually(async () => assert.equal((await api.call('GET', '/api/companies')).status, 200));
  });
});
