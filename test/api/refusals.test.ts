import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { Refusals } from '../../src/api/http/refusals.js';
import { openDatabase } from '../../src/db/database.js';
import { startTestApi, type TestApi } from '../support/api.js';
import { NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { startLine, type Line } from '../support/line.js';

/** More than the log may have of one kind at once. */
const MANY = 120;

describe('what operators see of refusals', () => {
  let database: TestDatabase;
  let line: Line;
  let db: ReturnType<typeof openDatabase>;
  let api: TestApi;
  const lines: string[] = [];

  before(async () => {
    database = await testDatabase();
    line = await startLine(new URL(database.url));
    db = openDatabase({ url: line.url, poolSize: 4, applicationName: 'refusals' });
    const log = pino({ level: 'info' }, { write: (text) => void lines.push(text) });
    api = await startTestApi(db, new TestClock(NOON), { log, limits: { projectsPerCompany: 1 } });
  });
  beforeEach(() => {
    lines.length = 0;
    begunAt = performance.now();
  });
  after(async () => {
    await api.stop();
    await db.destroy();
    line.close();
    await database.drop();
  });

  /** Fifty at once, and five a second: a slow machine has more of them. */
  let begunAt = 0;
  const mostLines = (): number => 55 + ((performance.now() - begunAt) / 1_000) * 5;

  const times = async (count: number, action: () => Promise<unknown>): Promise<void> => {
    for (let i = 0; i < count; i += 1) await action();
  };

  it('has few lines of whoever has no key, and short ones, whatever is asked for', async () => {
    const path = `/${'a'.repeat(10_000)}`;
    await times(MANY, () => api.call('POST', path, { key: null }));
    await times(MANY, () => api.call('POST', '/api/companies', { key: null, body: {} }));
    assert.ok(lines.length <= mostLines(), `${lines.length} lines`);
    await api.call('POST', path);
    assert.ok(
      lines.every((text) => text.length < 1_000),
      'a line is long',
    );
  });

  it('has few lines of reads and requests while Postgres is away, and counts them all', async () => {
    line.cut();
    await times(MANY, () => api.call('GET', `/api/ar/${randomUUID()}/active-video`, { key: null }));
    await times(MANY, () => api.call('GET', '/api/companies'));
    line.mend();
    const told = lines.filter((text) => text.includes('database_unavailable'));
    assert.ok(told.length > 0 && told.length <= mostLines(), `${told.length} lines`);
    assert.ok(told.some((text) => text.includes('"err"')));
    const counted = /refusals_total\{what="request",why="database_unavailable"\} (\d+)/.exec(
      String((await api.call('GET', '/metrics')).body),
    );
    assert.equal(Number(counted?.[1]), 2 * MANY);
  });

  it('has a line of who came to a limit of objects, which it names', async () => {
    const { id: company_id } = await api.expect(201, 'POST', '/api/companies', { body: { name: 'Small' } });
    const body = { company_id, name: 'p' };
    await api.expect(201, 'POST', '/api/projects', { body });
    await api.expect(409, 'POST', '/api/projects', { body });
    assert.ok(lines.some((text) => text.includes('refused an object: MAX_PROJECTS_PER_COMPANY')));
    const metrics = await api.call('GET', '/metrics');
    assert.match(String(metrics.body), /refusals_total\{what="object",why="MAX_PROJECTS_PER_COMPANY"\} 1/);
  });

  it('hides nothing behind many refusals of another kind', () => {
    const told: string[] = [];
    const refusals = new Refusals(
      () => undefined,
      { warn: (_details, message) => void told.push(message) },
      { atOnce: 2, perSecond: 0 },
    );
    for (const why of ['unauthorized', 'unauthorized', 'unauthorized', 'quota_exceeded']) {
      refusals.tell({ what: 'request', why, address: undefined });
    }
    assert.deepEqual(told, [
      'refused a request: unauthorized',
      'refused a request: unauthorized',
      'refused a request: quota_exceeded',
    ]);
  });
});
