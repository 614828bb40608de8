import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import { pino } from 'pino';
import { createApp } from '../../src/api/app.js';
import { closeGracefully, listen, portOf } from '../../src/api/http/http-server.js';
import { DatabaseClock } from '../../src/db/clock.js';
import { startTestApi, type TestApi } from '../support/api.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { assertOwnWords } from '../support/library-words.js';
import { exchange, message, type RawAnswer } from '../support/raw-http.js';

const SECRET = 'Authorization: Bearer arv_a-secret-of-somebody';

describe('requests that Node itself cannot read', () => {
  let database: TestDatabase;
  let api: TestApi;
  let authorization: string;
  const lines: string[] = [];
  const clock = new DatabaseClock();

  before(async () => {
    database = await testDatabase();
    await clock.start(database.db);
    const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
    api = await startTestApi(database.db, clock, { log });
    authorization = `Authorization: Bearer ${await api.makeKey('admin', null)}`;
  });
  after(async () => {
    await api.stop();
    clock.stop();
    await database.drop();
  });

  function assertProblem(answer: RawAnswer, status: number, code: string): void {
    assert.deepEqual([answer.status, answer.body['status'], answer.body['code']], [status, status, code], answer.text);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json');
    assert.equal(answer.headers.get('connection'), 'close');
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(answer.headers.get('x-request-id'), answer.body['request_id']);
    for (const member of ['type', 'title', 'detail', 'instance']) {
      assert.equal(typeof answer.body[member], 'string', member);
    }
    assertOwnWords(String(answer.body['detail']));
    assert.ok(!answer.text.includes('secret'), 'it tells nothing of what was sent');
  }

  const line = 'GET /health/live HTTP/1.1';
  const UNREADABLE: [what: string, bytes: string][] = [
    ['an unknown method', message('BREW /pot HTTP/1.1', ['Host: a', SECRET])],
    ['no method', `\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03${'x'.repeat(100)}\r\n\r\n`],
    ['another protocol', message('GET / HTTP/3.7', ['Host: a', SECRET])],
    ['no target', message('GET HTTP/1.1', ['Host: a', SECRET])],
    ['a target that is none', message('GET secret HTTP/1.1', ['Host: a', SECRET])],
    ['bytes in the target', message('GET /secret\xff HTTP/1.1', ['Host: a', SECRET])],
    ['a header without a colon', message(line, ['Host: a', SECRET, 'secret'])],
    ['a blank before the colon', message(line, ['Host: a', SECRET, 'X-Secret : x'])],
    ['a control character in a header', message(line, ['Host: a', SECRET, 'X-Secret: a\x01b'])],
    ['NUL in a header', message(line, ['Host: a', SECRET, 'X-Secret: a\0b'])],
    ['a folded header', message(line, ['Host: a', SECRET, 'X-Secret: a', ' b'])],
    ['two lengths', message('POST / HTTP/1.1', ['Host: a', SECRET, 'Content-Length: 1', 'Content-Length: 2'], 'ab')],
    ['a length that is none', message('POST / HTTP/1.1', ['Host: a', SECRET, 'Content-Length: x'], 'ab')],
    [
      'length and chunks',
      message('POST / HTTP/1.1', ['Host: a', SECRET, 'Content-Length: 1', 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
    ],
    ['an unknown transfer coding', message('POST / HTTP/1.1', ['Host: a', SECRET, 'Transfer-Encoding: x'], 'x')],
  ];
  for (const [what, bytes] of UNREADABLE) {
    it(`are a 400 with a problem: ${what}`, async () => {
      assertProblem(await exchange(api.url, bytes), 400, 'malformed_request');
    });
  }

  it('are a 400 when the chunks of a body are none, and change nothing', async () => {
    const headers = ['Host: a', authorization, 'Content-Type: application/json', 'Transfer-Encoding: chunked'];
    const answer = await exchange(
      api.url,
      message('POST /api/companies HTTP/1.1', headers, 'zz\r\n{"name": "chunks"}'),
    );
    assertProblem(answer, 400, 'malformed_request');
    assert.equal((await database.db('companies').where('name', 'chunks')).length, 0);
  });

  for (const [what, size] of [
    ['some kilobytes', 20_000],
    ['megabytes', 4_000_000],
  ] as const) {
    it(`are a 431 when the headers have ${what}, which the client can read`, async () => {
      const answer = await exchange(api.url, message(line, ['Host: a', `X-Secret: ${'secret'.repeat(size / 6)}`]));
      assertProblem(answer, 431, 'headers_too_large');
      const target = message(`GET /${'a'.repeat(size)} HTTP/1.1`, ['Host: a']);
      assertProblem(await exchange(api.url, target), 431, 'headers_too_large');
    });
  }

  it('are a 408 when their headers do not come', async () => {
    const server = await listen(createApp(api.deps), '127.0.0.1', 0, { headersTimeoutMs: 300, lookEveryMs: 50 });
    try {
      const answer = await exchange(`http://127.0.0.1:${portOf(server)}`, 'GET / HTTP/1.1\r\nHost: a\r\nX-Secret: se');
      assertProblem(answer, 408, 'request_timeout');
    } finally {
      await closeGracefully(server, 1_000);
    }
  });

  it('are a 417 when they expect what is unknown, also where reads are answered from memory', async () => {
    for (const path of ['/health/live', '/api/companies', `/api/ar/${'0'.repeat(36)}/active-video`]) {
      const answer = await exchange(api.url, message(`GET ${path} HTTP/1.1`, ['Host: a', 'Expect: the-secret']));
      assertProblem(answer, 417, 'expectation_failed');
      assert.equal(answer.body['instance'], path);
    }
  });

  it('are a 501 when they want a tunnel', async () => {
    const answer = await exchange(api.url, message('CONNECT secret.example:443 HTTP/1.1', ['Host: a', SECRET]));
    assertProblem(answer, 501, 'not_implemented');
  });

  it('do not take the place of the answer to the request before them', async () => {
    const first = ['POST /api/companies HTTP/1.1', 'Host: a', authorization, 'Content-Type: application/json'];
    const body = '{"name": "before"}';
    const { text } = await exchange(
      api.url,
      [...first, `Content-Length: ${body.length}`, '', `${body}\x01 no request\r\n\r\n`].join('\r\n'),
    );
    assert.match(text, /^HTTP\/1\.1 201 [^]*"name":"before"[^]*HTTP\/1\.1 400 [^]*"code":"malformed_request"/);
  });

  it('end an answer that has begun', async () => {
    const handle: RequestListener = (_req, res) => void res.writeHead(200).write('begun');
    const server = await listen({ ...createApp(api.deps), handle }, '127.0.0.1', 0);
    const socket = connect(portOf(server), '127.0.0.1');
    let text = '';
    socket.on('data', (part: Buffer) => void (text += part.toString())).on('error', () => undefined);
    socket.write('GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(socket, 'data');
    socket.write('\x01\x02 no request\r\n\r\n');
    if (!socket.closed) await once(socket, 'close');
    assert.ok(!text.includes('malformed_request'), text);
    await closeGracefully(server, 1_000);
  });

  it('are told to operators, without what was sent', async () => {
    const metrics = await api.call('GET', '/metrics');
    assert.match(String(metrics.body), /refusals_total\{what="request",why="malformed_request"\} [1-9]/);
    assert.ok(lines.some((one) => one.includes('refused a request: malformed_request') && one.includes('127.0.0.1')));
    assert.ok(!lines.join('\n').includes('secret'));
  });
});
