import assert from 'node:assert/strict';
import { openDatabase } from '../../src/db/database.js';
import { raiseLevel, requireCurrentLevel } from '../../src/db/fold-level.js';
import { applicationName } from '../../src/db/sessions.js';
import { migrateUp } from '../../src/db/migrator.js';
import { FOLD_LEVEL } from '../../src/domain/plan/level.js';
import { insertContent, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { createOverride } from '../../src/planning/override-edits.js';
import { updateVideo } from '../../src/planning/video-edits.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { fails } from '../support/faults.js';
import { aDaypart } from '../support/calendars.js';
import { aStage, CALLER } from '../support/planning.js';

describe('the level of the fold', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());
  beforeEach(() => setLevel(FOLD_LEVEL));

  const setLevel = async (fold_level: number): Promise<void> =>
    void (await database.db('upgrade_state').update({ fold_level }));
  const level = async (): Promise<number> => (await database.db('upgrade_state').first('fold_level')).fold_level;

  it('is that of the code in a new database, and stands when an older one is migrated', async () => {
    assert.equal(await level(), FOLD_LEVEL);
    await setLevel(0);
    await migrateUp(database.db);
    assert.equal(await level(), 0);
  });

  it('is raised by a migration that has several sessions itself', async () => {
    const fresh = await testDatabase({ migrated: false });
    const own = openDatabase({ url: fresh.url, poolSize: 4, applicationName: applicationName('migrate') });
    try {
      await migrateUp(own);
      assert.equal((await own('upgrade_state').first('fold_level')).fold_level, FOLD_LEVEL);
    } finally {
      await own.destroy();
      await fresh.drop();
    }
  });

  it('is raised once no session of an older process is left', async () => {
    await setLevel(0);
    for (const name of ['video-rotation-worker', 'video-rotation-api/0']) {
      const older = openDatabase({ url: database.url, poolSize: 1, applicationName: name });
      await older.raw('SELECT 1');
      await assert.rejects(raiseLevel(database.db), (error: Error) => error.message.includes(name));
      await older.destroy();
    }
    assert.equal(await level(), 0);
    const current = openDatabase({ url: database.url, poolSize: 1, applicationName: applicationName('api') });
    await current.raw('SELECT 1');
    assert.equal(await raiseLevel(database.db), true);
    assert.equal(await raiseLevel(database.db), false);
    await current.destroy();
    assert.equal(await level(), FOLD_LEVEL);
  });

  it('below that of a write refuses the write, and nothing else', async () => {
    const stage = await aStage(database.db, new TestClock(NOON));
    await setLevel(0);
    const rule = { rotation_type: 'rrule', rrule: 'FREQ=DAILY', interval_seconds: null } as const;
    await assert.rejects(stage.addSchedule(rule), fails('upgrade_under_way'));
    const once = { rotation_type: 'once', starts_at: NOON + 1_000 } as const;
    await assert.rejects(stage.addSchedule(once), fails('upgrade_under_way'));
    for (const selecting of [
      { selection: 'shuffle' },
      { selection: 'weighted', weights: [1, 1, 1] },
      { no_repeat_last: 1 },
    ] as const) {
      await assert.rejects(stage.addSchedule(selecting), fails('upgrade_under_way'));
    }
    const { id: daypart_id } = await aDaypart(stage, [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }]);
    await assert.rejects(stage.addSchedule({ daypart_id }), fails('upgrade_under_way'));
    const video_id = stage.videos[0] ?? 0;
    const overriding = createOverride(stage.planner, CALLER, stage.content.id, { video_id, daypart_id });
    await assert.rejects(overriding, fails('upgrade_under_way'));
    const keeping = updateVideo(stage.planner, CALLER, video_id, { daypart_id }, null);
    await assert.rejects(keeping, fails('upgrade_under_way'));
    assert.deepEqual((await stage.state()).schedules, []);
    await stage.addSchedule();
    await setLevel(FOLD_LEVEL);
    await stage.addSchedule(rule);
  });

  it('above that of a process has it settle nothing and not become ready', async () => {
    const stage = await aStage(database.db, new TestClock(NOON));
    await setLevel(FOLD_LEVEL + 1);
    await assert.rejects(stage.settle(), fails('outdated_process'));
    await assert.rejects(stage.addSchedule(), fails('outdated_process'));
    await assert.rejects(requireCurrentLevel(database.db), fails('outdated_process'));
    await setLevel(FOLD_LEVEL);
    await requireCurrentLevel(database.db);
    await insertContent(database.db);
  });
});
