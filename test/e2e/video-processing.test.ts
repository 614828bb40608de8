import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Id } from '../../src/domain/scalars.js';
import { workflowId } from '../../src/domain/workflow-kinds.js';
import { contentInBucket } from '../support/bucket.js';
import { eventually } from '../support/eventually.js';
import { RunningService, type UploadedVideo } from '../support/service.js';
import { MARKER } from '../../src/storage/folder-marker.js';
import { serverOrSkip, startS3Server, type StorageProcess } from '../support/storage-servers.js';

const CREDENTIALS_KEY = 'a key of the end-to-end tests and no other';

describe('the processing of videos, end to end', function () {
  this.timeout(120_000);
  let server: StorageProcess;
  let service: RunningService;
  let contentId: Id;
  before(async function () {
    server = await serverOrSkip(this, startS3Server);
    service = await RunningService.start({
      CREDENTIALS_KEY,
      RECONCILE_INTERVAL: '2s',
      CLEAN_UP_INTERVAL: '2s',
      DELETED_FILE_GRACE: '1s',
    });
    contentId = await contentInBucket(service, server);
  });
  after(async () => {
    await service?.close();
    await server?.stop();
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') process.stderr.write(`${service.log.slice(-60).join('\n')}\n`);
  });

  /** A video whose worker finds its storage away. */
  async function stuck(): Promise<UploadedVideo> {
    await service.stop('worker');
    const video = await service.send(contentId, 'Spring');
    await server.kill();
    await service.start('worker');
    await eventually(async () => {
      const waiting = await service.ok<UploadedVideo>('GET', `/api/videos/${video.id}`);
      assert.equal(waiting.status, 'processing');
      assert.match(waiting.processing_problem ?? '', /storage failed.*did not answer/);
    }, 30_000);
    return video;
  }
  const workflow = async (id: Id) => (await service.temporal()).workflow.getHandle(workflowId('processing', id));
  const statusOf = async (id: Id): Promise<string> => (await (await workflow(id)).describe()).status.name;
  /** What lies in a folder, without what a storage keeps there for itself. */
  const filesIn = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() && !entry.parentPath.includes('.sgwtmp') && entry.name !== MARKER ? [entry.name] : [],
    );

  it('goes on after the storage was away and the worker was killed in the middle', async () => {
    const video = await stuck();
    await service.kill('worker');
    await server.restart();
    await service.start('worker');
    const ready = await service.untilReady(video.id, 60_000);
    assert.equal(ready.processing_problem, null);
    assert.ok((await (await fetch(ready.video_url)).arrayBuffer()).byteLength > 1_000);
    await eventually(async () => assert.equal(await statusOf(video.id), 'COMPLETED'));
    assert.deepEqual(filesIn(join(service.dataDir, 'staging', 'uploads')), []);
  });

  it('comes back when its workflow was terminated by hand', async () => {
    const video = await stuck();
    await (await workflow(video.id)).terminate();
    await server.restart();
    await service.untilReady(video.id, 60_000);
  });

  it('ends with the deletion of the video, and its files go', async () => {
    const video = await stuck();
    await service.ok('DELETE', `/api/videos/${video.id}`);
    await eventually(async () => assert.equal(await statusOf(video.id), 'CANCELLED'));
    await server.restart();
    const name = video.video_path.slice(video.video_path.lastIndexOf('/') + 1);
    await service.db('file_deletions').update({ delete_after: new Date(0) });
    // A clean-up whose worker was stopped in its middle holds up the next one for a minute.
    await eventually(() => assert.equal(filesIn(server.folder).includes(name), false), 90_000);
  });

  it('makes a copy of a video, though the storage was away and the worker was killed in the middle', async function () {
    this.timeout(240_000);
    const original = await service.untilReady((await service.send(contentId, 'Spring')).id, 60_000);
    const { company_id } = await service.ok<{ company_id: Id }>('GET', `/api/ar-content/${contentId}`);
    const other = await service.ok<{ id: Id }>('POST', '/api/ar-content', { company_id, title: 'Poster' });
    await server.kill();
    const made = await service.request<UploadedVideo>(
      'POST',
      `/api/ar-content/${other.id}/videos/copies`,
      { copy_of: original.id },
      { prefer: 'wait=1' },
    );
    assert.deepEqual([made.status, made.body.status], [201, 'processing']);
    const { id } = made.body;
    await eventually(async () => {
      const waiting = await service.ok<UploadedVideo>('GET', `/api/videos/${id}`);
      assert.match(waiting.processing_problem ?? '', /storage failed.*did not answer/);
    }, 30_000);
    await service.kill('worker');
    await service.ok('DELETE', `/api/videos/${original.id}`);
    await service.db('file_deletions').update({ delete_after: new Date(0) });
    await server.restart();
    await service.start('worker');
    const ready = await service.untilReady(id, 60_000);
    assert.match(ready.video_path, new RegExp(`^videos/${other.id}/`));
    assert.ok((await (await fetch(ready.video_url)).arrayBuffer()).byteLength > 1_000);
    await eventually(async () => assert.equal(await statusOf(id), 'COMPLETED'));
    const name = original.video_path.slice(original.video_path.lastIndexOf('/') + 1);
    await eventually(() => assert.equal(filesIn(server.folder).includes(name), false), 90_000);
  });

  it('waits for a Temporal that is away when the video is uploaded', async () => {
    await service.stop('temporal');
    const video = await service.send(contentId, 'Summer');
    assert.equal(video.status, 'processing');
    await service.start('temporal');
    await service.untilReady(video.id, 90_000);
  });
});
