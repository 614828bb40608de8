import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { openDatabase, type Database } from '../../src/db/database.js';
import { DatabaseClock } from '../../src/db/clock.js';
import { problemCode, type ApiAnswer, type TestApi } from '../support/api.js';
import { startTestApi } from '../support/api.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { startLine, type Line } from '../support/line.js';
import { secretIn, TestPage } from '../support/page.js';

const WRONG = { link: `arv_${'x'.repeat(43)}` };

describe('signing in', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let db: Database;
  let line: Line;
  let api: TestApi;
  let logged = '';
  const clock = new DatabaseClock();

  before(async () => {
    database = await testDatabase();
    line = await startLine(new URL(database.url));
    db = openDatabase({ url: line.url, poolSize: 6, applicationName: 'sign-ins' });
    await clock.start(database.db);
    const log = pino(
      { level: 'trace' },
      new Writable({ write: (chunk, _encoding, done) => ((logged += String(chunk)), done()) }),
    );
    api = await startTestApi(db, clock, { trustedProxies: ['loopback'], log });
  });
  after(async () => {
    await api.stop();
    clock.stop();
    await db.destroy();
    line.close();
    await database.drop();
  });

  const attempt = (page: TestPage, proof: object = WRONG): Promise<ApiAnswer> =>
    page.call('POST', '/api/session', proof);

  it('fails ten times from one address, then hardly any more, with a good key neither', async () => {
    const page = new TestPage(api);
    for (let count = 1; count <= 10; count += 1) assert.equal((await attempt(page)).status, 401);
    const limited = await attempt(page);
    assert.deepEqual([limited.status, problemCode(limited)], [429, 'too_many_attempts']);
    assert.equal(limited.headers.get('retry-after'), '10');
    const key = await api.makeKey('viewer', null);
    assert.equal((await attempt(page, { key })).status, 429);
    await new TestPage(api).signIn({ key });
    assert.match(
      await (await fetch(`${api.url}/metrics`)).text(),
      /refusals_total\{what="request",why="too_many_attempts"\}/,
    );
  });

  it('is no more often tried by many at once', async () => {
    const page = new TestPage(api);
    const answers = await Promise.all(Array.from({ length: 40 }, () => attempt(page)));
    const failed = answers.filter(({ status }) => status === 401);
    assert.equal(failed.length, 10);
  });

  it('counts a network of IPv6 as one address', async () => {
    const page = new TestPage(api);
    const from = (host: number) => ({ 'x-forwarded-for': `2001:db8:7:1::${host}` });
    for (let host = 1; host <= 10; host += 1) await page.call('POST', '/api/session', WRONG, from(host));
    assert.equal((await page.call('POST', '/api/session', WRONG, from(11))).status, 429);
  });

  it('is not limited where it succeeds', async () => {
    const page = new TestPage(api);
    const key = await api.makeKey('viewer', null);
    for (let count = 1; count <= 9; count += 1) await attempt(page);
    for (let count = 1; count <= 20; count += 1) await page.signIn({ key });
  });

  it('tells who it was that failed, and no secret, in the log', async () => {
    const page = new TestPage(api);
    const { sign_in_url } = await api.expect(200, 'POST', '/api/sign-in-links');
    const link = secretIn(sign_in_url);
    await page.signIn({ link });
    await attempt(page, { link });
    await page.expect(200, 'GET', '/api/session');
    assert.match(logged, new RegExp(`"address":"${page.address}".*refused a request: sign_in_refused`));
    for (const secret of [link, page.cookie?.split('=')[1] ?? 'none']) assert.ok(!logged.includes(secret));
  });

  it('leaves the link as it was when something fails on the way', async () => {
    const { sign_in_url } = await api.expect(200, 'POST', '/api/sign-in-links');
    const link = secretIn(sign_in_url);
    await database.db.raw(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'killed here'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse()`);
    const page = new TestPage(api);
    assert.equal((await attempt(page, { link })).status, 500);
    await database.db.raw('DROP TRIGGER refuse ON audit_log');
    await page.signIn({ link });
  });

  it('says in seconds that Postgres hangs, and holds it against nobody', async () => {
    const { sign_in_url } = await api.expect(200, 'POST', '/api/sign-in-links');
    const page = new TestPage(api);
    line.swallow();
    const begunAt = performance.now();
    const answers = await Promise.all(Array.from({ length: 9 }, () => attempt(page)));
    const isInTime = performance.now() - begunAt < 10_000;
    line.mend();
    assert.ok(isInTime);
    for (const answer of answers) assert.deepEqual([answer.status, problemCode(answer)], [503, 'database_unavailable']);
    for (let count = 1; count <= 9; count += 1) assert.equal((await attempt(page)).status, 401);
    await page.signIn({ link: secretIn(sign_in_url) });
  });
});
