import assert from 'node:assert/strict';
import { insertRotations } from '../../src/db/rotations.js';
import type { AppError } from '../../src/domain/errors.js';
import { DEFAULT_OBJECT_LIMITS } from '../../src/domain/limits.js';
import type { Instant } from '../../src/domain/scalars.js';
import { ledgerRow } from '../../src/planning/ledger-rows.js';
import type { Settled } from '../../src/domain/committed-event.js';
import { deleteSchedule, updateSchedule } from '../../src/planning/schedule-edits.js';
import { activateVideo, deleteVideo } from '../../src/planning/video-edits.js';
import { NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { fails } from '../support/faults.js';
import { aStage, CALLER, whenSettled } from '../support/planning.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Each reading of the transaction's clock is this much later than the one before. */
class SlowClock extends TestClock {
  step = 0;

  override read(): Promise<Instant> {
    this.advance(this.step);
    return super.read();
  }
}

describe('an edit that time overtakes', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());

  it('is made again when a slot came due before its COMMIT, which is settled first', async () => {
    const clock = new SlowClock(NOON);
    const stage = await aStage(database.db, clock, { shown: true });
    await stage.addSchedule();
    clock.set(NOON + MINUTE - SECOND);
    let tries = 0;
    await stage.planner.edit(stage.content.id, CALLER, () => {
      tries += 1;
      if (tries === 1) clock.set(NOON + MINUTE + SECOND);
      return Promise.resolve(() => undefined);
    });
    assert.equal(tries, 2);
    assert.deepEqual(
      (await stage.ledger()).map(({ cause, due_at }) => [cause, due_at]),
      [['schedule', NOON + MINUTE]],
    );
  });

  it('is `busy`, with nothing changed by it, when a slot overtakes it each time', async () => {
    const clock = new SlowClock(NOON);
    const stage = await aStage(database.db, clock, { shown: true });
    await stage.addSchedule();
    clock.step = 61 * SECOND;
    const failing = activateVideo(stage.planner, CALLER, stage.videos[2] ?? 0);
    await assert.rejects(failing, (error: AppError) => error.code === 'busy');
    assert.deepEqual(await stage.ledger(), []);
  });

  it('waits until a long backlog is settled, and tells of it', async () => {
    const clock = new TestClock(NOON);
    const told: Settled[] = [];
    const stage = await aStage(database.db, clock, { onCommitted: whenSettled((settled) => told.push(settled)) });
    await stage.addSchedule({ interval_seconds: 1 });
    clock.set(NOON + 1_200 * SECOND + 500);
    await activateVideo(stage.planner, CALLER, stage.videos[2] ?? 0);
    const rows = await stage.ledger();
    assert.equal(rows.filter(({ cause }) => cause === 'schedule').length, 1_200);
    assert.equal(rows.at(-1)?.cause, 'manual');
    assert.equal(
      told.reduce((sum, { steps }) => sum + steps.length, 0),
      1_200,
    );
  });

  it('leaves the rest of a backlog to the next call when settling it takes long', async () => {
    const clock = new TestClock(NOON);
    const onCommitted = whenSettled(() => clock.advance(5 * SECOND));
    const stage = await aStage(database.db, clock, { onCommitted });
    await stage.addSchedule({ interval_seconds: 1 });
    clock.set(NOON + 1_200 * SECOND + 500);
    assert.equal(await stage.settle(), 500);
    assert.equal(await stage.settle(), 500);
    assert.equal(await stage.settle(), 210, 'those that came due meanwhile, too');
  });

  it('takes more ledger rows at one instant than a statement of Postgres takes values', async () => {
    const stage = await aStage(database.db, new TestClock(NOON));
    const { schedules, ...state } = await stage.state();
    const none = { fromVideoId: null, toVideoId: null, to: null, beneathVideoId: null, note: null, slots: 0 };
    const change = { ...none, cause: 'schedule', dueAt: NOON } as const;
    const rows = Array.from({ length: 5_000 }, (_, i) =>
      ledgerRow({ ...change, scheduleId: i + 1_000_000 }, NOON, CALLER, { ...state, schedules }),
    );
    await stage.db.transaction((trx) => insertRotations(trx, rows));
    assert.equal((await stage.ledger()).length, rows.length);
  });

  /** Holds the content's lock until `edit` waits for it, then deletes what `edit` is about. */
  async function overtake(table: 'video_rotation_schedules' | 'videos', edit: (id: number) => Promise<unknown>) {
    const stage = await aStage(database.db, new TestClock(NOON));
    const { id: scheduleId } = await stage.addSchedule();
    const id = table === 'videos' ? (stage.videos[2] ?? 0) : scheduleId;
    const holder = await database.db.transaction();
    await holder.raw('SELECT 1 FROM ar_content WHERE id = ? FOR UPDATE', [stage.content.id]);
    const result = edit(id).then(
      () => null,
      (error: AppError) => error.code,
    );
    await eventually(async () => {
      const { rows } = await database.db.raw(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      assert.equal(rows.length, 1);
    });
    await holder(table).where({ id }).del();
    await holder.commit();
    return result;
  }

  it('is `not_found` when its schedule was deleted while it waited for the lock', async () => {
    const { planner } = await aStage(database.db, new TestClock(NOON));
    for (const edit of [
      (id: number) => updateSchedule(planner, CALLER, id, { interval_seconds: 5 }, null),
      (id: number) => deleteSchedule(planner, CALLER, id, null),
    ]) {
      assert.equal(await overtake('video_rotation_schedules', edit), 'not_found');
    }
  });

  it('is `not_found` when its video was deleted while it waited for the lock', async () => {
    const { planner } = await aStage(database.db, new TestClock(NOON));
    for (const edit of [
      (id: number) => activateVideo(planner, CALLER, id),
      (id: number) => deleteVideo(planner, CALLER, id, { detach: true, expected: null, fileGraceMs: 0 }),
    ]) {
      assert.equal(await overtake('videos', edit), 'not_found');
    }
  });
});

describe('the limits of a content', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());

  it('are those that the installation sets', async () => {
    const limits = { ...DEFAULT_OBJECT_LIMITS, schedulesPerContent: 1 };
    const stage = await aStage(database.db, new TestClock(NOON), { limits });
    await stage.addSchedule();
    await assert.rejects(stage.addSchedule(), fails('conflict'));
    assert.equal((await stage.state()).schedules.length, 1);
  });
});
