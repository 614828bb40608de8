import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { loadContentState } from '../../src/db/content-state.js';
import type { Clock, DatabaseClock } from '../../src/db/clock.js';
import type { AppError } from '../../src/domain/errors.js';
import { resolveActive } from '../../src/domain/plan/resolve-active.js';
import type { Rotation } from '../../src/domain/rotation.js';
import type { Instant } from '../../src/domain/scalars.js';
import { rotateNow } from '../../src/planning/rotate-now.js';
import { deleteSchedule, updateSchedule } from '../../src/planning/schedule-edits.js';
import { activateVideo, updateVideo } from '../../src/planning/video-edits.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { aStage, CALLER, startedClock, WORKFLOW, type Stage } from '../support/planning.js';
import { assertEach } from '../support/assert-each.js';

/** What a reader was told at an instant. */
interface Told {
  at: Instant;
  version: number;
  videoId: number | null;
}

/** Asks what is live about once a millisecond, as another process would: the clock, one statement, then the fold. */
class Reader {
  readonly told: Told[] = [];
  #stopped = false;
  #running: Promise<void>;

  constructor(stage: Stage, clock: Clock) {
    this.#running = this.#read(stage, clock);
  }

  async #read({ db, content }: Stage, clock: Clock): Promise<void> {
    while (!this.#stopped) {
      const asked = clock.now();
      const state = await loadContentState(db, content.id);
      if (state === null) return;
      const at = Math.max(asked, state.arContent.settled_at);
      const { version, live } = resolveActive(state, at);
      this.told.push({ at, version, videoId: live?.video.id ?? null });
      await delay(1);
    }
  }

  async stop(): Promise<Told[]> {
    this.#stopped = true;
    await this.#running;
    return this.told;
  }
}

/** What readers were told never went back: a version only grows, and one version has one video. */
function assertConsistent(told: readonly Told[]): void {
  const videoOf = new Map<number, number | null>();
  told.forEach(({ version, videoId }, i) => {
    assert.ok(version >= (told[i - 1]?.version ?? 0), `version went back at read ${i}`);
    assert.equal(videoOf.get(version) ?? videoId, videoId, `version ${version} had two videos`);
    videoOf.set(version, videoId);
  });
}

/** When an edit was asked for, and when it was answered: readers see it from some instant between. */
interface Span {
  from: Instant;
  to: Instant;
}

/** What readers were told is what the ledger says, at each instant at which no edit was under way. */
function assertLedgerAgrees(
  told: readonly Told[],
  ledger: readonly Rotation[],
  edits: readonly Span[],
  start: number | null,
): void {
  for (const { at, videoId } of told) {
    const applied = ledger.filter(({ due_at }) => due_at <= at);
    const isEdited = edits.some(({ from, to }) => from <= at && at <= to);
    if (!isEdited) assert.equal(videoId, applied.at(-1)?.to_video_id ?? start, `told at ${at}`);
  }
}

