import assert from 'node:assert/strict';
import { codeOf } from '../../src/platform/error-code.js';
import type { AppError } from '../../src/domain/errors.js';
import type { Instant } from '../../src/domain/scalars.js';
import { updateContent } from '../../src/planning/content-edits.js';
import { updateSchedule } from '../../src/planning/schedule-edits.js';
import { addVideo } from '../../src/planning/add-video.js';
import { activateVideo } from '../../src/planning/video-edits.js';
import { aNewVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import type { TestDatabase } from '../support/database.js';
import { aStage, CALLER, stageForEachTest, type Stage, whenSettled } from '../support/planning.js';

const MINUTE = 60_000;

/** The order of lock, clock, settle, edit, check and COMMIT, with every instant set by the test. */
describe('the one door', () => {
  let database: TestDatabase;
  let clock: TestClock;
  let stage: Stage;
  stageForEachTest((setting) => ({ database, clock, stage } = setting), { shown: true });

  const NEW_VIDEO = aNewVideo();

  /** Adds a video and shows it; `meanwhile` runs while the transaction is open, at each of its tries. */
  const addMeanwhile = (meanwhile: (attempt: number) => void): Promise<number> => {
    let attempts = 0;
    const inTransaction = async (): Promise<void> => meanwhile((attempts += 1));
    const added = addVideo(stage.planner, CALLER, stage.content.id, NEW_VIDEO, { activate: true, inTransaction });
    return added.then(() => attempts);
  };

  const causes = async () => (await stage.ledger()).map(({ cause, due_at }) => [cause, due_at]);

  it('reads the clock only once the content is locked, to settle as well as to edit', async () => {
    const held: boolean[] = [];
    const isLocked = async (): Promise<boolean> => {
      const asked = database.db.raw('SELECT 1 FROM ar_content WHERE id = ? FOR UPDATE NOWAIT', [stage.content.id]);
      return asked.then(
        () => false,
        (error: unknown) => codeOf(error) === '55P03',
      );
    };
    const read = async (): Promise<Instant> => {
      held.push(await isLocked());
      return NOON;
    };
    const watching = Object.assign(new TestClock(NOON), { read });
    const { planner } = await aStage(database.db, watching);
    await planner.settle(stage.content.id, CALLER);
    await activateVideo(planner, CALLER, stage.videos[1] ?? 0);
    assert.ok(held.length >= 2);
    assert.ok(held.every(Boolean), String(held));
  });

  it('settles what is due before an edit, and the edit works on what that leads to', async () => {
    const { id } = await stage.addSchedule();
    clock.set(NOON + 2 * MINUTE + 7);
    const after = await updateSchedule(stage.planner, CALLER, id, { selection: 'random' }, null);
    assert.deepEqual([after.current_index, after.last_slot_at], [2, NOON + 2 * MINUTE]);
    await activateVideo(stage.planner, CALLER, stage.videos[0] ?? 0);
    assert.deepEqual(await causes(), [
      ['schedule', NOON + MINUTE],
      ['schedule', NOON + 2 * MINUTE],
      ['manual', NOON + 2 * MINUTE + 7],
    ]);
  });

  it('settles a backlog of more than one transaction before an edit', async () => {
    const { id } = await stage.addSchedule({ interval_seconds: 1 });
    clock.set(NOON + 1_200_500);
    await activateVideo(stage.planner, CALLER, stage.videos[1] ?? 0);
    const rows = await stage.ledger();
    assert.equal(rows.length, 1_201);
    assert.equal(rows.at(-1)?.cause, 'manual');
    assert.deepEqual((await stage.schedule(id)).slot_number, 1_200);
  });

  it('settles a slot at most 100 ms away before an edit, and leaves one further away', async () => {
    const { id } = await stage.addSchedule();
    clock.set(NOON + MINUTE - 101);
    await updateContent(stage.planner, CALLER, stage.content.id, { title: 'Poster' }, null);
    assert.deepEqual(clock.waits, []);
    clock.advance(1);
    await updateContent(stage.planner, CALLER, stage.content.id, { title: 'Portrait' }, null);
    assert.deepEqual(clock.waits, [NOON + MINUTE]);
    assert.equal((await stage.schedule(id)).slot_number, 1);
    // The schedule, two edits and a slot have each raised it by one.
    assert.equal((await stage.state()).arContent.version, stage.content.version + 4);
  });

  for (const [ms, attempts] of [
    // A machine that is busy has a second for the commit itself.
    [-1_015, 1],
    [-15, 2],
    [5, 2],
  ] as const) {
    it(`makes an edit ${attempts === 1 ? 'once' : 'again'} whose COMMIT comes ${ms} ms from a slot`, async () => {
      await stage.addSchedule();
      const first = NOON + MINUTE;
      const second = NOON + 2 * MINUTE;
      clock.set(first);
      const settled: Instant[] = [];
      stage.planner = (
        await aStage(database.db, clock, { onCommitted: whenSettled(({ at }) => settled.push(at)) })
      ).planner;
      const made = await addMeanwhile((attempt) => attempt === 1 && clock.set(second + ms));
      assert.equal(made, attempts);
      const slots = (attempts === 1 ? [first] : [first, second]).map((at) => ['schedule', at]);
      const editedAt = attempts === 1 ? first : second + Math.max(ms, 0);
      assert.deepEqual(await causes(), [...slots, ['manual', editedAt]]);
      // What was rolled back was not announced.
      assert.deepEqual(settled, [editedAt]);
      assert.equal((await stage.state()).videos.length, 4);
    });
  }

  it('goes by the old plan before COMMIT: a slot that the edit moves away may have been seen', async () => {
    const { id } = await stage.addSchedule();
    const reads: Instant[] = [NOON, NOON + MINUTE + 1];
    const read = () => Promise.resolve(reads.shift() ?? NOON + MINUTE + 2);
    const sudden = Object.assign(new TestClock(NOON), { read });
    const { planner } = await aStage(database.db, sudden);
    await updateSchedule(planner, CALLER, id, { is_active: false }, null);
    assert.deepEqual(await causes(), [['schedule', NOON + MINUTE]]);
  });

  for (const [ms, doubtMs, reads] of [
    [60_015, 0, 1],
    [60_014, 0, 2],
    [60_020, 6, 2],
  ] as const) {
    const often = reads === 1 ? 'once' : 'again before COMMIT';
    it(`reads the clock ${often}, ${ms} ms from a slot and in doubt of ${doubtMs} ms`, async () => {
      await stage.addSchedule({ interval_seconds: 120 });
      clock.set(NOON + 2 * MINUTE - ms);
      clock.doubtMs = doubtMs;
      let count = 0;
      clock.read = () => Promise.resolve(((count += 1), clock.now()));
      await updateContent(stage.planner, CALLER, stage.content.id, { title: 'Poster' }, null);
      assert.equal(count, reads);
    });
  }

  it('commits an edit that was prepared for an instant ahead only when that is there', async () => {
    await stage.addSchedule({ interval_seconds: 1 });
    await addMeanwhile((attempt) => attempt < 6 && clock.advance(1_000));
    const [cause, due_at] = (await causes()).at(-1) ?? [];
    assert.equal(cause, 'manual');
    assert.ok(Number(due_at) > NOON + 5_000);
    assert.ok(Number(due_at) <= clock.now());
  });

  it('says `busy` rather than race slots without end', async () => {
    await stage.addSchedule({ interval_seconds: 1 });
    const racing = addMeanwhile(() => clock.advance(1_000));
    await assert.rejects(racing, (error: AppError) => error.code === 'busy');
    assert.deepEqual(await causes(), []);
  });

  for (const table of ['rotations', 'workflow_outbox', 'audit_log', 'idempotency_keys']) {
    it(`changes nothing when ${table} cannot be written`, async () => {
      const { id } = await stage.addSchedule();
      for (const log of ['workflow_outbox', 'audit_log']) await database.db(log).del();
      const before = await stage.state();
      const caller = { ...CALLER, idempotency: { key: table, requestHash: Buffer.from('a') } };
      await database.db.raw(`ALTER TABLE ${table} ADD CONSTRAINT broken CHECK (false) NOT VALID`);
      try {
        const edit = updateSchedule(stage.planner, caller, id, { next_rotation_at: NOON }, null);
        await assert.rejects(edit, /broken/);
      } finally {
        await database.db.raw(`ALTER TABLE ${table} DROP CONSTRAINT broken`);
      }
      assert.deepEqual(await stage.state(), before);
      assert.deepEqual(await causes(), []);
      for (const other of ['workflow_outbox', 'audit_log', 'idempotency_keys']) {
        assert.deepEqual(await database.db(other), []);
      }
    });
  }
});
