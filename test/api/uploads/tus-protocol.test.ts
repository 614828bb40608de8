import assert from 'node:assert/strict';
import { DatabaseClock } from '../../../src/db/clock.js';
import type { TestApi } from '../../support/api.js';
import { apiForSuite } from '../../support/api-for-suite.js';
import { insertCompany, insertContent } from '../../support/builders.js';
import type { TestDatabase } from '../../support/database.js';
import { assertOwnWords } from '../../support/library-words.js';
import { exchange, message, type RawAnswer } from '../../support/raw-http.js';

const LIMIT = 1_000_000;
const CHUNK = 'Content-Type: application/offset+octet-stream';
const TUS = 'Tus-Resumable: 1.0.0';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** What is sent, the status and code that it gets, and what the detail says. */
type Refused = [what: string, headers: string[], status: number, code: string, detail: RegExp];

describe('requests that the tus protocol does not know', () => {
  let database: TestDatabase;
  let api: TestApi;
  let collection: string;
  let authorization: string;
  const clock = new DatabaseClock();

  apiForSuite(clock, (setting) => ({ database, api } = setting), { maxUploadBytes: LIMIT });
  before(async () => {
    const { id } = await insertContent(database.db, { company_id: (await insertCompany(database.db)).id });
    collection = `/api/ar-content/${id}/videos/resumable`;
    authorization = `Authorization: Bearer ${await api.makeKey('admin', null)}`;
  });

  const ask = (first: string, headers: string[], body = ''): Promise<RawAnswer> =>
    exchange(api.url, message(`${first} HTTP/1.1`, ['Host: a', authorization, ...headers], body));
  const begin = async (headers: string[]): Promise<string> => {
    const answer = await ask(`POST ${collection}`, [TUS, ...headers]);
    assert.equal(answer.status, 201, answer.text);
    return new URL(answer.headers.get('location') ?? '').pathname;
  };
  const uploads = async (): Promise<number> => (await database.db('resumable_uploads')).length;
  function assertRefused(answer: RawAnswer, [what, , status, code, detail]: Refused): void {
    assert.deepEqual([answer.status, answer.body['code']], [status, code], `${what}: ${answer.text}`);
    assertOwnWords(String(answer.body['detail']));
    assert.match(String(answer.body['detail']) + JSON.stringify(answer.body['errors'] ?? ''), detail);
    assert.equal(answer.headers.get('tus-resumable'), '1.0.0');
  }

  const LENGTH = 'Upload-Length: 10';
  const NO_LENGTH = /Upload-Length must be a whole number of bytes/;
  const CREATIONS: Refused[] = [
    ['a part of an upload', [TUS, LENGTH, 'Upload-Concat: partial'], 501, 'not_implemented', /parallel/],
    ['parts put together', [TUS, 'Upload-Concat: final;/a /b'], 501, 'not_implemented', /parallel/],
    ['an unknown concatenation', [TUS, LENGTH, 'Upload-Concat: x'], 501, 'not_implemented', /parallel/],
    ['no version', [LENGTH], 412, 'precondition_failed', /Tus-Resumable must be 1\.0\.0/],
    ['another version', ['Tus-Resumable: 0.2.2', LENGTH], 412, 'precondition_failed', /1\.0\.0/],
    ['two versions', [TUS, TUS, LENGTH], 412, 'precondition_failed', /1\.0\.0/],
    ['no length', [TUS], 400, 'malformed_request', /Upload-Length or Upload-Defer-Length/],
    ['two kinds of length', [TUS, LENGTH, 'Upload-Defer-Length: 1'], 400, 'malformed_request', /Upload-Defer-Length/],
    [
      'a deferred length of 0',
      [TUS, 'Upload-Defer-Length: 0'],
      400,
      'malformed_request',
      /Upload-Defer-Length must be 1/,
    ],
    ...[
      '-1',
      '1.5',
      'abc',
      '',
      '1e3',
      '0x10',
      '+5',
      ' ',
      '007',
      '99999999999999999999',
      '9007199254740993',
      '1, 1',
    ].map((length): Refused => [
      `the length ${JSON.stringify(length)}`,
      [TUS, `Upload-Length: ${length}`],
      400,
      'malformed_request',
      NO_LENGTH,
    ]),
    ['two lengths', [TUS, LENGTH, 'Upload-Length: 11'], 400, 'malformed_request', NO_LENGTH],
    ['a length beyond the limit', [TUS, 'Upload-Length: 9007199254740991'], 413, 'payload_too_large', /at most/],
    ...[
      'title  eA==',
      'title eA== eA==',
      'title x',
      'title eA===',
      'title e-_=',
      't\xef eA==',
      ',',
      'a eA==,a eA==',
    ].map((metadata): Refused => [
      `the metadata ${JSON.stringify(metadata)}`,
      [TUS, LENGTH, `Upload-Metadata: ${metadata}`],
      400,
      'malformed_request',
      /Upload-Metadata/,
    ]),
    ['a name of objects', [TUS, LENGTH, 'Upload-Metadata: __proto__ eA=='], 422, 'validation_failed', /__proto__/],
    ['an unknown name', [TUS, LENGTH, `Upload-Metadata: colour ${base64('red')}`], 422, 'validation_failed', /colour/],
    [
      'a body that is longer than the upload',
      [TUS, 'Upload-Length: 3', CHUNK, 'Content-Length: 4'],
      413,
      'payload_too_large',
      /^More bytes came than Upload-Length says/,
    ],
  ];
  for (const refused of CREATIONS) {
    it(`refuse to begin with ${refused[0]}`, async () => {
      const before = await uploads();
      const body = refused[1].includes('Content-Length: 4') ? 'abcd' : '';
      assertRefused(await ask(`POST ${collection}`, refused[1], body), refused);
      assert.ok((await uploads()) <= before + 1);
    });
  }

  const OFFSET = 'Upload-Offset: 0';
  const BODY = 'Content-Length: 4';
  const NO_OFFSET = /Upload-Offset must be a whole number of bytes/;
  const APPENDINGS: Refused[] = [
    ['no offset', [TUS, CHUNK, BODY], 400, 'malformed_request', NO_OFFSET],
    ...['-1', 'x', '', '0.5', '1e0', '00', '0, 0'].map((offset): Refused => [
      `the offset ${JSON.stringify(offset)}`,
      [TUS, CHUNK, `Upload-Offset: ${offset}`, BODY],
      400,
      'malformed_request',
      NO_OFFSET,
    ]),
    ['another offset', [TUS, CHUNK, 'Upload-Offset: 7', BODY], 409, 'conflict', /Upload-Offset/],
    ['no type', [TUS, OFFSET, BODY], 415, 'unsupported_media_type', /application\/offset\+octet-stream/],
    ['another type', [TUS, OFFSET, 'Content-Type: video/mp4', BODY], 415, 'unsupported_media_type', /offset\+octet/],
    ['a length once more', [TUS, CHUNK, OFFSET, 'Upload-Length: 10', BODY], 400, 'malformed_request', /Upload-Length/],
    ['a wrong length', [TUS, CHUNK, OFFSET, 'Upload-Length: x', BODY], 400, 'malformed_request', NO_LENGTH],
    ['no version', [CHUNK, OFFSET, BODY], 412, 'precondition_failed', /1\.0\.0/],
  ];
  for (const refused of APPENDINGS) {
    it(`refuse to go on with ${refused[0]}`, async () => {
      const path = await begin([LENGTH]);
      assertRefused(await ask(`PATCH ${path}`, refused[1], 'abcd'), refused);
      const head = await ask(`HEAD ${path}`, [TUS]);
      assert.deepEqual([head.status, head.headers.get('upload-offset')], [200, '0']);
    });
  }

  it('refuse more bytes than the upload has, however they are sent', async () => {
    for (const [headers, body] of [
      [['Content-Length: 11'], 'x'.repeat(11)],
      [['Transfer-Encoding: chunked'], `b\r\n${'x'.repeat(11)}\r\n0\r\n\r\n`],
    ] as const) {
      const path = await begin([LENGTH]);
      const answer = await ask(`PATCH ${path}`, [TUS, CHUNK, OFFSET, ...headers], body);
      assert.deepEqual([answer.status, answer.body['code']], [413, 'payload_too_large'], answer.text);
    }
  });

  it('refuse a length that is less than what is here', async () => {
    const path = await begin(['Upload-Defer-Length: 1']);
    assert.equal((await ask(`PATCH ${path}`, [TUS, CHUNK, OFFSET, BODY], 'abcd')).status, 204);
    const shorter = [TUS, CHUNK, 'Upload-Offset: 4', 'Upload-Length: 3', 'Content-Length: 0'];
    const answer = await ask(`PATCH ${path}`, shorter);
    assert.deepEqual([answer.status, answer.body['code']], [400, 'malformed_request'], answer.text);
    assert.match(String(answer.body['detail']), /Upload-Length/);
  });

  it('take what has no part in the protocol', async () => {
    for (const header of ['X-Forwarded-Proto: https, http', 'Content-Type: text/plain', 'Upload-Foo: \xff', 'TE: x']) {
      await begin([LENGTH, header]);
    }
    const path = await begin([LENGTH]);
    const type = 'Content-Type: Application/Offset+Octet-Stream; charset=utf-8';
    assert.equal((await ask(`PATCH ${path}`, [TUS, type, OFFSET, BODY], 'abcd')).status, 204);
  });

  it('refuse an empty file as every other way does', async () => {
    const answer = await ask(`POST ${collection}`, [TUS, 'Upload-Length: 0']);
    assert.deepEqual([answer.status, answer.body['code']], [422, 'validation_failed'], answer.text);
  });

  it('refuse other methods', async () => {
    const path = await begin([LENGTH]);
    for (const [first, headers] of [
      [`PUT ${path}`, [TUS]],
      [`GET ${path}`, [TUS]],
      [`POST ${path}`, [TUS]],
      [`POST ${path}`, [TUS, 'X-HTTP-Method-Override: GET']],
      [`PATCH ${collection}`, [TUS]],
    ] as const) {
      const answer = await ask(first, [...headers]);
      assert.deepEqual([answer.status, answer.body['code']], [405, 'method_not_allowed'], first);
    }
  });
});
