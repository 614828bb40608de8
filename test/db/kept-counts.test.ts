import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { startTestApi, type TestApi } from '../support/api.js';
import { insertCompany, insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

describe('what Postgres keeps count of', () => {
  let database: TestDatabase;
  let api: TestApi;

  before(async () => {
    database = await testDatabase();
    api = await startTestApi(database.db, new TestClock(NOON));
  });
  after(async () => {
    await api.stop();
    await database.drop();
  });

  it('gives a uuid that was given once to nobody but its company', async () => {
    const [a, b] = [await insertCompany(database.db), await insertCompany(database.db)];
    const unique_id = randomUUID();
    const make = (company_id: number, status: number) =>
      api.expect(status, 'POST', '/api/ar-content', { body: { company_id, title: 'Poster', unique_id } });
    const { id } = await make(b.id, 201);
    await make(b.id, 409);
    await api.expect(200, 'DELETE', `/api/ar-content/${id}`);
    const refused = await make(a.id, 409);
    assert.match(String(refused['detail']), /is taken/);
    await make(b.id, 201);
  });

  it('counts what a company stores as it changes', async () => {
    const { db } = database;
    const { id: companyId } = await insertCompany(db);
    const isTrue = async () => {
      const { rows }: { rows: { kept: number | null; sum: number }[] } = await db.raw(
        `SELECT (SELECT used_bytes FROM storage_uses WHERE company_id = :companyId) AS kept,
           (SELECT coalesce(sum(v.size_bytes), 0)::bigint FROM ar_content a JOIN videos v ON v.ar_content_id = a.id
            WHERE a.company_id = :companyId AND v.status <> 'failed') AS sum`,
        { companyId },
      );
      assert.equal(rows[0]?.kept ?? 0, rows[0]?.sum);
      return rows[0]?.sum;
    };
    const contents = [
      await insertContent(db, { company_id: companyId }),
      await insertContent(db, { company_id: companyId }),
    ];
    const videos = [];
    for (const { id } of contents) {
      for (const size_bytes of [100, 20, 3]) videos.push(await insertVideo(db, id, { size_bytes }));
    }
    assert.equal(await isTrue(), 246);
    await db('videos').where('id', videos[0]?.id).update({ size_bytes: 50 });
    assert.equal(await isTrue(), 196);
    await db('videos')
      .where('id', videos[1]?.id)
      .update({ status: 'failed', failure_code: 'broken', failure_reason: 'x' });
    assert.equal(await isTrue(), 176);
    await db('videos').where('id', videos[2]?.id).del();
    assert.equal(await isTrue(), 173);
    await db('ar_content').where('id', contents[1]?.id).del();
    assert.equal(await isTrue(), 50);
    const shown = await api.expect(200, 'GET', `/api/companies/${companyId}`);
    assert.equal(shown['used_bytes'], 50);
  });

  it('keeps who asked, and from where, of each admin write', async () => {
    await api.expect(201, 'POST', '/api/companies', { body: { name: 'A' } });
    const row: { address: string } = await database.db('audit_log').orderBy('id', 'desc').first('address');
    assert.match(row.address, /127\.0\.0\.1$/);
  });

  it('leaves an installation its last admin key', async () => {
    const keys = (await api.call('GET', '/api/api-keys')).body as { id: number; company_id: null; role: string }[];
    const admins = keys.filter(({ role, company_id }) => role === 'admin' && company_id === null);
    assert.equal(admins.length, 1);
    const last = `/api/api-keys/${admins[0]?.id}`;
    await api.expect(409, 'DELETE', last);
    await api.expect(409, 'PUT', last, { body: { role: 'editor' } });
    await api.expect(409, 'PUT', last, { body: { expires_at: '2099-01-01T00:00:00Z' } });
    await api.expect(200, 'PUT', last, { body: { name: 'first', role: 'admin', expires_at: null } });
    await api.makeKey('admin', null);
    await api.expect(200, 'DELETE', `/api/api-keys/${admins[0]?.id}`);
  });
});
