import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient, ProblemError } from '../../../packages/client/src/client.js';
import { unfinishedUploads, uploadVideo, type UploadOptions } from '../../../packages/client/src/upload.js';
import { DatabaseClock } from '../../../src/db/clock.js';
import type { TestApi } from '../../support/api.js';
import { apiForSuite } from '../../support/api-for-suite.js';
import { insertContent } from '../../support/builders.js';
import type { TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { startLine, type Line } from '../../support/line.js';
import { makeDataDir, removeDataDir } from '../../support/servers.js';
import { fixture, freeBoxHeader } from '../../support/videos.js';

const MIB = 1024 * 1024;
const BYTES = 32 * MIB;

/** As the local storage of a browser, which outlives its page. */
function memoryStorage(): NonNullable<UploadOptions['urlStorage']> {
  type Kept = Awaited<ReturnType<NonNullable<UploadOptions['urlStorage']>['findAllUploads']>>[number];
  const kept = new Map<string, Kept>();
  return {
    findAllUploads: async () => [...kept].map(([urlStorageKey, upload]) => ({ ...upload, urlStorageKey })),
    findUploadsByFingerprint: async (fingerprint) => {
      const found = kept.get(fingerprint);
      return found === undefined ? [] : [{ ...found, urlStorageKey: fingerprint }];
    },
    removeUpload: async (key) => void kept.delete(key),
    addUpload: async (fingerprint, upload) => {
      kept.set(fingerprint, upload);
      return fingerprint;
    },
  };
}

describe('an upload of the client', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let api: TestApi;
  let line: Line;
  let folder: string;
  let file: string;
  let service: { baseUrl: string; key: string };
  let contentId: number;
  const clock = new DatabaseClock();

  apiForSuite(clock, (setting) => ({ database, api } = setting), { maxUploadBytes: 100 * MIB });
  before(async () => {
    line = await startLine(new URL(api.url));
    folder = makeDataDir();
    file = join(folder, 'large.mp4');
    const small = await fixture('faststart.mp4');
    await writeFile(file, Buffer.concat([small, freeBoxHeader(BYTES), Buffer.alloc(BYTES - 8)]));
    service = { baseUrl: new URL(line.url).origin, key: await api.makeKey('editor', null) };
  });
  beforeEach(async () => {
    contentId = (await insertContent(database.db, { settled_at: clock.now() })).id;
  });
  after(async () => {
    line.close();
    await removeDataDir(folder);
  });

  const source = () => createReadStream(file);
  const titles = async (): Promise<string[]> =>
    (await createClient(service).videos.list(contentId).toArray()).map(({ title }) => title);
  /** Begins an upload, of which no more gets through than a part until the line is mended, and waits until it is there. */
  async function begin(options: UploadOptions = {}) {
    const held = line.holdAfter(4 * MIB);
    const told: number[] = [];
    const onProgress = (sentBytes: number): void => void told.push(sentBytes);
    const upload = await uploadVideo(service, contentId, source(), { title: 'Large' }, { ...options, onProgress });
    await held;
    return { upload, told };
  }

  it('goes on where it was when the line is back', async () => {
    const { upload, told } = await begin();
    line.cut();
    line.mend();
    const video = await createClient(service).videos.get(await upload.done);
    assert.deepEqual([video.title, video.ar_content_id], ['Large', contentId]);
    assert.deepEqual(await titles(), ['Large']);
    assert.ok((told.at(-1) ?? 0) > BYTES);
  });

  it('stands still while it is paused', async () => {
    const { upload, told } = await begin();
    const paused = upload.pause();
    line.mend();
    await paused;
    const sentBytes = told.length;
    assert.deepEqual(await titles(), []);
    assert.equal(told.length, sentBytes);
    upload.resume();
    await upload.done;
    assert.deepEqual(await titles(), ['Large']);
  });

  it('goes on after its program ended, with the bytes that are there', async () => {
    const urlStorage = memoryStorage();
    const first = await begin({ urlStorage });
    const paused = first.upload.pause();
    line.mend();
    await paused;
    const [earlier] = await urlStorage.findAllUploads();
    const second: number[] = [];
    const onProgress = (sentBytes: number): void => void second.push(sentBytes);
    const upload = await uploadVideo(service, contentId, source(), { title: 'Ignored' }, { urlStorage, onProgress });
    await upload.done;
    assert.ok((second[0] ?? 0) > 0, 'It began anew.');
    assert.deepEqual(await titles(), ['Large']);
    assert.ok(earlier !== undefined);
    assert.deepEqual(await urlStorage.findAllUploads(), []);
  });

  describe('that is not finished', () => {
    type UrlStorage = ReturnType<typeof memoryStorage>;
    let urlStorage: UrlStorage;
    beforeEach(async () => {
      urlStorage = memoryStorage();
      const { upload } = await begin({ urlStorage });
      const paused = upload.pause();
      line.mend();
      await paused;
    });

    const found = () => unfinishedUploads(service, { urlStorage });

    it('is found again, with what is there, and by its file', async () => {
      await eventually(async () => {
        const [one] = await found();
        assert.ok(one !== undefined && one.sentBytes > 0 && one.sentBytes < one.totalBytes);
        assert.deepEqual([one.contentId, one.totalBytes > BYTES], [contentId, true]);
        assert.deepEqual([await one.isOf(source()), await one.isOf(Buffer.from('another'))], [true, false]);
      });
    });

    it('is no more once it is discarded', async () => {
      await (await found())[0]?.discard();
      assert.deepEqual(await urlStorage.findAllUploads(), []);
      assert.deepEqual(await database.db('resumable_uploads').where({ ar_content_id: contentId }), []);
    });

    it('is forgotten when the service does not know it any more', async () => {
      await database.db('resumable_uploads').where({ ar_content_id: contentId }).del();
      assert.deepEqual([await found(), await urlStorage.findAllUploads()], [[], []]);
    });

    it('is not asked about while somebody is at it', async () => {
      const asked: unknown[] = [];
      const skip = (upload: object): boolean => asked.push(upload) > 0;
      assert.deepEqual(await unfinishedUploads(service, { urlStorage, skip }), []);
      const { size } = (await urlStorage.findAllUploads())[0] ?? {};
      assert.deepEqual(asked, [{ contentId, fileName: '', totalBytes: size }]);
    });

    it('is kept while nobody is signed in who may go on, and left alone by other services', async () => {
      assert.deepEqual(await unfinishedUploads({ baseUrl: service.baseUrl }, { urlStorage }), []);
      const viewer = { ...service, key: await api.makeKey('viewer', null) };
      assert.deepEqual(await unfinishedUploads(viewer, { urlStorage }), []);
      assert.deepEqual(await unfinishedUploads({ ...service, baseUrl: api.url }, { urlStorage }), []);
      assert.equal((await urlStorage.findAllUploads()).length, 1);
    });

    it('is none when it has become a video meanwhile', async () => {
      const kept = memoryStorage();
      for (const one of await urlStorage.findAllUploads()) await kept.addUpload(one.urlStorageKey, one);
      await (
        await uploadVideo(service, contentId, source(), {}, { urlStorage })
      ).done;
      assert.deepEqual([await unfinishedUploads(service, { urlStorage: kept }), await kept.findAllUploads()], [[], []]);
    });
  });

  it('leaves nothing when it is cancelled', async () => {
    const { upload } = await begin();
    const cancelled = upload.cancel();
    line.mend();
    await cancelled;
    assert.deepEqual(await database.db('resumable_uploads').where({ ar_content_id: contentId }), []);
  });

  it('is refused as any call is', async () => {
    const wishes = { title: 'Large', daypart_id: 4711 };
    const upload = await uploadVideo(service, contentId, source(), wishes);
    const error = await upload.done.catch((error: unknown) => error);
    assert.ok(error instanceof ProblemError);
    assert.deepEqual([error.status, error.code], [422, 'validation_failed']);
    assert.match(error.errors[0]?.field ?? '', /daypart_id/);
  });

  it('fails when nothing gets through any more', async () => {
    const { upload } = await begin({ retryDelays: [10, 10] });
    line.cut();
    try {
      await assert.rejects(upload.done, /tus: failed/);
    } finally {
      line.mend();
    }
  });
});
