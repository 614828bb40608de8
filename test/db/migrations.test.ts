import assert from 'node:assert/strict';
import { openDatabase, toRow } from '../../src/db/database.js';
import * as selections from '../../migrations/20261127200002_selections.js';
import { assertSchema, migrateDown, migrateUp } from '../../src/db/migrator.js';
import { aScheduleRow, insertContent, insertVideo } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

async function tables({ db }: TestDatabase): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'knex%' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

describe('migrations', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await testDatabase({ migrated: false });
  });
  afterEach(() => database.drop());

  it('go up, down and up again, also with rows in the tables', async () => {
    await migrateUp(database.db);
    const all = await tables(database);
    assert.equal(all.length, 47);
    const content = await insertContent(database.db);
    const video = await insertVideo(database.db, content.id);
    await database.db('ar_content').update({ active_video_id: video.id, active_reason: 'manual' });
    await migrateDown(database.db);
    assert.deepEqual(await tables(database), []);
    await migrateUp(database.db);
    assert.deepEqual(await tables(database), all);
  });

  it('of selections go down and up on schedules that use them', async () => {
    await migrateUp(database.db);
    const { id } = await insertContent(database.db);
    const row = aScheduleRow({ ar_content_id: id, weights: [1, 2, 3], no_repeat_last: 2 });
    const selection_memory = { round: 1, taken: [0], recent: [3], credits: [1, 0, -1] };
    for (const selection of ['sequential', 'shuffle', 'weighted']) {
      await database.db('video_rotation_schedules').insert({ ...row, ...toRow({ selection, selection_memory }) });
    }
    await selections.down(database.db);
    const left = () => database.db('video_rotation_schedules').orderBy('id').pluck('selection');
    assert.deepEqual(await left(), ['sequential', 'random', 'random']);
    await selections.up(database.db);
    assert.deepEqual(await left(), ['sequential', 'random', 'random']);
    const [again] = await database
      .db('video_rotation_schedules')
      .select('weights', 'no_repeat_last', 'selection_memory');
    assert.deepEqual(again, { weights: null, no_repeat_last: 0, selection_memory: null });
  });

  it('run once when two processes start them together', async () => {
    const other = openDatabase({ url: database.url, poolSize: 4, applicationName: 'other' });
    try {
      const ran = await Promise.all([migrateUp(database.db), migrateUp(other)]);
      const applied: unknown[] = await database.db('knex_migrations');
      assert.ok(applied.length > 0);
      assert.equal(ran.flat().length, applied.length);
    } finally {
      await other.destroy();
    }
  });

  it('free the lock row that a killed run left behind', async () => {
    await migrateUp(database.db);
    await database.db('knex_migrations_lock').update({ is_locked: 1 });
    assert.deepEqual(await migrateUp(database.db), []);
  });

  it('leave nothing of a run that was killed half-way', async () => {
    const migrating = migrateUp(database.db);
    await database.db.raw(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    await migrating.catch(() => undefined);
    // The pool may still hand out a connection that was cut.
    await eventually(() => migrateUp(database.db));
    await assertSchema(database.db);
  });

  it('are asked for by a process whose schema is missing, and may be later ones that only add', async () => {
    await assert.rejects(assertSchema(database.db), /Run main-migrate\. Found: none/);
    await migrateUp(database.db);
    await assertSchema(database.db);
    await database.db('knex_migrations').insert({ name: '20991231000000_of_a_later_version', batch: 2 });
    await assertSchema(database.db);
    await database.db('upgrade_state').update({ needs_migration: '20991231000000_of_a_later_version' });
    await assert.rejects(assertSchema(database.db), /needs code that knows 20991231000000_of_a_later_version/);
    await database.db('upgrade_state').update({ needs_migration: '20261121000001_initial' });
    await assertSchema(database.db);
    await database.db('knex_migrations').where('name', 'like', '%initial').del();
    await assert.rejects(assertSchema(database.db), /initial did not run\. Run main-migrate/);
  });
});
