import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NamedFiles } from '../../src/api/delivery/named-files.js';
import { createLimiter } from '../../src/concurrency/limiter.js';
import { pino } from 'pino';
import { startTestApi, type TestApi } from '../support/api.js';
import { insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

describe('files that rows name', () => {
  let database: TestDatabase;
  let api: TestApi;
  const lines: string[] = [];

  before(async () => {
    database = await testDatabase();
    const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
    api = await startTestApi(database.db, new TestClock(NOON), { log });
  });
  after(async () => {
    await api.stop();
    await database.drop();
  });

  function putFile(key: string): string {
    mkdirSync(dirname(join(api.mediaDir, key)), { recursive: true });
    writeFileSync(join(api.mediaDir, key), 'bytes');
    return key;
  }

  it('are handed out, and no others', async () => {
    const { id } = await insertContent(database.db);
    const video = () => putFile(`videos/${id}/${randomUUID()}.mp4`);
    const [named, removed, stranger] = [video(), video(), video()];
    const thumbnail = putFile(`thumbnails/${id}/${randomUUID()}.jpg`);
    const url = `/media/1/${thumbnail}`;
    await insertVideo(database.db, id, { storage_connection_id: 1, video_path: named, thumbnail_url: url });
    await database.db('file_deletions').insert({
      storage_connection_id: 1,
      path: removed,
      delete_after: new Date(NOON + 3_600_000),
    });
    const unnamed = putFile('videos/private/board.mp4');
    const status = async (key: string, connection = 1) =>
      (await fetch(`${api.url}/media/${connection}/${key}`, { redirect: 'manual' })).status;
    assert.deepEqual([await status(named), await status(thumbnail), await status(removed)], [200, 200, 200]);
    assert.deepEqual([await status(stranger), await status(unnamed), await status(named, 2)], [404, 404, 404]);
  });

  it('costs no second question, and remembers for a while that nothing names one', async () => {
    let asked = 0;
    const isNamed = async (_connection: number, content: number) => {
      asked += 1;
      return content === 7;
    };
    const files = new NamedFiles({ isNamed, atOnce: createLimiter(1) });
    const [ours, other] = [`videos/7/${randomUUID()}.mp4`, `videos/8/${randomUUID()}.mp4`];
    for (let i = 0; i < 3; i += 1) {
      assert.deepEqual([await files.has(1, ours), await files.has(1, other)], [true, false]);
    }
    assert.equal(await files.has(1, 'videos/7/board.mp4'), false);
    assert.equal(asked, 2);
  });

  it('hides from companies how the storages of the installation are reached', async () => {
    const company = await api.expect(201, 'POST', '/api/companies', { body: { name: 'A' } });
    const key = await api.makeKey('admin', company.id);
    await database
      .db('storage_connections')
      .where('id', 1)
      .update({ settings: { bucket: 'secret' } });
    const view = async (options: object) =>
      (await api.expect(200, 'GET', '/api/storage-connections/1', options))['settings'];
    assert.deepEqual([await view({ key }), await view({})], [{}, { bucket: 'secret' }]);
  });

  it('tells operators who was refused', async () => {
    assert.equal((await api.call('GET', '/api/companies', { key: 'wrong' })).status, 401);
    const told = lines.find((line) => line.includes('"why":"unauthorized"')) ?? assert.fail('no line');
    assert.match(told, /"address":"(::ffff:)?127\.0\.0\.1"/);
    const metrics = await api.call('GET', '/metrics');
    assert.match(String(metrics.body), /refusals_total\{what="request",why="unauthorized"\} 1/);
  });
});
