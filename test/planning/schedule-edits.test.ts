import assert from 'node:assert/strict';
import { resolveActive } from '../../src/domain/plan/resolve-active.js';
import { updateContent } from '../../src/planning/content-edits.js';
import { rotateNow } from '../../src/planning/rotate-now.js';
import { createSchedule, deleteSchedule, updateSchedule } from '../../src/planning/schedule-edits.js';
import { updateVideo } from '../../src/planning/video-edits.js';
import { NOON } from '../support/builders.js';
import type { TestClock } from '../support/clock.js';
import type { TestDatabase } from '../support/database.js';
import { fails } from '../support/faults.js';
import { aStage, CALLER, stageForEachTest, WORKFLOW, type Stage } from '../support/planning.js';

const MINUTE = 60_000;

describe('schedule edits', () => {
  let database: TestDatabase;
  let clock: TestClock;
  let stage: Stage;
  stageForEachTest((setting) => ({ database, clock, stage } = setting));

  const live = async () => resolveActive(await stage.state(), clock.now()).live?.video.id;
  const update = (id: number, changes: Parameters<typeof updateSchedule>[3], expected: number | null = null) =>
    updateSchedule(stage.planner, CALLER, id, changes, expected);

  describe('createSchedule', () => {
    it('shows its position at once on a content with nothing set, and plans the first slot', async () => {
      const [, second, third] = stage.videos;
      const schedule = await stage.addSchedule({ current_index: 1 });
      assert.equal(await live(), second);
      assert.equal(schedule.next_rotation_at, NOON + MINUTE);
      assert.equal(schedule.next_video_id, third);
      assert.equal(schedule.position_pending, false);
      const [row] = await stage.ledger();
      assert.deepEqual([row?.cause, row?.schedule_id, row?.to_title], ['manual', schedule.id, 'Summer']);
    });

    it('leaves what is set, and shows its position at the first slot', async () => {
      stage = await aStage(database.db, clock, { shown: true });
      const [first, second] = stage.videos;
      const schedule = await stage.addSchedule({ video_sequence: [second ?? 0, first ?? 0] });
      assert.equal(await live(), first);
      assert.equal(schedule.next_video_id, second);
      assert.deepEqual(await stage.ledger(), []);
    });

    it('waits for starts_at, then begins there', async () => {
      const starts_at = NOON + 10 * MINUTE;
      const schedule = await stage.addSchedule({ starts_at });
      assert.equal(schedule.next_rotation_at, starts_at);
      assert.equal(schedule.position_pending, true);
      assert.deepEqual(await stage.ledger(), []);
    });

    it('takes the zone of the company unless one is given', async () => {
      await database.db('companies').where('id', stage.content.company_id).update({ time_zone: 'Asia/Tokyo' });
      const daily = { rotation_type: 'daily' as const, time_of_day: '09:00' };
      assert.equal((await stage.addSchedule(daily)).next_rotation_at, Date.parse('2026-11-22T00:00Z'));
      const berlin = await stage.addSchedule({ ...daily, time_zone: 'Europe/Berlin' });
      assert.equal(berlin.next_rotation_at, Date.parse('2026-11-22T08:00Z'));
    });

    it('takes its first step at once when the instant asked for is past: its position, once', async () => {
      const schedule = await stage.addSchedule({ current_index: 1, next_rotation_at: NOON - MINUTE });
      assert.deepEqual([schedule.current_index, schedule.slot_number], [1, 1]);
      assert.equal(await live(), stage.videos[1]);
      assert.deepEqual(
        (await stage.ledger()).map(({ cause, to_video_id }) => [cause, to_video_id]),
        [['schedule', stage.videos[1]]],
      );
    });

    it('shows nothing of a schedule that has ended already', async () => {
      const schedule = await stage.addSchedule({ current_index: 1, ends_at: NOON });
      assert.deepEqual([schedule.next_rotation_at, schedule.position_pending], [null, true]);
      assert.equal((await stage.state()).arContent.active_video_id, null);
    });

    it('shows nothing when no video of its sequence can be shown', async () => {
      await database.db('videos').where('id', stage.videos[0]).update({ status: 'failed' });
      const schedule = await stage.addSchedule({ video_sequence: stage.videos.slice(0, 1) });
      assert.deepEqual([schedule.position_pending, schedule.next_video_id], [true, null]);
      assert.deepEqual(await stage.ledger(), []);
    });

    it('has no slot while it is inactive', async () => {
      const schedule = await stage.addSchedule({ is_active: false });
      assert.equal(schedule.next_rotation_at, null);
      assert.deepEqual(await stage.ledger(), []);
    });

    it('names every fault and changes nothing', async () => {
      const faulty = stage.addSchedule({
        rotation_type: 'cron',
        cron_expression: '0 0 30 2 *',
        time_zone: 'Mars/Olympus',
        video_sequence: [stage.videos[0] ?? 0, 999_999],
        current_index: 2,
        starts_at: NOON,
        ends_at: NOON,
      });
      const names = ['time_zone', 'cron_expression', 'ends_at', 'video_sequence.1', 'current_index'];
      await assert.rejects(faulty, fails('validation_failed', ...names));
      assert.deepEqual((await stage.state()).schedules, []);
      assert.equal((await stage.state()).arContent.version, 1);
    });

    it('does not see a content of another company', async () => {
      const foreign = { ...CALLER, companyId: stage.content.company_id + 1 };
      const input = { rotation_type: 'interval' as const, interval_seconds: 60, video_sequence: stage.videos };
      await assert.rejects(createSchedule(stage.planner, foreign, stage.content.id, input), fails('not_found'));
    });
  });

  describe('an instant that is asked for', () => {
    it('lies between the bounds of its schedule', async () => {
      const bounds = { starts_at: NOON + MINUTE, ends_at: NOON + 3 * MINUTE };
      const { id } = await stage.addSchedule(bounds);
      for (const next_rotation_at of [NOON, NOON + MINUTE - 1, NOON + 3 * MINUTE]) {
        const asked = updateSchedule(stage.planner, CALLER, id, { next_rotation_at }, null);
        await assert.rejects(asked, fails('validation_failed', 'next_rotation_at'));
      }
      const moved = await updateSchedule(stage.planner, CALLER, id, { next_rotation_at: NOON + 2.5 * MINUTE }, null);
      assert.deepEqual([moved.next_rotation_at, moved.next_is_asked_for], [NOON + 2.5 * MINUTE, true]);
    });

    it('stands when a bound moves, unless it lies beyond: then the rule goes on', async () => {
      const { id } = await stage.addSchedule({ next_rotation_at: NOON + 90_000 });
      const kept = await updateSchedule(stage.planner, CALLER, id, { ends_at: NOON + 2 * MINUTE }, null);
      assert.deepEqual([kept.next_rotation_at, kept.next_is_asked_for], [NOON + 90_000, true]);
      const passed = await updateSchedule(stage.planner, CALLER, id, { ends_at: NOON + 80_000 }, null);
      assert.deepEqual([passed.next_rotation_at, passed.next_is_asked_for], [NOON + MINUTE, false]);
    });

    it('is followed by the rule once it was taken', async () => {
      const { id } = await stage.addSchedule({ next_rotation_at: NOON + 90_000 });
      clock.set(NOON + 90_000);
      await stage.settle();
      const { next_rotation_at, next_is_asked_for } = await stage.schedule(id);
      assert.deepEqual([next_rotation_at, next_is_asked_for], [NOON + 2 * MINUTE, false]);
    });
  });

  describe('a single slot', () => {
    it('is taken once, and refused in the past', async () => {
      const once = { rotation_type: 'once', starts_at: NOON + MINUTE } as const;
      const { id } = await stage.addSchedule(once);
      clock.set(NOON + 2 * MINUTE);
      assert.equal(await stage.settle(), 1);
      const { next_rotation_at, slot_number } = await stage.schedule(id);
      assert.deepEqual([next_rotation_at, slot_number], [null, 1]);
      await assert.rejects(stage.addSchedule(once), fails('validation_failed', 'starts_at'));
      const again = updateSchedule(stage.planner, CALLER, id, { starts_at: NOON }, null);
      await assert.rejects(again, fails('validation_failed', 'starts_at'));
      await updateSchedule(stage.planner, CALLER, id, { current_index: 0 }, null);
    });
  });

  describe('what is done with times that a clock change repeats', () => {
    it('follows the rule until somebody says, and again when asked to', async () => {
      const { id } = await stage.addSchedule({ rotation_type: 'cron', cron_expression: '*/30 * * * *' });
      const put = async (changes: Parameters<typeof updateSchedule>[3]): Promise<unknown[]> => {
        const after = await updateSchedule(stage.planner, CALLER, id, changes, null);
        return [after.dst_overlap, after.dst_overlap_given];
      };
      assert.deepEqual(await put({}), ['both', false]);
      assert.deepEqual(await put({ dst_overlap: 'both' }), ['both', false], 'written back as it was read');
      assert.deepEqual(await put({ cron_expression: '0 9 * * *' }), ['first', false]);
      assert.deepEqual(await put({ dst_overlap: 'second' }), ['second', true]);
      assert.deepEqual(await put({ cron_expression: '* * * * *' }), ['second', true]);
      assert.deepEqual(await put({ dst_overlap: null }), ['both', false]);
    });
  });

  describe('settle', () => {
    it('carries out a slot once: ledger row, pointer, position, next plan', async () => {
      const { id } = await stage.addSchedule();
      clock.set(NOON + MINUTE + 15);
      assert.equal(await stage.settle(), 1);
      assert.equal(await stage.settle(), 0);
      const rows = (await stage.ledger()).filter(({ cause }) => cause === 'schedule');
      assert.equal(rows.length, 1);
      const [row] = rows;
      assert.deepEqual(
        [row?.due_at, row?.applied_at, row?.from_title, row?.to_title, row?.actor, row?.workflow_run_id],
        [NOON + MINUTE, NOON + MINUTE + 15, 'Spring', 'Summer', 'workflow', 'run-1'],
      );
      const schedule = await stage.schedule(id);
      assert.deepEqual(
        [schedule.current_index, schedule.last_rotation_at, schedule.next_rotation_at, schedule.next_video_id],
        [1, NOON + MINUTE, NOON + 2 * MINUTE, stage.videos[2]],
      );
      assert.equal(schedule.revision, 1);
      assert.equal((await stage.state()).arContent.active_video_id, stage.videos[1]);
    });

    it('carries out a long backlog completely, in several transactions', async () => {
      await stage.addSchedule({ interval_seconds: 1 });
      clock.set(NOON + 1_201_000);
      await stage.settle();
      const rows = (await stage.ledger()).filter(({ cause }) => cause === 'schedule');
      assert.equal(rows.length, 1_201);
      assert.equal(new Set(rows.map(({ due_at }) => due_at)).size, 1_201);
    });

    it('never works at an instant before what is settled, should the clock have gone back', async () => {
      await stage.addSchedule();
      clock.set(NOON + MINUTE + 5_000);
      await stage.settle();
      // As after a failover: the other server's clock is a little behind.
      clock.set(NOON + MINUTE - 1);
      assert.equal(await stage.settle(), 0);
      const schedule_start = NOON + MINUTE + 2_000;
      await updateContent(stage.planner, CALLER, stage.content.id, { active_video_id: null }, null);
      await updateVideo(stage.planner, CALLER, stage.videos[2] ?? 0, { schedule_start }, null);
      // Nor does it wait, lock in hand, until the clock is there again.
      assert.deepEqual(clock.waits, []);
      const rows = await stage.ledger();
      assert.deepEqual(
        rows.slice(-2).map(({ due_at, to_title }) => [due_at, to_title]),
        [
          [NOON + MINUTE + 5_000, 'Spring'],
          [NOON + MINUTE + 5_000, 'Autumn'],
        ],
      );
    });

    it('knows no content that is gone', async () => {
      assert.equal(await stage.planner.settle(999_999, WORKFLOW), null);
    });
  });

  describe('updateSchedule', () => {
    it('plans anew at once when the timing changes, and counts a changed interval from the change', async () => {
      const { id } = await stage.addSchedule();
      clock.set(NOON + 33_000);
      assert.equal((await update(id, { interval_seconds: 10 })).next_rotation_at, NOON + 43_000);
    });

    it('counts intervals from a changed starts_at, and from the change when it is cleared', async () => {
      const { id } = await stage.addSchedule();
      const starts_at = NOON + 90_000;
      assert.equal((await update(id, { starts_at })).next_rotation_at, starts_at);
      clock.set(NOON + 5_000);
      assert.equal((await update(id, { starts_at: null })).next_rotation_at, NOON + 65_000);
    });

    it('leaves the instant alone when something else changes', async () => {
      const { id } = await stage.addSchedule();
      clock.set(NOON + 30_000);
      const after = await update(id, { selection: 'random', interval_seconds: 60 });
      assert.equal(after.next_rotation_at, NOON + MINUTE);
      assert.equal(after.revision, 2);
    });

    it('takes an instant asked for, also over a timing field, and goes on by the rule after it', async () => {
      const { id } = await stage.addSchedule();
      const asked = NOON + 5_000;
      const after = await update(id, { interval_seconds: 7, next_rotation_at: asked });
      assert.equal(after.next_rotation_at, asked);
      clock.set(asked);
      await stage.settle();
      assert.equal((await stage.schedule(id)).next_rotation_at, NOON + 7_000);
    });

    it('goes back to the rule when no instant is asked for any more', async () => {
      const { id } = await stage.addSchedule();
      await update(id, { next_rotation_at: NOON + 5_000 });
      assert.equal((await update(id, { selection: 'random' })).next_rotation_at, NOON + 5_000);
      assert.equal((await update(id, { next_rotation_at: null })).next_rotation_at, NOON + MINUTE);
    });

    it('rotates now when the instant asked for is past, each time it is asked', async () => {
      const { id } = await stage.addSchedule();
      for (const expected of [1, 2]) {
        clock.advance(500);
        const after = await update(id, { next_rotation_at: NOON - MINUTE });
        assert.equal(after.current_index, expected);
        assert.deepEqual(
          [after.next_rotation_at, after.next_video_id],
          [NOON + MINUTE, stage.videos[(expected + 1) % 3]],
        );
        assert.equal(await live(), stage.videos[expected]);
      }
      // Twice within one millisecond: the second slot is one later.
      await update(id, { next_rotation_at: NOON });
      clock.advance(1);
      await stage.settle();
      const rows = (await stage.ledger()).filter(({ cause }) => cause === 'schedule');
      assert.equal(rows.length, 3);
    });

    it('refuses an instant for a schedule that has no slots', async () => {
      const { id } = await stage.addSchedule({ is_active: false });
      await assert.rejects(update(id, { next_rotation_at: NOON }), fails('validation_failed', 'next_rotation_at'));
      assert.equal((await update(id, { is_active: true, next_rotation_at: NOON + 1 })).next_rotation_at, NOON + 1);
    });

    it('refuses an instant while the content is closed, as it would come to nothing', async () => {
      const { id } = await stage.addSchedule();
      for (const closed of [{ is_active: false }, { expires_at: NOON }, { video_rotation_enabled: false }]) {
        const open = { is_active: true, expires_at: null, video_rotation_enabled: true };
        await updateContent(stage.planner, CALLER, stage.content.id, { ...open, ...closed }, null);
        await assert.rejects(update(id, { next_rotation_at: NOON }), fails('validation_failed', 'next_rotation_at'));
      }
    });

    it('pauses and goes on: no slots meanwhile, the next counts from then', async () => {
      const { id } = await stage.addSchedule();
      assert.equal((await update(id, { is_active: false })).next_rotation_at, null);
      clock.set(NOON + 10 * MINUTE + 1);
      assert.equal((await update(id, { is_active: true })).next_rotation_at, NOON + 11 * MINUTE);
      assert.equal((await stage.ledger()).filter(({ cause }) => cause === 'schedule').length, 0);
    });

    it('stays on the shown video when the sequence changes, and waits with a new position for the slot', async () => {
      const [first, second, third] = stage.videos as [number, number, number];
      const { id } = await stage.addSchedule();
      const moved = await update(id, { video_sequence: [third, first, second] });
      assert.deepEqual([moved.current_index, moved.next_video_id], [1, second]);
      const pointed = await update(id, { current_index: 0 });
      assert.deepEqual([pointed.current_index, pointed.next_video_id], [0, third]);
      assert.equal(await live(), first);
    });

    it('changes the type alone: fields that a type does not use are kept', async () => {
      const { id } = await stage.addSchedule({ time_of_day: '09:00' });
      const daily = await update(id, { rotation_type: 'daily' });
      assert.deepEqual([daily.interval_seconds, daily.next_rotation_at], [60, Date.parse('2026-11-22T09:00Z')]);
      await assert.rejects(update(id, { rotation_type: 'monthly' }), fails('validation_failed', 'day_of_month'));
    });

    it('refuses what was changed since', async () => {
      const { id } = await stage.addSchedule();
      await update(id, { current_index: 1 }, 1);
      await assert.rejects(update(id, { current_index: 2 }, 1), fails('precondition_failed'));
      await assert.rejects(update(999_999, {}), fails('not_found'));
      // To another company it is just as unknown, its content as well.
      const foreign = { ...CALLER, companyId: stage.content.company_id + 1 };
      await assert.rejects(updateSchedule(stage.planner, foreign, id, {}, null), /no rotation schedule/);
    });
  });

  describe('rotateNow', () => {
    it('takes the next step and leaves the slot', async () => {
      const { id } = await stage.addSchedule();
      await update(id, { next_rotation_at: NOON + 17_000 });
      clock.set(NOON + 10_000);
      const after = await rotateNow(stage.planner, CALLER, id);
      assert.equal(after.current_index, 1);
      assert.equal(after.next_rotation_at, NOON + 17_000);
      assert.equal(await live(), stage.videos[1]);
      const row = (await stage.ledger()).at(-1);
      assert.deepEqual([row?.cause, row?.due_at], ['rotate_now', NOON + 10_000]);
    });

    it('is one rotation however often its request is repeated', async () => {
      const { id } = await stage.addSchedule();
      const caller = { ...WORKFLOW, requestId: 'update-1' };
      await Promise.all([1, 2, 3].map(() => rotateNow(stage.planner, caller, id)));
      assert.equal((await stage.ledger()).filter(({ cause }) => cause === 'rotate_now').length, 1);
    });

    it('tells when there is nothing to show, or the content is closed', async () => {
      const { id } = await stage.addSchedule();
      await database.db('videos').where('ar_content_id', stage.content.id).update({ status: 'failed' });
      await assert.rejects(rotateNow(stage.planner, CALLER, id), fails('no_candidate_video'));
      await database.db('ar_content').where('id', stage.content.id).update({ is_active: false });
      await assert.rejects(rotateNow(stage.planner, CALLER, id), fails('conflict'));
    });
  });

  describe('deleteSchedule', () => {
    it('leaves what it set, and answers a repetition alike', async () => {
      const { id } = await stage.addSchedule();
      const caller = { ...CALLER, idempotency: { key: 'k1', requestHash: Buffer.from('a') } };
      await deleteSchedule(stage.planner, caller, id, null);
      assert.equal(await live(), stage.videos[0]);
      assert.equal((await stage.state()).arContent.active_schedule_id, null);
      assert.deepEqual(await deleteSchedule(stage.planner, caller, id, null), { id });
      await assert.rejects(deleteSchedule(stage.planner, CALLER, id, null), fails('not_found'));
      const other = { ...caller, idempotency: { key: 'k1', requestHash: Buffer.from('b') } };
      await assert.rejects(deleteSchedule(stage.planner, other, id, null), fails('idempotency_key_reused'));
    });
  });

  it('tells its workflow, in the same transaction', async () => {
    const outbox = async () =>
      (await database.db('workflow_outbox').select('workflow_id', 'op').orderBy('workflow_id')) as object[];
    await database.db('workflow_outbox').del();
    const told: string[] = [];
    stage = await aStage(database.db, clock, {
      onCommitted: (event) => void (event.kind === 'messages' && told.push(...event.workflowIds)),
    });
    const { id } = await stage.addSchedule();
    const workflow_id = `rotation-schedule-${id}`;
    assert.deepEqual(await outbox(), [{ workflow_id, op: 'poke' }]);
    await deleteSchedule(stage.planner, CALLER, id, null);
    assert.deepEqual(await outbox(), [{ workflow_id, op: 'cancel' }]);
    assert.deepEqual(told, [workflow_id, workflow_id]);
  });
});
