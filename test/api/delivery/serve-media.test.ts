import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { request, type IncomingHttpHeaders } from 'node:http';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { MARKER, markFolder } from '../../../src/storage/folder-marker.js';
import { temporaryFolder } from '../../support/videos.js';
import { type MediaServer, startMediaServer, type ReceivingParts } from './media-server.js';

const NAME = '0f0e0d0c-0000-4000-8000-000000000001';
const VIDEO = `/media/1/videos/7/${NAME}.mp4`;
const ETAG = `"${NAME}.mp4"`;
const CONTENT = '0123456789';
const LONG = `/media/1/videos/7/${NAME}.mov`;
const LONG_CONTENT = Array.from({ length: 1_000 }, (_, index) => index % 10).join('');

describe('serving media', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: MediaServer;
  before(async () => {
    folder = await temporaryFolder();
    for (const key of [
      `videos/7/${NAME}.mp4`,
      `videos/7/${NAME}.webm`,
      `thumbnails/7/${NAME}.webp`,
      'uploads/x.part',
      'videos/.secret',
      '.env',
    ]) {
      await mkdir(dirname(join(folder.path, key)), { recursive: true });
      await writeFile(join(folder.path, key), CONTENT);
    }
    await markFolder(folder.path);
    await writeFile(join(folder.path, `videos/7/${NAME}.mov`), LONG_CONTENT);
    const unused = {} as ReceivingParts; // Only the serving route is asked here.
    server = await startMediaServer(unused, folder.path);
  });
  after(async () => {
    await server.close();
    await folder.remove();
  });

  // Not fetch: it would tidy up the path before sending it.
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
      request({ port: server.port, host: '127.0.0.1', path, headers, method }, (answer) => {
        text(answer).then((body) => resolve({ status: answer.statusCode, headers: answer.headers, body }), reject);
      })
        .once('error', reject)
        .end();
    });

  it('serves a file with everything that a player and a cache need', async () => {
    const { status, headers, body } = await ask(VIDEO);
    assert.equal(status, 200);
    assert.equal(body, CONTENT);
    assert.equal(headers['content-type'], 'video/mp4');
    assert.equal(headers['content-length'], '10');
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(headers['content-disposition'], 'inline');
    assert.equal(headers['etag'], ETAG);
    assert.equal(headers['accept-ranges'], 'bytes');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['access-control-allow-origin'], '*');
    const exposed = (headers['access-control-expose-headers'] ?? '').split(',');
    for (const name of ['Accept-Ranges', 'Content-Length', 'Content-Range', 'ETag']) assert.ok(exposed.includes(name));
    assert(headers['last-modified']);
  });

  for (const [path, type] of [
    [`videos/7/${NAME}.mov`, 'video/quicktime'],
    [`videos/7/${NAME}.webm`, 'video/webm'],
    [`thumbnails/7/${NAME}.webp`, 'image/webp'],
  ]) {
    it(`serves ${type}`, async () => assert.equal((await ask(`/media/1/${path}`)).headers['content-type'], type));
  }

  const ranges: [string, Record<string, string>, number, string, string | undefined][] = [
    ['single', { Range: 'bytes=2-4' }, 206, '234', 'bytes 2-4/10'],
    ['one byte', { Range: 'bytes=0-0' }, 206, '0', 'bytes 0-0/10'],
    ['open-ended', { Range: 'bytes=7-' }, 206, '789', 'bytes 7-9/10'],
    ['suffix', { Range: 'bytes=-3' }, 206, '789', 'bytes 7-9/10'],
    ['suffix beyond the start', { Range: 'bytes=-30' }, 206, CONTENT, 'bytes 0-9/10'],
    ['end beyond the file', { Range: 'bytes=8-99' }, 206, '89', 'bytes 8-9/10'],
    ['several that nearly touch', { Range: 'bytes=0-1,5-6' }, 206, '0123456', 'bytes 0-6/10'],
    ['several, one of them in the file', { Range: 'bytes=20-30, 8-9' }, 206, '89', 'bytes 8-9/10'],
    ['malformed: the whole', { Range: 'bytes=x-y' }, 200, CONTENT, undefined],
    ['backwards: the whole', { Range: 'bytes=5-3' }, 200, CONTENT, undefined],
    ['another unit: the whole', { Range: 'seconds=1-2' }, 200, CONTENT, undefined],
    ['If-Range that matches', { Range: 'bytes=2-4', 'If-Range': ETAG }, 206, '234', 'bytes 2-4/10'],
    [
      'If-Range of a weak tag, which never matches',
      { Range: 'bytes=2-4', 'If-Range': `W/${ETAG}` },
      200,
      CONTENT,
      undefined,
    ],
    ['If-Range that does not', { Range: 'bytes=2-4', 'If-Range': '"other"' }, 200, CONTENT, undefined],
    [
      'If-Range older than the file',
      { Range: 'bytes=2-4', 'If-Range': 'Thu, 01 Jan 1970 00:00:00 GMT' },
      200,
      CONTENT,
      undefined,
    ],
  ];
  for (const [what, headers, status, body, contentRange] of ranges) {
    it(`answers a range: ${what}`, async () => {
      const answer = await ask(VIDEO, headers);
      assert.deepEqual([answer.status, answer.body, answer.headers['content-range']], [status, body, contentRange]);
    });
  }

  it('answers 416 with the size to a range beyond the end', async () => {
    const { status, headers, body } = await ask(VIDEO, { Range: 'bytes=10-' });
    assert.equal(status, 416);
    assert.equal(headers['content-range'], 'bytes */10');
    assert.equal(headers['cache-control'], undefined);
    assert.equal(JSON.parse(body).code, 'range_not_satisfiable');
  });

  it('answers several ranges in one body, in the order of the request', async () => {
    const { status, headers, body } = await ask(LONG, { Range: 'bytes=500-503, 0-1,,-3' });
    assert.deepEqual([status, headers['content-range'], headers['content-length']], [206, undefined, `${body.length}`]);
    const [, boundary = ''] =
      /^multipart\/byteranges; boundary=([\w-]{20,70})$/.exec(headers['content-type'] ?? '') ?? [];
    const part = (range: string, bytes: string) =>
      `\r\n--${boundary}\r\nContent-Type: video/quicktime\r\nContent-Range: bytes ${range}/1000\r\n\r\n${bytes}`;
    const parts = [part('500-503', '0123'), part('0-1', '01'), part('997-999', '789')];
    assert.equal(body, `${parts.join('')}\r\n--${boundary}--\r\n`);
  });

  it('sends no byte twice, however often it is asked for', async () => {
    const { status, body } = await ask(LONG, { Range: `bytes=${Array.from({ length: 16 }, () => '0-').join()}` });
    assert.deepEqual([status, body], [206, LONG_CONTENT]);
    const many = Array.from({ length: 17 }, (_, index) => `${index * 2}-${index * 2}`);
    assert.equal((await ask(LONG, { Range: `bytes=${many.join()}` })).status, 200);
  });

  it('answers HEAD like GET without a body, and without ranges', async () => {
    for (const headers of [{}, { Range: 'bytes=2-4' }]) {
      const answer = await ask(VIDEO, headers, 'HEAD');
      assert.deepEqual([answer.status, answer.body, answer.headers['content-length']], [200, '', '10']);
      assert.equal(answer.headers['accept-ranges'], 'bytes');
    }
  });

  it('answers conditional requests', async () => {
    const modified = (await ask(VIDEO)).headers['last-modified'] ?? '';
    assert.equal((await ask(VIDEO, { 'If-None-Match': ETAG })).status, 304);
    assert.equal((await ask(VIDEO, { 'If-None-Match': '"other"' })).status, 200);
    assert.equal((await ask(VIDEO, { 'If-Modified-Since': modified })).status, 304);
    assert.equal((await ask(VIDEO, { 'If-Match': ETAG })).status, 200);
    const failed = await ask(VIDEO, { 'If-Match': '"other"' });
    assert.deepEqual([failed.status, failed.headers['cache-control']], [412, undefined]);
    assert.equal((await ask(VIDEO, { 'If-Match': `"other", ${ETAG}` })).status, 200);
    assert.equal((await ask(VIDEO, { 'If-Match': `W/${ETAG}` })).status, 412);
    assert.equal((await ask(VIDEO, { 'If-Unmodified-Since': modified })).status, 200);
    assert.equal((await ask(VIDEO, { 'If-Unmodified-Since': 'Thu, 01 Jan 1970 00:00:00 GMT' })).status, 412);
    assert.equal((await ask(VIDEO, { 'If-None-Match': ETAG, Range: 'bytes=99-' })).status, 304);
  });

  for (const path of [
    '/media/1/videos/7/00000000-0000-4000-8000-000000000000.mp4',
    `/media/2/videos/7/${NAME}.mp4`,
    '/media/1/uploads/x.part',
    '/media/1/videos/../uploads/x.part',
    '/media/1/videos/7/../../.env',
    '/media/1/videos/%2e%2e/uploads/x.part',
    '/media/1/videos/..%2fuploads%2fx.part',
    '/media/1/videos/..%5cuploads%5cx.part',
    '/media/1/videos/.secret',
    '/media/1/.env',
    '/media/1/videos/7',
    '/media/1/videos/7/',
    `/media/1/videos/7/${NAME}.mp4/x`,
    `/media/1/videos/7/${NAME}.mp4%00`,
    '/media/1/videos/%',
    `/media/1/videos/${'x'.repeat(300)}.mp4`,
    '/media/1//etc/passwd',
    '/media//videos/7/x.mp4',
    '/media',
  ]) {
    it(`answers 404 to ${path.slice(0, 60)}`, async () => {
      const { status, headers, body } = await ask(path);
      assert.equal(status, 404);
      assert.equal(JSON.parse(body).code, 'not_found');
      assert.equal(headers['cache-control'], undefined);
    });
  }

  it('answers the preflight of other origins, and refuses other methods', async () => {
    const preflight = await ask(
      VIDEO,
      {
        Origin: 'https://viewer.example',
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': 'range',
      },
      'OPTIONS',
    );
    assert.equal(preflight.status, 204);
    assert.match(preflight.headers['access-control-allow-headers'] ?? '', /^range$/);
    const refused = await ask(VIDEO, {}, 'POST');
    assert.deepEqual([refused.status, refused.headers['allow']], [405, 'GET, HEAD, OPTIONS']);
  });

  it('says 503 of a missing file while the disk is not mounted', async () => {
    const missing = VIDEO.replace('0f0e', 'ffff');
    assert.equal((await ask(missing)).status, 404);
    await rm(join(folder.path, MARKER));
    try {
      const { status, body } = await ask(missing);
      assert.deepEqual([status, JSON.parse(body).code], [503, 'storage_unavailable']);
    } finally {
      await markFolder(folder.path);
    }
  });
});
