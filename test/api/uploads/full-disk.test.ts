import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseClock } from '../../../src/db/clock.js';
import { serviceCaller } from '../../../src/domain/caller.js';
import type { Id } from '../../../src/domain/scalars.js';
import type { ImageMaker } from '../../../src/storage/make-image.js';
import { startTestApi, type ApiObject, type TestApi } from '../../support/api.js';
import { insertCompany, insertContent } from '../../support/builders.js';
import { testDatabase, type TestDatabase } from '../../support/database.js';
import { testMoving } from '../../support/moving.js';
import { processUploads, testProcessing } from '../../support/processing.js';
import { fixture, freeBoxHeader, temporaryFolder } from '../../support/videos.js';

const RESERVE = 1_000_000_000;
const MIB = 1024 ** 2;
/** A look at the disk holds for a second at most. */
const SEEN_FOR_MS = 1_001;
const full = { code: 'storage_full' };
const TUS = { 'Tus-Resumable': '1.0.0' };

/** The bytes of all files of a folder. */
const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
    (sum, entry) => (entry.isFile() ? sum + statSync(join(entry.parentPath, entry.name)).size : sum),
    0,
  );

describe('a disk that comes to its reserve', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let api: TestApi;
  let companyId: Id;
  let contentId: Id;
  let video: Buffer;
  /** The size of the disk beyond its reserve: the files are real, and the disk is said to be as small as that. */
  let size: number;
  const clock = new DatabaseClock();

  before(async () => {
    database = await testDatabase();
    await clock.start(database.db);
    const freeBytes = async (): Promise<number> => RESERVE + size - bytesIn(api.mediaDir);
    size = 100 * MIB;
    api = await startTestApi(database.db, clock, { minFreeDiskBytes: RESERVE, freeBytes });
    companyId = (await insertCompany(database.db)).id;
    video = Buffer.concat([await fixture('moov-last.mp4'), freeBoxHeader(3 * MIB), Buffer.alloc(3 * MIB - 8)]);
  });
  after(async () => {
    await api.stop();
    clock.stop();
    await database.drop();
  });
  beforeEach(async () => {
    size = bytesIn(api.mediaDir) + 100 * MIB;
    contentId = (await insertContent(database.db, { company_id: companyId, settled_at: clock.now() })).id;
  });
  /** Lets so many bytes be free beyond the reserve, and waits until no writer trusts what it saw before. */
  async function leave(bytes: number): Promise<void> {
    size = bytesIn(api.mediaDir) + bytes;
    await delay(SEEN_FOR_MS);
  }
  const partial = (): string[] => readdirSync(join(api.mediaDir, 'uploads'));

  const form = (): FormData => {
    const body = new FormData();
    body.set('file', new Blob([new Uint8Array(video)]), 'a.mp4');
    return body;
  };
  const upload = async (): Promise<ApiObject> =>
    api.expect(201, 'POST', `/api/ar-content/${contentId}/videos`, { body: form() });

  it('ends an upload with 507 while its bytes arrive, and keeps nothing of it', async () => {
    await leave(2 * MIB);
    const refused = await api.expect(507, 'POST', `/api/ar-content/${contentId}/videos`, { body: form() });
    assert.equal(refused['code'], 'storage_full');
    assert.deepEqual(partial(), []);
    await api.expect(200, 'GET', `/api/ar-content/${contentId}`);
    await leave(4 * MIB);
    await upload();
  });

  it('ends it, too, when it is somebody else who fills the disk', async () => {
    const key = await api.makeKey('editor', companyId);
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'multipart/form-data; boundary=x' };
    const sending = request(`${api.url}/api/ar-content/${contentId}/videos`, { method: 'POST', headers });
    const answered = new Promise<number>((resolve, reject) => {
      sending.once('response', (answer) => resolve(answer.resume().statusCode ?? 0)).once('error', reject);
    });
    sending.write('--x\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n');
    let isOver = false;
    void answered.finally(() => void (isOver = true));
    for (let pieces = 0; !isOver; pieces += 1) {
      sending.write(Buffer.alloc(1_024)); // It never ends by itself.
      if (pieces === 10) void leave(0);
      await delay(20);
    }
    assert.equal(await answered, 507);
    sending.destroy();
    assert.deepEqual(partial(), []);
  });

  it('keeps what arrived of a resumable upload, which goes on once there is room', async () => {
    const path = `/api/ar-content/${contentId}/videos/resumable`;
    const begun = await api.call('POST', path, { headers: { ...TUS, 'Upload-Length': String(video.length) } });
    const url = new URL(String(begun.headers.get('location'))).pathname;
    const key = await api.makeKey('editor', companyId);
    const patch = (offset: number) => {
      const headers = { ...TUS, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' };
      const body = new Uint8Array(video.subarray(offset));
      return fetch(api.url + url, { method: 'PATCH', body, headers: { ...headers, authorization: `Bearer ${key}` } });
    };
    await leave(MIB);
    const refused = await patch(0);
    assert.deepEqual([refused.status, ((await refused.json()) as { code: string }).code], [507, 'storage_full']);
    const head = await api.call('HEAD', url, { headers: TUS });
    const offset = Number(head.headers.get('upload-offset'));
    assert.ok(offset > MIB / 2 && offset <= MIB, `${offset} bytes are kept`);
    await leave(100 * MIB);
    assert.equal((await patch(offset)).status, 204);
    const more = { headers: { ...TUS, 'Upload-Length': '10' } };
    await leave(0);
    await api.expect(507, 'POST', path, more);
  });

  it('ends an upload to a bucket where it is gathered', async () => {
    const settings = { bucket: 'none', endpoint: 'http://127.0.0.1:9', force_path_style: true };
    const credentials = { access_key_id: 'a', secret_access_key: 'b' };
    const body = { company_id: null, name: 'bucket', provider: 's3', settings, credentials };
    const bucket = await api.expect(201, 'POST', '/api/storage-connections', { body });
    await api.expect(200, 'PUT', `/api/companies/${companyId}`, { body: { storage_connection_id: bucket.id } });
    await leave(2 * MIB);
    await api.expect(507, 'POST', `/api/ar-content/${contentId}/videos`, { body: form() });
    assert.deepEqual(readdirSync(join(api.mediaDir, 'staging', 'uploads')), []);
    await api.expect(200, 'PUT', `/api/companies/${companyId}`, { body: { storage_connection_id: null } });
  });

  it('has the processing of a video wait, without its outputs', async () => {
    const { id } = await upload();
    const before = bytesIn(api.mediaDir);
    const makeImage: ImageMaker = async () => ({ bytes: Buffer.alloc(100), width: 160, height: 120 });
    const processing = testProcessing(api, database.db, { makeImage });
    await processing.inspect(id);
    await leave(2 * MIB); // Less than what moves the index may write.
    await assert.rejects(processing.optimise(id), full);
    await leave(0);
    await assert.rejects(processing.thumbnails(id), full);
    assert.deepEqual([partial(), bytesIn(api.mediaDir)], [[], before]);
    const { processing_problem: problem } = await api.expect(200, 'GET', `/api/videos/${id}`);
    assert.match(String(problem), /The disk has no room/);
    await leave(100 * MIB);
    await processUploads(api, database.db);
    assert.equal((await api.expect(200, 'GET', `/api/videos/${id}`))['status'], 'ready');
  });

  it('has a storage move wait, without half of a copy', async () => {
    const folder = await temporaryFolder();
    try {
      const { id } = await upload();
      await processUploads(api, database.db);
      const body = { company_id: companyId, name: 'other', provider: 'local', base_path: folder.path };
      const other = await api.expect(201, 'POST', '/api/storage-connections', { body });
      const move = await api.expect(201, 'POST', '/api/storage-moves', {
        body: { ar_content_id: contentId, to_connection_id: other.id },
      });
      const moving = testMoving(api, database.db);
      await leave(1_000);
      await assert.rejects(moving.copy(move.id), full);
      assert.deepEqual(readdirSync(join(folder.path, 'uploads')), []);
      await leave(100 * MIB);
      assert.equal((await moving.copy(move.id)).status, 'switch');
      assert.equal((await moving.switch(move.id, serviceCaller('workflow', 'run-1'))).status, 'done');
      const moved = await api.expect(200, 'GET', `/api/videos/${id}`);
      assert.equal(moved['storage_connection_id'], other.id);
    } finally {
      await folder.remove();
    }
  });
});
