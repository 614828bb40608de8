import assert from 'node:assert/strict';
import { copyFileSync, openAsBlob, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { VideoProcessing, VideoProcessingOptions } from '../../src/activities/process-video.js';
import { serviceCaller } from '../../src/domain/caller.js';
import type { Rotation } from '../../src/domain/rotation.js';
import type { Video } from '../../src/domain/video.js';
import { createImageMaker, type ImageMaker } from '../../src/storage/make-image.js';
import type { ApiObject, TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany, insertContent, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import type { TestDatabase } from '../support/database.js';
import { fails } from '../support/faults.js';
import { processUploads, processVideo, testProcessing } from '../support/processing.js';
import { fixturePath, type FixtureName } from '../support/videos.js';
import { withMethods } from '../support/with-methods.js';

const HOUR = 3_600_000;

/** An image maker that claims to have made JPEGs of a source of this width, and makes none. */
const pretend =
  (sourceWidth: number): ImageMaker =>
  (_source, maxWidth) => {
    const width = Math.min(maxWidth, sourceWidth);
    return Promise.resolve({ bytes: Buffer.from(`image ${width}`), width, height: width });
  };

describe('processing of uploads', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let api: TestApi;
  let contentId: number;
  let uniqueId: string;
  let makeImage: ImageMaker | null;
  const clock = new TestClock(NOON);

  apiForSuite(clock, (setting) => ({ database, api } = setting));
  before(async () => {
    makeImage = await createImageMaker({ log: { info: () => undefined, warn: () => undefined } });
  });
  beforeEach(async () => {
    const { id: company_id } = await insertCompany(database.db);
    ({ id: contentId, unique_id: uniqueId } = await insertContent(database.db, { company_id }));
  });

  async function upload(
    fields: Record<string, string> = {},
    { file = 'faststart.mp4', thumbnail }: { file?: FixtureName; thumbnail?: FixtureName } = {},
  ): Promise<ApiObject> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set('file', await openAsBlob(fixturePath(file)), file);
    if (thumbnail !== undefined) body.set('thumbnail', await openAsBlob(fixturePath(thumbnail)), thumbnail);
    return api.expect(201, 'POST', `/api/ar-content/${contentId}/videos`, { body });
  }
  const read = (id: number): Promise<ApiObject> => api.expect(200, 'GET', `/api/videos/${id}`);
  const row = async (id: number): Promise<Video> => {
    const found = await database.db<Video>('videos').where('id', id).first();
    assert.ok(found);
    return found;
  };
  const processing = (given?: Partial<VideoProcessingOptions>): VideoProcessing =>
    testProcessing(api, database.db, given);
  /** The files of the content. */
  const files = (): string[] =>
    readdirSync(api.mediaDir, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() && entry.parentPath.endsWith(`/${contentId}`) ? [join(entry.parentPath, entry.name)] : [],
    );
  const removals = (): Promise<string[]> =>
    database.db('file_deletions').where('path', 'like', `%/${contentId}/%`).orderBy('path').pluck('path');
  const scratch = (): string[] => readdirSync(join(api.mediaDir, 'uploads'));
  const activate = (id: number) => api.call('POST', `/api/videos/${id}/activate`);
  const activeId = async (): Promise<unknown> =>
    (await api.expect(200, 'GET', `/api/ar-content/${contentId}`))['active_video_id'];

  it('makes a measured video ready, step by step, and shows it to nobody before', async () => {
    const made = await upload({ title: 'Spring' }, { file: 'rotated.mp4' });
    const { id } = made;
    assert.deepEqual(
      [made['status'], made['processing_step'], made['processing_progress'], made['rotation'], made['video_codec']],
      ['processing', null, 0, 270, 'avc'],
    );
    assert.equal((await api.call('GET', `/api/ar/${uniqueId}/active-video`)).status, 404);
    const steps = processing();
    await steps.inspect(id);
    await steps.optimise(id);
    const half = await read(id);
    assert.deepEqual([half['processing_step'], half['processing_progress']], ['optimise', 25]);
    await processVideo(steps, id);
    const ready = await read(id);
    assert.deepEqual(
      [ready['status'], ready['processing_step'], ready['processing_progress'], ready['revision'], ready['is_live']],
      ['ready', null, 100, 1, true],
    );
    assert.equal((await api.call('GET', `/api/ar/${uniqueId}/active-video`)).status, 200);
    assert.deepEqual([ready['width'], ready['audio_codec'], ready['frame_rate']], [120, 'aac', 15]);
  });

  it('moves an index to the front into a new file, and lets the old one go after the grace period', async () => {
    const made = await upload({}, { file: 'moov-last.mp4' });
    await processUploads(api, database.db);
    const ready = await read(made.id);
    assert.notEqual(ready['video_path'], made['video_path']);
    const bytes = readFileSync(join(api.mediaDir, String(ready['video_path'])));
    assert.ok(bytes.indexOf('moov') < bytes.indexOf('mdat'));
    assert.deepEqual([ready['size_bytes'], ready['bit_rate']], [bytes.length, bytes.length * 4]);
    const served = await fetch(String(ready['video_url']));
    assert.ok(Buffer.from(await served.arrayBuffer()).equals(bytes));
    assert.deepEqual(await removals(), [made['video_path']]);
    assert.deepEqual(scratch(), []);
  });

  for (const file of ['vp9.webm', 'faststart.mp4', 'fragmented.mp4'] as const) {
    it(`leaves the file of ${file} as it is`, async () => {
      const made = await upload({}, { file });
      await processUploads(api, database.db);
      const ready = await read(made.id);
      assert.deepEqual([ready['status'], ready['video_path']], ['ready', made['video_path']]);
      assert.deepEqual(await removals(), []);
    });
  }

  it('makes thumbnails in several sizes, none wider than the video, and names the middle one', async () => {
    for (const [sourceWidth, widths, middle] of [
      [1920, [320, 640, 1280], 640],
      [1000, [320, 640, 1000], 640],
      [640, [320, 640], 640],
      [320, [320], 320],
      [160, [160], 160],
    ] as const) {
      const { id } = await upload();
      await processVideo(processing({ makeImage: pretend(sourceWidth) }), id);
      const ready = await read(id);
      const thumbnails = ready['thumbnails'] as { width: number; url: string }[];
      assert.deepEqual(
        thumbnails.map(({ width }) => width),
        widths,
      );
      assert.equal(ready['thumbnail_url'], thumbnails.find(({ width }) => width === middle)?.url);
      assert.equal(await (await fetch(String(ready['thumbnail_url']))).text(), `image ${middle}`);
      await api.expect(200, 'DELETE', `/api/videos/${id}`);
    }
    assert.equal((await removals()).length, files().length, 'all files of deleted videos go');
  });

  it('makes a thumbnail by ffmpeg, turned as the video is (skipped where there is none)', async function () {
    if (makeImage === null) this.skip(); // The machine has no ffmpeg, which is optional.
    const { id } = await upload({}, { file: 'rotated.mp4' });
    await processVideo(processing({ makeImage }), id);
    const ready = await read(id);
    const [thumbnail] = ready['thumbnails'] as { width: number; height: number; url: string }[];
    assert.deepEqual([thumbnail?.width, thumbnail?.height], [120, 160]);
    assert.equal((await fetch(String(thumbnail?.url))).headers.get('content-type'), 'image/jpeg');
  });

  it('scales an image that was sent along, and keeps it as it is where it cannot', async function () {
    const made = await upload({}, { thumbnail: 'picture.png' });
    await processVideo(processing(), made.id);
    const kept = await read(made.id);
    assert.deepEqual([kept['thumbnail_url'], kept['thumbnails']], [made['thumbnail_url'], []]);
    if (makeImage === null) this.skip(); // The machine has no ffmpeg, which is optional.
    const other = await upload({}, { thumbnail: 'picture.webp' });
    await processVideo(processing({ makeImage }), other.id);
    const scaled = await read(other.id);
    assert.match(String(scaled['thumbnail_url']), /\.jpg$/);
    assert.deepEqual(
      (scaled['thumbnails'] as { width: number }[]).map(({ width }) => width),
      [64],
    );
    assert.equal((await removals()).length, 1);
    assert.match(String((await removals())[0]), /\.webp$/);
  });

  it('does each step once, however often it is run', async () => {
    const { id } = await upload({}, { file: 'moov-last.mp4', thumbnail: 'picture.jpg' });
    const steps = processing({ makeImage: pretend(640) });
    for (const run of [steps.inspect, steps.optimise, steps.thumbnails]) {
      const before = files().length;
      await run(id);
      const [after, state] = [files().length, await row(id)];
      await run(id);
      assert.deepEqual([files().length, await row(id)], [after, state]);
      assert.ok(after >= before);
    }
    await Promise.all([processVideo(steps, id), processVideo(steps, id)]);
    assert.equal((await read(id))['status'], 'ready');
    const audits = await database.db('audit_log').where({ subject: `video:${id}`, action: 'video.ready' });
    assert.equal(audits.length, 1);
  });

  it('leaves no file without a row when a step runs twice at once', async () => {
    const { id } = await upload({}, { file: 'moov-last.mp4' });
    const steps = processing({ makeImage: pretend(640) });
    await Promise.all([steps.optimise(id), steps.optimise(id)]);
    await Promise.all([steps.thumbnails(id), steps.thumbnails(id)]);
    const { video_path, thumbnails } = await row(id);
    const named = [String(video_path), ...thumbnails.map(({ url }) => url.replace(/^\/media\/\d+\//, ''))];
    const kept = files().map((file) => file.slice(api.mediaDir.length + 1));
    const going = new Set(await removals());
    assert.deepEqual(kept.filter((file) => !going.has(file)).toSorted(), named.toSorted());
  });

  it('has what a step made removed when it is killed before its row is written', async () => {
    const { id } = await upload({}, { file: 'moov-last.mp4' });
    const open: VideoProcessingOptions['open'] = async (connection) => {
      const storage = await api.deps.media.open(connection);
      return withMethods(storage, {
        beginUpload: async () => {
          const pending = await storage.beginUpload();
          const commit = async (key: string): Promise<never> => {
            await pending.commit(key);
            throw new Error('killed');
          };
          return withMethods(pending, { commit });
        },
      });
    };
    await assert.rejects(processing({ open }).optimise(id), /killed/);
    assert.equal(files().length, 2);
    const [removal, ...others] = await removals();
    assert.deepEqual(others, []);
    assert.ok(removal, 'the removal of what the step made is entered');
    assert.notEqual(removal, (await row(id)).video_path);
    await processVideo(processing(), id);
    assert.equal((await read(id))['status'], 'ready');
  });

  it('tells that it waits for its storage, and goes on when that is back', async () => {
    const { id } = await upload({}, { file: 'moov-last.mp4' });
    const steps = processing();
    const folder = join(api.mediaDir, 'videos', String(contentId));
    renameSync(folder, `${folder}-away`);
    await assert.rejects(steps.optimise(id), fails('storage_unavailable'));
    const waiting = await read(id);
    assert.deepEqual([waiting['status'], waiting['processing_step']], ['processing', 'optimise']);
    assert.match(String(waiting['processing_problem']), /not there.*share the folder/);
    renameSync(`${folder}-away`, folder);
    await processVideo(steps, id);
    const ready = await read(id);
    assert.deepEqual([ready['status'], ready['processing_problem']], ['ready', null]);
  });

  /** A row as it is when the bytes went to the storage without us. */
  const unmeasured = (id: number) =>
    database.db('videos').where('id', id).update({ sha256: null, video_codec: null, duration: null, size_bytes: null });

  it('checks and measures a file whose bytes did not pass through the API', async () => {
    const made = await upload();
    await unmeasured(made.id);
    await processUploads(api, database.db);
    const ready = await read(made.id);
    for (const field of ['sha256', 'video_codec', 'duration', 'size_bytes']) assert.equal(ready[field], made[field]);
  });

  it('keeps a file that is no video from view, with the reason, and lets it go', async () => {
    const made = await upload({ activate: 'true' });
    await unmeasured(made.id);
    const path = join(api.mediaDir, String(made['video_path']));
    renameSync(path, `${path}.good`);
    copyFileSync(fixturePath('picture.png'), path);
    await processUploads(api, database.db);
    const failed = await read(made.id);
    assert.deepEqual(
      [failed['status'], failed['failure_code'], failed['video_url'], failed['processing_progress']],
      ['failed', 'wrong_type', null, null],
    );
    assert.match(String(failed['failure_reason']), /image\/png/);
    assert.deepEqual(await removals(), [made['video_path']]);
    const [{ delete_after }] = await database.db('file_deletions').where('path', String(made['video_path']));
    assert.equal(delete_after, NOON + HOUR);
    const refused = await activate(made.id);
    assert.deepEqual([refused.status, (refused.body as { code: string }).code], [409, 'video_not_ready']);
    assert.match((refused.body as { detail: string }).detail, /processing failed \(wrong_type\).*image\/png/);
    assert.equal((await api.call('GET', `/api/ar/${uniqueId}/active-video`)).status, 404);
    await api.expect(200, 'DELETE', `/api/videos/${made.id}`);
  });

  describe('a video that is to be shown', () => {
    it('is shown as soon as it is ready, by hand, in the name of who uploaded it', async () => {
      const first = await upload({ activate: 'true' });
      const { id } = await upload({ activate: 'true' });
      assert.deepEqual(
        [(await read(first.id))['activate_when_ready'], (await read(id))['activate_when_ready']],
        [false, true],
      );
      await processUploads(api, database.db);
      assert.equal(await activeId(), id, 'the last wish holds');
      const ledger = await database.db<Rotation>('rotations').where('ar_content_id', contentId).orderBy('id', 'desc');
      assert.deepEqual([ledger[0]?.to_video_id, ledger[0]?.cause], [id, 'manual']);
      assert.match(String(ledger[0]?.actor), /^key:\d+$/);
      assert.equal((await read(id))['activate_when_ready'], false);
    });

    it('is not, when another was activated by hand meanwhile, or the pointer was cleared', async () => {
      const { id: other } = await upload();
      await processUploads(api, database.db);
      const byHand = [
        () => api.expect(200, 'POST', `/api/videos/${other}/activate`),
        () => api.expect(200, 'PUT', `/api/ar-content/${contentId}`, { body: { active_video_id: other } }),
        () => api.expect(200, 'PUT', `/api/ar-content/${contentId}`, { body: { active_video_id: null } }),
      ];
      for (const act of byHand) {
        const { id } = await upload({ activate: 'true' });
        await act();
        const before = await activeId();
        await processUploads(api, database.db);
        assert.deepEqual([(await read(id))['status'], await activeId()], ['ready', before]);
      }
    });

    it('is not, when its own wish was taken back, or it can no longer be shown', async () => {
      for (const body of [{ is_active: false }, { schedule_start: '2999-01-01T00:00:00Z' }]) {
        const { id } = await upload({ activate: 'true' });
        await api.expect(200, 'PUT', `/api/videos/${id}`, { body });
        await processUploads(api, database.db);
        assert.deepEqual([(await read(id))['status'], await activeId()], ['ready', null]);
      }
    });

    it('is refused with its own code while it is processed, and by hand', async () => {
      const { id } = await upload();
      for (const refused of [
        await activate(id),
        await api.call('PUT', `/api/videos/${id}`, { body: { is_active: true } }),
        await api.call('PUT', `/api/ar-content/${contentId}`, { body: { active_video_id: id } }),
      ]) {
        assert.deepEqual([refused.status, (refused.body as { code: string }).code], [409, 'video_not_ready']);
      }
    });
  });

  it('ends by itself when the video or its content is deleted meanwhile, and leaves no file', async () => {
    for (const remove of [(id: number) => `/api/videos/${id}`, () => `/api/ar-content/${contentId}`]) {
      const { id } = await upload({}, { file: 'moov-last.mp4' });
      const steps = processing({
        makeImage: async (...given) => {
          await api.expect(200, 'DELETE', remove(id));
          return pretend(160)(...given);
        },
      });
      await steps.optimise(id);
      await steps.thumbnails(id);
      assert.deepEqual(await steps.finish(id, serviceCaller('workflow')), { status: 'gone' });
      const going = new Set(await removals());
      const kept = files().map((file) => file.slice(api.mediaDir.length + 1));
      assert.deepEqual(
        kept.filter((file) => !going.has(file)),
        [],
      );
    }
  });

  it('enters the workflow in the outbox with the row, and its end with the deletion', async () => {
    const { id } = await upload();
    const message = () => database.db('workflow_outbox').where('workflow_id', `video-processing-${id}`).first('op');
    assert.deepEqual(await message(), { op: 'poke' });
    await database.db('workflow_outbox').del();
    await api.expect(200, 'DELETE', `/api/videos/${id}`);
    assert.deepEqual(await message(), { op: 'cancel' });
  });

  describe('Prefer: wait', () => {
    const send = async (prefer: string) => {
      const body = new FormData();
      body.set('file', await openAsBlob(fixturePath('faststart.mp4')), 'a.mp4');
      return api.call('POST', `/api/ar-content/${contentId}/videos`, { body, headers: { prefer } });
    };

    it('answers when the processing has ended', async () => {
      const answering = send('respond-async, wait=25');
      let isAnswered = false;
      void answering.finally(() => (isAnswered = true));
      while (!isAnswered) {
        await processUploads(api, database.db);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const { status, headers, body } = await answering;
      assert.deepEqual([status, headers.get('preference-applied')], [201, 'wait=25']);
      assert.equal((body as ApiObject)['status'], 'ready');
    });

    it('answers when its time is over, and does not wait for what it does not understand', async () => {
      for (const [prefer, applied] of [
        ['wait=0', 'wait=0'],
        ['wait=soon', null],
        ['handling=strict', null],
      ] as const) {
        const { headers, body } = await send(prefer);
        assert.equal(headers.get('preference-applied'), applied);
        assert.equal((body as ApiObject)['status'], 'processing');
      }
    });
  });
});
