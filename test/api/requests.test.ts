import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createApp } from '../../src/api/app.js';
import { closeGracefully, listen, portOf } from '../../src/api/http/http-server.js';
import { DatabaseClock } from '../../src/db/clock.js';
import type { ApiAnswer, TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany, insertVideo } from '../support/builders.js';
import type { TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

interface Problem {
  code: string;
  status: number;
  detail: string;
  request_id: string;
  instance: string;
  errors?: { field: string; message: string }[];
}

const problem = (answer: ApiAnswer): Problem => answer.body as Problem;

describe('api requests', () => {
  let database: TestDatabase;
  let api: TestApi;
  let companyId: number;
  const clock = new DatabaseClock();

  apiForSuite(clock, (setting) => ({ database, api } = setting));
  before(async () => {
    companyId = (await insertCompany(database.db)).id;
  });

  describe('problems', () => {
    it('are RFC 9457 documents with a code and the id of the request', async () => {
      const headers = { 'x-request-id': 'night-shift.1' };
      const answer = await api.call('GET', '/api/companies/999999?x=1', { headers });
      assert.equal(answer.headers.get('content-type'), 'application/problem+json');
      assert.equal(answer.headers.get('x-request-id'), 'night-shift.1');
      const { code, status, request_id, instance } = problem(answer);
      assert.deepEqual(
        [code, status, request_id, instance],
        ['validation_failed', 422, 'night-shift.1', '/api/companies/999999'],
      );
    });

    it('replace a request id that is not sane', async () => {
      const answer = await api.call('GET', '/health/live', { headers: { 'x-request-id': 'a b\tc' } });
      assert.match(answer.headers.get('x-request-id') ?? '', /^[\w-]{12}-[0-9a-z]+$/);
    });

    const paths = ['0', '-1', '1.5', 'abc', '9007199254740993', '99999999999999999999', '%00', "1'--"];
    it('answer 404 to ids that cannot be', async () => {
      for (const id of paths) {
        const answer = await api.call('GET', `/api/companies/${id}`);
        assert.deepEqual([answer.status, problem(answer).code], [404, 'not_found'], id);
      }
      assert.equal((await api.call('GET', '/api/nothing')).status, 404);
    });

    it('survive a path that cannot be decoded', async () => {
      const answer = await api.call('GET', '/api/companies/%E0%A4%A');
      assert.deepEqual([answer.status, problem(answer).code], [400, 'malformed_request']);
    });

    it('name the methods that a path has', async () => {
      const answer = await api.call('PATCH', '/api/companies/1');
      assert.deepEqual([answer.status, answer.headers.get('allow')], [405, 'GET, PUT, DELETE, HEAD, OPTIONS']);
    });

    const bodies: [string, string, string | undefined, number, string][] = [
      ['broken JSON', '{"name":', 'application/json', 400, 'malformed_request'],
      ['JSON that is no object', '"x"', 'application/json', 400, 'malformed_request'],
      ['a list', '[]', 'application/json', 422, 'validation_failed'],
      ['another content type', 'name=x', 'application/x-www-form-urlencoded', 415, 'unsupported_media_type'],
      ['an unknown charset', '{}', 'application/json; charset=x-none', 415, 'unsupported_media_type'],
      ['a large body', JSON.stringify({ name: 'x'.repeat(300_000) }), 'application/json', 413, 'payload_too_large'],
    ];
    for (const [what, body, type, status, code] of bodies) {
      it(`answer ${status} to ${what}`, async () => {
        const headers = type === undefined ? {} : { 'content-type': type };
        const answer = await api.call('POST', '/api/companies', { body, headers });
        assert.deepEqual([answer.status, problem(answer).code], [status, code]);
      });
    }

    it('hide what went wrong inside, and say under which id the log has it', async () => {
      const { companies } = api.deps.repositories;
      const get = companies.get.bind(companies);
      companies.get = async () => {
        throw new Error('secret detail');
      };
      try {
        const answer = await api.call('GET', '/api/companies/1');
        assert.deepEqual([answer.status, problem(answer).code], [500, 'internal_error']);
        assert.ok(problem(answer).request_id);
        assert.ok(!JSON.stringify(answer.body).includes('secret detail'));
      } finally {
        companies.get = get;
      }
    });
  });

  describe('validation', () => {
    const content = { company_id: 1, title: 'x' };
    const daily = { rotation_type: 'daily', time_of_day: '09:00', video_sequence: [1] };
    const cases: [string, string, object, string[]][] = [
      ['POST', '/api/companies', {}, ['name']],
      ['POST', '/api/companies', { name: ' ', time_zone: 'Mars/Olympus', x: 1 }, ['name', 'time_zone', 'x']],
      ['POST', '/api/companies', { name: 'a\u0000b' }, ['name']],
      ['POST', '/api/companies', { name: 'a\ud800b' }, ['name']],
      [
        'POST',
        '/api/companies',
        { name: 'x'.repeat(201), storage_connection_id: '1' },
        ['name', 'storage_connection_id'],
      ],
      ['POST', '/api/companies', { name: 'x', storage_connection_id: 999_999 }, ['storage_connection_id']],
      ['POST', '/api/projects', { name: 'x' }, ['company_id']],
      ['POST', '/api/projects', { name: 'x', company_id: 999_999 }, ['company_id']],
      ['POST', '/api/ar-content', { title: 'x', company_id: 999_999 }, ['company_id']],
      ['POST', '/api/ar-content', { title: '' }, ['title', 'company_id']],
      ['POST', '/api/api-keys', { company_id: 'one' }, ['company_id', 'name', 'role']],
      [
        'POST',
        '/api/storage-connections',
        { name: '', provider: 'local', settings: {} },
        ['name', 'company_id', 'base_path', 'settings'],
      ],
      ['POST', '/api/ar-content', { ...content, expires_at: '2027-01-01T00:00:00' }, ['expires_at']],
      ['POST', '/api/ar-content', { ...content, expires_at: '2027-02-30T00:00:00Z' }, ['expires_at']],
      ['POST', '/api/ar-content', { ...content, expires_at: 1_800_000_000 }, ['expires_at']],
      ['POST', '/api/ar-content', { ...content, expires_at: '9999-12-31T23:59:59-01:00' }, ['expires_at']],
      ['POST', '/api/ar-content', { ...content, is_active: 2, unique_id: 'x' }, ['unique_id', 'is_active']],
      ['POST', '/api/api-keys', { name: 'x', role: 'root' }, ['role', 'company_id']],
      ['POST', '/api/ar-content/1/rotation', { rotation_type: 'yearly' }, ['rotation_type', 'video_sequence']],
      ['POST', '/api/ar-content/1/rotation', { ...daily, video_sequence: [] }, ['video_sequence']],
      [
        'POST',
        '/api/ar-content/1/rotation',
        { ...daily, video_sequence: [1, 'a', 0] },
        ['video_sequence.1', 'video_sequence.2'],
      ],
      ['POST', '/api/ar-content/1/rotation', { ...daily, video_sequence: Array(1_001).fill(1) }, ['video_sequence']],
      [
        'POST',
        '/api/ar-content/1/rotation',
        { ...daily, time_of_day: '24:00', day_of_week: 0, day_of_month: 32 },
        ['time_of_day', 'day_of_week', 'day_of_month'],
      ],
      [
        'POST',
        '/api/ar-content/1/rotation',
        { ...daily, interval_seconds: 2 ** 31, current_index: -1 },
        ['interval_seconds', 'current_index'],
      ],
      [
        'POST',
        '/api/ar-content/1/rotation',
        { rotation_type: 'weekly', time_of_day: '9', time_zone: 'Mars/X', cron_expression: '* * 30 2 *' },
        ['video_sequence', 'time_of_day', 'time_zone', 'cron_expression', 'day_of_week'],
      ],
      ['PUT', '/api/rotation/1', { rotation_type: 'weekly', time_zone: '', x: 1 }, ['time_zone', 'x']],
      [
        'PUT',
        '/api/videos/1',
        { rotation_order: 1.5, schedule_start: 'tomorrow' },
        ['rotation_order', 'schedule_start'],
      ],
      ['PUT', '/api/companies/1', { id: 5, revision: 1 }, ['id', 'revision']],
    ];
    for (const [method, path, body, fields] of cases) {
      it(`names ${fields.join(', ')} of ${method} ${path}`, async () => {
        const answer = await api.call(method, path, { body });
        assert.equal(answer.status, 422, JSON.stringify(answer.body));
        const errors = problem(answer).errors ?? [];
        assert.deepEqual(errors.map(({ field }) => field).toSorted(), fields.toSorted());
        for (const { message } of errors) assert.match(message, /^(is|has|names|must|there|never) /);
      });
    }

    it('says within which bounds a number must be', async () => {
      const body = { day_of_week: 8, current_index: -1, interval_seconds: 1.5, video_sequence: [] };
      const answer = await api.call('POST', '/api/ar-content/1/rotation', { body: { ...daily, ...body } });
      assert.deepEqual(
        Object.fromEntries((problem(answer).errors ?? []).map(({ field, message }) => [field, message])),
        {
          day_of_week: 'must be a whole number from 1 to 7',
          current_index: 'must be a whole number from 0 to 999',
          interval_seconds: 'must be a whole number from 1 to 2147483647',
          video_sequence: 'must not be empty',
        },
      );
    });

    it('names the faults of query and body together, and unknown query fields', async () => {
      const answer = await api.call('GET', '/api/rotation?limit=0&is_active=maybe&due_before=now&colour=red&after=0');
      const fields = problem(answer)
        .errors?.map(({ field }) => field)
        .toSorted();
      assert.deepEqual(fields, ['after', 'colour', 'due_before', 'is_active', 'limit']);
      const repeated = await api.call('GET', '/api/rotation?limit=1&limit=2');
      assert.deepEqual(
        problem(repeated).errors?.map(({ field }) => field),
        ['limit'],
      );
    });

    it('takes 1 and 0 for booleans, and instants with an offset', async () => {
      const body = { company_id: companyId, title: 'x', is_active: 0, expires_at: '2030-01-01T02:00:00.5+02:00' };
      const made = await api.expect(201, 'POST', '/api/ar-content', { body });
      assert.deepEqual([made['is_active'], made['expires_at']], [false, '2030-01-01T00:00:00.500Z']);
    });
  });

  describe('lists', () => {
    it('come in pages that neither skip nor repeat, and say where the next one is', async () => {
      for (let n = 0; n < 5; n += 1) {
        await api.expect(201, 'POST', '/api/projects', { body: { company_id: companyId, name: `p${n % 2}` } });
      }
      const seen: number[] = [];
      let next: string | null = `/api/projects?limit=2&company_id=${companyId}`;
      while (next !== null) {
        const answer: ApiAnswer = await api.call('GET', next);
        seen.push(...(answer.body as { id: number }[]).map(({ id }) => id));
        const link: string | undefined = /^<(.+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
        next = link === undefined ? null : link.slice(api.url.length);
      }
      const all = (await database.db('projects').where('company_id', companyId).orderBy('id')).map(({ id }) => id);
      assert.deepEqual(seen, all);
      const named = (await api.call('GET', '/api/projects?name=p1')).body as { name: string }[];
      assert.deepEqual(
        named.map(({ name }) => name),
        ['p1', 'p1'],
      );
    });
  });

  describe('If-Match', () => {
    it('holds a write to the state that was seen', async () => {
      const path = `/api/companies/${companyId}`;
      const tag = (await api.call('GET', path)).headers.get('etag') ?? '';
      const put = (name: string, ifMatch: string) =>
        api.call('PUT', path, { body: { name }, headers: { 'if-match': ifMatch } });
      const first = await put('One', tag);
      assert.equal(first.status, 200);
      assert.notEqual(first.headers.get('etag'), tag);
      for (const stale of [tag, `W/${first.headers.get('etag')}`, '"no-revision"']) {
        const answer = await put('Two', stale);
        assert.deepEqual([answer.status, problem(answer).code], [412, 'precondition_failed'], stale);
      }
      assert.equal((await put('Three', '3')).status, 400);
      assert.equal((await put('Four', '*')).status, 200);
      const deletion = await api.call('DELETE', path, { headers: { 'if-match': tag } });
      assert.equal(deletion.status, 412);
    });
  });

  describe('Idempotency-Key', () => {
    const post = (key: string, name: string) =>
      api.call('POST', '/api/projects', { body: { company_id: companyId, name }, headers: { 'idempotency-key': key } });

    it('gives every repetition the first result, also when they come at once', async () => {
      const answers = await Promise.all(Array.from({ length: 8 }, () => post('at-once', 'only one')));
      for (const answer of answers) assert.deepEqual([answer.status, answer.body], [201, answers[0]?.body]);
      const rows = await database.db('projects').where('name', 'only one');
      assert.equal(rows.length, 1);
      assert.equal((await database.db('audit_log').where('subject', `project:${rows[0].id}`)).length, 1);
    });

    it('refuses another request under the same key, and keys that are not visible text', async () => {
      await post('mine', 'first');
      const answer = await post('mine', 'second');
      assert.deepEqual([answer.status, problem(answer).code], [422, 'idempotency_key_reused']);
      assert.equal((await post('with blank', 'x')).status, 400);
      assert.equal((await post('x'.repeat(256), 'x')).status, 400);
    });

    it('belongs to the one who sent it, and a refused request leaves it free', async () => {
      const other = await api.makeKey('editor', companyId);
      const headers = { 'idempotency-key': 'shared' };
      await api.expect(422, 'POST', '/api/projects', { body: { company_id: 999_999, name: 'x' }, headers });
      await api.expect(201, 'POST', '/api/projects', { body: { company_id: companyId, name: 'mine' }, headers });
      const theirs = await api.expect(201, 'POST', '/api/projects', { key: other, body: { name: 'theirs' }, headers });
      assert.equal(theirs['name'], 'theirs');
    });

    it('gives the first result of a change, though what was changed is gone by now', async () => {
      const body = { company_id: companyId, title: 'Poster' };
      const { id } = await api.expect(201, 'POST', '/api/ar-content', { body, headers: { 'idempotency-key': 'make' } });
      const video = await insertVideo(database.db, id, { title: 'Spring' });
      const changeVideo = () =>
        api.expect(200, 'PUT', `/api/videos/${video.id}`, {
          body: { title: 'May', is_active: true },
          headers: { 'idempotency-key': 'video' },
        });
      const changeContent = () =>
        api.expect(200, 'PUT', `/api/ar-content/${id}`, {
          body: { title: 'Portrait' },
          headers: { 'idempotency-key': 'content' },
        });
      const first = [await changeVideo(), await changeContent()];
      await api.expect(200, 'DELETE', `/api/ar-content/${id}`);
      assert.deepEqual([await changeVideo(), await changeContent()], first);
      const again = await api.expect(201, 'POST', '/api/ar-content', { body, headers: { 'idempotency-key': 'make' } });
      assert.deepEqual([again['id'], again['live']], [id, null]);
    });

    it('repeats a deletion, and never repeats a secret', async () => {
      const project = await api.expect(201, 'POST', '/api/projects', { body: { company_id: companyId, name: 'x' } });
      const headers = { 'idempotency-key': 'delete-it' };
      for (const _ of [1, 2]) await api.expect(200, 'DELETE', `/api/projects/${project['id']}`, { headers });
      const body = { name: 'k', role: 'viewer', company_id: companyId };
      const options = { body, headers: { 'idempotency-key': 'key' } };
      const first = await api.expect(201, 'POST', '/api/api-keys', options);
      const second = await api.expect(201, 'POST', '/api/api-keys', options);
      assert.deepEqual([second['id'], typeof first['key'], second['key']], [first['id'], 'string', null]);
    });
  });

  describe('resources in use', () => {
    it('are not deleted, and the answer names what uses them', async () => {
      const company = await api.expect(201, 'POST', '/api/companies', { body: { name: 'Used' } });
      const body = { company_id: company['id'], name: 'x' };
      const project = await api.expect(201, 'POST', '/api/projects', { body });
      const content = { company_id: company['id'], title: 'x', project_id: project['id'] };
      const { id } = await api.expect(201, 'POST', '/api/ar-content', { body: content });
      const refused = await api.call('DELETE', `/api/companies/${company['id']}`);
      assert.equal(refused.status, 409);
      assert.match(problem(refused).detail, /1 AR content, 1 project/);
      await api.expect(409, 'DELETE', `/api/projects/${project['id']}`);
      await api.expect(200, 'DELETE', `/api/ar-content/${id}`);
      await api.expect(200, 'DELETE', `/api/projects/${project['id']}`);
      assert.deepEqual(await api.expect(200, 'DELETE', `/api/companies/${company['id']}`), { status: 'deleted' });
    });
  });

  it('makes storage connections with their folders, one default each', async () => {
    const base = { company_id: companyId, name: 'disk', is_default: true };
    const body = { ...base, provider: 'local', base_path: `${api.mediaDir}/own` };
    const first = await api.expect(201, 'POST', '/api/storage-connections', { body });
    const second = await api.expect(201, 'POST', '/api/storage-connections', { body });
    const again = await api.expect(200, 'GET', `/api/storage-connections/${first['id']}`);
    assert.deepEqual([again['is_default'], second['is_default']], [false, true]);
    const impossible = { ...body, base_path: '/proc/nowhere' };
    const refused = await api.call('POST', '/api/storage-connections', { body: impossible });
    assert.deepEqual(
      problem(refused).errors?.map(({ field }) => field),
      ['base_path'],
    );
    await api.expect(200, 'DELETE', `/api/storage-connections/${second['id']}`);
    const [installation] = (await api.call('GET', '/api/storage-connections')).body as { id: number }[];
    await api.expect(409, 'DELETE', `/api/storage-connections/${installation?.id}`);
  });

  it('makes no folder for a disk that is not mounted, also when it is given again', async () => {
    const basePath = `${api.mediaDir}/disk`;
    const body = { company_id: companyId, name: 'disk', provider: 'local', base_path: basePath };
    const { id } = await api.expect(201, 'POST', '/api/storage-connections', { body });
    await rm(basePath, { recursive: true });
    await mkdir(basePath); // The mount point that is left of it.
    await api.expect(200, 'PUT', `/api/storage-connections/${id}`, { body: { name: 'disk 2', base_path: basePath } });
    const { code, detail } = problem(await api.call('POST', `/api/storage-connections/${id}/test`));
    assert.equal(code, 'storage_unavailable');
    assert.match(detail, /disk may not be mounted/);
    assert.deepEqual(await readdir(basePath), []);
  });

  it('writes each admin write to the audit log with its request', async () => {
    const headers = { 'x-request-id': 'audited-1' };
    await api.expect(200, 'PUT', `/api/companies/${companyId}`, { body: { name: 'Audited' }, headers });
    const row = await database.db('audit_log').where('request_id', 'audited-1').first();
    assert.deepEqual([row.action, row.after.name, row.company_id], ['company.update', 'Audited', companyId]);
    assert.match(row.actor, /^key:\d+$/);
  });

  describe('a body that does not come', () => {
    /** Sends a request that does not end, and returns its socket with the first that is answered. */
    async function send(framing: string[], body = ''): Promise<{ socket: Socket; answer: string }> {
      const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
      const key = await api.makeKey('admin', null);
      const fields = [`Authorization: Bearer ${key}`, 'Content-Type: application/json', ...framing];
      socket.write(['POST /api/companies HTTP/1.1', 'Host: localhost', ...fields, '', body].join('\r\n'));
      const [answer] = (await once(socket, 'data')) as [Buffer];
      return { socket, answer: answer.toString() };
    }

    it('is refused at once when it is said to be too large', async () => {
      const { socket, answer } = await send(['Content-Length: 1000000000']);
      assert.match(answer, /^HTTP\/1\.1 413 [^]*"code":"payload_too_large"/);
      socket.destroy();
    });

    it('is refused at the limit when it does not say how large it is', async () => {
      const bytes = 300_000; // Of a chunk that never ends.
      const { socket, answer } = await send(['Transfer-Encoding: chunked'], `fffffff\r\n"${'x'.repeat(bytes)}`);
      assert.match(answer, /^HTTP\/1\.1 413 [^]*"code":"payload_too_large"/);
      socket.destroy();
    });

    it('counts as a client that left', async () => {
      const { socket, answer } = await send(['Content-Length: 100', 'Expect: 100-continue']);
      assert.match(answer, /^HTTP\/1\.1 100 /);
      socket.destroy();
      await eventually(async () => assert.ok((await api.deps.registry.metrics()).includes('status="499"')));
    });

    it('ends its connection once nothing has moved for long, and no other connection', async () => {
      const server = await listen(createApp(api.deps, { idleSocketMs: 300 }), '127.0.0.1', 0);
      const ask = async (method: string, path: string, headers: string[]): Promise<Socket> => {
        const socket = connect(portOf(server), '127.0.0.1');
        socket.write([`${method} ${path} HTTP/1.1`, 'Host: a', ...headers, '', ''].join('\r\n'));
        return socket;
      };
      const authorization = `Authorization: Bearer ${await api.makeKey('admin', null)}`;
      const stalled = await ask('POST', '/api/companies', [authorization, 'Content-Length: 100']);
      const answered = await ask('GET', '/health/live', []);
      const [text] = await once(answered, 'data');
      assert.match(String(text), /^HTTP\/1\.1 200 /);
      await once(stalled.resume(), 'close');
      // The limit of a request went with its answer.
      await delay(400);
      assert.equal(answered.readyState, 'open');
      answered.destroy();
      await closeGracefully(server, 1_000);
    });
  });

  it('lets any site call, without cookies', async () => {
    const asked = 'authorization,if-match,prefer,traceparent,x-of-a-library';
    const headers = {
      origin: 'https://viewer.example',
      'access-control-request-method': 'PUT',
      'access-control-request-headers': asked,
    };
    const preflight = await api.call('OPTIONS', '/api/companies/1', { key: null, headers });
    assert.deepEqual([preflight.status, preflight.headers.get('access-control-allow-origin')], [204, '*']);
    assert.equal(preflight.headers.get('access-control-allow-headers'), asked);
    assert.equal(preflight.headers.get('access-control-allow-credentials'), null);
    assert.equal(preflight.headers.get('x-powered-by'), null);
  });
});
