import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, openAsBlob, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { countOrphans } from '../../src/activities/count-orphans.js';
import { enterRemoval } from '../../src/db/removals.js';
import type { Id } from '../../src/domain/scalars.js';
import type { ApiObject, TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany, insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import type { TestDatabase } from '../support/database.js';
import { carryOutMove, testMoving } from '../support/moving.js';
import { processUploads } from '../support/processing.js';
import { serverOrSkip, startGcsServer, startS3Server, type StorageServer } from '../support/storage-servers.js';
import { fixturePath } from '../support/videos.js';
import { YandexDiskServer } from '../support/yandex-disk-server.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Found {
  files: { path: string }[];
  videos: { video_id: Id; path: string }[];
  is_complete: boolean;
}

describe('what is left over', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let api: TestApi;
  let companyId: Id;
  let contentId: Id;
  /** A local connection of the company's own, and its folder. */
  let connectionId: Id;
  let folder: string;
  const clock = new TestClock(NOON);

  apiForSuite(clock, (setting) => ({ database, api } = setting));
  beforeEach(async () => {
    clock.set(NOON);
    ({ id: companyId } = await insertCompany(database.db));
    contentId = (await insertContent(database.db, { company_id: companyId })).id;
    folder = join(api.mediaDir, randomUUID());
    connectionId = await connect({ provider: 'local', base_path: folder });
  });

  const connect = async (given: object): Promise<Id> => {
    const body = { company_id: companyId, name: 'own', is_default: true, ...given };
    return (await api.expect(201, 'POST', '/api/storage-connections', { body })).id;
  };
  async function upload(): Promise<ApiObject> {
    const body = new FormData();
    body.set('file', await openAsBlob(fixturePath('faststart.mp4')), 'a.mp4');
    body.set('thumbnail', await openAsBlob(fixturePath('picture.jpg')), 'a.jpg');
    const { id } = await api.expect(201, 'POST', `/api/ar-content/${contentId}/videos`, { body });
    await processUploads(api, database.db);
    return api.expect(200, 'GET', `/api/videos/${id}`);
  }
  /** A file that nothing names. */
  function stray(kind = 'videos', under: Id = contentId, modifiedAt = clock.now() - 2 * DAY): string {
    const path = `${kind}/${under}/${randomUUID()}.mp4`;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), 'stray');
    utimesSync(join(folder, path), modifiedAt / 1_000, modifiedAt / 1_000);
    return path;
  }
  const find = async (id = connectionId, query = ''): Promise<Found> =>
    (await api.expect(200, 'GET', `/api/storage-connections/${id}/orphans${query}`)) as unknown as Found;
  const paths = (found: Found): string[] => found.files.map(({ path }) => path).toSorted();
  const cleanUp = (body: object = {}, id = connectionId) =>
    api.call('POST', `/api/storage-connections/${id}/orphans/clean-up`, { body });
  const removals = (): Promise<string[]> =>
    database.db('file_deletions').where('storage_connection_id', connectionId).orderBy('path').pluck('path');

  it('finds files that nothing names, also of contents that are gone, and none of a day ago or less', async () => {
    await upload();
    assert.deepEqual(await find(), { files: [], videos: [], is_complete: true });
    const [own, image, gone] = [stray(), stray('thumbnails'), stray('videos', 999_999)];
    stray('videos', contentId, clock.now() - DAY + 60_000);
    assert.deepEqual(paths(await find()), [own, image, gone].toSorted());
    clock.advance(2 * 60_000);
    assert.equal((await find()).files.length, 4);
    const page = await find(connectionId, '?limit=3');
    assert.deepEqual([page.files.length, page.is_complete], [3, false]);
  });

  it('finds both part by part, each once, and goes on also where the last one is gone', async () => {
    const lost = [await upload(), await upload()].map((video) => String(video['video_path']));
    for (const path of lost) rmSync(join(folder, path));
    const strays = [stray(), stray('videos', 999_999), stray('thumbnails'), stray('videos', 1_000_001)].toSorted();
    const seen: Found[] = [];
    for (let query: string | undefined = '?limit=1'; query !== undefined;) {
      const answer = await api.call('GET', `/api/storage-connections/${connectionId}/orphans${query}`);
      const part = answer.body as Found;
      seen.push(part);
      for (const { path } of part.files) rmSync(join(folder, path));
      query = /orphans(\?[^>]*)>/.exec(answer.headers.get('link') ?? '')?.[1];
      assert.equal(part.is_complete, query === undefined);
    }
    assert.deepEqual(seen.flatMap(paths).toSorted(), strays);
    assert.deepEqual(seen.flatMap(({ videos }) => videos.map(({ path }) => path)).toSorted(), lost.toSorted());
    assert.ok(seen.length > strays.length);
    const path = `/api/storage-connections/${connectionId}/orphans?after=../etc`;
    assert.equal((await api.call('GET', path)).status, 422);
  });

  it('is proposed part by part, too', async () => {
    const strays = [stray(), stray(), stray()].toSorted();
    const first = (await cleanUp({ limit: 2 })).body as { files: string[]; next_after: string };
    const second = (await cleanUp({ limit: 2, after: first.next_after })).body as { files: string[]; next_after: null };
    assert.deepEqual([[...first.files, ...second.files].toSorted(), second.next_after], [strays, null]);
  });

  it('finds nothing that a video, an entered removal or a move names, however old it is', async () => {
    const video = await upload();
    const waiting = stray();
    await enterRemoval(database.db, connectionId, waiting, clock.now() + HOUR);
    const other = await connect({ provider: 'local', base_path: `${folder}-other`, is_default: false });
    const body = { ar_content_id: contentId, to_connection_id: other };
    const move = await api.expect(201, 'POST', '/api/storage-moves', { body });
    await testMoving(api, database.db).copy(move.id);
    clock.set(Date.now() + 10 * 365 * DAY);
    assert.deepEqual([(await find()).files, (await find(other)).files], [[], []]);
    await carryOutMove(testMoving(api, database.db), move.id);
    assert.deepEqual([(await find()).files, (await find(other)).files], [[], []]);
    await api.expect(200, 'DELETE', `/api/videos/${video.id}`);
    assert.deepEqual([(await find()).files, (await find(other)).files], [[], []]);
  });

  it('takes no file for left over that another connection to the same place names', async () => {
    const video = await upload();
    const same = await connect({ provider: 'local', base_path: folder, is_default: false });
    clock.set(Date.now() + 10 * 365 * DAY);
    assert.deepEqual((await find(same)).files, []);
    assert.ok(existsSync(join(folder, String(video['video_path']))));
  });

  it('finds videos whose file is gone, and takes a disk that is away for nothing else', async () => {
    const [kept, lost] = [await upload(), await upload()];
    const path = String(lost['video_path']);
    rmSync(join(folder, path));
    assert.deepEqual((await find()).videos, [{ video_id: lost.id, ar_content_id: contentId, path }]);
    renameSync(folder, `${folder}-away`);
    mkdirSync(folder);
    await api.expect(503, 'GET', `/api/storage-connections/${connectionId}/orphans`);
    rmSync(folder, { recursive: true });
    renameSync(`${folder}-away`, folder);
    await api.expect(200, 'DELETE', `/api/videos/${lost.id}`);
    assert.deepEqual((await find()).videos, []);
    assert.ok(existsSync(join(folder, String(kept['video_path']))));
  });

  it('asks twice, and then removes exactly what it told of', async () => {
    const [first, second] = [stray(), stray('thumbnails')];
    const told = (await cleanUp()).body as { files: string[]; token: string; dry_run: boolean };
    assert.deepEqual([told.dry_run, told.files.toSorted()], [true, [first, second].toSorted()]);
    assert.deepEqual(await removals(), []);
    const later = stray();
    // Something names it meanwhile.
    await insertVideo(database.db, contentId, { storage_connection_id: connectionId, video_path: first });
    const done = (await cleanUp({ token: told.token })).body as { files: string[]; kept: string[]; dry_run: boolean };
    assert.deepEqual([done.dry_run, done.files, done.kept], [false, [second], [first]]);
    assert.deepEqual(await removals(), [second]);
    assert.deepEqual(paths(await find()), [later]);
  });

  it('takes a token once, for ten minutes, from whom it was given to, for what it was given for', async () => {
    stray();
    const other = await connect({ provider: 'local', base_path: `${folder}-other`, is_default: false });
    const key = await api.makeKey('admin', companyId);
    const token = async (): Promise<string> => String(((await cleanUp()).body as ApiObject)['token']);
    const path = `/api/storage-connections/${connectionId}/orphans/clean-up`;
    const refused = async (answering: Promise<{ status: number; body: unknown }>) => {
      const { status, body } = await answering;
      assert.deepEqual(
        [status, (body as { errors: { field: string }[] }).errors.map(({ field }) => field)],
        [422, ['token']],
      );
    };
    await refused(cleanUp({ token: 'no such token' }));
    await refused(cleanUp({ token: await token() }, other));
    await refused(api.call('POST', path, { key, body: { token: await token() } }));
    const late = await token();
    clock.advance(10 * 60_000);
    await refused(cleanUp({ token: late }));
    assert.deepEqual(await removals(), []);
    const good = await token();
    assert.equal((await cleanUp({ token: good })).status, 200);
    await refused(cleanUp({ token: good }));
  });

  it('is for admins, and for those of the whole installation where the connection is', async () => {
    const key = await api.makeKey('admin', companyId);
    await api.expect(200, 'GET', `/api/storage-connections/${connectionId}/orphans`, { key });
    const { id } = await database.db('storage_connections').whereNull('company_id').first('id');
    await api.expect(403, 'GET', `/api/storage-connections/${id}/orphans`, { key });
    const stranger = await api.makeKey('admin', (await insertCompany(database.db)).id);
    await api.expect(404, 'GET', `/api/storage-connections/${connectionId}/orphans`, { key: stranger });
  });

  it('is counted once a day, and nothing of it is removed', async () => {
    const lost = await upload();
    for (const name of ['video_path', 'thumbnail_url'])
      rmSync(join(folder, String(lost[name]).replace(/^.*\/media\/\d+\//, '')));
    const path = stray();
    const failures: Id[] = [];
    const { storageConnections } = api.deps.repositories;
    const broken = await connect({ provider: 'local', base_path: `${folder}-broken`, is_default: false });
    rmSync(`${folder}-broken`, { recursive: true });
    await database.db('orphan_counts').del();
    const options = {
      db: database.db,
      now: () => clock.now(),
      connections: storageConnections,
      open: api.deps.media.open,
      onFailure: (id: Id) => void failures.push(id),
    };
    const count = () => countOrphans(options, () => undefined);
    const before = await count();
    const own = () =>
      database.db('orphan_counts').where('storage_connection_id', connectionId).first('files', 'videos');
    assert.deepEqual(await own(), { files: 1, videos: 1 });
    assert.ok(failures.includes(broken));
    stray();
    assert.deepEqual(await count(), before);
    clock.advance(DAY);
    await count();
    assert.deepEqual(await own(), { files: 2, videos: 1 });
    assert.deepEqual([existsSync(join(folder, path)), await removals()], [true, []]);
  });

  const startDisk = () => YandexDiskServer.start();
  for (const [name, provider, start] of [
    ['S3', 's3', startS3Server],
    ['Google Cloud Storage', 'gcs', startGcsServer],
    ['Yandex Disk', 'yandex_disk', startDisk],
  ] as const) {
    it(`finds both in ${name}`, async function () {
      const server = await serverOrSkip<StorageServer>(this, start);
      try {
        const { settings, credentials } = server;
        const id = await connect({ provider, settings, credentials });
        const [named, lost] = [await upload(), await upload()];
        const storage = await api.deps.media.open(await api.deps.repositories.storageConnections.get(id, null));
        await storage.deleteFile(String(lost['video_path']));
        await database.db('videos').where('id', named.id).del();
        clock.set(Date.now() + 2 * DAY);
        const found = await find(id);
        assert.equal(paths(found).length, 2);
        assert.ok(paths(found).includes(String(named['video_path'])));
        assert.deepEqual(
          found.videos.map(({ video_id, path }) => [video_id, path]),
          [[lost.id, lost['video_path']]],
        );
      } finally {
        await server.stop();
      }
    });
  }

  describe('videos that nothing uses', () => {
    const ask = (body: object, key?: string) =>
      api.call('POST', '/api/unused-videos/clean-up', { body, ...(key !== undefined && { key }) });
    const videos = (): Promise<Id[]> =>
      database.db('videos').where('ar_content_id', contentId).orderBy('id').pluck('id');

    /** Five videos of two days ago: an active one, one in a schedule, a default, and two that nothing uses. */
    async function five(): Promise<Id[]> {
      const ids: Id[] = [];
      for (let n = 0; n < 5; n += 1)
        ids.push(
          (
            await insertVideo(database.db, contentId, {
              title: `Video ${n}`,
              created_at: new Date(NOON - 2 * DAY) as never,
            })
          ).id,
        );
      await api.expect(200, 'POST', `/api/videos/${ids[0]}/activate`);
      const plan = { rotation_type: 'daily', time_of_day: '09:00', video_sequence: [ids[1]], is_active: false };
      await api.expect(201, 'POST', `/api/ar-content/${contentId}/rotation`, { body: plan });
      await api.expect(200, 'PUT', `/api/ar-content/${contentId}`, { body: { default_video_id: ids[2] } });
      return ids;
    }

    it('are told first, and deleted when they are told to be, as far as nothing uses them by then', async () => {
      const [active, scheduled, fallback, reused, unused] = await five();
      await insertVideo(database.db, contentId, { created_at: new Date(NOON - DAY + 60_000) as never });
      const told = (await ask({ company_id: companyId })).body as { videos: { id: Id }[]; token: string };
      assert.deepEqual(
        told.videos.map(({ id }) => id),
        [reused, unused],
      );
      assert.equal((await videos()).length, 6);
      await api.expect(200, 'POST', `/api/videos/${reused}/activate`);
      const say = () =>
        api.call('POST', '/api/unused-videos/clean-up', {
          body: { token: told.token },
          headers: { 'idempotency-key': 'yes' },
        });
      const done = (await say()).body as { deleted: Id[]; kept: Id[] };
      assert.deepEqual([done.deleted, done.kept], [[unused], [reused]]);
      assert.deepEqual((await say()).body, done, 'its answer may be lost, and is had again');
      assert.deepEqual((await videos()).slice(0, 4), [active, scheduled, fallback, reused]);
      const audit = await database.db('audit_log').where('subject', `video:${unused}`).first('action', 'actor');
      assert.deepEqual([audit.action, audit.actor.startsWith('key:')], ['video.delete', true]);
      assert.equal((await ask({ token: told.token })).status, 422);
    });

    it('are looked for in one content, or in one company, which the caller may see', async () => {
      await five();
      const own = await api.makeKey('admin', companyId);
      const stranger = await api.makeKey('admin', (await insertCompany(database.db)).id);
      const count = async (body: object, key?: string): Promise<number> =>
        ((await ask(body, key)).body as { videos: object[] }).videos.length;
      assert.deepEqual(
        [await count({ ar_content_id: contentId }), await count({}, own), await count({}, stranger)],
        [2, 2, 0],
      );
      assert.equal((await ask({ ar_content_id: contentId }, stranger)).status, 404);
      assert.equal((await ask({})).status, 422);
      const page = (await ask({ company_id: companyId, limit: 1 })).body as { is_complete: boolean };
      assert.equal(page.is_complete, false);
      const editor = await api.makeKey('editor', companyId);
      assert.equal((await ask({}, editor)).status, 403);
    });

    it('are looked for in parts: so many videos, and 200 AR contents, whatever is in them', async () => {
      const contents = [contentId];
      for (let n = 0; n < 201; n += 1) contents.push((await insertContent(database.db, { company_id: companyId })).id);
      const wanted: Id[] = [];
      for (const id of [contentId, contentId, contentId, contents[201] ?? 0]) {
        // The first one of a content is what it falls back to.
        if (!wanted.length || id !== contentId)
          await insertVideo(database.db, id, { created_at: new Date(NOON - 2 * DAY) as never });
        wanted.push((await insertVideo(database.db, id, { created_at: new Date(NOON - 2 * DAY) as never })).id);
      }
      const parts: Id[][] = [];
      for (let after: string | null | undefined = undefined; after !== null;) {
        const { body } = await ask({ company_id: companyId, limit: 2, ...(after !== undefined && { after }) });
        const part = body as { videos: { id: Id }[]; is_complete: boolean; next_after: string | null };
        assert.equal(part.is_complete, part.next_after === null);
        parts.push(part.videos.map(({ id }) => id));
        after = part.next_after;
      }
      assert.deepEqual(parts, [wanted.slice(0, 2), [wanted[2]], [wanted[3]]]);
      assert.equal((await ask({ company_id: companyId, after: '7' })).status, 422);
    });
  });
});
