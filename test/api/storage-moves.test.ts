import assert from 'node:assert/strict';
import { openAsBlob, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VideoMovingOptions } from '../../src/activities/move-videos.js';
import { DatabaseClock } from '../../src/db/clock.js';
import { serviceCaller } from '../../src/domain/caller.js';
import type { StorageMoveFile } from '../../src/domain/storage-move.js';
import type { Id } from '../../src/domain/scalars.js';
import type { Video } from '../../src/domain/video.js';
import { pathsOf } from '../../src/domain/video-files.js';
import type { PendingFile, VideoStorage } from '../../src/storage/video-storage.js';
import { switchContent } from '../../src/planning/move-edits.js';
import { startTestApi, type ApiObject, type TestApi } from '../support/api.js';
import { insertCompany, insertContent } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { fails } from '../support/faults.js';
import { carryOutMove, testMoving } from '../support/moving.js';
import { processUploads } from '../support/processing.js';
import { serverOrSkip, startGcsServer, startS3Server, type StorageProcess } from '../support/storage-servers.js';
import { fixturePath, type FixtureName } from '../support/videos.js';
import { withMethods } from '../support/with-methods.js';

const HOUR = 3_600_000;
const WORKFLOW = serviceCaller('workflow', 'run-1');

describe('moving videos between storage connections', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let api: TestApi;
  let s3: StorageProcess;
  let companyId: Id;
  let content: { id: Id; unique_id: string };
  let local: Id;
  let bucket: Id;
  const clock = new DatabaseClock();

  before(async function () {
    s3 = await serverOrSkip(this, startS3Server);
    database = await testDatabase();
    await clock.start(database.db);
    api = await startTestApi(database.db, clock);
    local = (await database.db('storage_connections').where('is_default', true).first('id')).id;
  });
  after(async () => {
    await api?.stop();
    clock.stop();
    await database?.drop();
    await s3?.stop();
  });
  beforeEach(async () => {
    ({ id: companyId } = await insertCompany(database.db));
    content = await newContent();
    bucket = await connect('s3', s3);
    await database.db('file_deletions').del();
    await database.db('workflow_outbox').del();
  });

  const newContent = () => insertContent(database.db, { company_id: companyId, settled_at: clock.now() });
  async function connect(provider: string, { settings, credentials }: StorageProcess): Promise<Id> {
    const body = { company_id: companyId, name: provider, provider, settings, credentials };
    return (await api.expect(201, 'POST', '/api/storage-connections', { body })).id;
  }
  async function send(file: FixtureName, arContentId = content.id): Promise<Id> {
    const body = new FormData();
    body.set('title', file);
    body.set('file', await openAsBlob(fixturePath(file)), file);
    body.set('thumbnail', await openAsBlob(fixturePath('picture.jpg')), 'picture.jpg');
    return (await api.expect(201, 'POST', `/api/ar-content/${arContentId}/videos`, { body })).id;
  }
  async function upload(file: FixtureName, arContentId?: Id): Promise<Id> {
    const id = await send(file, arContentId);
    await processUploads(api, database.db);
    return id;
  }
  const row = async (id: Id): Promise<Video> => {
    const found = await database.db<Video>('videos').where('id', id).first();
    assert.ok(found);
    return found;
  };
  const places = async (): Promise<(Id | null)[]> =>
    (await database.db<Video>('videos').orderBy('id').where('ar_content_id', content.id)).map(
      (video) => video.storage_connection_id,
    );
  const bytesAt = async (url: string): Promise<Buffer> => {
    const answer = await fetch(new URL(url, api.url));
    assert.equal(answer.status, 200, url);
    return Buffer.from(await answer.arrayBuffer());
  };
  const bytesOf = async (id: Id) => {
    const { video_url, thumbnail_url } = await row(id);
    return [await bytesAt(String(video_url)), await bytesAt(String(thumbnail_url))];
  };
  const active = async () => (await api.call('GET', `/api/ar/${content.unique_id}/active-video`)).body as ApiObject;
  const start = (to: Id, given: object = { ar_content_id: content.id }): Promise<ApiObject> =>
    api.expect(201, 'POST', '/api/storage-moves', { body: { ...given, to_connection_id: to } });
  const read = (id: Id): Promise<ApiObject> => api.expect(200, 'GET', `/api/storage-moves/${id}`);
  const cancel = (id: Id): Promise<ApiObject> => api.expect(200, 'POST', `/api/storage-moves/${id}/cancel`);
  const files = (id: Id): Promise<StorageMoveFile[]> =>
    database.db<StorageMoveFile>('storage_move_files').where('storage_move_id', id).orderBy(['video_id', 'id']);
  const moving = (given?: Partial<VideoMovingOptions>) => testMoving(api, database.db, given);
  const removals = async (connectionId: Id): Promise<string[]> =>
    database.db('file_deletions').where('storage_connection_id', connectionId).orderBy('path').pluck('path');
  const inBucket = (): string[] =>
    readdirSync(s3.folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() && !entry.parentPath.includes('.sgwtmp') ? [join(entry.parentPath, entry.name)] : [],
    );

  /** Steps whose target calls `onCommit` in place of the commit of each copy. */
  const interrupting = (onCommit: (commit: () => Promise<void>, key: string, nth: number) => Promise<void>) => {
    let nth = 0;
    const intercepted = (pending: PendingFile): PendingFile =>
      withMethods(pending, { commit: (key) => onCommit(() => pending.commit(key), key, (nth += 1)) });
    return moving({
      open: async (connection) => {
        const storage = await api.deps.media.open(connection);
        if (connection.id !== bucket) return storage;
        return withMethods<VideoStorage>(storage, {
          beginUpload: async () => intercepted(await storage.beginUpload()),
        });
      },
    });
  };

  it('takes them from the disk to S3, to Google and back: the same video shows, and plays, all the time', async function () {
    const gcs = await serverOrSkip(this, startGcsServer);
    try {
      const google = await connect('gcs', gcs);
      const ids = [await upload('moov-last.mp4'), await upload('vp9.webm')];
      await api.expect(200, 'POST', `/api/videos/${ids[1]}/activate`);
      const bytes = await Promise.all(ids.map(bytesOf));
      await database.db('file_deletions').del();
      for (const [from, to] of [
        [local, bucket],
        [bucket, google],
        [google, local],
      ] as const) {
        const before = await Promise.all(ids.map(row));
        const shown = await active();
        const { id } = await start(to);
        await carryOutMove(moving(), id);
        const done = await read(id);
        assert.deepEqual(
          [done['status'], done['files_total'], done['files_done'], done['bytes_done'] === done['bytes_total']],
          ['done', 4, 4, true],
        );
        assert.deepEqual(await places(), [to, to]);
        assert.deepEqual(await Promise.all(ids.map(bytesOf)), bytes);
        const now = await active();
        assert.deepEqual([now.id, now['sha256'], now['reason']], [shown.id, shown['sha256'], shown['reason']]);
        assert.ok(Number(now['version']) > Number(shown['version']), 'readers learn of the new address');
        assert.ok(String(now['video_url']).includes(`/media/${to}/`));
        // Nothing that a client edits has changed.
        assert.deepEqual(
          (await Promise.all(ids.map(row))).map((video) => video.revision),
          [1, 1],
        );
        for (const video of before) await bytesAt(String(video.video_url));
        assert.deepEqual(await removals(from), before.flatMap(pathsOf).toSorted());
      }
    } finally {
      await gcs.stop();
    }
  });

  it('switches nothing before everything is copied, then one content after the other', async () => {
    const other = await newContent();
    const ids = [await upload('faststart.mp4'), await upload('vp8.webm', other.id)];
    const { id } = await start(bucket, { company_id: companyId });
    const stopping = interrupting(async (commit, _key, nth) => {
      if (nth === 4) throw new Error('killed');
      await commit();
    });
    await assert.rejects(carryOutMove(stopping, id), /killed/);
    const half = await read(id);
    assert.deepEqual([half['status'], half['files_done'], half['files_total']], ['copying', 3, 4]);
    assert.equal((half['current'] as ApiObject | null)?.['video_id'], ids[1]);
    const connections = async () => (await Promise.all(ids.map(row))).map((video) => video.storage_connection_id);
    assert.deepEqual(await connections(), [local, local]);
    await carryOutMove(moving(), id);
    assert.deepEqual(await connections(), [bucket, bucket]);
    const audits = await database.db('audit_log').where('action', 'ar_content.move').orderBy('id', 'desc').limit(2);
    assert.deepEqual(
      audits.map(({ subject }) => subject),
      [`ar_content:${other.id}`, `ar_content:${content.id}`],
    );
  });

  it('copies no file twice that was copied before it was killed, and has the half copy removed', async () => {
    await upload('faststart.mp4');
    const { id } = await start(bucket);
    let half = '';
    const killed = interrupting(async (commit, key, nth) => {
      await commit();
      half = key;
      if (nth === 2) throw new Error('killed');
    });
    await assert.rejects(killed.copy(id), /killed/);
    const [first, second] = await files(id);
    assert.deepEqual([first?.status, second?.status], ['copied', 'waiting']);
    let copies = 0;
    await carryOutMove(
      interrupting(async (commit) => {
        copies += 1;
        await commit();
      }),
      id,
    );
    assert.equal(copies, 1);
    assert.deepEqual(await removals(bucket), [half]);
    assert.equal((await files(id))[0]?.target_path, first?.target_path);
  });

  it('tells that it waits while the target is down, and goes on when it is back', async () => {
    await upload('faststart.mp4');
    const { id } = await start(bucket);
    await s3.kill();
    try {
      await assert.rejects(moving().copy(id), fails('storage_unavailable'));
      const waiting = await read(id);
      assert.equal(waiting['status'], 'copying');
      assert.match(String(waiting['problem']), /did not answer/);
    } finally {
      await s3.restart();
    }
    await carryOutMove(moving(), id);
    const done = await read(id);
    assert.deepEqual([done['status'], done['problem']], ['done', null]);
  });

  it('notices a copy that was damaged, by its hash, and makes it again', async () => {
    const video = await upload('faststart.mp4');
    const before = await bytesOf(video);
    const { id } = await start(bucket);
    let damaged = '';
    const damaging = interrupting(async (commit, key, nth) => {
      await commit();
      if (nth > 1) return;
      damaged = key;
      const path = join(s3.folder, key);
      const bytes = readFileSync(path);
      bytes[100] = (bytes[100] ?? 0) ^ 1;
      writeFileSync(path, bytes);
    });
    await assert.rejects(damaging.copy(id), fails('storage_unavailable'));
    assert.match(String((await read(id))['problem']), /another one than was sent/);
    await carryOutMove(damaging, id);
    assert.equal((await read(id))['status'], 'done');
    assert.deepEqual(await bytesOf(video), before);
    assert.deepEqual(await removals(bucket), [damaged]);
  });

  it('makes a copy again that vanished before the switch', async () => {
    const video = await upload('faststart.mp4');
    const { id } = await start(bucket);
    await moving().copy(id);
    const [copy] = await files(id);
    rmSync(join(s3.folder, String(copy?.target_path)));
    assert.equal((await moving().switch(id, WORKFLOW)).status, 'copy');
    assert.deepEqual(await places(), [local]);
    await carryOutMove(moving(), id);
    assert.deepEqual(await places(), [bucket]);
    await bytesOf(video);
  });

  it('takes along what is uploaded meanwhile, and leaves out what is deleted', async () => {
    const first = await upload('faststart.mp4');
    const second = await upload('vp9.webm');
    const { id } = await start(bucket);
    const steps = moving();
    await steps.copy(id);
    await api.expect(200, 'DELETE', `/api/videos/${first}`);
    const third = await upload('quicktime.mov');
    assert.equal((await steps.switch(id, WORKFLOW)).status, 'copy');
    assert.deepEqual(await places(), [local, local]);
    await carryOutMove(steps, id);
    assert.deepEqual(await places(), [bucket, bucket]);
    const states = (await files(id)).map(({ video_id, status }) => [video_id, status]);
    assert.deepEqual(states, [
      [first, 'skipped'],
      [first, 'skipped'],
      [second, 'switched'],
      [second, 'switched'],
      [third, 'switched'],
      [third, 'switched'],
    ]);
    assert.equal((await removals(bucket)).length, 2, 'the copies of the deleted video go');
    assert.equal((await read(id))['files_total'], 4);
  });

  it('leaves nothing of a content that is deleted in the middle', async () => {
    await upload('faststart.mp4');
    const { id } = await start(bucket);
    await moving().copy(id);
    await api.expect(200, 'DELETE', `/api/ar-content/${content.id}`);
    await carryOutMove(moving(), id);
    assert.deepEqual([(await read(id))['status'], (await removals(bucket)).length], ['done', 2]);
  });

  it('waits for a video that is being processed, and never takes a half-made one', async () => {
    await upload('faststart.mp4');
    await send('moov-last.mp4');
    const { id } = await start(bucket);
    const report = await carryOutMove(moving(), id);
    assert.ok('waitMs' in report && report.waitMs > 0);
    assert.match(String((await read(id))['problem']), /is being processed/);
    assert.deepEqual(await places(), [local, local]);
    await processUploads(api, database.db);
    await carryOutMove(moving(), id);
    assert.deepEqual([await places(), (await read(id))['problem']], [[bucket, bucket], null]);
  });

  it('does not switch while a video that came after the copying is being processed', async () => {
    await upload('faststart.mp4');
    const { id } = await start(bucket);
    const steps = moving();
    await steps.copy(id);
    await send('quicktime.mov');
    const options = { moveId: id, fileGraceMs: 0 };
    assert.equal(await switchContent(api.deps.planner, WORKFLOW, content.id, options), 'processing');
    assert.equal((await steps.switch(id, WORKFLOW)).status, 'copy');
    assert.deepEqual(await places(), [local, local]);
    await processUploads(api, database.db);
    await carryOutMove(steps, id);
    assert.deepEqual(await places(), [bucket, bucket]);
  });

  it('is cancelled: its copies go, also one that is on its way, and nothing is switched', async () => {
    await upload('faststart.mp4');
    const before = inBucket();
    const { id } = await start(bucket);
    const cancelled = interrupting(async (commit, _key, nth) => {
      if (nth === 2) assert.equal((await cancel(id))['status'], 'cancelled');
      await commit();
    });
    assert.equal((await carryOutMove(cancelled, id)).status, 'gone');
    assert.deepEqual(await places(), [local]);
    const deletions = await database
      .db('file_deletions')
      .where('storage_connection_id', bucket)
      .orderBy('delete_after');
    const inHours = deletions.map(({ delete_after }) => Math.ceil((delete_after - clock.now() - 60_000) / HOUR));
    assert.deepEqual(
      inHours.map((hours) => hours > 0),
      [false, true],
    );
    assert.equal(inBucket().length, before.length + 1, 'the one that was on its way is gone at once');
    await api.expect(409, 'POST', `/api/storage-moves/${id}/retry`);
    const message = await database.db('workflow_outbox').where('workflow_id', `storage-move-${id}`).first('op');
    assert.deepEqual(message, { op: 'cancel' });
  });

  it('is not cancelled once the first videos name their copies', async () => {
    const other = await newContent();
    await upload('faststart.mp4');
    await upload('vp8.webm', other.id);
    const { id } = await start(bucket, { company_id: companyId });
    const steps = moving({ batchMs: 0 });
    while ((await steps.copy(id)).status === 'copy');
    await steps.switch(id, WORKFLOW);
    assert.equal((await read(id))['status'], 'switching');
    const refused = await api.call('POST', `/api/storage-moves/${id}/cancel`);
    assert.deepEqual([refused.status, (refused.body as { code: string }).code], [409, 'conflict']);
    await carryOutMove(steps, id);
    assert.equal((await read(id))['status'], 'done');
  });

  it('fails with the reason when a file is missing or damaged, and goes on from there when it is tried again', async () => {
    const first = await upload('faststart.mp4');
    const second = await upload('vp9.webm');
    const path = join(api.mediaDir, String((await row(second)).video_path));
    const bytes = readFileSync(path);
    const { id } = await start(bucket);
    const attempts: [() => void, string, RegExp][] = [
      [() => rmSync(path), 'source_missing', /video \d+ in storage connection \d+ is not there/],
      [() => writeFileSync(path, 'other bytes'), 'source_corrupt', /not what was uploaded/],
    ];
    for (const [damage, code, reason] of attempts) {
      damage();
      await carryOutMove(moving(), id);
      const failed = await read(id);
      assert.deepEqual([failed['status'], failed['failure_code']], ['failed', code]);
      assert.match(String(failed['failure_reason']), reason);
      assert.deepEqual(await places(), [local, local]);
      await database.db('workflow_outbox').del();
      assert.equal((await api.expect(200, 'POST', `/api/storage-moves/${id}/retry`))['status'], 'pending');
      assert.equal((await database.db('workflow_outbox').first('op')).op, 'poke');
    }
    writeFileSync(path, bytes);
    const copied = (await files(id)).filter(({ video_id }) => video_id === first).map((file) => file.target_path);
    await carryOutMove(moving(), id);
    assert.equal((await read(id))['status'], 'done');
    const kept = (await files(id)).filter(({ video_id }) => video_id === first).map((file) => file.target_path);
    assert.deepEqual(kept, copied);
  });

  it('runs twice at once without leaving a copy that nothing names', async () => {
    await upload('faststart.mp4');
    await upload('vp8.webm');
    const before = new Set(inBucket());
    const { id } = await start(bucket);
    await Promise.all([carryOutMove(moving(), id), carryOutMove(moving(), id)]);
    assert.equal((await read(id))['status'], 'done');
    const going = new Set((await removals(bucket)).map((path) => join(s3.folder, path)));
    const named = (await database.db<Video>('videos').where('ar_content_id', content.id)).flatMap(pathsOf);
    const left = inBucket().filter((path) => !before.has(path) && !going.has(path));
    assert.deepEqual(left.toSorted(), named.map((path) => join(s3.folder, path)).toSorted());
  });

  it('is one for each content at a time, and keeps its connections from being deleted', async () => {
    await upload('faststart.mp4');
    const { id } = await start(bucket);
    const refused = await api.call('POST', '/api/storage-moves', {
      body: { company_id: companyId, to_connection_id: bucket },
    });
    assert.equal(refused.status, 409);
    assert.match((refused.body as { detail: string }).detail, new RegExp(`Storage move ${id} .*under way`));
    const other = await newContent();
    const second = await start(bucket, { ar_content_id: other.id });
    const inUse = await api.call('DELETE', `/api/storage-connections/${bucket}`);
    assert.match((inUse.body as { detail: string }).detail, /2 open storage moves/);
    for (const move of [id, second.id]) await cancel(move);
    await api.expect(200, 'DELETE', `/api/storage-connections/${bucket}`);
    assert.equal((await read(id))['to_connection_id'], bucket, 'what is over outlives what it names');
  });

  it('names what is wrong, and shows a company its own moves only', async () => {
    const { id } = await start(bucket);
    const stranger = await insertCompany(database.db);
    const key = await api.makeKey('admin', stranger.id);
    const faults: [object, string[]][] = [
      [{ to_connection_id: bucket }, ['company_id']],
      [{ company_id: companyId, ar_content_id: content.id, to_connection_id: bucket }, ['company_id']],
      [{ company_id: 999_999, to_connection_id: bucket }, ['company_id']],
      [{ ar_content_id: 999_999, to_connection_id: bucket }, ['ar_content_id']],
      [{ company_id: companyId, to_connection_id: 999_999 }, ['to_connection_id']],
      [{ company_id: stranger.id, from_connection_id: local, to_connection_id: bucket }, ['to_connection_id']],
      [{ company_id: companyId, from_connection_id: bucket, to_connection_id: bucket }, ['to_connection_id']],
      [{ company_id: companyId }, ['to_connection_id']],
    ];
    for (const [body, fields] of faults) {
      const refused = await api.call('POST', '/api/storage-moves', { body });
      const { errors } = refused.body as { errors: { field: string }[] };
      assert.deepEqual([refused.status, errors.map(({ field }) => field)], [422, fields], JSON.stringify(body));
    }
    await api.expect(404, 'GET', `/api/storage-moves/${id}`, { key });
    await api.expect(404, 'POST', `/api/storage-moves/${id}/cancel`, { key });
    await api.expect(422, 'POST', '/api/storage-moves', {
      key,
      body: { company_id: companyId, to_connection_id: local },
    });
    assert.deepEqual((await api.call('GET', '/api/storage-moves', { key })).body, []);
    const listed = (await api.call('GET', `/api/storage-moves?company_id=${companyId}&status=pending`))
      .body as ApiObject[];
    assert.deepEqual(
      listed.map((move) => move.id),
      [id],
    );
  });
});
