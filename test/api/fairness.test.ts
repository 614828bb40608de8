import assert from 'node:assert/strict';
import type { DatabaseClock } from '../../src/db/clock.js';
import { openDatabase, type Database } from '../../src/db/database.js';
import { startTestApi, type TestApi } from '../support/api.js';
import { insertContent } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { startedClock } from '../support/planning.js';

describe('fairness between contents', () => {
  let database: TestDatabase;
  let db: Database;
  let clock: DatabaseClock;
  let api: TestApi;

  before(async () => {
    database = await testDatabase();
    db = openDatabase({ url: database.url, poolSize: 4, applicationName: 'fair' });
    clock = await startedClock(database.db);
    api = await startTestApi(db, clock);
  });
  after(async () => {
    await api.stop();
    clock.stop();
    await db.destroy();
    await database.drop();
  });

  it('has edits of a locked content wait without the connections that others need', async () => {
    const locked = await insertContent(database.db, { settled_at: clock.now() });
    const other = await insertContent(database.db, { settled_at: clock.now() });
    const holder = await database.db.transaction();
    await holder.raw('SELECT 1 FROM ar_content WHERE id = ? FOR UPDATE', [locked.id]);
    const edit = (id: number) => api.call('PUT', `/api/ar-content/${id}`, { body: { title: 'x' } });
    const many = Array.from({ length: 120 }, () => edit(locked.id));
    // None of them can end before the lock is given back.
    assert.equal((await edit(other.id)).status, 200);
    await holder.rollback();
    const statuses = (await Promise.all(many)).map(({ status }) => status);
    assert.ok(statuses.includes(200), 'those that waited go on');
    assert.ok(statuses.includes(503), 'too many were refused at once');
    assert.ok(statuses.every((status) => status === 200 || status === 503));
  });
});
