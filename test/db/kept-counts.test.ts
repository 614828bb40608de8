import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { takeDueRemoval } from '../../src/db/removals.js';
import { storageUses } from '../../src/db/storage-use.js';
import { inTransaction } from '../../src/db/transaction.js';
import { releaseFiles } from '../../src/planning/video-edits.js';
import { insertCompany, insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import type { TestDatabase } from '../support/database.js';

describe('what Postgres keeps count of', () => {
  let database: TestDatabase;
  let api: TestApi;

  apiForSuite(new TestClock(NOON), (setting) => ({ database, api } = setting));

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

  it('counts images, and files that are about to go, beside it', async () => {
    const { db } = database;
    const { id: companyId } = await insertCompany(db);
    const content = await insertContent(db, { company_id: companyId });
    const [store] = await db('storage_connections').pluck<number[]>('id');
    const storage_connection_id = store ?? assert.fail('no storage connection');
    const use = async (): Promise<[number, number]> => {
      const { used_bytes = 0, beside_bytes = 0 } = (await storageUses(db, [companyId])).get(companyId) ?? {};
      return [used_bytes, beside_bytes];
    };
    const thumbnails = [{ url: '/media/1/thumbnails/1/b.jpg', width: 1, height: 1 }];
    const images = { thumbnail_url: '/media/1/thumbnails/1/a.jpg', thumbnails: JSON.stringify(thumbnails) as never };
    const files = { storage_connection_id, video_path: 'videos/1/a.mp4', ...images };
    const video = await insertVideo(db, content.id, { size_bytes: 100, image_bytes: 7, ...files });
    await insertVideo(db, content.id, { size_bytes: 20, image_bytes: 3 });
    assert.deepEqual(await use(), [120, 10]);
    await db('videos').where('id', video.id).update({ image_bytes: 5 });
    assert.deepEqual(await use(), [120, 8]);
    await inTransaction(db, async (trx) => {
      await releaseFiles(trx, { ...video, thumbnails, image_bytes: 5 }, NOON);
      await trx('videos').where('id', video.id).del();
    });
    assert.deepEqual(await use(), [20, 108]);
    const due = await takeDueRemoval(db, NOON, NOON + 1, async ({ path }) => assert.equal(path, files.video_path));
    assert.deepEqual([due, await use()], [true, [20, 8]]);
    await db('ar_content').where('id', content.id).del();
    assert.deepEqual(await use(), [0, 5]);
    while (await takeDueRemoval(db, NOON, NOON + 1, async () => undefined));
    assert.deepEqual(await use(), [0, 0]);
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

  it('counts the files of a move as they change, in sets or one by one', async () => {
    const { db } = database;
    const { id: company_id } = await insertCompany(db);
    const [to] = await db('storage_connections').pluck<number[]>('id');
    const [move] = await db('storage_moves')
      .insert({ company_id, to_connection_id: to })
      .returning<{ id: number }[]>('id');
    const assertCounted = async (expected: [number, number, number, number]): Promise<void> => {
      const { rows }: { rows: { kept: number[]; counted: number[] }[] } = await db.raw(
        `SELECT ARRAY[m.files_total, m.files_done, m.bytes_total, m.bytes_done] AS kept,
           (SELECT ARRAY[count(*), count(*) FILTER (WHERE status <> 'waiting'), coalesce(sum(size_bytes), 0)::bigint,
              coalesce(sum(size_bytes) FILTER (WHERE status <> 'waiting'), 0)::bigint]
            FROM storage_move_files WHERE storage_move_id = m.id AND status <> 'skipped') AS counted
         FROM storage_moves m WHERE id = ?`,
        [move?.id ?? 0],
      );
      assert.deepEqual(rows[0]?.kept, rows[0]?.counted);
      assert.deepEqual(rows[0]?.kept, expected);
    };
    const file = (n: number, size_bytes: number | null) => ({
      storage_move_id: move?.id,
      ar_content_id: 1,
      video_id: n,
      source_connection_id: 1,
      source_path: `videos/1/${n}.mp4`,
      size_bytes,
    });
    const files = () => db('storage_move_files').where('storage_move_id', move?.id);
    await assertCounted([0, 0, 0, 0]);
    await db('storage_move_files').insert([file(1, 10), file(2, 20), file(3, null)]);
    await assertCounted([3, 0, 30, 0]);
    await files().where('video_id', 3).update({ status: 'copied', size_bytes: 5, target_path: 'a' });
    await assertCounted([3, 1, 35, 5]);
    await files().where('video_id', 2).update({ status: 'skipped' });
    await assertCounted([2, 1, 15, 5]);
    await db('storage_move_files')
      .insert([file(2, 20), file(4, 1)])
      .onConflict(['storage_move_id', 'source_connection_id', 'source_path'])
      .merge({ status: 'waiting' });
    await assertCounted([4, 1, 36, 5]);
    await files().update({ status: 'switched', target_path: 'b' });
    await assertCounted([4, 4, 36, 36]);
    await files().where('video_id', 99).update({ status: 'waiting' });
    await assertCounted([4, 4, 36, 36]);
  });
});
