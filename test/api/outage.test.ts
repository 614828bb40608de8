import assert from 'node:assert/strict';
import { openDatabase } from '../../src/db/database.js';
import { startTestApi, type TestApi } from '../support/api.js';
import { NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startLine, type Line } from '../support/line.js';

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
