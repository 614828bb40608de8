import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { abandonedVideos } from '../../../src/db/videos.js';
import { DatabaseClock } from '../../../src/db/clock.js';
import { serviceCaller } from '../../../src/domain/caller.js';
import { abandonedAt, DIRECT_UPLOAD_MS, madeBeforeToBeAbandoned } from '../../../src/domain/direct-upload.js';
import type { Id } from '../../../src/domain/scalars.js';
import { abandonDirectUpload } from '../../../src/planning/direct-uploads.js';
import { startTestApi, type ApiAnswer, type ApiObject, type TestApi } from '../../support/api.js';
import { insertCompany, insertContent } from '../../support/builders.js';
import { testDatabase, type TestDatabase } from '../../support/database.js';
import { processUploads } from '../../support/processing.js';
import {
  serverOrSkip,
  startGcsServer,
  startMinioServer,
  startS3Server,
  type StorageServer,
} from '../../support/storage-servers.js';
import { fixturePath } from '../../support/videos.js';

interface Signed {
  method: string;
  url: string;
  headers: Record<string, string>;
  expires_at: string;
}

const VIDEO = readFileSync(fixturePath('faststart.mp4'));

const BACKENDS = [
  { name: 'S3 (versitygw)', provider: 's3', start: startS3Server, enforces: true },
  { name: 'S3 (MinIO)', provider: 's3', start: startMinioServer, enforces: true },
  // The emulator looks at no signature, nor at what is signed.
  { name: 'Google (emulator)', provider: 'gcs', start: startGcsServer, enforces: false },
] as const;

