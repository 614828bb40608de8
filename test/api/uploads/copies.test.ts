import assert from 'node:assert/strict';
import { openAsBlob, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VideoProcessingOptions } from '../../../src/activities/process-video.js';
import { takeDueRemoval } from '../../../src/db/removals.js';
import type { Id } from '../../../src/domain/scalars.js';
import type { Video } from '../../../src/domain/video.js';
import { pathsOf } from '../../../src/domain/video-files.js';
import type { ImageMaker } from '../../../src/storage/make-image.js';
import type { VideoStorage } from '../../../src/storage/video-storage.js';
import { startTestApi, type ApiObject, type TestApi } from '../../support/api.js';
import { apiForSuite } from '../../support/api-for-suite.js';
import { insertCompany, insertContent, insertVideo, NOON } from '../../support/builders.js';
import { TestClock } from '../../support/clock.js';
import type { TestDatabase } from '../../support/database.js';
import { fails } from '../../support/faults.js';
import { carryOutMove, testMoving } from '../../support/moving.js';
import { processUploads, processVideo, testProcessing } from '../../support/processing.js';
import { serverOrSkip, startS3Server, type StorageProcess } from '../../support/storage-servers.js';
import { fixturePath } from '../../support/videos.js';
import { withMethods } from '../../support/with-methods.js';

const DAY = 24 * 3_600_000;

/** An image maker that claims to have made JPEGs of a source that is 640 pixels wide, and makes none. */
const pretend: ImageMaker = async (_source, maxWidth) => {
  const width = Math.min(maxWidth, 640);
  return { bytes: Buffer.from(`image ${width}`), width, height: width };
};