describe('planning under concurrency', () => {
  let database: TestDatabase;
  let clock: DatabaseClock;
  let stage: Stage;
  before(async () => {
    database = await testDatabase({ poolSize: 40 });
    clock = await startedClock(database.db);
  });
  after(async () => {
    clock.stop();
    await database.drop();
  });
  beforeEach(async () => {
    stage = await aStage(database.db, clock, { shown: true });
  });

  const slots = async () => (await stage.ledger()).filter(({ cause }) => cause === 'schedule');

  it('makes an edit again that was held up between its last look at the clock and its commit', async () => {
    const { id } = await stage.addSchedule({ next_rotation_at: clock.now() + 500 });
    const due = (await stage.schedule(id)).next_rotation_at ?? 0;
    await database.db.raw(`
      CREATE SEQUENCE commits;
      CREATE FUNCTION hold_up_once() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF nextval('commits') = 1 THEN PERFORM pg_sleep(0.5); END IF; RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER a_hold_up AFTER UPDATE ON ar_content
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hold_up_once();`);
    const reader = new Reader(stage, clock);
    try {
      await activateVideo(stage.planner, CALLER, stage.videos[2] ?? 0);
      assert.ok(clock.now() > due, 'it was held up past the slot');
    } finally {
      await database.db.raw('DROP FUNCTION hold_up_once CASCADE; DROP SEQUENCE commits');
    }
    assertConsistent(await reader.stop());
    const told = (await stage.ledger()).map(({ cause, due_at }) => [cause, due_at <= due]);
    assert.deepEqual(told, [
      ['schedule', true],
      ['manual', false],
    ]);
  });

  it('settles the slot that came due while an edit waited for the lock', async () => {
    const { id } = await stage.addSchedule({ next_rotation_at: clock.now() + 400 });
    const due = (await stage.schedule(id)).next_rotation_at ?? 0;
    const holder = await database.db.transaction();
    await holder.raw('SELECT 1 FROM ar_content WHERE id = ? FOR UPDATE', [stage.content.id]);
    const edit = activateVideo(stage.planner, CALLER, stage.videos[2] ?? 0);
    await eventually(async () => {
      const { rows } = await database.db.raw(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      assert.equal(rows.length, 1);
    });
    await clock.waitUntil(due + 50);
    await holder.rollback();
    await edit;
    const ledger = await stage.ledger();
    assert.deepEqual(
      ledger.map(({ cause, to_video_id }) => [cause, to_video_id]),
      [
        ['schedule', stage.videos[1]],
        ['manual', stage.videos[2]],
      ],
    );
    assert.equal(ledger[0]?.due_at, due);
    assert.ok((ledger[1]?.due_at ?? 0) > due);
  });

  it('waits for a slot that is about to come, then settles it before the edit', async () => {
    const due = clock.now() + 95;
    await stage.addSchedule({ next_rotation_at: due });
    await activateVideo(stage.planner, CALLER, stage.videos[2] ?? 0);
    assert.deepEqual(
      (await stage.ledger()).map(({ cause }) => cause),
      ['schedule', 'manual'],
    );
  });

  it('never undoes what readers saw: 1,000 edits around slots, with a reader', async function () {
    this.timeout(120_000);
    const { id } = await stage.addSchedule({ interval_seconds: 1 });
    const reader = new Reader(stage, clock);
    const spans: Span[] = [];
    for (let round = 0; round < 25; round += 1) {
      const { next_rotation_at } = await stage.schedule(id);
      await clock.waitUntil((next_rotation_at ?? 0) - 20);
      const edits = Array.from({ length: 40 }, async (_, k) => {
        await delay(k);
        const videoId = stage.videos[k % 3] ?? 0;
        return k % 4 === 0
          ? activateVideo(stage.planner, CALLER, videoId)
          : updateVideo(stage.planner, CALLER, videoId, { title: `${round}.${k}` }, null);
      });
      const from = clock.now();
      const outcomes = await Promise.allSettled(edits);
      spans.push({ from, to: clock.now() });
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected')
          assert.equal((outcome.reason as AppError).code, 'busy', String(outcome.reason));
      }
      await stage.settle();
    }
    const told = await reader.stop();
    assert.ok(told.length > 1_000);
    assertConsistent(told);
    const due = (await slots()).map(({ due_at }) => due_at);
    assertEach(due, (at, i) => i === 0 || at - (due[i - 1] ?? 0) === 1_000); // No slot was lost.
    assertLedgerAgrees(told, await stage.ledger(), spans, stage.videos[0] ?? null);
  });

  it('carries out two schedules that are due at one instant, both, in the order of their ids', async () => {
    const at = clock.now() + 500;
    const [first = 0, second = 0, third = 0] = stage.videos;
    await stage.addSchedule({ video_sequence: [second], next_rotation_at: at });
    await stage.addSchedule({ video_sequence: [third, first], next_rotation_at: at });
    await clock.waitUntil(at);
    await Promise.all([stage.settle(), stage.settle()]);
    assert.deepEqual(
      (await slots()).map(({ to_video_id, due_at }) => [to_video_id, due_at]),
      [
        [second, at],
        [third, at],
      ],
    );
  });

  it('carries a slot out once however many do it at the same time', async () => {
    const at = clock.now() + 300;
    await stage.addSchedule({ next_rotation_at: at });
    await clock.waitUntil(at);
    await Promise.all(Array.from({ length: 30 }, () => stage.settle()));
    assert.equal((await slots()).length, 1);
  });

  it('lets a deletion and the slot it meets come in either order, and nothing between', async () => {
    for (let round = 0; round < 10; round += 1) {
      const at = clock.now() + 150;
      const { id } = await stage.addSchedule({ next_rotation_at: at });
      await clock.waitUntil(at - 2);
      await Promise.all([delay(round % 4).then(() => stage.settle()), deleteSchedule(stage.planner, CALLER, id, null)]);
      const rows = (await slots()).filter(({ schedule_id }) => schedule_id === id);
      // The deletion waited for the slot that was about to come.
      assert.equal(rows.length, 1);
      assert.equal((await stage.state()).schedules.length, 0);
    }
  });

  it('takes the same past next_rotation_at twice, at once, as two rotations', async () => {
    const { id } = await stage.addSchedule();
    const past = clock.now() - 1_000;
    const ask = () => updateSchedule(stage.planner, CALLER, id, { next_rotation_at: past }, null);
    await Promise.all([ask(), ask()]);
    await delay(5);
    await stage.settle();
    const due = (await slots()).map(({ due_at }) => due_at);
    assert.equal(due.length, 2);
    assert.ok((due[0] ?? 0) < (due[1] ?? 0));
  });

  it('takes 32 writers on one content without a deadlock', async () => {
    const schedules = await Promise.all([1, 2, 3, 4].map(() => stage.addSchedule()));
    const before = (await stage.state()).arContent.version;
    await Promise.all(
      Array.from({ length: 32 }, (_, k) => {
        const schedule = schedules[k % 4]?.id ?? 0;
        const video = stage.videos[k % 3] ?? 0;
        if (k % 4 === 0) return activateVideo(stage.planner, CALLER, video);
        if (k % 4 === 1) return rotateNow(stage.planner, CALLER, schedule);
        if (k % 4 === 2) return updateVideo(stage.planner, CALLER, video, { rotation_order: k }, null);
        return updateSchedule(stage.planner, CALLER, schedule, { current_index: k % 3 }, null);
      }),
    );
    assert.equal((await stage.state()).arContent.version, before + 32);
  });

  it('finds room for an edit among slots every 25 ms, and undoes none', async function () {
    this.timeout(60_000);
    const start = clock.now() + 4_000;
    const staggered = Array.from({ length: 40 }, (_, k) =>
      stage.addSchedule({ interval_seconds: 1, starts_at: start + 25 * k }),
    );
    const schedules = await Promise.all(staggered);
    await clock.waitUntil(start + 1_500);
    const reader = new Reader(stage, clock);
    await activateVideo(stage.planner, CALLER, stage.videos[2] ?? 0);
    for (const { id } of schedules) await deleteSchedule(stage.planner, CALLER, id, null);
    assertConsistent(await reader.stop());
    assert.deepEqual((await stage.state()).schedules, []);
    for (const row of await slots()) assert.ok(row.applied_at >= row.due_at);
  });

  it('keeps reads on time over 1,000 slots with no worker, and the ledger complete afterwards', async () => {
    const start = clock.now();
    const { id } = await stage.addSchedule({ interval_seconds: 1, starts_at: start + 1_000 });
    const state = await stage.state();
    for (const k of [1, 2, 499, 1_000]) {
      const at = start + k * 1_000;
      const expected = stage.videos[k % 3];
      assert.notEqual(resolveActive(state, at - 1).live?.video.id, expected);
      assert.equal(resolveActive(state, at).live?.video.id, expected);
    }
    // The worker is back a thousand slots later.
    const other = await aStage(database.db, new TestClock(start + 1_000_000));
    await other.planner.settle(stage.content.id, WORKFLOW);
    const rows = await slots();
    assert.equal(rows.length, 1_000);
    rows.forEach((row, k) => {
      assert.equal(row.due_at, start + (k + 1) * 1_000);
      assert.equal(row.to_video_id, stage.videos[(k + 1) % 3]);
    });
    assert.equal((await stage.schedule(id)).slot_number, 1_000);
  });

  for (const offset of [-2_000, 2_000]) {
    it(`is not early when the clock of its process is off by ${offset / 1_000} s`, async () => {
      const realNow = Date.now;
      Date.now = () => realNow() + offset;
      try {
        const at = clock.now() + 300;
        await stage.addSchedule({ next_rotation_at: at });
        await clock.waitUntil(at - 5);
        await stage.settle();
        if (clock.now() < at) assert.equal((await slots()).length, 0);
        await clock.waitUntil(at);
        await stage.settle();
        const [row] = await slots();
        assert.equal(row?.due_at, at);
        assert.ok((row?.applied_at ?? 0) - at < 1_000);
      } finally {
        Date.now = realNow;
      }
    });
  }
});
