import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, renameSync, statSync, symlinkSync, truncateSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Upload, type DetailedError, type UploadOptions } from 'tus-js-client';
import { DatabaseClock } from '../../../src/db/clock.js';
import { takeExpiredUpload } from '../../../src/db/resumable-uploads.js';
import { RESUMABLE_UPLOAD_MS } from '../../../src/domain/resumable-upload.js';
import { AppError } from '../../../src/domain/errors.js';
import type { Id } from '../../../src/domain/scalars.js';
import { MARKER } from '../../../src/storage/folder-marker.js';
import { startTestApi, type TestApi } from '../../support/api.js';
import { apiForSuite } from '../../support/api-for-suite.js';
import { insertCompany, insertContent } from '../../support/builders.js';
import type { TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { processUploads } from '../../support/processing.js';
import { fixture, fixturePath, freeBoxHeader } from '../../support/videos.js';

const LIMIT = 3_000_000;
const CHUNK = 'application/offset+octet-stream';
const TUS = { 'tus-resumable': '1.0.0' };

interface Problem {
  code: string;
  detail: string;
  errors?: { field: string; message: string }[];
}

describe('resumable uploads', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let api: TestApi;
  let key: string;
  let companyId: Id;
  let contentId: Id;
  let video: Buffer;
  const clock = new DatabaseClock();

  apiForSuite(clock, (setting) => ({ database, api } = setting), { maxUploadBytes: LIMIT });
  before(async () => {
    companyId = (await insertCompany(database.db)).id;
    contentId = (await insertContent(database.db, { company_id: companyId, settled_at: clock.now() })).id;
    key = await api.makeKey('editor', companyId);
    const small = await fixture('faststart.mp4');
    video = Buffer.concat([small, freeBoxHeader(2_000_000), Buffer.alloc(2_000_000 - 8)]);
  });

  const endpoint = (): string => `${api.url}/api/ar-content/${contentId}/videos/resumable`;

  interface Sent {
    url: string | null;
    videoId: number;
    error: DetailedError | null;
  }

  /** Sends with the client that everybody uses. */
  function send(content: Buffer, options: UploadOptions = {}): Promise<Sent> {
    return new Promise((resolve) => {
      let videoId = 0;
      const upload = new Upload(content, {
        endpoint: endpoint(),
        headers: { authorization: `Bearer ${key}` },
        retryDelays: [],
        onAfterResponse: (_req, res) => void (videoId = Number(res.getHeader('x-video-id') ?? videoId)),
        onSuccess: () => resolve({ url: upload.url, videoId, error: null }),
        onError: (error) => resolve({ url: upload.url, videoId, error: error as DetailedError }),
        ...options,
      });
      upload.start();
    });
  }

  const call = (method: string, url: string, options: { body?: Buffer; headers?: object; key?: string } = {}) =>
    fetch(url, {
      method,
      headers: { authorization: `Bearer ${options.key ?? key}`, ...TUS, ...options.headers },
      ...(options.body && { body: options.body }),
    });
  const begin = async (size: number | null, metadata = ''): Promise<string> => {
    const length = size === null ? { 'upload-defer-length': '1' } : { 'upload-length': String(size) };
    const answer = await call('POST', endpoint(), {
      headers: { ...length, ...(metadata !== '' && { 'upload-metadata': metadata }) },
    });
    assert.equal(answer.status, 201, await answer.text());
    return String(answer.headers.get('location'));
  };
  const patch = (url: string, offset: number, body: Buffer, headers: object = {}) =>
    call('PATCH', url, { body, headers: { 'content-type': CHUNK, 'upload-offset': String(offset), ...headers } });
  const problem = async (answer: Response): Promise<Problem> => {
    assert.match(String(answer.headers.get('content-type')), /^application\/problem\+json/);
    return (await answer.json()) as Problem;
  };
  const offsetOf = async (url: string): Promise<number> => {
    const answer = await call('HEAD', url);
    assert.equal(answer.status, 200);
    return Number(answer.headers.get('upload-offset'));
  };
  const files = (): string[] =>
    readdirSync(api.mediaDir, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() && entry.name !== MARKER ? [entry.name] : [],
    );
  const gathered = (url: string): string => join(api.mediaDir, 'uploads', `${url.slice(-36)}.upload`);
  const meta = (fields: Record<string, string>): string =>
    Object.entries(fields)
      .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
      .join(',');

  it('become videos, in as many requests as the client likes', async () => {
    const metadata = { title: 'Früh', activate: 'true', rotation_order: '4', filename: '../../etc/passwd' };
    for (const options of [{}, { chunkSize: 500_000 }, { uploadDataDuringCreation: true }]) {
      const { error, videoId } = await send(video, { metadata, ...options });
      assert.equal(error, null);
      await processUploads(api, database.db);
      const made = await api.expect(200, 'GET', `/api/videos/${videoId}`);
      const { title, rotation_order, status, is_active, size_bytes, width } = made;
      assert.deepEqual(
        [title, rotation_order, status, is_active, size_bytes, width],
        ['Früh', 4, 'ready', true, video.length, 160],
      );
      assert.ok(readFileSync(join(api.mediaDir, String(made['video_path']))).equals(video));
    }
    assert.deepEqual(readdirSync(join(api.mediaDir, 'uploads')), []);
    assert.deepEqual(await database.db('file_deletions'), []);
  });

  it('need not say how large they are before they end', async () => {
    const url = await begin(null);
    assert.equal((await patch(url, 0, video.subarray(0, 100))).status, 204);
    const head = await call('HEAD', url);
    assert.deepEqual([head.headers.get('upload-defer-length'), head.headers.get('upload-length')], ['1', null]);
    const last = await patch(url, 100, video.subarray(100), { 'upload-length': String(video.length) });
    assert.deepEqual([last.status, Number(last.headers.get('x-video-id')) > 0], [204, true]);
  });

  it('go on where they were cut off', async () => {
    const url = await begin(video.length);
    await new Promise<void>((resolve) => {
      const headers = { authorization: `Bearer ${key}`, ...TUS, 'content-type': CHUNK, 'upload-offset': '0' };
      const sending = request(url, { method: 'PATCH', headers: { ...headers, 'content-length': video.length } });
      sending.on('error', () => resolve());
      sending.write(video.subarray(0, 700_000));
      void eventually(() => assert.ok(statSync(gathered(url)).size > 600_000)).then(() => sending.destroy());
    });
    const kept = await offsetOf(url);
    assert.ok(kept > 600_000 && kept <= 700_000, String(kept));
    const { error, videoId } = await send(video, { uploadUrl: url });
    assert.equal(error, null);
    const made = await api.expect(200, 'GET', `/api/videos/${videoId}`);
    assert.ok(readFileSync(join(api.mediaDir, String(made['video_path']))).equals(video));
  });

  it('have one writer at a time: the one that came later', async () => {
    const url = await begin(video.length);
    const headers = { authorization: `Bearer ${key}`, ...TUS, 'content-type': CHUNK, 'upload-offset': '0' };
    const first = request(url, { method: 'PATCH', headers: { ...headers, 'content-length': video.length } });
    first.on('error', () => undefined);
    const answered = new Promise<number>((resolve) => first.on('response', (res) => resolve(res.statusCode ?? 0)));
    first.write(video.subarray(0, 300_000));
    await eventually(() => assert.ok(statSync(gathered(url)).size === 300_000));
    // It is silent, and whoever asks now has it end.
    const { error, videoId } = await send(video, { uploadUrl: url });
    assert.deepEqual([error, await answered], [null, 204]);
    first.destroy();
    const made = await api.expect(200, 'GET', `/api/videos/${videoId}`);
    assert.ok(readFileSync(join(api.mediaDir, String(made['video_path']))).equals(video));
  });

  it('have one writer in all processes', async () => {
    const other = await startTestApi(database.db, clock);
    try {
      const url = await begin(video.length);
      const id = url.slice(-36);
      let wanted = 0;
      const never = new AbortController().signal;
      const release = await other.deps.media.locks.acquire(id, never, () => (wanted += 1));
      const giveUp = new AbortController();
      const waiting = api.deps.media.locks.acquire(id, giveUp.signal, () => undefined);
      await eventually(() => assert.ok(wanted > 0));
      giveUp.abort();
      await assert.rejects(waiting, (error: AppError) => error.code === 'upload_locked');
      const head = call('HEAD', url);
      await release();
      assert.equal((await head).status, 200);
    } finally {
      await other.stop();
    }
  });

  it('refuse a wrong offset, more than was said, and what the protocol does not know', async () => {
    const url = await begin(1_000);
    assert.equal((await patch(url, 0, video.subarray(0, 10))).status, 204);
    const cases: [Response, number, string][] = [
      [await patch(url, 5, video.subarray(0, 10)), 409, 'conflict'],
      [await patch(url, 10, video.subarray(0, 1_000)), 413, 'payload_too_large'],
      [await call('PATCH', url, { headers: { 'upload-offset': '10' } }), 415, 'unsupported_media_type'],
      [await call('PATCH', url, { headers: { 'content-type': CHUNK } }), 400, 'malformed_request'],
      [await call('POST', endpoint()), 400, 'malformed_request'],
      [await call('POST', endpoint(), { headers: { 'upload-length': '-1' } }), 400, 'malformed_request'],
      [
        await call('POST', endpoint(), { headers: { 'upload-length': '1', 'tus-resumable': '0.2' } }),
        412,
        'precondition_failed',
      ],
      [await call('GET', url), 405, 'method_not_allowed'],
    ];
    for (const [answer, status, code] of cases) {
      assert.deepEqual([answer.status, (await problem(answer)).code], [status, code]);
      assert.equal(answer.headers.get('tus-resumable'), '1.0.0');
    }
    assert.equal(await offsetOf(url), 10);
  });

  it('refuse metadata that no video can have, and name each fault', async () => {
    const metadata = meta({ rotation_order: 'first', activate: 'maybe', colour: 'red', schedule_start: 'soon' });
    const refused = await call('POST', endpoint(), { headers: { 'upload-length': '9', 'upload-metadata': metadata } });
    const { errors = [] } = await problem(refused);
    assert.deepEqual(
      [refused.status, errors.map(({ field }) => field).toSorted()],
      [422, ['activate', 'colour', 'rotation_order', 'schedule_start']],
    );
    const window = meta({ schedule_start: '2999-01-02T00:00:00Z', schedule_end: '2999-01-01T00:00:00Z' });
    const empty = await call('POST', endpoint(), { headers: { 'upload-length': '9', 'upload-metadata': window } });
    assert.deepEqual((await problem(empty)).errors?.[0]?.field, 'schedule_end');
    assert.equal((await send(video, { metadata: { colour: 'red' } })).error?.originalResponse?.getStatus(), 422);
  });

  it('are bounded, whether they say how large they are or not', async () => {
    const before = (await database.db('resumable_uploads')).length;
    const large = await call('POST', endpoint(), { headers: { 'upload-length': String(LIMIT + 1) } });
    assert.deepEqual([large.status, (await problem(large)).code], [413, 'payload_too_large']);
    assert.equal((await database.db('resumable_uploads')).length, before);
    const url = await begin(null);
    const refused = await patch(url, 0, Buffer.alloc(LIMIT + 1_000_000));
    assert.deepEqual([refused.status, (await problem(refused)).code], [413, 'payload_too_large']);
    assert.ok(statSync(gathered(url)).size <= LIMIT);
  });

  it('are bounded over all of their requests together', async () => {
    const url = await begin(null);
    const half = Buffer.alloc(LIMIT / 2);
    for (const offset of [0, half.length]) assert.equal((await patch(url, offset, half)).status, 204);
    const refused = await patch(url, LIMIT, Buffer.alloc(1));
    assert.deepEqual([refused.status, (await problem(refused)).code], [413, 'payload_too_large']);
    assert.equal(statSync(gathered(url)).size, LIMIT);
    const later = await begin(null);
    const told = { 'upload-length': String(LIMIT + 1) };
    const long = await patch(later, 0, Buffer.alloc(1), told);
    assert.deepEqual([long.status, (await problem(long)).code], [413, 'payload_too_large']);
  });

  it('keep to the quota of the company, at the beginning, on the way and at the end', async () => {
    const limited = (await insertCompany(database.db, { max_storage_bytes: video.length })).id;
    const own = (await insertContent(database.db, { company_id: limited, settled_at: clock.now() })).id;
    const at = `${api.url}/api/ar-content/${own}/videos/resumable`;
    const admin = await api.makeKey('editor', limited);
    const post = (headers: object) => call('POST', at, { headers, key: admin });
    const over = await post({ 'upload-length': String(video.length + 1) });
    assert.deepEqual([over.status, (await problem(over)).code], [413, 'quota_exceeded']);
    const length = { 'upload-length': String(video.length) };
    const allow = (bytes: number) => database.db('companies').where('id', limited).update({ max_storage_bytes: bytes });
    const first = await post(length);
    assert.equal((await post(length)).status, 413, 'what is being gathered counts');
    // A quota may be lowered while uploads are open.
    await allow(2 * video.length);
    const urls = [first, await post(length)].map(({ headers }) => String(headers.get('location')));
    await allow(3 * video.length);
    const open = String((await post({ 'upload-defer-length': '1' })).headers.get('location'));
    await allow(video.length);
    const whole = { 'content-type': CHUNK, 'upload-offset': '0' };
    const answers = await Promise.all(
      urls.map((url) => call('PATCH', url, { body: video, headers: whole, key: admin })),
    );
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [204, 413],
    );
    const last = await call('PATCH', open, { body: video.subarray(0, 10), headers: whole, key: admin });
    assert.deepEqual([last.status, (await problem(last)).code], [413, 'quota_exceeded']);
    assert.equal(await database.db('videos').where('ar_content_id', own).first('id').then(Boolean), true);
  });

  it('belong to the company of their creator, and to their content', async () => {
    const url = await begin(video.length);
    const foreign = await api.makeKey('editor', (await insertCompany(database.db)).id);
    const viewer = await api.makeKey('viewer', companyId);
    for (const method of ['HEAD', 'PATCH', 'DELETE']) {
      const headers = { 'content-type': CHUNK, 'upload-offset': '0' };
      assert.equal((await call(method, url, { headers, key: foreign })).status, 404, method);
      assert.equal((await call(method, url, { headers, key: viewer })).status, 403, method);
    }
    assert.equal((await call('POST', endpoint(), { headers: { 'upload-length': '1' }, key: foreign })).status, 404);
    const other = (await insertContent(database.db, { company_id: companyId, settled_at: clock.now() })).id;
    assert.equal((await call('HEAD', url.replace(`/${contentId}/`, `/${other}/`))).status, 404);
    assert.equal((await call('HEAD', url.replace(/[0-9a-f]{8}-/, '00000000-'))).status, 404);
    assert.equal(await offsetOf(url), 0);
  });

  it('tell what is wrong with a hostile file, again and again, and keep nothing of it', async () => {
    const before = files();
    const hostile: [Buffer, number, string][] = [
      [readFileSync(fixturePath('picture.png')), 415, 'unsupported_media_type'],
      [video.subarray(0, 2_000), 422, 'validation_failed'],
    ];
    for (const [content, status, code] of hostile) {
      const url = await begin(content.length);
      const refused = await patch(url, 0, content);
      const { errors, ...told } = await problem(refused);
      assert.deepEqual([refused.status, told.code, errors?.[0]?.field], [status, code, 'file']);
      assert.equal((await call('HEAD', url)).status, status);
      const again = await patch(url, content.length, Buffer.alloc(0));
      assert.deepEqual([again.status, (await problem(again)).code], [status, code]);
      assert.deepEqual(files(), before);
      assert.equal((await call('DELETE', url)).status, 204);
    }
    const empty = await call('POST', endpoint(), { headers: { 'upload-length': '0' } });
    assert.equal(empty.status, 422);
    assert.deepEqual(files(), before);
  });

  it('may be given up, but not once they are a video', async () => {
    const url = await begin(video.length);
    await patch(url, 0, video.subarray(0, 10));
    assert.equal((await call('POST', url, { headers: { 'x-http-method-override': 'DELETE' } })).status, 204);
    assert.equal(existsSync(gathered(url)), false);
    assert.equal((await call('HEAD', url)).status, 404);
    const { url: done } = await send(video);
    assert.equal((await call('DELETE', String(done))).status, 409);
    const head = await call('HEAD', String(done));
    assert.deepEqual([head.status, head.headers.get('upload-offset')], [200, String(video.length)]);
  });

  it('expire a day after their last request', async () => {
    const url = await begin(video.length);
    const answer = await patch(url, 0, video.subarray(0, 10));
    const left = Date.parse(String(answer.headers.get('upload-expires'))) - clock.now();
    assert.ok(Math.abs(left - RESUMABLE_UPLOAD_MS) < 10_000, String(left));
    const id = url.slice(-36);
    await database
      .db('resumable_uploads')
      .where({ id })
      .update({ expires_at: database.db.raw('now()') });
    for (const method of ['HEAD', 'PATCH', 'DELETE']) {
      const headers = { 'content-type': CHUNK, 'upload-offset': '10' };
      assert.equal((await call(method, url, { headers })).status, 404, method);
    }
    const later = clock.now() + 1_000;
    const take = (work: () => Promise<void>) => takeExpiredUpload(database.db, later, later + 1_000, work);
    const never = new AbortController().signal;
    const release = await api.deps.media.locks.acquire(id, never, () => undefined);
    assert.equal(await take(() => assert.fail('a request works on it')), true);
    await release();
    await database
      .db('resumable_uploads')
      .where({ id })
      .update({ expires_at: database.db.raw('now()') });
    let taken = 0;
    while (await take(async () => void (taken += 1)));
    assert.deepEqual([taken, await database.db('resumable_uploads').where({ id })], [1, []]);
  });

  describe('when something breaks at the end', () => {
    /** Makes the next try to write the row fail as a lost connection does. */
    function losingTheDatabase(afterwards: boolean): () => void {
      const { planner } = api.deps;
      const edit = planner.edit.bind(planner);
      planner.edit = async (...args) => {
        planner.edit = edit;
        if (afterwards) await edit(...args);
        throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
      };
      return () => (planner.edit = edit);
    }

    for (const afterwards of [false, true]) {
      it(`make one video although Postgres went away ${afterwards ? 'after' : 'before'} the commit`, async () => {
        const url = await begin(video.length);
        const restore = losingTheDatabase(afterwards);
        assert.equal((await patch(url, 0, video)).status, 503);
        restore();
        const count = async () => (await database.db('videos')).length;
        const before = await count();
        const { error, videoId } = await send(video, { uploadUrl: url });
        assert.deepEqual([error, videoId > 0, await count()], [null, true, before + (afterwards ? 0 : 1)]);
        const made = await api.expect(200, 'GET', `/api/videos/${videoId}`);
        assert.ok(existsSync(join(api.mediaDir, String(made['video_path']))));
        assert.equal(
          (
            await call('PATCH', url, { headers: { 'content-type': CHUNK, 'upload-offset': String(video.length) } })
          ).headers.get('x-video-id'),
          String(videoId),
        );
        assert.deepEqual(await database.db('file_deletions').where('path', String(made['video_path'])), []);
      });
    }

    it('go on after a fault that passes, although the file was in its place already', async () => {
      const { planner } = api.deps;
      const edit = planner.edit.bind(planner);
      const url = await begin(video.length);
      planner.edit = () => Promise.reject(new AppError('busy', 'The row is busy; nothing was changed. Try again.'));
      try {
        assert.equal((await patch(url, 0, video)).status, 503);
        assert.equal((await call('HEAD', url)).status, 503);
      } finally {
        planner.edit = edit;
      }
      const { error, videoId } = await send(video, { uploadUrl: url });
      assert.equal(error, null);
      const made = await api.expect(200, 'GET', `/api/videos/${videoId}`);
      assert.ok(existsSync(join(api.mediaDir, String(made['video_path']))));
    });

    it('keep nothing when the content is gone by then', async () => {
      const before = files();
      const gone = (await insertContent(database.db, { company_id: companyId, settled_at: clock.now() })).id;
      const at = endpoint().replace(`/${contentId}/`, `/${gone}/`);
      const made = await call('POST', at, { headers: { 'upload-length': String(video.length) } });
      const url = String(made.headers.get('location'));
      await api.expect(200, 'DELETE', `/api/ar-content/${gone}`);
      assert.equal((await patch(url, 0, video)).status, 404);
      assert.equal((await call('HEAD', url)).status, 404);
      assert.deepEqual(files(), before);
    });

    it('make one video when two requests end it at once', async () => {
      const url = await begin(video.length);
      const restore = losingTheDatabase(false);
      assert.equal((await patch(url, 0, video)).status, 503);
      restore();
      const heads = await Promise.all([call('HEAD', url), call('HEAD', url), call('HEAD', url)]);
      const ids = new Set(heads.map(({ headers }) => headers.get('x-video-id')));
      assert.deepEqual([ids.size, ids.has(null)], [1, false]);
    });

    it('say that the disk is full, and go on once it is not', async () => {
      const url = await begin(video.length);
      await patch(url, 0, video.subarray(0, 100));
      const moved = gathered(url);
      renameSync(moved, `${moved}.away`);
      symlinkSync('/dev/full', moved);
      // The size of a device is 0.
      const full = await patch(url, 0, video);
      assert.deepEqual([full.status, (await problem(full)).code], [507, 'storage_full']);
      renameSync(`${moved}.away`, moved);
      assert.equal(await offsetOf(url), 100);
      assert.ok((await send(video, { uploadUrl: url })).videoId > 0);
    });

    it('say that the bytes are not here, and not that they never came', async () => {
      const url = await begin(video.length);
      const moved = gathered(url);
      await patch(url, 0, video.subarray(0, 100));
      truncateSync(moved, 50);
      assert.equal(await offsetOf(url), 50);
      renameSync(moved, `${moved}.away`);
      assert.equal((await call('HEAD', url)).status, 503);
      renameSync(`${moved}.away`, moved);
      assert.equal(await offsetOf(url), 50);
    });
  });

  it('tell browsers of other sites what they may send and read', async () => {
    const answer = await fetch(endpoint(), {
      method: 'OPTIONS',
      headers: {
        origin: 'https://viewer.example',
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'Upload-Offset,Upload-Length,Upload-Metadata,Tus-Resumable',
      },
    });
    assert.equal(answer.status, 204);
    assert.match(String(answer.headers.get('tus-extension')), /creation/);
    assert.match(String(answer.headers.get('access-control-allow-methods')), /PATCH/);
    for (const name of ['Upload-Offset', 'Upload-Length', 'Upload-Metadata', 'Tus-Resumable']) {
      assert.ok(String(answer.headers.get('access-control-allow-headers')).includes(name), name);
    }
    const head = await call('HEAD', await begin(5), { headers: { origin: 'https://viewer.example' } });
    for (const name of ['Upload-Offset', 'Location', 'X-Video-Id']) {
      assert.ok(String(head.headers.get('access-control-expose-headers')).includes(name), name);
    }
  });
});