describe('copies of videos', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let api: TestApi;
  let companyId: Id;
  let original: ApiObject;
  let target: Id;
  const clock = new TestClock(NOON);

  apiForSuite(clock, (setting) => ({ database, api } = setting));
  beforeEach(async () => {
    ({ id: companyId } = await insertCompany(database.db));
    original = await uploaded('moov-last.mp4');
    target = await newContent();
    await cleanUp();
  });

  const newContent = async (): Promise<Id> => (await insertContent(database.db, { company_id: companyId })).id;
  async function uploaded(file: 'moov-last.mp4' | 'faststart.mp4'): Promise<ApiObject> {
    const form = new FormData();
    form.set('title', 'Spring');
    form.set('file', await openAsBlob(fixturePath(file)), file);
    const path = `/api/ar-content/${await newContent()}/videos`;
    const { id } = await api.expect(201, 'POST', path, { body: form });
    await processVideo(processing({ makeImage: pretend }), id);
    return read(id);
  }
  const processing = (given?: Partial<VideoProcessingOptions>) => testProcessing(api, database.db, given);
  const read = (id: Id): Promise<ApiObject> => api.expect(200, 'GET', `/api/videos/${id}`);
  const row = async (id: Id): Promise<Video> => {
    const found = await database.db<Video>('videos').where('id', id).first();
    assert.ok(found);
    return found;
  };
  const call = (wishes: object = {}, options: { key?: string; headers?: Record<string, string> } = {}) =>
    api.call('POST', `/api/ar-content/${target}/videos/copies`, {
      body: { copy_of: original.id, ...wishes },
      ...options,
    });
  const copy = async (wishes: object = {}): Promise<ApiObject> => {
    const { status, body } = await call(wishes);
    assert.equal(status, 201, JSON.stringify(body));
    return body as ApiObject;
  };
  /** The files of a content, by their keys. */
  const files = (contentId = target): string[] =>
    readdirSync(api.mediaDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.parentPath.endsWith(`/${contentId}`))
      .map((entry) => join(entry.parentPath, entry.name).slice(api.mediaDir.length + 1));
  const removals = (): Promise<string[]> => database.db('file_deletions').orderBy('path').pluck('path');
  /** What lies there and neither is named nor goes. */
  const unnamed = async (id: Id): Promise<string[]> => {
    const video = await database.db<Video>('videos').where('id', id).first();
    const known = new Set([...(video === undefined ? [] : pathsOf(video)), ...(await removals())]);
    return files().filter((file) => !known.has(file));
  };
  /** Removes what is due a day later, as the clean-up does. */
  async function cleanUp(): Promise<void> {
    const { storageConnections } = api.deps.repositories;
    const later = clock.now() + DAY;
    const remove = async (file: { storage_connection_id: Id; path: string }): Promise<void> => {
      const connection = await storageConnections.findById(file.storage_connection_id);
      assert.ok(connection);
      await (await api.deps.media.open(connection)).deleteFile(file.path);
    };
    while (await takeDueRemoval(database.db, later, later + DAY, remove));
  }
  /** A storage with some methods others. */
  const opening =
    (others: (storage: VideoStorage) => Partial<VideoStorage>): VideoProcessingOptions['open'] =>
    async (connection) => {
      const storage = await api.deps.media.open(connection);
      return withMethods(storage, others(storage));
    };
  const bytesOf = async (video: ApiObject): Promise<Buffer> =>
    Buffer.from(await (await fetch(String(video['video_url']))).arrayBuffer());
  const isStillCopy = async (id: Id): Promise<boolean> =>
    (await database.db('video_copies').where('video_id', id)).length > 0;

  it('become videos of their own, with files of their own, by one request', async () => {
    const made = await call();
    const begun = made.body as ApiObject;
    assert.deepEqual(
      [made.status, made.headers.get('location'), made.headers.get('etag')],
      [201, `/api/videos/${begun.id}`, '"1"'],
    );
    const taken = ['title', 'duration', 'width', 'codecs', 'playable_in', 'size_bytes', 'mime_type', 'frame_rate'];
    for (const field of taken) assert.deepEqual(begun[field], original[field], field);
    // Without a SHA-256 no worker of an older version takes the file for one that was looked at.
    assert.deepEqual(
      [begun['status'], begun['ar_content_id'], begun['video_path'], begun['video_url'], begun['sha256']],
      ['processing', target, null, null, null],
    );
    assert.deepEqual(files(), []);
    await processVideo(processing(), begun.id);
    const ready = await read(begun.id);
    for (const field of [...taken, 'sha256']) assert.deepEqual(ready[field], original[field], field);
    assert.deepEqual([ready['status'], ready['storage_connection_id']], ['ready', original['storage_connection_id']]);
    assert.ok((await bytesOf(ready)).equals(await bytesOf(original)));
    const images = ready['thumbnails'] as { width: number; url: string }[];
    assert.deepEqual(
      images.map(({ width }) => width),
      [320, 640],
    );
    assert.equal(await (await fetch(String(ready['thumbnail_url']))).text(), 'image 640');
    assert.deepEqual(files().toSorted(), pathsOf(await row(begun.id)).toSorted());
    assert.deepEqual([await removals(), await isStillCopy(begun.id)], [[], false]);
    const { image_bytes } = await row(original.id);
    assert.equal((await row(begun.id)).image_bytes, image_bytes);
    await api.expect(200, 'DELETE', `/api/videos/${original.id}`);
    await cleanUp();
    assert.ok((await bytesOf(ready)).length > 1_000);
  });

  it('take the wishes of an upload, and none of the original but its title', async () => {
    const expires_at = '2999-01-01T00:00:00.000Z';
    await api.expect(200, 'PUT', `/api/videos/${original.id}`, { body: { rotation_order: 9, expires_at } });
    const plain = await copy();
    assert.deepEqual([plain['title'], plain['rotation_order'], plain['expires_at']], ['Spring', 0, null]);
    const wishes = { title: 'North', rotation_order: 3, schedule_end: expires_at, time_zone: 'Asia/Tokyo' };
    const wished = await copy({ ...wishes, activate: true });
    for (const [field, value] of Object.entries(wishes)) assert.equal(wished[field], value, field);
    assert.equal(wished['activate_when_ready'], true);
    await processUploads(api, database.db);
    assert.equal((await api.expect(200, 'GET', `/api/ar-content/${target}`))['active_video_id'], wished.id);
  });

  it('can be waited for', async () => {
    const answering = call({}, { headers: { prefer: 'wait=25' } });
    let isAnswered = false;
    void answering.finally(() => (isAnswered = true));
    while (!isAnswered) {
      await processUploads(api, database.db);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const { headers, body } = await answering;
    assert.equal(headers.get('preference-applied'), 'wait=25');
    assert.equal((body as ApiObject)['status'], 'ready');
  });

  describe('are refused', () => {
    const refused = async (status: number, code: string, wishes: object = {}, key?: string) => {
      const before = await database.db('videos').count();
      const answer = await call(wishes, key === undefined ? {} : { key });
      const body = answer.body as { code: string; detail: string; errors?: { field: string; code: string }[] };
      assert.deepEqual([answer.status, body.code], [status, code], JSON.stringify(body));
      assert.deepEqual(await database.db('videos').count(), before);
      return body;
    };

    it('of what is not there, or of another company, also to a key of the installation', async () => {
      const foreign = await insertVideo(database.db, (await insertContent(database.db)).id);
      const own = await api.makeKey('editor', companyId);
      for (const copy_of of [999_999_999, foreign.id]) {
        for (const key of [own, undefined]) {
          const { errors } = await refused(422, 'validation_failed', { copy_of }, key);
          assert.deepEqual(
            errors?.map(({ field, code }) => [field, code]),
            [['copy_of', 'not_there']],
          );
        }
      }
    });

    it('of what is not ready, or has no file that is known', async () => {
      const { id } = await copy();
      const words = await refused(409, 'video_not_ready', { copy_of: id });
      assert.match(words.detail, /cannot be copied: its processing has not ended/);
      await database.db('videos').where('id', id).update({ status: 'ready' });
      await refused(409, 'conflict', { copy_of: id });
    });

    it('where the company or the content has no room', async () => {
      const size = Number(original['size_bytes']);
      const allow = (max_storage_bytes: number) =>
        api.expect(200, 'PUT', `/api/companies/${companyId}`, { body: { max_storage_bytes } });
      const used = async () => (await api.expect(200, 'GET', `/api/companies/${companyId}`))['used_bytes'];
      await allow(2 * size - 1);
      await refused(413, 'quota_exceeded');
      await allow(2 * size);
      const { id } = await copy();
      assert.equal(await used(), 2 * size, 'it counts before it is made');
      await refused(413, 'quota_exceeded');
      await api.expect(200, 'DELETE', `/api/videos/${id}`);
      assert.equal(await used(), size);
      await Promise.all([call(), call(), call()]);
      assert.equal(await used(), 2 * size, 'those at once do not exceed it together');
      const strict = await startTestApi(database.db, clock, { limits: { videosPerContent: 1 } });
      try {
        const path = `/api/ar-content/${String(original['ar_content_id'])}/videos/copies`;
        const { detail } = await strict.expect(409, 'POST', path, { body: { copy_of: original.id } });
        assert.match(String(detail), /MAX_VIDEOS_PER_CONTENT/);
      } finally {
        await strict.stop();
      }
    });

    it('with a field that there is not, an empty window, or hours of nobody', async () => {
      const fields = async (wishes: object) =>
        (await refused(422, 'validation_failed', wishes)).errors?.map((e) => e.field);
      assert.deepEqual(await fields({ file: 'x', copy_of: '4' }), ['copy_of', 'file']);
      const schedule_start = '2999-01-01T00:00:00Z';
      assert.deepEqual(await fields({ schedule_start, schedule_end: schedule_start }), ['schedule_end']);
      assert.deepEqual(await fields({ daypart_id: 999_999 }), ['daypart_id']);
    });
  });

  describe('whose original', () => {
    it('is deleted meanwhile are made all the same: its file goes after that', async () => {
      const { id } = await copy();
      await api.expect(200, 'DELETE', `/api/ar-content/${String(original['ar_content_id'])}`);
      await cleanUp();
      assert.deepEqual(await removals(), [original['video_path']]);
      await processVideo(processing({ makeImage: pretend }), id);
      const ready = await read(id);
      assert.deepEqual([ready['status'], ready['sha256']], ['ready', original['sha256']]);
      assert.equal((ready['thumbnails'] as unknown[]).length, 2, 'images that went were made anew');
      await cleanUp();
      assert.deepEqual(await removals(), []);
      assert.deepEqual(files(Number(original['ar_content_id'])), []);
    });

    it('is deleted at the same moment are refused, or made', async () => {
      for (let round = 0; round < 5; round += 1) {
        original = await uploaded('faststart.mp4');
        const [answer] = await Promise.all([call(), api.expect(200, 'DELETE', `/api/videos/${original.id}`)]);
        await cleanUp();
        if (answer.status === 422) continue;
        const { id } = answer.body as ApiObject;
        await processVideo(processing(), id);
        assert.equal((await read(id))['status'], 'ready');
      }
    });

    it('is moved meanwhile stay where they were to be', async () => {
      const { id } = await copy();
      const base_path = join(api.mediaDir, 'other');
      const place = { company_id: companyId, name: 'other', provider: 'local', base_path };
      const { id: to_connection_id } = await api.expect(201, 'POST', '/api/storage-connections', { body: place });
      const body = { ar_content_id: Number(original['ar_content_id']), to_connection_id };
      const move = await api.expect(201, 'POST', '/api/storage-moves', { body });
      await carryOutMove(testMoving(api, database.db), move.id);
      assert.equal((await read(original.id))['storage_connection_id'], to_connection_id);
      await cleanUp();
      await processVideo(processing(), id);
      const ready = await read(id);
      assert.deepEqual(
        [ready['status'], ready['storage_connection_id'], ready['sha256']],
        ['ready', original['storage_connection_id'], original['sha256']],
      );
    });

    it('is not what was uploaded fail with the reason', async () => {
      const { id } = await copy();
      const path = join(api.mediaDir, String(original['video_path']));
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill(0, bytes.length - 10));
      await processVideo(processing(), id);
      const failed = await read(id);
      assert.deepEqual([failed['status'], failed['failure_code'], failed['video_path']], ['failed', 'broken', null]);
      assert.match(String(failed['failure_reason']), /of which it is a copy, is not what was uploaded/);
      assert.deepEqual([await unnamed(id), await isStillCopy(id)], [[], false]);
    });

    it('has lost an image get others', async () => {
      const { id } = await copy();
      const [path] = pathsOf({ ...(await row(original.id)), video_path: null });
      rmSync(join(api.mediaDir, String(path)));
      await processVideo(processing({ makeImage: pretend }), id);
      const ready = await row(id);
      assert.deepEqual([ready.status, ready.thumbnails.length, ready.image_bytes], ['ready', 2, 18]);
    });

    it('was never hashed are checked and measured themselves', async () => {
      await database.db('videos').where('id', original.id).update({ sha256: null, codecs: null });
      const { id } = await copy();
      await processVideo(processing(), id);
      const ready = await read(id);
      assert.deepEqual([ready['sha256'], ready['codecs']], [original['sha256'], original['codecs']]);
    });
  });

  describe('in the making', () => {
    it('are made by the storage, and read once to be compared', async () => {
      const { id } = await copy();
      const asked: string[] = [];
      const open = opening((storage) => ({
        beginUpload: () => Promise.reject(new Error('It came through here.')),
        localCopy: () => Promise.reject(new Error('It came through here.')),
        readFile: (key, range) => {
          asked.push(key);
          return storage.readFile(key, range);
        },
      }));
      await processVideo(processing({ open, makeImage: pretend }), id);
      const ready = await read(id);
      assert.equal(ready['status'], 'ready', String(ready['failure_reason']));
      assert.deepEqual(asked, [ready['video_path']]);
    });

    it('leave nothing of what was copied when the worker was killed, and are made by the next', async () => {
      const { id } = await copy();
      const open = opening((storage) => ({
        copyFile: async (from, to) => {
          await storage.copyFile(from, to);
          throw new Error('killed');
        },
      }));
      await assert.rejects(processing({ open }).inspect(id), /killed/);
      assert.equal(files().length, 1);
      assert.deepEqual(await removals(), files());
      await processVideo(processing(), id);
      assert.equal((await read(id))['status'], 'ready');
      await cleanUp();
      assert.deepEqual(files().toSorted(), pathsOf(await row(id)).toSorted());
    });

    it('are made once by a step that runs twice, at once or after another', async () => {
      const { id } = await copy();
      const steps = processing();
      await Promise.all([steps.inspect(id), steps.inspect(id)]);
      const made = await row(id);
      assert.deepEqual(await unnamed(id), []);
      await steps.inspect(id);
      assert.deepEqual(await row(id), made);
      await Promise.all([processVideo(steps, id), processVideo(steps, id)]);
      assert.equal((await read(id))['status'], 'ready');
      await cleanUp();
      assert.deepEqual(files().toSorted(), pathsOf(await row(id)).toSorted());
    });

    it('are made again when the copy is another one, and tell why they wait', async () => {
      const { id } = await copy();
      const open = opening((storage) => ({
        copyFile: async (from, to) => {
          await storage.copyFile(from, to);
          if (to.endsWith('.mp4')) writeFileSync(join(api.mediaDir, to), 'half of it');
        },
      }));
      await assert.rejects(processing({ open }).inspect(id), fails('storage_unavailable'));
      assert.match(String((await read(id))['processing_problem']), /is another one than was made/);
      assert.deepEqual(files(), []);
      await processVideo(processing(), id);
      assert.equal((await read(id))['status'], 'ready');
    });

    it('wait for a folder that is not there', async () => {
      const { id } = await copy();
      const folder = join(api.mediaDir, 'videos', String(original['ar_content_id']));
      renameSync(folder, `${folder}-away`);
      await assert.rejects(processing().inspect(id), fails('storage_unavailable'));
      assert.match(String((await read(id))['processing_problem']), /not there.*share the folder/);
      renameSync(`${folder}-away`, folder);
      await processVideo(processing(), id);
      assert.equal((await read(id))['status'], 'ready');
    });

    it('leave nothing when they or their content are deleted', async () => {
      for (const path of [(id: Id) => `/api/videos/${id}`, () => `/api/ar-content/${target}`]) {
        const { id } = await copy();
        const open = opening((storage) => ({
          copyFile: async (from, to) => {
            await storage.copyFile(from, to);
            await api.call('DELETE', path(id));
          },
        }));
        await processVideo(processing({ open }), id);
        assert.deepEqual([await unnamed(id), await isStillCopy(id)], [[], false]);
        await cleanUp();
        assert.deepEqual(files(), []);
      }
    });
  });

  describe('in a bucket', () => {
    let server: StorageProcess;
    before(async function () {
      server = await serverOrSkip(this, startS3Server);
    });
    after(() => server?.stop());

    it('are made by it once it is back, each as it was uploaded', async () => {
      const { settings, credentials } = server;
      const bucket = { company_id: companyId, name: 'bucket', provider: 's3', settings, credentials, is_default: true };
      await api.expect(201, 'POST', '/api/storage-connections', { body: bucket });
      original = await uploaded('faststart.mp4');
      const { id } = await copy();
      await server.kill();
      await assert.rejects(processing().inspect(id), fails('storage_unavailable'));
      assert.match(String((await read(id))['processing_problem']), /did not answer/);
      await server.restart();
      await processVideo(processing(), id);
      const ready = await read(id);
      assert.deepEqual([ready['status'], ready['sha256']], ['ready', original['sha256']]);
      assert.ok((await bytesOf(ready)).equals(readFileSync(fixturePath('faststart.mp4'))));
      for (const path of pathsOf(await row(id))) assert.ok(readFileSync(join(server.folder, path)).length > 0);
    });
  });
});