for (const { name, provider, start, enforces } of BACKENDS) {
  describe(`direct uploads to ${name}`, function () {
    this.timeout(30_000);
    let database: TestDatabase;
    let api: TestApi;
    let server: StorageServer;
    let companyId: Id;
    let contentId: Id;
    let connectionId: Id;
    const clock = new DatabaseClock();

    before(async function () {
      server = await serverOrSkip<StorageServer>(this, start);
      database = await testDatabase();
      await clock.start(database.db);
      api = await startTestApi(database.db, clock);
      companyId = (await insertCompany(database.db)).id;
      contentId = (await insertContent(database.db, { company_id: companyId, settled_at: clock.now() })).id;
      const { settings, credentials } = server;
      const body = { company_id: companyId, name: 'bucket', provider, settings, credentials, is_default: true };
      connectionId = (await api.expect(201, 'POST', '/api/storage-connections', { body })).id;
    });
    after(async () => {
      await api?.stop();
      clock.stop();
      await database?.drop();
      await server?.stop();
    });

    const path = (): string => `/api/ar-content/${contentId}/videos/direct`;
    const begin = async (given: object = {}): Promise<{ id: Id; upload: Signed } & ApiObject> => {
      const body = { size_bytes: VIDEO.length, mime_type: 'video/mp4', ...given };
      const made = await api.expect(201, 'POST', path(), { body });
      return made as ApiObject & { upload: Signed };
    };
    const put = async ({ url, method, headers }: Signed, body: Buffer, more: object = {}): Promise<number> => {
      const answer = await fetch(url, { method, headers: { ...headers, ...more }, body });
      await answer.text();
      return answer.status;
    };
    const complete = (id: Id, key?: string): Promise<ApiAnswer> =>
      api.call('POST', `/api/videos/${id}/complete`, key === undefined ? {} : { key });
    const objects = (): string[] =>
      readdirSync(server.folder, { recursive: true }).filter((file) => String(file).includes('.mp4')) as string[];

    it('become videos whose bytes never passed through us', async () => {
      const { id, upload, ...begun } = await begin({ title: 'Direct', activate: true, rotation_order: 3 });
      assert.deepEqual(
        [begun['status'], begun['title'], begun['rotation_order'], begun['activate_when_ready'], begun['sha256']],
        ['uploading', 'Direct', 3, true, null],
      );
      const left = Date.parse(upload.expires_at) - clock.now();
      assert.ok(Math.abs(left - DIRECT_UPLOAD_MS) < 10_000, String(left));
      const early = await complete(id);
      assert.deepEqual([early.status, (early.body as ApiObject)['code']], [409, 'conflict']);
      assert.equal(await put(upload, VIDEO), 200);
      const first = await complete(id);
      assert.deepEqual([first.status, (first.body as ApiObject)['status']], [200, 'processing']);
      assert.deepEqual((await complete(id)).body, first.body);
      await processUploads(api, database.db);
      const ready = (await complete(id)).body as ApiObject;
      assert.deepEqual(
        [ready['status'], ready['is_active'], ready['width'], ready['size_bytes']],
        ['ready', true, 160, VIDEO.length],
      );
      const served = await fetch(String(ready['video_url']));
      assert.ok(Buffer.from(await served.arrayBuffer()).equals(VIDEO));
      assert.equal(served.headers.get('content-type'), 'video/mp4');
    });

    it('may be QuickTime where MP4 was announced, which is alike to players', async () => {
      const quicktime = Buffer.from(VIDEO);
      quicktime.write('qt  ', 8, 'latin1');
      const { id, upload } = await begin({ size_bytes: quicktime.length });
      assert.equal(await put(upload, quicktime), 200);
      assert.equal((await complete(id)).status, 200);
      await processUploads(api, database.db);
      const ready = await api.expect(200, 'GET', `/api/videos/${id}`);
      assert.deepEqual([ready['status'], ready['mime_type']], ['ready', 'video/mp4']);
    });

    it('are judged by their content', async () => {
      const text = Buffer.from('no video at all');
      const { id, upload } = await begin({ size_bytes: text.length });
      assert.equal(await put(upload, text), 200);
      assert.equal((await complete(id)).status, 200);
      const other = await begin({ mime_type: 'video/webm' });
      assert.equal(await put(other.upload, VIDEO), 200);
      assert.equal((await complete(other.id)).status, 200);
      await processUploads(api, database.db);
      for (const one of [id, other.id]) {
        const failed = await api.expect(200, 'GET', `/api/videos/${one}`);
        assert.deepEqual([failed['status'], failed['failure_code']], ['failed', 'wrong_type']);
        assert.match(
          String(failed['failure_reason']),
          one === id ? /not a video/ : /is video\/mp4, and not video\/webm/,
        );
      }
      const removals = await database.db('file_deletions').where('storage_connection_id', connectionId);
      assert.equal(removals.length, 2);
    });

    it('are of the announced size', async () => {
      const { id, upload } = await begin();
      const longer = Buffer.concat([VIDEO, Buffer.alloc(10)]);
      const status = await put(upload, longer);
      if (enforces) assert.equal(status, 403);
      const refused = await complete(id);
      assert.equal(refused.status, 409);
      const words = enforces ? /not there yet/ : new RegExp(`has ${longer.length} bytes, not the ${VIDEO.length}`);
      assert.match(String((refused.body as ApiObject)['detail']), words);
    });

    if (enforces) {
      it('cannot be replaced once they are there, nor sent otherwise than they were signed', async () => {
        const { upload } = await begin();
        assert.ok([400, 403].includes(await put({ ...upload, headers: {} }, VIDEO)));
        assert.equal(await put(upload, VIDEO, { 'content-type': 'text/html' }), 403);
        assert.equal(await put(upload, VIDEO), 200);
        assert.equal(await put(upload, Buffer.from(VIDEO).fill(0)), 412);
      });

      it('cannot be sent when the address has expired', async () => {
        const connection = await api.deps.repositories.storageConnections.get(connectionId, null);
        const storage = await api.deps.media.open(connection);
        const key = storage.newKey('videos', contentId, 'mp4');
        const signed = await storage.uploadUrl(key, VIDEO.length, 1);
        assert.ok(signed);
        await new Promise((resolve) => setTimeout(resolve, 2_100));
        assert.equal(await put({ ...signed, expires_at: '' }, VIDEO), 403);
        assert.equal(await storage.fileSize(key), null);
      });
    } else {
      it('carry what Google enforces in their signature', async () => {
        const { upload } = await begin();
        const signed = new URL(upload.url).searchParams.get('X-Goog-SignedHeaders')?.split(';');
        assert.deepEqual(signed, [
          'cache-control',
          'content-type',
          'host',
          'x-goog-content-length-range',
          'x-goog-if-generation-match',
        ]);
        assert.equal(upload.headers['x-goog-content-length-range'], `${VIDEO.length},${VIDEO.length}`);
        assert.equal(upload.headers['x-goog-if-generation-match'], '0');
      });
    }

    it('name every wrong field, and keep to the limits', async () => {
      const wrong = { size_bytes: 0, mime_type: 'video/avi', rotation_order: 'x', colour: 'red' };
      const refused = await api.call('POST', path(), { body: wrong });
      const { errors } = refused.body as { errors: { field: string }[] };
      assert.deepEqual(errors.map(({ field }) => field).toSorted(), [
        'colour',
        'mime_type',
        'rotation_order',
        'size_bytes',
      ]);
      const large = await api.call('POST', path(), { body: { size_bytes: 10_000_001, mime_type: 'video/mp4' } });
      assert.deepEqual([large.status, (large.body as ApiObject)['code']], [413, 'payload_too_large']);
      const used = Number((await api.expect(200, 'GET', `/api/companies/${companyId}`))['used_bytes']);
      const limit = (max_storage_bytes: number | null) =>
        api.expect(200, 'PUT', `/api/companies/${companyId}`, { body: { max_storage_bytes } });
      await limit(used + VIDEO.length);
      await begin(); // What is announced counts.
      const full = await api.call('POST', path(), { body: { size_bytes: 1, mime_type: 'video/mp4' } });
      assert.deepEqual([full.status, (full.body as ApiObject)['code']], [413, 'quota_exceeded']);
      await limit(null);
    });

    it('belong to their company', async () => {
      const { id } = await begin();
      const foreign = await api.makeKey('editor', (await insertCompany(database.db)).id);
      assert.equal((await complete(id, foreign)).status, 404);
      const body = { size_bytes: 1, mime_type: 'video/mp4' };
      assert.equal((await api.call('POST', path(), { body, key: foreign })).status, 404);
    });

    it('give a repeated request its first video, and an address for it', async () => {
      const body = { size_bytes: VIDEO.length, mime_type: 'video/mp4' };
      const headers = { 'idempotency-key': `direct ${name}`.replaceAll(/[^\w]/g, '-') };
      const [first, second] = [
        await api.expect(201, 'POST', path(), { body, headers }),
        await api.expect(201, 'POST', path(), { body, headers }),
      ];
      const target = ({ upload }: ApiObject): string => new URL((upload as Signed).url).pathname;
      assert.deepEqual([second.id, target(second)], [first.id, target(first)]);
    });

    it('give a repeated request no address for what has come to its end, nor one that works for longer', async () => {
      const body = { size_bytes: VIDEO.length, mime_type: 'video/mp4' };
      let count = 0;
      const begun = async () => {
        count += 1;
        const headers = { 'idempotency-key': `ended ${count} ${name}`.replaceAll(/[^\w]/g, '-') };
        const first = (await api.expect(201, 'POST', path(), { body, headers })) as ApiObject & { upload: Signed };
        return { ...first, again: () => api.call('POST', path(), { body, headers }) };
      };
      const refuse = async (again: () => Promise<ApiAnswer>) => {
        const answer = await again();
        assert.deepEqual([answer.status, (answer.body as ApiObject)['code']], [409, 'conflict']);
      };
      const deleted = await begun();
      await api.expect(200, 'DELETE', `/api/videos/${deleted.id}`);
      await refuse(deleted.again);
      const done = await begun();
      assert.equal(await put(done.upload, VIDEO), 200);
      assert.equal((await complete(done.id)).status, 200);
      await refuse(done.again);
      const late = await begun();
      const minutes = async (ago: number): Promise<void> => {
        const created_at = new Date(clock.now() - ago * 60_000);
        await database.db('videos').where('id', late.id).update({ created_at });
      };
      await minutes(50);
      const again = (await late.again()).body as ApiObject & { upload: Signed };
      assert.ok(Date.parse(again.upload.expires_at) - clock.now() <= 600_000);
      await minutes(61);
      await refuse(late.again);
    });

    it('are given up when nobody completes them, and their objects go once nothing can arrive', async () => {
      const before = new Set(objects());
      const { id, upload } = await begin();
      assert.equal(await put(upload, VIDEO), 200);
      const done = await begin();
      assert.equal(await put(done.upload, VIDEO), 200);
      assert.equal((await complete(done.id)).status, 200);
      const video = await database.db('videos').where({ id }).first();
      const later = abandonedAt(video);
      assert.ok(!(await abandonedVideos(database.db, madeBeforeToBeAbandoned(later - 1))).includes(id));
      const found = await abandonedVideos(database.db, madeBeforeToBeAbandoned(later));
      assert.ok(found.includes(id) && !found.includes(done.id));
      const caller = serviceCaller('clean-up');
      for (const one of [id, id, done.id]) await abandonDirectUpload(api.deps.planner, caller, one, 0);
      assert.equal((await api.call('GET', `/api/videos/${id}`)).status, 404);
      assert.equal((await api.expect(200, 'GET', `/api/videos/${done.id}`))['status'], 'processing');
      const removal = await database.db('file_deletions').where('path', video.video_path).first();
      assert.equal(removal.delete_after, later);
      assert.equal((await complete(id)).status, 404);
      assert.ok(objects().length > before.size);
    });

    it('are not possible where clients are not sent to the storage, or the disk is ours', async () => {
      const { settings } = server;
      const to = (delivery: string) =>
        api.expect(200, 'PUT', `/api/storage-connections/${connectionId}`, {
          body: { settings: { ...settings, delivery } },
        });
      const refuse = async (id: Id) => {
        const body = { size_bytes: 1, mime_type: 'video/mp4' };
        const refused = await api.call('POST', `/api/ar-content/${id}/videos/direct`, { body });
        assert.equal(refused.status, 409);
        assert.match(String((refused.body as ApiObject)['detail']), /videos\/resumable/);
      };
      await to('proxy');
      await refuse(contentId);
      await to('redirect');
      await refuse((await insertContent(database.db, { settled_at: clock.now() })).id);
    });
  });
}
