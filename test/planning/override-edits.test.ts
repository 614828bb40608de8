import assert from 'node:assert/strict';
import {
  createOverride,
  deleteOverride,
  updateOverride,
  type OverrideInput,
} from '../../src/planning/override-edits.js';
import { updateContent } from '../../src/planning/content-edits.js';
import { pauseSchedule, resumeSchedule } from '../../src/planning/pause-edits.js';
import { rotateNow } from '../../src/planning/rotate-now.js';
import { updateSchedule } from '../../src/planning/schedule-edits.js';
import { addSkip, removeSkip } from '../../src/planning/skip-edits.js';
import { activateVideo, deleteVideo } from '../../src/planning/video-edits.js';
import { NOON } from '../support/builders.js';
import type { TestClock } from '../support/clock.js';
import { fails } from '../support/faults.js';
import { CALLER, stageForEachTest, type Stage } from '../support/planning.js';

const MINUTE = 60_000;

describe('what has a schedule wait', () => {
  let stage: Stage;
  let clock: TestClock;
  stageForEachTest((setting) => ({ stage, clock } = setting), { shown: true });

  const video = (index: number): number => stage.videos[index] ?? Number.NaN;
  const override = (given: Partial<OverrideInput> = {}) =>
    createOverride(stage.planner, CALLER, stage.content.id, { video_id: video(2), ...given });
  const go = async (ms: number): Promise<void> => {
    clock.set(NOON + ms);
    await stage.settle();
  };
  const told = async (): Promise<unknown[]> =>
    (await stage.ledger()).map(({ cause, to_video_id, beneath_video_id, reason, note }) => [
      cause,
      stage.videos.indexOf(to_video_id ?? 0),
      stage.videos.indexOf(beneath_video_id ?? 0),
      reason,
      note,
    ]);

  describe('an override', () => {
    it('is told in the ledger, with what lies beneath', async () => {
      await stage.addSchedule({ current_index: 1 });
      await override({ ends_at: NOON + 2.5 * MINUTE });
      await go(3 * MINUTE);
      assert.deepEqual(await told(), [
        ['override', 2, 0, 'override', null],
        ['schedule', 2, 1, 'override', 'overridden'],
        ['schedule', 2, 2, 'override', 'overridden'],
        ['override', 2, 2, 'rotation', null],
        ['schedule', 0, 0, 'rotation', null],
      ]);
    });

    it('that has not begun changes nothing yet, and is part of the plan', async () => {
      const { id } = await override({ starts_at: NOON + MINUTE });
      assert.deepEqual(await stage.ledger(), []);
      assert.equal((await stage.state()).arContent.next_step_at, NOON + MINUTE);
      await go(MINUTE);
      assert.deepEqual(
        (await stage.ledger()).map(({ override_id }) => override_id),
        [id],
      );
    });

    it('begins now when its start is past, and refuses an end that is not later', async () => {
      assert.equal((await override({ starts_at: NOON - MINUTE })).starts_at, NOON);
      await assert.rejects(override({ ends_at: NOON }), fails('validation_failed', 'ends_at'));
      await assert.rejects(override({ starts_at: NOON - 2, ends_at: NOON - 1 }), fails('validation_failed', 'ends_at'));
      await assert.rejects(override({ video_id: 999_999 }), fails('validation_failed', 'video_id'));
    });

    it('is changed and ended, and what lies beneath comes back', async () => {
      const { id } = await override();
      const changed = await updateOverride(stage.planner, CALLER, id, { video_id: video(1), note: 'sale' }, 1);
      assert.deepEqual(
        [changed.video_id, changed.note, changed.revision, changed.starts_at],
        [video(1), 'sale', 2, NOON],
      );
      await assert.rejects(deleteOverride(stage.planner, CALLER, id, 1), fails('precondition_failed'));
      await deleteOverride(stage.planner, CALLER, id, 2);
      assert.deepEqual(await told(), [
        ['override', 2, 0, 'override', null],
        ['override', 1, 0, 'override', null],
        ['override', 0, 0, 'manual', null],
      ]);
      await assert.rejects(deleteOverride(stage.planner, CALLER, id, null), fails('not_found'));
    });

    it('is moved, but not into the past', async () => {
      const { id } = await override({ starts_at: NOON + 2 * MINUTE });
      const later = await updateOverride(stage.planner, CALLER, id, { starts_at: NOON + MINUTE }, null);
      assert.equal(later.starts_at, NOON + MINUTE);
      const now = await updateOverride(stage.planner, CALLER, id, { starts_at: NOON - MINUTE }, null);
      assert.equal(now.starts_at, NOON);
    });

    it('cannot be changed once it is over', async () => {
      const { id } = await override({ ends_at: NOON + MINUTE });
      clock.set(NOON + MINUTE);
      const late = () => updateOverride(stage.planner, CALLER, id, { note: 'late' }, null);
      await assert.rejects(late(), fails('conflict'), 'its end is not committed yet');
      await stage.settle();
      await assert.rejects(late(), fails('conflict'));
      await assert.rejects(deleteOverride(stage.planner, CALLER, id, null), fails('conflict'));
      await assert.rejects(deleteOverride(stage.planner, CALLER, id + 1, null), fails('not_found'));
    });

    it('lets activation and rotate-now pass, which are seen when it ends', async () => {
      const schedule = await stage.addSchedule({ current_index: 1, next_rotation_at: NOON + 10 * MINUTE });
      const { id } = await override({ holds_rotation: true });
      await activateVideo(stage.planner, CALLER, video(0));
      assert.equal((await stage.state()).arContent.active_video_id, video(0));
      await rotateNow(stage.planner, CALLER, schedule.id);
      assert.deepEqual((await told()).at(-1), ['rotate_now', 2, 1, 'override', 'overridden']);
      await deleteOverride(stage.planner, CALLER, id, null);
      assert.deepEqual((await told()).at(-1), ['override', 1, 1, 'rotation', null]);
    });

    it('keeps its video from being deleted, unless that is to end it', async () => {
      await override();
      const options = { detach: false, expected: null, fileGraceMs: 0 };
      await assert.rejects(deleteVideo(stage.planner, CALLER, video(2), options), fails('conflict'));
      await deleteVideo(stage.planner, CALLER, video(2), { ...options, detach: true });
      assert.deepEqual((await stage.state()).overrides, []);
    });

    it('that is over lets its video go', async () => {
      await override({ ends_at: NOON + MINUTE });
      clock.set(NOON + MINUTE);
      await deleteVideo(stage.planner, CALLER, video(2), { detach: false, expected: null, fileGraceMs: 0 });
    });

    it('is one of a hundred that are not over, at most', async () => {
      const rows = Array.from({ length: 100 }, () => ({
        ar_content_id: stage.content.id,
        video_id: video(0),
        starts_at: new Date(NOON),
        ends_at: new Date(NOON + MINUTE),
      }));
      await stage.db('overrides').insert(rows);
      await assert.rejects(override(), fails('conflict'));
      clock.set(NOON + MINUTE);
      await override();
    });
  });

  describe('a pause', () => {
    it('says by whom, why and until when, and ends by itself', async () => {
      const { id } = await stage.addSchedule();
      const until = NOON + 3.5 * MINUTE;
      const paused = await pauseSchedule(stage.planner, CALLER, id, { note: 'fair', until, missed: 'all' });
      assert.deepEqual(
        [
          paused.is_active,
          paused.inactive_reason,
          paused.paused_by,
          paused.pause_note,
          paused.resume_at,
          paused.next_rotation_at,
        ],
        [false, 'paused', CALLER.actor, 'fair', until, null],
      );
      await go(3 * MINUTE);
      assert.deepEqual(await stage.ledger(), []);
      await go(4 * MINUTE);
      const rows = await stage.ledger();
      assert.deepEqual(
        rows.map(({ cause, slots, due_at }) => [cause, slots, due_at - NOON]),
        [
          ['resume', 3, 3.5 * MINUTE],
          ['schedule', null, 4 * MINUTE],
        ],
      );
    });

    it('ends by hand, with what is said then', async () => {
      const { id } = await stage.addSchedule();
      await pauseSchedule(stage.planner, CALLER, id, { missed: 'all' });
      await assert.rejects(pauseSchedule(stage.planner, CALLER, id, {}), fails('conflict'));
      await go(5 * MINUTE + 1);
      const resumed = await resumeSchedule(stage.planner, CALLER, id, 'once');
      assert.deepEqual(
        [resumed.is_active, resumed.next_rotation_at, resumed.paused_at],
        [true, NOON + 6 * MINUTE, null],
      );
      assert.deepEqual(
        (await stage.ledger()).map(({ cause, slots }) => [cause, slots]),
        [['resume', 1]],
      );
      await assert.rejects(resumeSchedule(stage.planner, CALLER, id, undefined), fails('conflict'));
    });

    it('ends without a next slot where the content is not open', async () => {
      const { id } = await stage.addSchedule();
      await pauseSchedule(stage.planner, CALLER, id, {});
      await updateContent(stage.planner, CALLER, stage.content.id, { is_active: false }, null);
      const resumed = await resumeSchedule(stage.planner, CALLER, id, undefined);
      assert.deepEqual([resumed.is_active, resumed.next_rotation_at], [true, null]);
    });

    it('ends as the pause said, unless something else is said', async () => {
      const { id } = await stage.addSchedule();
      await pauseSchedule(stage.planner, CALLER, id, { missed: 'all' });
      await go(2 * MINUTE + 1);
      await resumeSchedule(stage.planner, CALLER, id, undefined);
      assert.deepEqual(
        (await stage.ledger()).map(({ slots }) => slots),
        [2],
      );
    });

    it('does not end while the schedule has no videos', async () => {
      const { id } = await stage.addSchedule({ video_sequence: [video(1)] });
      await pauseSchedule(stage.planner, CALLER, id, { until: NOON + MINUTE });
      await deleteVideo(stage.planner, CALLER, video(1), { detach: true, expected: null, fileGraceMs: 0 });
      await assert.rejects(resumeSchedule(stage.planner, CALLER, id, undefined), fails('conflict'));
      await go(2 * MINUTE);
      assert.equal((await stage.schedule(id)).inactive_reason, 'sequence_empty');
    });

    it('is what switching off and on by PUT is, too', async () => {
      const { id } = await stage.addSchedule();
      const off = await updateSchedule(stage.planner, CALLER, id, { is_active: false }, null);
      assert.deepEqual([off.inactive_reason, off.paused_by], ['paused', CALLER.actor]);
      const on = await updateSchedule(stage.planner, CALLER, id, { is_active: true }, null);
      assert.deepEqual([on.inactive_reason, on.paused_by, on.next_rotation_at], [null, null, NOON + MINUTE]);
    });

    it('refuses an end that is past', async () => {
      const { id } = await stage.addSchedule();
      await assert.rejects(
        pauseSchedule(stage.planner, CALLER, id, { until: NOON }),
        fails('validation_failed', 'until'),
      );
    });
  });

  describe('a skip', () => {
    it('is of the next slot, then of the one after it, and survives edits', async () => {
      const { id } = await stage.addSchedule({ current_index: 1 });
      assert.equal((await addSkip(stage.planner, CALLER, id, { next: true })).slot_at, NOON + MINUTE);
      assert.equal((await addSkip(stage.planner, CALLER, id, { next: true })).slot_at, NOON + 2 * MINUTE);
      assert.equal((await addSkip(stage.planner, CALLER, id, { slot_at: NOON + MINUTE })).schedule.skips.length, 2);
      await updateSchedule(stage.planner, CALLER, id, { video_sequence: stage.videos.toReversed() }, null);
      await go(3 * MINUTE);
      const notes = (await stage.ledger()).map(({ note, due_at }) => [note, due_at - NOON]);
      assert.deepEqual(notes, [
        ['skipped', MINUTE],
        ['skipped', 2 * MINUTE],
        [null, 3 * MINUTE],
      ]);
    });

    it('is taken back, also by asking for that very instant', async () => {
      const { id } = await stage.addSchedule();
      await addSkip(stage.planner, CALLER, id, { next: true });
      assert.deepEqual((await removeSkip(stage.planner, CALLER, id, NOON + MINUTE)).skips, []);
      await assert.rejects(removeSkip(stage.planner, CALLER, id, NOON + MINUTE), fails('not_found'));
      await addSkip(stage.planner, CALLER, id, { next: true });
      const asked = await updateSchedule(stage.planner, CALLER, id, { next_rotation_at: NOON + MINUTE }, null);
      assert.deepEqual(asked.skips, []);
    });

    it('is one of a hundred to come, at most', async () => {
      const { id } = await stage.addSchedule();
      const rows = Array.from({ length: 100 }, (_, n) => ({
        schedule_id: id,
        slot_at: new Date(NOON + (n + 0.5) * MINUTE),
        created_by: 'key:1',
      }));
      await stage.db('schedule_skips').insert(rows);
      await assert.rejects(addSkip(stage.planner, CALLER, id, { next: true }), fails('conflict'));
      clock.set(NOON + 0.5 * MINUTE);
      await addSkip(stage.planner, CALLER, id, { next: true });
    });

    it('of what is no slot, or is past, is refused', async () => {
      const { id } = await stage.addSchedule();
      for (const slot_at of [NOON, NOON - MINUTE, NOON + MINUTE + 1]) {
        await assert.rejects(addSkip(stage.planner, CALLER, id, { slot_at }), fails('validation_failed', 'slot_at'));
      }
      await pauseSchedule(stage.planner, CALLER, id, {});
      await assert.rejects(addSkip(stage.planner, CALLER, id, { next: true }), fails('conflict'));
    });
  });
});
