import assert from 'node:assert/strict';
import { openAsBlob, readdirSync, statSync } from 'node:fs';
import { DatabaseClock } from '../../src/db/clock.js';
import type { Id } from '../../src/domain/scalars.js';
import { MARKER } from '../../src/storage/folder-marker.js';
import { startTestApi, type ApiObject, type TestApi } from '../support/api.js';
import { insertCompany, insertContent, insertVideo } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
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

  before(async () => {
    database = await testDatabase();
    await clock.start(database.db);
    api = await startTestApi(database.db, clock);
  });
  after(async () => {
    await api.stop();
    clock.stop();
    await database.drop();
  });
  beforeEach(async () => {
    companyId = (await insertCompany(database.db)).id;
    contentId = await content();
  });

  const content = async (): Promise<Id> =>
    (await insertContent(database.db, { company_id: companyId, settled_at: clock.now() })).id;
  const allow = (max_storage_bytes: number | null): Promise<ApiObject> =>
    api.expect(200, 'PUT', `/api/companies/${companyId}`, { body: { max_storage_bytes } });
  const upload = async (id = contentId) => {
    const form = new FormData();
    form.set('file', await openAsBlob(FILE), 'a.mp4');
    return api.call('POST', `/api/ar-content/${id}/videos`, { body: form });
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

  it('is not exceeded by several uploads at once, of several contents', async () => {
    await allow(2 * SIZE + 10);
    const contents = [contentId, await content(), await content(), await content()];
    const answers = await Promise.all(contents.map(upload));
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

  it('leaves the disk its reserve', async () => {
    const full = await startTestApi(database.db, clock, { minFreeDiskBytes: Number.MAX_SAFE_INTEGER });
    const form = new FormData();
    form.set('file', await openAsBlob(FILE), 'a.mp4');
    const refused = await full.call('POST', `/api/ar-content/${contentId}/videos`, { body: form });
    assert.deepEqual([refused.status, (refused.body as { code: string }).code], [507, 'storage_full']);
    await full.stop();
  });
});
