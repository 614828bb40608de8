import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Upload } from 'tus-js-client';
import { uploadVideo } from '../../packages/client/src/upload.js';
import type { Id } from '../../src/domain/scalars.js';
import { eventually } from '../support/eventually.js';
import { ADMIN_KEY, RunningService } from '../support/service.js';
import { serverOrSkip, startS3Server, type StorageServer } from '../support/storage-servers.js';
import { fixture, freeBoxHeader } from '../support/videos.js';

const TUS = { authorization: `Bearer ${ADMIN_KEY}`, 'tus-resumable': '1.0.0' };
const MIB = 1024 * 1024;

describe('uploads over several requests, end to end', function () {
  this.timeout(120_000);
  let service: RunningService;
  let server: StorageServer;
  let localId: Id;
  let bucketId: Id;
  let video: Buffer;
  before(async function () {
    server = await serverOrSkip<StorageServer>(this, startS3Server);
    service = await RunningService.start({
      CREDENTIALS_KEY: 'a key of the end-to-end tests and no other',
      CLEAN_UP_INTERVAL: '2s',
      DELETED_FILE_GRACE: '1s',
    });
    localId = await content('Disk');
    const { settings, credentials } = server;
    bucketId = await content('Bucket', { name: 'bucket', provider: 's3', settings, credentials, is_default: true });
    video = Buffer.concat([await fixture('faststart.mp4'), freeBoxHeader(8 * MIB), Buffer.alloc(8 * MIB - 8)]);
  });
  after(async () => {
    await service?.close();
    await server?.stop();
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') process.stderr.write(`${service.log.slice(-60).join('\n')}\n`);
  });

  async function content(name: string, connection?: object): Promise<Id> {
    const { id } = await service.ok<{ id: Id }>('POST', '/api/companies', { name });
    if (connection !== undefined) {
      await service.ok('POST', '/api/storage-connections', { ...connection, company_id: id });
    }
    return (await service.ok<{ id: Id }>('POST', '/api/ar-content', { company_id: id, title: name })).id;
  }

  const begin = async (contentId: Id): Promise<string> => {
    const headers = { ...TUS, 'upload-length': String(video.length) };
    const url = `${service.url}/api/ar-content/${contentId}/videos/resumable`;
    const answer = await fetch(url, { method: 'POST', headers });
    assert.equal(answer.status, 201, await answer.text());
    return String(answer.headers.get('location'));
  };
  const offsetOf = async (url: string): Promise<number> =>
    Number((await fetch(url, { method: 'HEAD', headers: TUS })).headers.get('upload-offset'));
  const gathered = (folder: string): string[] =>
    readdirSync(join(service.dataDir, folder, 'uploads')).filter((name) => name.endsWith('.upload'));
  const gatheredBytes = (folder: string): number =>
    gathered(folder).reduce((sum, name) => sum + statSync(join(service.dataDir, folder, 'uploads', name)).size, 0);
  const goOn = (url: string): Promise<Id> =>
    new Promise((resolve, reject) => {
      let videoId = 0;
      const upload = new Upload(video, {
        uploadUrl: url,
        headers: { authorization: TUS.authorization },
        retryDelays: [200, 500, 1_000, 2_000],
        onAfterResponse: (_req, res) => void (videoId = Number(res.getHeader('x-video-id') ?? videoId)),
        onSuccess: () => resolve(videoId),
        onError: reject,
      });
      upload.start();
    });

  for (const [where, folder, contentOf] of [
    ['the local disk', 'media', () => localId],
    ['a bucket', 'staging', () => bucketId],
  ] as const) {
    it(`go on after the API was killed in the middle, to ${where}`, async () => {
      const url = await begin(contentOf());
      const headers = { ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' };
      const sending = request(url, { method: 'PATCH', headers: { ...headers, 'content-length': video.length } });
      sending.on('error', () => undefined); // The end of the API is the end of the request.
      sending.write(video.subarray(0, 3 * MIB));
      await eventually(() => assert.ok(gatheredBytes(folder) > MIB));
      await service.kill('api');
      await service.start('api');
      const kept = await offsetOf(url);
      assert.ok(kept > 0 && kept <= 3 * MIB, String(kept));
      const ready = await service.untilReady(await goOn(url));
      const served = Buffer.from(await (await fetch(ready.video_url)).arrayBuffer());
      assert.ok(served.equals(video));
      assert.deepEqual(gathered(folder), []);
    });

    it(`become one video when the API is killed at the end, to ${where}`, async () => {
      const url = await begin(contentOf());
      const before = await service.db('videos').where('ar_content_id', contentOf());
      // Nothing is committed while the test holds the company's content.
      const trx = await service.db.transaction();
      await trx('ar_content').where('id', contentOf()).forUpdate().select('id');
      const headers = { ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' };
      const sending = fetch(url, { method: 'PATCH', headers, body: video }).catch(() => null);
      await eventually(async () => {
        const row = await service.db('resumable_uploads').where('id', url.slice(-36)).first();
        assert.ok(row.received !== null);
      });
      await eventually(async () => {
        const { rows } = await service.db.raw<{ rows: object[] }>('SELECT 1 FROM pg_locks WHERE NOT granted');
        assert.ok(rows.length > 0, 'Nobody waits for the content.');
      });
      await service.kill('api');
      await sending;
      await trx.rollback();
      await service.start('api');
      const ready = await service.untilReady(await goOn(url));
      const served = Buffer.from(await (await fetch(ready.video_url)).arrayBuffer());
      assert.ok(served.equals(video));
      const after = await service.db('videos').where('ar_content_id', contentOf());
      assert.equal(after.length, before.length + 1);
    });
  }

  it('go on by themselves when their client finds the API again', async () => {
    const told: number[] = [];
    const large = Buffer.concat([video, freeBoxHeader(64 * MIB), Buffer.alloc(64 * MIB - 8)]);
    const onProgress = (sentBytes: number): void => void told.push(sentBytes);
    const connection = { baseUrl: service.url, key: ADMIN_KEY };
    const upload = await uploadVideo(connection, localId, large, { title: 'Large' }, { onProgress });
    await eventually(() => assert.ok((told.at(-1) ?? 0) > MIB));
    await service.kill('api');
    await service.start('api');
    const ready = await service.untilReady(await upload.done);
    const served = Buffer.from(await (await fetch(ready.video_url)).arrayBuffer());
    assert.ok(served.equals(large));
  });

  it('are removed by the worker once they have expired', async () => {
    const url = await begin(localId);
    assert.equal(gathered('media').length, 1);
    const id = url.slice(-36);
    await service
      .db('resumable_uploads')
      .where({ id })
      .update({ expires_at: service.db.raw('now()') });
    await eventually(async () => {
      assert.deepEqual([gathered('media'), await service.db('resumable_uploads').where({ id })], [[], []]);
    }, 30_000);
  });

  it('are removed by the worker when they went to the storage directly and nobody completed them', async () => {
    const body = { size_bytes: video.length, mime_type: 'video/mp4' };
    const path = `/api/ar-content/${bucketId}/videos/direct`;
    const { id } = await service.ok<{ id: Id }>('POST', path, body);
    const long = service.db.raw(`now() - interval '121 minutes'`);
    await service.db('videos').where({ id }).update({ created_at: long });
    await eventually(async () => assert.deepEqual(await service.db('videos').where({ id }), []), 30_000);
  });
});
