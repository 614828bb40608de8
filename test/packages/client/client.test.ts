import assert from 'node:assert/strict';
import { openAsBlob } from 'node:fs';
import { createClient, ProblemError, type Client, type ClientOptions } from '../../../packages/client/src/client.js';
import { DatabaseClock } from '../../../src/db/clock.js';
import { openDatabase, type Database } from '../../../src/db/database.js';
import { startTestApi, type TestApi } from '../../support/api.js';
import { insertCompany, insertContent } from '../../support/builders.js';
import { testDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { startLine, type Line } from '../../support/line.js';
import { fixturePath } from '../../support/videos.js';

const isProblem =
  (status: number, code: string) =>
  (error: unknown): boolean =>
    error instanceof ProblemError && error.status === status && error.code === code;

describe('the client', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let line: Line;
  let db: Database;
  let api: TestApi;
  let key: string;
  let sent: Request[];
  const clock = new DatabaseClock();

  before(async () => {
    database = await testDatabase();
    await clock.start(database.db);
    line = await startLine(new URL(database.url));
    db = openDatabase({ url: line.url, poolSize: 4, applicationName: 'client' });
    // Links name an address that leads nowhere.
    api = await startTestApi(db, clock, { publicBaseUrl: 'https://elsewhere.invalid' });
    key = await api.makeKey('admin', null);
  });
  beforeEach(() => {
    sent = [];
  });
  after(async () => {
    await api.stop();
    await db.destroy();
    line.close();
    clock.stop();
    await database.drop();
  });

  /** A client whose requests are noted, and may be meddled with; but for its look at the version. */
  const connect = (options: Partial<ClientOptions> = {}): Client => {
    const { fetch = globalThis.fetch, ...others } = options;
    const noting = (request: Request): Promise<Response> => {
      if (request.method === 'HEAD') return globalThis.fetch(request);
      sent.push(request);
      return fetch(request);
    };
    return createClient({ baseUrl: `${api.url}/`, key, fetch: noting, ...others });
  };
  /** Changes what the service answers, as a newer or a failing one might. */
  const answering = (change: (response: Response) => Promise<Response>): Partial<ClientOptions> => ({
    fetch: async (request) => change(await fetch(request)),
  });

  describe('lists', () => {
    let companyId: number;
    before(async () => {
      companyId = (await insertCompany(database.db)).id;
      const rows = Array.from({ length: 1_203 }, (_, index) => ({ company_id: companyId, name: `Project ${index}` }));
      await database.db.batchInsert('projects', rows);
    });

    it('come row by row, page after page, from the address that the client was given', async () => {
      const names: string[] = [];
      for await (const { name } of connect().projects.list({ company_id: companyId, limit: 200 })) names.push(name);
      assert.deepEqual(
        names,
        Array.from({ length: 1_203 }, (_, index) => `Project ${index}`),
      );
      assert.equal(sent.length, 7);
      for (const { url } of sent) assert.match(url, new RegExp(`^${api.url}/api/projects\\?.*company_id=${companyId}`));
    });

    it('fetch no page that nobody asks for', async () => {
      const projects = connect().projects.list({ company_id: companyId, limit: 10 });
      assert.equal((await projects.first())?.name, 'Project 0');
      assert.equal(sent.length, 1);
      for await (const { rows } of projects.pages()) {
        assert.equal(rows.length, 10);
        if (rows.at(-1)?.name === 'Project 19') break;
      }
      assert.equal(sent.length, 3);
      const { next } = await projects.page();
      assert.equal((await projects.page(next)).rows[0]?.name, 'Project 10');
    });

    it('tell how many there are, where the service does', async () => {
      await insertContent(database.db, { company_id: companyId, settled_at: clock.now() });
      await insertContent(database.db, { company_id: companyId, settled_at: clock.now() });
      const { contents, projects } = connect();
      const { rows, total, next } = await contents
        .list({ company_id: companyId, limit: 1, include: ['count', 'live'] })
        .page();
      assert.deepEqual([rows.length, total, typeof next], [1, 2, 'object']);
      assert.ok(sent[0]?.url.includes('include=count,live'));
      assert.deepEqual(await projects.list({ name: 'none' }).page(), { rows: [], total: undefined, next: undefined });
    });

    it('may be empty, and are had as a whole', async () => {
      const { projects } = connect();
      assert.equal((await projects.list({ company_id: companyId }).toArray()).length, 1_203);
      assert.deepEqual(await projects.list({ company_id: companyId, name: 'none' }).toArray(), []);
      assert.equal(await projects.list({ company_id: companyId, name: 'none' }).first(), undefined);
    });
  });

  describe('when the service is away', () => {
    afterEach(() => line.mend());

    it('tries again when it was told to, and sends a write with one key', async () => {
      line.cut();
      const answered: number[] = [];
      const timing = answering(async (response) => {
        answered.push(performance.now());
        return response;
      });
      const making = connect(timing).companies.create({ name: 'Patient' });
      await eventually(() => assert.equal(sent.length, 2));
      line.mend();
      assert.equal((await making).name, 'Patient');
      const [first = 0, second = 0] = answered;
      assert.ok(second - first >= 2_000, 'Retry-After is 2.');
      assert.equal(new Set(sent.map(({ headers }) => headers.get('idempotency-key'))).size, 1);
      assert.equal((await db('companies').where({ name: 'Patient' })).length, 1);
    });

    it('throws the last problem once its tries or its time are over', async () => {
      line.cut();
      const patience = { tries: 2, totalMs: 60_000 };
      await assert.rejects(connect({ patience }).companies.get(1), isProblem(503, 'database_unavailable'));
      assert.equal(sent.length, 2);
      const hurried = connect({ patience: { tries: 5, totalMs: 1_000 } });
      await assert.rejects(hurried.companies.get(1), isProblem(503, 'database_unavailable'));
      assert.equal(sent.length, 3);
    });

    it('makes one company when the answer to the first request was lost', async () => {
      let isLost = false;
      const client = connect(
        answering(async (response) => {
          if (isLost) return response;
          isLost = true;
          await response.body?.cancel();
          throw new TypeError('fetch failed');
        }),
      );
      const { id } = await client.companies.create({ name: 'Once' });
      assert.deepEqual(
        (await db('companies').where({ name: 'Once' })).map((row) => Number(row.id)),
        [id],
      );
      assert.equal(sent.length, 2);
    });

    it('gives a request that is not answered up in time, and tries again', async () => {
      line.swallow();
      const reading = connect({ patience: { tries: 2, totalMs: 60_000 } }).companies.list({}, { timeoutMs: 200 });
      await assert.rejects(reading.toArray(), { name: 'TimeoutError' });
      assert.equal(sent.length, 2);
    });

    it('ends with the signal, in a request and between two', async () => {
      line.swallow();
      const reason = new Error('closed');
      const hanging = new AbortController();
      const reading = connect().companies.get(1, { signal: hanging.signal });
      await eventually(() => assert.equal(sent.length, 1));
      hanging.abort(reason);
      await assert.rejects(reading, reason);

      line.cut();
      const waiting = new AbortController();
      let answers = 0;
      const noting = answering(async (response) => {
        answers += 1;
        return response;
      });
      const again = connect(noting).companies.get(1, { signal: waiting.signal });
      await eventually(() => assert.equal(answers, 1));
      waiting.abort(reason);
      await assert.rejects(again, reason);
      assert.equal(answers, 1);
    });
  });

  describe('refusals', () => {
    it('are thrown with code, fields and the id of the request', async () => {
      const error = await connect()
        .contents.create({ company_id: 1, title: '' })
        .catch((error: unknown) => error);
      assert.ok(error instanceof ProblemError);
      assert.equal(error.name, 'ProblemError');
      assert.deepEqual([error.status, error.code], [422, 'validation_failed']);
      assert.deepEqual(
        error.errors.map(({ field, code }) => [field, code]),
        [['title', 'too_short']],
      );
      assert.match(error.message, /title/);
      assert.match(error.requestId ?? '', /^[\w-]+$/);
      assert.equal(sent.length, 1);
    });

    it('make do with what a proxy answers in place of the service', async () => {
      const proxied = answering(async () => new Response('<h1>Bad Gateway</h1>', { status: 502 }));
      const error = await connect(proxied)
        .companies.get(1)
        .catch((error: unknown) => error);
      assert.ok(error instanceof ProblemError);
      assert.deepEqual([error.status, error.code, error.errors], [502, 'unknown', []]);
      assert.equal(error.message, 'The service answered 502.');
    });

    it('come when a thing is not as it was read', async () => {
      const { companies } = connect();
      const read = await companies.create({ name: 'Acme' });
      const newer = await companies.update(read.id, { name: 'Acme Inc.' }, { ifMatch: read });
      await assert.rejects(
        companies.update(read.id, { name: 'Late' }, { ifMatch: read }),
        isProblem(412, 'precondition_failed'),
      );
      assert.equal((await companies.get(read.id)).name, 'Acme Inc.');
      await companies.delete(read.id, { ifMatch: `"${newer.revision}"` });
      await assert.rejects(companies.get(read.id), isProblem(404, 'not_found'));
    });
  });

  it('passes on fields and values that it does not know', async () => {
    const { id } = await connect().companies.create({ name: 'Newer' });
    const newer = answering(async (response) => {
      const { headers } = response;
      return new Response(JSON.stringify([{ id, status: 'dreamt', mood: 'calm' }]), { headers });
    });
    const { rows } = await connect(newer).bulks.list({ company_id: id }).page();
    assert.deepEqual(rows, [{ id, status: 'dreamt', mood: 'calm' }]);
  });

  it('uploads a form, and waits for the result where it is asked to', async () => {
    const { id } = await insertContent(database.db, { settled_at: clock.now() });
    const file = await openAsBlob(fixturePath('faststart.mp4'), { type: 'video/mp4' });
    const video = await connect().videos.upload(id, { file, title: 'Spring', activate: false }, { waitSeconds: 1 });
    assert.deepEqual([video.title, video.ar_content_id], ['Spring', id]);
    assert.equal(sent[0]?.headers.get('prefer'), 'wait=1');
    assert.deepEqual(
      (await connect().videos.list(id).toArray()).map(({ id }) => id),
      [video.id],
    );
  });

  it('sends its headers, and no key where it has none', async () => {
    const headers = { 'accept-language': 'ru' };
    const client = createClient({
      baseUrl: api.url,
      headers,
      fetch: (request) => (sent.push(request), fetch(request)),
    });
    assert.match((await client.ar.time()).now, /Z$/);
    const request = sent.find(({ method }) => method !== 'HEAD');
    assert.equal(request?.headers.get('accept-language'), 'ru');
    assert.equal(request?.headers.has('authorization'), false);
    await assert.rejects(client.companies.get(1), isProblem(401, 'unauthorized'));
  });

  describe('a service of another version', () => {
    const of =
      (version: string) =>
      async (request: Request): Promise<Response> => {
        const response = await fetch(request);
        assert.equal(response.headers.has('x-api-version'), request.url.endsWith('/openapi.json'));
        return new Response(response.body, {
          headers: { ...Object.fromEntries(response.headers), 'x-api-version': version },
        });
      };

    it('is told of once', async () => {
      const warnings: string[] = [];
      const onWarning = (message: string): void => void warnings.push(message);
      const client = createClient({ baseUrl: api.url, key, onWarning, fetch: of('9.1.0') });
      await client.ar.time();
      await eventually(() => assert.equal(warnings.length, 1));
      await client.ar.time();
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? '', /version 9\.1\.0/);
    });

    it('is no matter while the major version is the same', async () => {
      const { version } = api.deps.settings;
      let looks = 0;
      const client = createClient({
        baseUrl: api.url,
        onWarning: assert.fail,
        fetch: async (request) => {
          const answer = await of(version.replace(/\d+$/, '999'))(request);
          if (request.method === 'HEAD') looks += 1;
          return answer;
        },
      });
      await client.ar.time();
      await eventually(() => assert.equal(looks, 1));
    });

    it('that cannot be asked is no fault', async () => {
      const refusing = async (request: Request): Promise<Response> => {
        if (request.method === 'HEAD') throw new TypeError('fetch failed');
        return fetch(request);
      };
      assert.match(
        (await createClient({ baseUrl: api.url, onWarning: assert.fail, fetch: refusing }).ar.time()).now,
        /Z$/,
      );
    });
  });
});
