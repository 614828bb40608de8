import assert from 'node:assert/strict';
import { openAsBlob, readdirSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { DatabaseClock } from '../../src/db/clock.js';
import { takeDueRemoval } from '../../src/db/removals.js';
import { storageUses } from '../../src/db/storage-use.js';
import type { Id } from '../../src/domain/scalars.js';
import { MARKER } from '../../src/storage/folder-marker.js';
import { startTestApi, type ApiObject, type TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany, insertContent, insertVideo } from '../support/builders.js';
import type { TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { fixturePath } from '../support/videos.js';

const FILE = fixturePath('faststart.mp4');
const SIZE = statSync(FILE).size;

describe('the storage quota of a company', function () {
  this.timeout(20_000);
  let database: TestDatabase;
  let api: TestApi;
  let companyId: Id;
  let contentId: Id;
  const clock = new DatabaseClock();

  apiForSuite(clock, (setting) => ({ database, api } = setting));
  beforeEach(async () => {
    companyId = (await insertCompany(database.db)).id;
    contentId = await content();
  });

  const content = async (): Promise<Id> =>
    (await insertContent(database.db, { company_id: companyId, settled_at: clock.now() })).id;
  const allow = (max_storage_bytes: number | null): Promise<ApiObject> =>
    api.expect(200, 'PUT', `/api/companies/${companyId}`, { body: { max_storage_bytes } });
  const upload = async (id = contentId, through = api) => {
    const form = new FormData();
    form.set('file', await openAsBlob(FILE), 'a.mp4');
    return through.call('POST', `/api/ar-content/${id}/videos`, { body: form });
  };
  const files = (): string[] =>
    readdirSync(api.mediaDir, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() && entry.name !== MARKER ? [entry.name] : [],
    );
  const used = async () => (await api.expect(200, 'GET', `/api/companies/${companyId}`))['used_bytes'];

  it('is set by the installation alone, and shown with what is used', async () => {
    const key = await api.makeKey('admin', companyId);
    const refused = { body: { max_storage_bytes: 5 }, key };
    await api.expect(403, 'PUT', `/api/companies/${companyId}`, refused);
    await api.expect(422, 'PUT', `/api/companies/${companyId}`, { body: { max_storage_bytes: -1 } });
    await insertVideo(database.db, contentId, { size_bytes: 40 });
    await insertVideo(database.db, contentId, { size_bytes: 2, status: 'failed' });
    const company = await allow(100);
    assert.deepEqual([company['max_storage_bytes'], company['used_bytes']], [100, 40]);
    const listed = (await api.call('GET', '/api/companies', { key })).body;
    assert.deepEqual(listed, [company]);
    assert.equal((await allow(null))['max_storage_bytes'], null);
  });

  it('refuses what has no room, names limit and use, and keeps nothing of it', async () => {
    await allow(SIZE + 10);
    assert.equal((await upload()).status, 201);
    const before = files();
    const refused = await upload();
    const { code, detail } = refused.body as { code: string; detail: string };
    assert.deepEqual([refused.status, code], [413, 'quota_exceeded']);
    assert.match(detail, new RegExp(`may store ${SIZE + 10} bytes and stores ${SIZE}`));
    assert.deepEqual([files(), await used()], [before, SIZE]);
    await allow(2 * SIZE);
    assert.equal((await upload()).status, 201);
  });

  it('bounds what is uploaded and deleted again and again, with images, until it is gone', async () => {
    await allow(SIZE + 10);
    const remove = async (answer: { status: number; body: unknown }): Promise<void> => {
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      await api.expect(200, 'DELETE', `/api/videos/${(answer.body as ApiObject).id}`);
    };
    await remove(await upload());
    // Whoever has no room left replaces a video at once.
    await remove(await upload());
    const refused = await upload();
    const { code, detail } = refused.body as { code: string; detail: string };
    assert.deepEqual([refused.status, code], [413, 'quota_exceeded']);
    assert.match(detail, new RegExp(`stores 0, and ${2 * SIZE} of images and of files that are about to be removed`));
    assert.equal(await used(), 0);
    const later = clock.now() + 24 * 3_600_000;
    while (await takeDueRemoval(database.db, later, later, async () => undefined));
    const form = new FormData();
    form.set('file', await openAsBlob(FILE), 'a.mp4');
    form.set('thumbnail', await openAsBlob(fixturePath('picture.jpg')), 'a.jpg');
    const withImage = await api.call('POST', `/api/ar-content/${contentId}/videos`, { body: form });
    assert.deepEqual((await storageUses(database.db, [companyId])).get(companyId), {
      max_storage_bytes: SIZE + 10,
      used_bytes: SIZE,
      beside_bytes: statSync(fixturePath('picture.jpg')).size,
    });
    await remove(withImage);
  });

  it('is not exceeded by several uploads at once, of several contents and through several processes', async () => {
    await allow(2 * SIZE + 10);
    const another = await startTestApi(database.db, clock);
    const contents = [contentId, await content(), await content(), await content()];
    const answers = await Promise.all(contents.map((id, index) => upload(id, index < 2 ? api : another)));
    await another.stop();
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [201, 201, 413, 413],
    );
    assert.equal(await used(), 2 * SIZE);
    assert.equal((await upload()).status, 413);
  });

  it('has room again for the videos that are deleted', async () => {
    await allow(SIZE);
    const { id } = (await upload()).body as ApiObject;
    assert.equal((await upload()).status, 413);
    await api.expect(200, 'DELETE', `/api/videos/${id}`);
    assert.equal((await upload()).status, 201);
  });

  it('counts what resumable uploads gather, and limits how many are open', async () => {
    const limited = await startTestApi(database.db, clock, { maxOpenPerCompany: 3 });
    const begin = async (size: number) => {
      const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Length': String(size) };
      const path = `/api/ar-content/${contentId}/videos/resumable`;
      return (await limited.call('POST', path, { headers })).status;
    };
    await allow(1_000);
    assert.deepEqual([await begin(900), await begin(200), await begin(100)], [201, 413, 201]);
    await allow(null);
    assert.deepEqual([await begin(900), await begin(900)], [201, 409]);
    await limited.stop();
  });

  /** An upload whose bytes are sent one by one, as the test says. */
  function uploadInPieces(key: string) {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'multipart/form-data; boundary=x' };
    const sending = request(`${api.url}/api/ar-content/${contentId}/videos`, { method: 'POST', headers });
    const answered = new Promise<{ status: number; text: string }>((resolve, reject) => {
      sending.once('error', reject).once('response', (answer) => {
        text(answer).then((said) => resolve({ status: answer.statusCode ?? 0, text: said }), reject);
      });
    });
    sending.write('--x\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n');
    const send = (bytes: Buffer) => new Promise<void>((resolve) => void sending.write(bytes, () => resolve()));
    return { send, answered, end: () => void sending.end('\r\n--x--\r\n'), giveUp: () => void sending.destroy() };
  }
  const bytesHere = (): number =>
    readdirSync(join(api.mediaDir, 'uploads')).reduce(
      (sum, name) => sum + statSync(join(api.mediaDir, 'uploads', name)).size,
      0,
    );

  it('counts what is on its way, so that many at once gather no more than one', async () => {
    await allow(SIZE + 10);
    const first = uploadInPieces(await api.makeKey('editor', companyId));
    const bytes = readFileSync(FILE);
    await first.send(bytes.subarray(0, SIZE - 100));
    await eventually(() => assert.ok(bytesHere() > 0));
    const second = await upload();
    const { code, detail } = second.body as { code: string; detail: string };
    assert.deepEqual([second.status, code], [413, 'quota_exceeded']);
    assert.match(detail, /stores 0, and \d+ more are on their way/);
    await first.send(bytes.subarray(SIZE - 100));
    first.end();
    assert.equal((await first.answered).status, 201);
    assert.equal(await used(), SIZE);
    await allow(2 * SIZE);
    assert.equal((await upload()).status, 201);
  });

  it('has its room again from uploads that broke off or were refused', async () => {
    await allow(SIZE + 500);
    const key = await api.makeKey('editor', companyId);
    const other = uploadInPieces(key);
    other.answered.catch(() => undefined);
    await other.send(Buffer.alloc(400));
    await eventually(() => assert.equal(bytesHere(), 400));
    const broken = uploadInPieces(key);
    broken.answered.catch(() => undefined);
    await broken.send(readFileSync(FILE).subarray(0, SIZE - 100));
    await eventually(() => assert.equal(bytesHere(), SIZE + 300));
    broken.giveUp();
    await eventually(() => assert.equal(bytesHere(), 400));
    const wrong = uploadInPieces(key);
    await wrong.send(Buffer.alloc(SIZE));
    wrong.end();
    assert.equal((await wrong.answered).status, 415);
    assert.equal((await upload()).status, 201);
    other.giveUp();
  });

  it('ends an upload that is under way when it is lowered', async () => {
    await allow(1_000_000);
    const { send, answered, giveUp } = uploadInPieces(await api.makeKey('editor', companyId));
    let isOver = false;
    void answered.finally(() => void (isOver = true));
    await send(Buffer.alloc(10_000));
    await eventually(() => assert.ok(bytesHere() > 0));
    await allow(5_000);
    await eventually(async () => {
      if (!isOver) await send(Buffer.alloc(100)); // It never ends by itself.
      assert.ok(isOver);
    });
    const { status, text: said } = await answered;
    assert.deepEqual([status, (JSON.parse(said) as { code: string }).code], [413, 'quota_exceeded']);
    giveUp();
    assert.equal(bytesHere(), 0);
  });

  it('is shared by resumable uploads that do not say their size, and by what comes in other ways', async () => {
    const key = await api.makeKey('editor', companyId);
    const path = `/api/ar-content/${contentId}/videos/resumable`;
    const begin = () => api.call('POST', path, { headers: { 'Tus-Resumable': '1.0.0', 'Upload-Defer-Length': '1' } });
    await allow(SIZE + 10);
    const begun = await begin();
    assert.deepEqual([begun.status, (await begin()).status], [201, 413]);
    const headers = {
      authorization: `Bearer ${key}`,
      'Tus-Resumable': '1.0.0',
      'Upload-Offset': '0',
      'Content-Type': 'application/offset+octet-stream',
    };
    const sending = request(String(begun.headers.get('location')), { method: 'PATCH', headers });
    sending.on('error', () => undefined);
    sending.write(Buffer.alloc(SIZE - 100));
    await eventually(() => assert.equal(bytesHere(), SIZE - 100));
    assert.equal((await upload()).status, 413);
    sending.destroy();
    await eventually(async () => assert.equal((await upload()).status, 201));
  });

  it('leaves the disk its reserve', async () => {
    const full = await startTestApi(database.db, clock, { minFreeDiskBytes: Number.MAX_SAFE_INTEGER });
    const form = new FormData();
    form.set('file', await openAsBlob(FILE), 'a.mp4');
    const refused = await full.call('POST', `/api/ar-content/${contentId}/videos`, { body: form });
    assert.deepEqual([refused.status, (refused.body as { code: string }).code], [507, 'storage_full']);
    await full.stop();
  });
});
