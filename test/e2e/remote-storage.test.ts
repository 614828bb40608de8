import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import type { Id } from '../../src/domain/scalars.js';
import { contentInBucket } from '../support/bucket.js';
import { eventually } from '../support/eventually.js';
import { ADMIN_KEY, RunningService } from '../support/service.js';
import { serverOrSkip, startS3Server, type StorageServer } from '../support/storage-servers.js';
import { YandexDiskServer } from '../support/yandex-disk-server.js';

const CREDENTIALS_KEY = 'a key of the end-to-end tests and no other';

describe('the service with a bucket, end to end', function () {
  this.timeout(120_000);
  let server: StorageServer;
  let service: RunningService;
  let contentId: Id;
  before(async function () {
    server = await serverOrSkip(this, startS3Server);
    service = await RunningService.start({ CREDENTIALS_KEY, CLEAN_UP_INTERVAL: '2s', DELETED_FILE_GRACE: '1s' });
    contentId = await contentInBucket(service, server);
  });
  after(async () => {
    await service?.close();
    await server?.stop();
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') process.stderr.write(`${service.log.slice(-60).join('\n')}\n`);
  });

  const filesIn = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [entry.name] : [],
    );

  it('keeps a video in the bucket while it exists, and the worker removes its file afterwards', async () => {
    const video = await service.upload(contentId, 'Spring');
    const served = await fetch(video.video_url);
    assert.ok(served.redirected && (await served.arrayBuffer()).byteLength > 1_000);
    assert.ok(filesIn(server.folder).length > 0);
    await service.ok('DELETE', `/api/videos/${video.id}`);
    await eventually(() => assert.deepEqual(filesIn(server.folder), []), 30_000);
  });

  it('does the same on Yandex Disk', async () => {
    const disk = await YandexDiskServer.start();
    try {
      const { settings, credentials } = disk;
      const company = await service.ok<{ id: Id }>('POST', '/api/companies', { name: 'Disk' });
      const made = { company_id: company.id, name: 'disk', provider: 'yandex_disk', is_default: true };
      await service.ok('POST', '/api/storage-connections', { ...made, settings, credentials });
      const content = await service.ok<{ id: Id }>('POST', '/api/ar-content', { company_id: company.id, title: 'x' });
      const video = await service.upload(content.id, 'Spring');
      assert.ok((await (await fetch(video.video_url)).arrayBuffer()).byteLength > 1_000);
      // The file whose removal is refused, which is told in the log, stays for another hour.
      disk.refusals.push({
        method: 'DELETE',
        path: '/v1/disk/resources',
        status: 403,
        error: 'ForbiddenError',
        times: 1,
      });
      await service.ok('DELETE', `/api/videos/${video.id}`);
      await eventually(() => assert.equal(filesIn(disk.folder).length, 1), 30_000);
      assert.ok(service.log.some((line) => line.includes('ForbiddenError')));
      assert.deepEqual(disk.leaks, []);
    } finally {
      await disk.stop();
    }
  });

  it('leaves nothing of an upload in whose middle the API was killed', async () => {
    const staging = join(service.dataDir, 'staging', 'uploads');
    const sending = request(`${service.url}/api/ar-content/${contentId}/videos`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'multipart/form-data; boundary=x' },
    });
    sending.on('error', () => undefined); // The end of the API is the end of the request.
    sending.write('--x\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n');
    sending.write(Buffer.alloc(1_000_000));
    await eventually(() => assert.equal(filesIn(staging).length, 1));
    await service.kill('api');
    await service.start('api');
    assert.deepEqual([filesIn(staging), filesIn(server.folder)], [[], []]);
  });

  it('tells nothing of the credentials in its log', () => {
    const told = service.log.filter((line) =>
      /test-secret-access-key|X-Amz-Signature|Authorization|OAuth|test-yandex-token/i.test(line),
    );
    assert.deepEqual(told, []);
  });
});
