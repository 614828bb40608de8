import assert from 'node:assert/strict';
import { deflateSync, gzipSync } from 'node:zlib';
import { toAppError } from '../../src/api/http/to-app-error.js';
import { DatabaseClock } from '../../src/db/clock.js';
import { HTTP_STATUS } from '../../src/domain/errors.js';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany, insertContent } from '../support/builders.js';
import type { TestDatabase } from '../support/database.js';
import { assertOwnWords } from '../support/library-words.js';
import { exchange, message, type RawAnswer } from '../support/raw-http.js';

function assertSaid({ body }: RawAnswer): void {
  assertOwnWords(String(body['detail']));
  const errors = (body['errors'] ?? []) as { message: string }[];
  for (const { message: words } of errors) assertOwnWords(words);
}

const same = (error: unknown): unknown => error;

describe('what libraries refuse', () => {
  let database: TestDatabase;
  let api: TestApi;
  let authorization: string;
  let contentId: number;
  const clock = new DatabaseClock();

  apiForSuite(clock, (setting) => ({ database, api } = setting));
  before(async () => {
    contentId = (await insertContent(database.db, { company_id: (await insertCompany(database.db)).id })).id;
    authorization = `Authorization: Bearer ${await api.makeKey('admin', null)}`;
  });

  it('is a 4xx or 501 whatever status below 500 it asks for, and a 500 only where a library blames itself', () => {
    for (let status = 400; status < 600; status += 1) {
      const error = Object.assign(new Error('why'), { status });
      const fault = toAppError(error, same);
      const isTheirs = status < 500 || status === 501;
      assert.equal(HTTP_STATUS[fault.code] < 500 || HTTP_STATUS[fault.code] === 501, isTheirs, `${status}`);
      assert.ok(!fault.message.includes('why'), 'what a library says is told to nobody');
    }
    assert.equal(toAppError(new URIError('URI malformed'), same).code, 'malformed_request');
    assert.equal(toAppError(new RangeError('ours'), same).code, 'internal_error');
    assert.equal(toAppError('text', same).code, 'internal_error');
  });

  const send = (first: string, headers: string[], body: string | Buffer = ''): Promise<RawAnswer> => {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const length = headers.some((header) => /^(content-length|transfer-encoding)/i.test(header))
      ? []
      : [`Content-Length: ${bytes.length}`];
    const head = message(`${first} HTTP/1.1`, ['Host: a', authorization, ...headers, ...length]);
    return exchange(api.url, Buffer.concat([Buffer.from(head, 'latin1'), bytes]));
  };
  const COMPANY = '{"name": "Acme"}';

  const TYPES: [type: string, status: number][] = [
    ['application/json', 201],
    ['Application/JSON; Charset=UTF-8', 201],
    ['application/json;charset="utf-8"', 201],
    ['application/merge-patch+json', 201],
    ['application/json;', 201],
    ['application/json; charset', 201],
    ['application/json; =x', 201],
    ['application/json; charset="utf-8', 201],
    ['application/json; charset=utf-8; charset=latin1', 201],
    ['application/json; charset=', 201],
    ['application/json; charset=x-none', 415],
    ['application/json; charset=\xff', 415],
    ['application/json, text/plain', 415],
    ['json', 415],
    ['text/json', 415],
    ['', 415],
  ];
  for (const [type, status] of TYPES) {
    it(`answers ${status} to a body of the type ${JSON.stringify(type)}`, async () => {
      const answer = await send('POST /api/companies', [`Content-Type: ${type}`], COMPANY);
      assert.equal(answer.status, status, answer.text);
      if (status >= 400) assertSaid(answer);
    });
  }

  const JSON_TYPE = 'Content-Type: application/json';
  const gzip = gzipSync(COMPANY);
  const ENCODED: [what: string, headers: string[], body: string | Buffer, status: number][] = [
    ['gzip', ['Content-Encoding: gzip'], gzip, 201],
    ['deflate', ['Content-Encoding: DEFLATE'], deflateSync(COMPANY), 201],
    ['gzip that is none', ['Content-Encoding: gzip'], COMPANY, 400],
    ['gzip that is cut off', ['Content-Encoding: gzip'], gzip.subarray(0, -9), 400],
    ['an unknown coding', ['Content-Encoding: x'], COMPANY, 415],
    ['two codings', ['Content-Encoding: gzip, gzip'], gzip, 415],
    ['a bomb', ['Content-Encoding: gzip'], gzipSync(Buffer.alloc(5_000_000, 0x20)), 413],
    ['no JSON', [], '{"name": ', 400],
    ['a comma too many', [], '{"name": "Acme",}', 400],
    ['no number', [], '{"name": NaN}', 400],
    ['a name twice', [], '{"name": "Acme", "name": "Acme"}', 400],
    ['a mark of its byte order', [], `\ufeff${COMPANY}`, 201],
    ['a byte that is no text', [], Buffer.from('{"name": "a\xff"}', 'latin1'), 422],
    ['a byte outside of texts', [], Buffer.from('{"name": \xff}', 'latin1'), 400],
    ['many layers', [], `{"name": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 422],
    ['layers that do not end', [], '['.repeat(200_000), 400],
    ['a number without end', [], `{"name": 1e${'9'.repeat(1_000)}}`, 422],
    ['too many bytes', [], `{"name": "${'a'.repeat(300_000)}"}`, 413],
    ['a word', [], 'true', 400],
    ['a text', [], '"x"', 400],
    ['a number', [], '1', 400],
    ['nothing, in chunks', ['Transfer-Encoding: chunked'], '0\r\n\r\n', 422],
    ['blanks', [], '  ', 400],
    ['a list', [], '[]', 422],
  ];
  for (const [what, headers, body, status] of ENCODED) {
    it(`answers ${status} to a JSON body with ${what}`, async () => {
      const answer = await send('POST /api/companies', [JSON_TYPE, ...headers], body);
      assert.equal(answer.status, status, answer.text);
      if (status >= 400) assertSaid(answer);
    });
  }

  const FILES: [headers: string[], status: number][] = [
    [['Range: bytes=0-9'], 206],
    [['Range: bytes=99999999-'], 416],
    [['Range: bytes=x'], 200],
    [['If-Match: "other"'], 412],
    [['If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT'], 412],
    [['If-Modified-Since: x'], 200],
  ];
  for (const [headers, status] of FILES) {
    it(`answers ${status} to ${headers.join()} of a file of the docs`, async () => {
      const answer = await send('GET /docs/swagger-ui.css', headers);
      assert.equal(answer.status, status, answer.text.slice(0, 500));
      if (status >= 400) assert.equal(answer.headers.get('content-type'), 'application/problem+json');
    });
  }

  for (const path of [
    '/docs/%',
    '/docs/..%2f',
    '/%ff',
    '/%',
    '/api/companies/%E0%A4%A',
    '/media/%zz',
    '//',
    '/api/ar/%/plan',
  ]) {
    it(`answers no 500 to ${path}`, async () => {
      const answer = await send(`GET ${path}`, []);
      assert.ok(answer.status === 400 || answer.status === 404, answer.text);
      assertSaid(answer);
      assert.equal(answer.headers.get('content-type'), 'application/problem+json');
    });
  }

  const FORMS: [type: string, body: string, status: number][] = [
    ['multipart/form-data', '', 400],
    ['multipart/form-data; boundary', '', 400],
    ['multipart/form-data; boundary=', '', 400],
    ['multipart/form-data; boundary=x', '', 400],
    ['multipart/form-data; boundary=x', '--x\r\n', 400],
    ['multipart/form-data; boundary=x', '--y\r\n\r\n--y--\r\n', 400],
    ['multipart/form-data; boundary=x', '--x--\r\n', 422],
    [`multipart/form-data; boundary=${'x'.repeat(300)}`, '', 400],
    [`multipart/form-data; boundary=${'x'.repeat(200)}`, `--${'x'.repeat(200)}--\r\n`, 422],
    ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="title"\r\n\r\na', 400],
    ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="title', 400],
    ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="title"\r\n\r\na\r\n--x', 400],
    ['multipart/form-data; boundary=x', `--x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\na\r\n--x--\r\n`, 422],
    ['multipart/form-data; boundary=x', '--x\r\n\r\n'.repeat(60), 400],
    [
      'multipart/form-data; boundary=x',
      `--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n${'a'.repeat(9_000)}\r\n--x--\r\n`,
      422,
    ],
    ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition\r\n\r\na\r\n--x--\r\n', 422],
    ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n', 422],
    ['multipart/mixed; boundary=x', '--x--\r\n', 415],
    ['application/x-www-form-urlencoded', 'title=a', 415],
  ];
  for (const [type, body, status] of FORMS) {
    it(`answers ${status} to ${JSON.stringify(body)} as ${type}`, async () => {
      const answer = await send(`POST /api/ar-content/${contentId}/videos`, [`Content-Type: ${type}`], body);
      assert.equal(answer.status, status, answer.text);
      if (status >= 400) assertSaid(answer);
    });
  }
});
