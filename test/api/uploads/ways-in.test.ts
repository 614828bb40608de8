import assert from 'node:assert/strict';
import { existsSync, openAsBlob, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { DatabaseClock } from '../../../src/db/clock.js';
import { createKnownFiles } from '../../../src/db/known-files.js';
import { takeExpiredUpload } from '../../../src/db/resumable-uploads.js';
import { AppError } from '../../../src/domain/errors.js';
import type { Id } from '../../../src/domain/scalars.js';
import type { Video } from '../../../src/domain/video.js';
import { pathsOf } from '../../../src/domain/video-files.js';
import { MARKER } from '../../../src/storage/folder-marker.js';
import type { ImageMaker } from '../../../src/storage/make-image.js';
import type { StorageOpener } from '../../../src/storage/open-storage.js';
import type { PendingFile, VideoStorage } from '../../../src/storage/video-storage.js';
import { startTestApi, type ApiAnswer, type ApiObject, type TestApi } from '../../support/api.js';
import { insertCompany, insertContent } from '../../support/builders.js';
import { aCalendar, aDaypart } from '../../support/calendars.js';
import { testDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { carryOutMove, testMoving } from '../../support/moving.js';
import { processUploads, processVideo, testProcessing } from '../../support/processing.js';
import { serverOrSkip, startS3Server, type StorageProcess } from '../../support/storage-servers.js';
import { fixturePath, freeBoxHeader, type FixtureName } from '../../support/videos.js';
import { withMethods } from '../../support/with-methods.js';

const LIMIT = 1_000_000;
const TUS = { 'tus-resumable': '1.0.0' };
const VIDEO = readFileSync(fixturePath('faststart.mp4'));

/** The same storages, whose files call `onCommit` in place of their commit. */
const intercepting =
  (open: StorageOpener, onCommit: (commit: () => Promise<void>, connectionId: Id, key: string) => Promise<void>) =>
  async (connection: Parameters<StorageOpener>[0]): Promise<VideoStorage> => {
    const storage = await open(connection);
    const intercepted = (pending: PendingFile): PendingFile =>
      withMethods(pending, { commit: (key) => onCommit(() => pending.commit(key), connection.id, key) });
    return withMethods<VideoStorage>(storage, {
      beginUpload: async () => intercepted(await storage.beginUpload()),
      gather: async (id) => {
        const file = await storage.gather(id);
        const take = async () => {
          const { pending, written } = await file.take();
          return { pending: intercepted(pending), written };
        };
        return { ...file, take };
      },
    });
  };

/** An image maker that claims to have made JPEGs, and makes none. */
const pretend: ImageMaker = async (_source, width) => ({ bytes: Buffer.from(`image ${width}`), width, height: width });

describe('every way in of a file', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let api: TestApi;
  let s3: StorageProcess;
  let open: StorageOpener;
  let companyId: Id;
  let contentId: Id;
  let key: string;
  let bucket: Id;
  const clock = new DatabaseClock();

  before(async function () {
    s3 = await serverOrSkip(this, startS3Server);
    database = await testDatabase();
    await clock.start(database.db);
    api = await startTestApi(database.db, clock, { maxUploadBytes: LIMIT });
    ({ open } = api.deps.media);
  });
  after(async () => {
    await api?.stop();
    clock.stop();
    await database?.drop();
    await s3?.stop();
  });
  beforeEach(async () => {
    await newCompany();
    await database.db('file_deletions').del();
  });
  afterEach(() => {
    api.deps.media.open = open;
  });

  async function newCompany(given: { max_storage_bytes?: number } = {}): Promise<void> {
    companyId = (await insertCompany(database.db, given)).id;
    contentId = (await insertContent(database.db, { company_id: companyId, settled_at: clock.now() })).id;
    key = await api.makeKey('editor', companyId);
    const { settings, credentials } = s3;
    const body = { company_id: companyId, name: 'bucket', provider: 's3', settings, credentials };
    bucket = (await api.expect(201, 'POST', '/api/storage-connections', { body })).id;
  }
  const useBucket = () =>
    api.expect(200, 'PUT', `/api/companies/${companyId}`, { body: { storage_connection_id: bucket } });

  const videosPath = (way = ''): string => `/api/ar-content/${contentId}/videos${way}`;
  async function multipart(file: FixtureName = 'faststart.mp4', fields: object = {}): Promise<ApiAnswer> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, String(value));
    body.set('file', await openAsBlob(fixturePath(file)), file);
    body.set('thumbnail', await openAsBlob(fixturePath('picture.jpg')), 'picture.jpg');
    return api.call('POST', videosPath(), { body });
  }
  async function sent(file?: FixtureName): Promise<Id> {
    const answer = await multipart(file);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return (answer.body as ApiObject).id;
  }

  const tus = async (method: string, url: string, headers: object, body?: Buffer): Promise<Response> =>
    fetch(url, {
      method,
      headers: { authorization: `Bearer ${key}`, ...TUS, ...headers },
      ...(body && { body }),
    });
  /** Begins a resumable upload; a size of null is not said yet. */
  async function begin(size: number | null): Promise<string> {
    const length = size === null ? { 'upload-defer-length': '1' } : { 'upload-length': String(size) };
    const answer = await tus('POST', api.url + videosPath('/resumable'), length);
    assert.equal(answer.status, 201, await answer.text());
    return String(answer.headers.get('location'));
  }
  const patch = (url: string, offset: number, body: Buffer, headers: object = {}): Promise<Response> =>
    tus(
      'PATCH',
      url,
      { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset), ...headers },
      body,
    );
  async function resumable(content = VIDEO): Promise<Response> {
    const url = await begin(content.length);
    const half = Math.floor(content.length / 2);
    assert.equal((await patch(url, 0, content.subarray(0, half))).status, 204);
    return patch(url, half, content.subarray(half));
  }

  interface Direct {
    id: Id;
    video_path: string;
    upload: { url: string; headers: Record<string, string> };
  }
  async function direct(size_bytes = VIDEO.length): Promise<Direct> {
    const body = { size_bytes, mime_type: 'video/mp4' };
    return (await api.expect(201, 'POST', videosPath('/direct'), { body })) as unknown as Direct;
  }
  async function put({ id, upload: { url, headers } }: Direct, body: Buffer): Promise<void> {
    assert.equal((await fetch(url, { method: 'PUT', headers, body })).status, 200);
    await api.expect(200, 'POST', `/api/videos/${id}/complete`);
  }

  async function startMove(): Promise<Id> {
    const body = { ar_content_id: contentId, to_connection_id: bucket };
    return (await api.expect(201, 'POST', '/api/storage-moves', { body })).id;
  }
  const moving = (opener = api.deps.media.open) => testMoving(api, database.db, { open: opener });
  const processing = (given: Parameters<typeof testProcessing>[2] = {}) => testProcessing(api, database.db, given);
  const videos = () => database.db<Video>('videos').where('ar_content_id', contentId);
  const isThere = (connectionId: Id, key: string): boolean =>
    existsSync(join(connectionId === bucket ? s3.folder : api.mediaDir, key));
  const isEntered = async (storage_connection_id: Id, path: string): Promise<boolean> =>
    (await database.db('file_deletions').where({ storage_connection_id, path })).length === 1;

  describe('has its removal entered when it appears, and is kept by the row that names it', () => {
    /** What was known of each file just before it appeared, and when it had. */
    let seen: { key: string; before: [boolean, boolean]; after: [boolean, boolean] }[];

    const look = async (connectionId: Id, key: string): Promise<[boolean, boolean]> => [
      isThere(connectionId, key),
      await isEntered(connectionId, key),
    ];
    const watching = (opener: StorageOpener): StorageOpener =>
      intercepting(opener, async (commit, connectionId, key) => {
        const before = await look(connectionId, key);
        await commit();
        seen.push({ key, before, after: await look(connectionId, key) });
      });
    beforeEach(() => {
      seen = [];
    });

    const WAYS: Record<string, { files: number; run: () => Promise<void> }> = {
      multipart: { files: 2, run: async () => void (await sent()) },
      resumable: { files: 1, run: async () => assert.equal((await resumable()).status, 204) },
      processing: {
        files: 4,
        run: async () => {
          const id = await sent('moov-last.mp4');
          seen = [];
          await processVideo(processing({ makeImage: pretend }), id);
        },
      },
      move: {
        files: 2,
        run: async () => {
          await sent().then(() => processUploads(api, database.db));
          seen = [];
          assert.equal((await carryOutMove(moving(), await startMove())).status, 'done');
        },
      },
    };
    for (const [way, { files, run }] of Object.entries(WAYS)) {
      for (const place of ['a disk', 'a bucket'] as const) {
        if (way === 'move' && place === 'a bucket') continue;
        it(`${way}, on ${place}`, async () => {
          if (place === 'a bucket') await useBucket();
          api.deps.media.open = watching(open);
          await run();
          assert.equal(seen.length, files);
          for (const { key, before, after } of seen) {
            assert.deepEqual({ key, before, after }, { key, before: [false, true], after: [true, true] });
          }
          const named = (await videos()).flatMap(pathsOf);
          for (const { key } of seen) assert.ok(named.includes(key), key);
          const entered: string[] = await database.db('file_deletions').whereIn('path', named).pluck('path');
          assert.deepEqual(entered, []);
        });
      }
    }

    it('direct: the row of the video names it before its address is given out', async () => {
      await useBucket();
      const announced = await direct();
      const { video_path: path } = announced;
      assert.equal(isThere(bucket, path), false);
      const known = createKnownFiles(database.db, bucket);
      assert.deepEqual([...(await known.knownAmong([path]))], [path]);
      await put(announced, VIDEO);
      assert.equal(isThere(bucket, path), true);
      assert.deepEqual([...(await known.knownAmong([path]))], [path]);
    });
  });

  describe('has the video keep to the hours and days that are sent along', () => {
    type Fields = Record<string, string | number>;
    const metadataOf = (fields: Fields): string =>
      Object.entries(fields)
        .map(([name, value]) => `${name} ${Buffer.from(String(value)).toString('base64')}`)
        .join(',');
    const beginWith = (fields: Fields): Promise<Response> =>
      tus('POST', api.url + videosPath('/resumable'), {
        'upload-length': String(VIDEO.length),
        'upload-metadata': metadataOf(fields),
      });

    /** Sends a video with these fields. @returns the answer that takes or refuses them */
    const WAYS: Record<string, (fields: Fields) => Promise<{ status: number; body: unknown }>> = {
      multipart: (fields) => multipart('faststart.mp4', fields),
      resumable: async (fields) => {
        const begun = await beginWith(fields);
        if (begun.status !== 201) return { status: begun.status, body: await begun.json() };
        const ended = await patch(String(begun.headers.get('location')), 0, VIDEO);
        const body = await api.expect(200, 'GET', `/api/videos/${ended.headers.get('x-video-id')}`);
        return { status: 201, body };
      },
      direct: async (fields) => {
        await useBucket();
        const body = { size_bytes: VIDEO.length, mime_type: 'video/mp4', ...fields };
        return api.call('POST', videosPath('/direct'), { body });
      },
    };
    for (const [way, send] of Object.entries(WAYS)) {
      it(way, async () => {
        const content = { company_id: companyId };
        const hours = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '17:00' }];
        const daypart = await aDaypart({ db: database.db, content }, hours);
        const calendar = await aCalendar({ db: database.db, content }, [{ date: '2027-12-24' }]);
        const keeping = {
          daypart_id: daypart.id,
          calendar_id: calendar.id,
          calendar_mode: 'exclude',
          time_zone: 'Europe/Berlin',
        };
        const { status, body } = await send(keeping);
        assert.equal(status, 201, JSON.stringify(body));
        const { daypart_id, calendar_id, calendar_mode, time_zone } = body as ApiObject & typeof keeping;
        assert.deepEqual({ daypart_id, calendar_id, calendar_mode, time_zone }, keeping);
        await api.expect(409, 'DELETE', `/api/dayparts/${daypart.id}`);
      });

      it(`${way}: what is none of the company, or does not go together, is refused by name`, async () => {
        const other = await insertCompany(database.db);
        const theirs = await aDaypart({ db: database.db, content: { company_id: other.id } }, [
          { days: [1], from: '09:00', to: '17:00' },
        ]);
        const content = { company_id: companyId };
        const never = await aCalendar({ db: database.db, content }, [{ date: '2020-02-02' }]);
        for (const [fields, field] of [
          [{ daypart_id: theirs.id }, 'daypart_id'],
          [{ calendar_id: 999_999, calendar_mode: 'only' }, 'calendar_id'],
          [{ calendar_id: never.id }, 'calendar_mode'],
          [{ time_zone: 'Mars/Olympus' }, 'time_zone'],
        ] as const) {
          const { status, body } = await send(fields);
          const { errors } = body as { errors?: { field: string }[] };
          assert.deepEqual([status, errors?.map((one) => one.field)], [422, [field]], JSON.stringify(body));
        }
        assert.equal((await videos()).length, 0);
      });
    }

    it('and refuses those that leave it no moment', async () => {
      const content = { company_id: companyId };
      const past = await aCalendar({ db: database.db, content }, [{ date: '2020-02-02' }]);
      const { status, body } = await multipart('faststart.mp4', { calendar_id: past.id, calendar_mode: 'only' });
      assert.equal(status, 422);
      assert.match(JSON.stringify(body), /leaves the video without a moment/);
      assert.equal((await videos()).length, 0);
    });
  });

  describe('leaves no temporary file when it is cancelled or fails', () => {
    /** Files in the folders for what is on its way: of the disk, and of what comes from and goes to buckets. */
    const temporary = (): string[] =>
      ['uploads', 'staging'].flatMap((folder) => {
        const path = join(api.mediaDir, folder);
        if (!existsSync(path)) return [];
        const entries = readdirSync(path, { recursive: true, withFileTypes: true });
        return entries.filter((entry) => entry.isFile() && entry.name !== MARKER).map(({ name }) => name);
      });
    const failing = (): StorageOpener =>
      intercepting(open, async () => {
        throw new AppError('storage_unavailable', 'The storage failed.');
      });
    const killing = (): StorageOpener =>
      intercepting(open, async () => {
        throw new Error('killed');
      });
    const refused = async (status: number, answer: Promise<{ status: number }>): Promise<void> =>
      assert.equal((await answer).status, status);
    const makingImagesFail: ImageMaker = () => Promise.reject(new Error('no image'));
    const broken = async (): Promise<void> => {
      const boundary = 'x-boundary';
      const headers = { authorization: `Bearer ${key}`, 'content-type': `multipart/form-data; boundary=${boundary}` };
      const req = request(api.url + videosPath(), { method: 'POST', headers });
      req.on('error', () => undefined);
      req.write(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="v.mp4"\r\n\r\n`);
      req.write(VIDEO);
      await eventually(() => assert.equal(temporary().length, 1));
      req.destroy();
    };

    const WORK: Record<string, () => Promise<void>> = {
      'multipart: a wrong field': () => refused(422, multipart('faststart.mp4', { rotation_order: 'first' })),
      'multipart: no video': () => refused(415, multipart('picture.png')),
      'multipart: refused by the row': () =>
        refused(
          422,
          multipart('faststart.mp4', { schedule_start: '2999-01-02T00:00:00Z', schedule_end: '2999-01-01T00:00:00Z' }),
        ),
      'multipart: the line breaks': broken,
      'multipart: its storage fails': () => {
        api.deps.media.open = failing();
        return refused(503, multipart());
      },
      'multipart: Postgres is away': async () => {
        const { writeFiles } = api.deps.media;
        api.deps.media.writeFiles = () => Promise.reject(new AppError('database_unavailable', 'Postgres is away.'));
        await refused(503, multipart()).finally(() => {
          api.deps.media.writeFiles = writeFiles;
        });
      },
      'resumable: no video': () => refused(415, resumable(readFileSync(fixturePath('picture.png')))),
      'resumable: given up': async () => {
        const url = await begin(VIDEO.length);
        await refused(204, patch(url, 0, VIDEO.subarray(0, 1_000)));
        await refused(204, tus('DELETE', url, {}));
      },
      'resumable: expired': async () => {
        const url = await begin(VIDEO.length);
        await refused(204, patch(url, 0, VIDEO.subarray(0, 1_000)));
        await database
          .db('resumable_uploads')
          .where('id', url.slice(-36))
          .update({ expires_at: new Date(0) });
        const expire = () =>
          takeExpiredUpload(database.db, clock.now(), clock.now(), async ({ id, storage_connection_id }) => {
            const connection = await api.deps.repositories.storageConnections.findById(storage_connection_id);
            assert.ok(connection);
            await (await (await open(connection)).gather(id)).remove();
          });
        assert.equal(await expire(), true);
      },
      'processing: killed before its row': async () => {
        const id = await sent('moov-last.mp4');
        await assert.rejects(processing({ open: killing() }).optimise(id), /killed/);
      },
      'processing: no image can be made': async () => {
        const id = await sent();
        await assert.rejects(processing({ makeImage: makingImagesFail }).thumbnails(id), /no image/);
      },
      'processing: the video is deleted meanwhile': async () => {
        const id = await sent('moov-last.mp4');
        const deleting = intercepting(open, async (commit) => {
          await api.expect(200, 'DELETE', `/api/videos/${id}`);
          await commit();
        });
        await processing({ open: deleting }).optimise(id);
      },
      'move: killed before its row': async () => {
        await sent().then(() => processUploads(api, database.db));
        const id = await startMove();
        await assert.rejects(moving(killing()).copy(id), /killed/);
      },
      'move: cancelled': async () => {
        await sent().then(() => processUploads(api, database.db));
        const id = await startMove();
        const cancelling = intercepting(open, async (commit) => {
          await api.expect(200, 'POST', `/api/storage-moves/${id}/cancel`);
          await commit();
        });
        assert.equal((await carryOutMove(moving(cancelling), id)).status, 'gone');
      },
      'move: a file is missing': async () => {
        await sent().then(() => processUploads(api, database.db));
        const [video] = await videos();
        rmSync(join(api.mediaDir, String(video?.video_path)));
        await carryOutMove(moving(), await startMove());
      },
    };
    const MOVES = /^move/;
    for (const [what, work] of Object.entries(WORK)) {
      for (const place of ['a disk', 'a bucket'] as const) {
        // A move goes from the disk to the bucket.
        if (MOVES.test(what) && place === 'a bucket') continue;
        it(`${what}, on ${place}`, async () => {
          if (place === 'a bucket') await useBucket();
          assert.deepEqual(temporary(), []);
          await work();
          await eventually(() => assert.deepEqual(temporary(), []));
        });
      }
    }

    it('direct: a file that is no video, in a bucket', async () => {
      await useBucket();
      const text = Buffer.from('no video at all');
      const announced = await direct(text.length);
      await put(announced, text);
      await processUploads(api, database.db);
      assert.equal((await api.expect(200, 'GET', `/api/videos/${announced.id}`))['status'], 'failed');
      assert.deepEqual(temporary(), []);
    });
  });

  describe('is bounded as a whole, however many requests or pieces it comes in', () => {
    const PIECE = Buffer.alloc(400_000);
    const refusal = async (answer: Response): Promise<unknown[]> => [
      answer.status,
      ((await answer.json()) as { code: string }).code,
    ];

    const QUOTA = 900_000;
    const BOUNDS: Record<string, { code: string; prepare: () => Promise<void> }> = {
      'the limit of a file': { code: 'payload_too_large', prepare: async () => undefined },
      'the quota of the company': { code: 'quota_exceeded', prepare: () => newCompany({ max_storage_bytes: QUOTA }) },
    };
    for (const [bound, { code, prepare }] of Object.entries(BOUNDS)) {
      it(`resumable, by ${bound}`, async () => {
        await prepare();
        const url = await begin(null);
        await assertPatched(url, 0);
        await assertPatched(url, PIECE.length);
        const over = await patch(url, 2 * PIECE.length, PIECE);
        assert.deepEqual(await refusal(over), [413, code]);
        const looked = await tus('HEAD', url, {});
        assert.ok(Number(looked.headers.get('upload-offset')) <= LIMIT);
        const rest = await patch(url, Number(looked.headers.get('upload-offset')), PIECE);
        assert.deepEqual(await refusal(rest), [413, code], 'a further request has no limit of its own');
      });

      it(`multipart, by ${bound}`, async () => {
        await prepare();
        const boundary = 'x-boundary';
        async function* pieces(): AsyncGenerator<Buffer> {
          yield Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="v.mp4"\r\n\r\n`);
          yield VIDEO;
          yield freeBoxHeader(3 * PIECE.length);
          for (let n = 0; n < 3; n += 1) yield PIECE;
          yield Buffer.from(`\r\n--${boundary}--\r\n`);
        }
        const headers = {
          authorization: `Bearer ${key}`,
          'content-type': `multipart/form-data; boundary=${boundary}`,
        };
        const body = Readable.toWeb(Readable.from(pieces()));
        const over = await fetch(api.url + videosPath(), { method: 'POST', headers, body, duplex: 'half' });
        assert.deepEqual(await refusal(over), [413, code]);
      });
    }

    async function assertPatched(url: string, offset: number): Promise<void> {
      const answer = await patch(url, offset, PIECE);
      assert.deepEqual([answer.status, answer.headers.get('upload-offset')], [204, String(offset + PIECE.length)]);
    }

    it('direct, each by what it announces, and all by the quota of the company', async () => {
      await newCompany({ max_storage_bytes: QUOTA });
      await useBucket();
      await direct(PIECE.length);
      await direct(PIECE.length);
      const body = { size_bytes: PIECE.length, mime_type: 'video/mp4' };
      const over = await api.call('POST', videosPath('/direct'), { body });
      assert.deepEqual([over.status, (over.body as ApiObject)['code']], [413, 'quota_exceeded']);
      const large = await api.call('POST', videosPath('/direct'), { body: { ...body, size_bytes: LIMIT + 1 } });
      assert.equal(large.status, 413);
    });
  });

  it('is answered with the state that it committed: the rows are not read again', async () => {
    let reads = 0;
    const { arContents } = api.deps.repositories;
    api.deps.repositories.arContents = withMethods(arContents, {
      getState: (...args) => {
        reads += 1;
        return arContents.getState(...args);
      },
    });
    try {
      await sent();
      assert.equal((await resumable()).status, 204);
      await useBucket();
      await direct();
    } finally {
      api.deps.repositories.arContents = arContents;
    }
    // Each request of an upload looks once, before it begins: a PATCH goes by the upload's own row.
    assert.equal(reads, 3);
    assert.equal(await videos().then((rows) => rows.length), 3);
  });
});
