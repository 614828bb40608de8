import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stepsAhead } from '../../../src/domain/plan/fold-plan.js';
import { isRunning } from '../../../src/domain/plan/live.js';
import { replan } from '../../../src/domain/plan/replan.js';
import { anArContent, aSchedule, aState, aVideo, NOON } from '../../support/builders.js';

const MINUTE = 60_000;
const only = <T>(items: readonly T[]): T => {
  const [item] = items;
  assert.ok(item);
  return item;
};

describe('isRunning', () => {
  const running = (schedule: object, arContent: object = {}) =>
    isRunning(aState({ arContent: anArContent(arContent) }), aSchedule(schedule), NOON);

  it('needs the schedule, the content and its rotation to be on, and the content not expired', () => {
    assert.equal(running({}), true);
    assert.equal(running({ is_active: false }), false);
    assert.equal(running({}, { is_active: false }), false);
    assert.equal(running({}, { video_rotation_enabled: false }), false);
    assert.equal(running({}, { expires_at: NOON }), false);
  });
});

describe('replan', () => {
  const nextOf = (schedule: object, retiming?: Parameters<typeof replan>[2], at = NOON) =>
    only(replan(aState({ schedules: [aSchedule(schedule)] }), at, retiming).schedules).next_rotation_at;

  it('leaves an instant that stands, wherever the rule would put it', () => {
    assert.equal(nextOf({ next_rotation_at: NOON + 7 }), NOON + 7);
  });

  it('computes it anew where there was none, or the rule changed', () => {
    assert.equal(nextOf({ next_rotation_at: null }, undefined, NOON + 1), NOON + MINUTE);
    assert.equal(nextOf({ next_rotation_at: NOON + 7 }, new Map([[1, { kind: 'rule_changed' }]])), NOON + MINUTE);
  });

  it('takes the instant asked for; the past means now, and never at or before the last slot', () => {
    const asked = (at: number, last: number | null = null) =>
      nextOf({ last_slot_at: last }, new Map([[1, { kind: 'asked_for', at }]]));
    assert.equal(asked(NOON + 5), NOON + 5);
    assert.equal(asked(NOON - 5), NOON);
    assert.equal(asked(NOON - 5, NOON), NOON + 1);
  });

  it('never plans a slot at or before the last one', () => {
    assert.equal(nextOf({ next_rotation_at: null, last_slot_at: NOON + MINUTE }), NOON + 2 * MINUTE);
  });

  it('plans nothing for a schedule that is off', () => {
    const state = replan(aState({ schedules: [aSchedule({ is_active: false, next_video_id: 2 })] }), NOON);
    assert.deepEqual([only(state.schedules).next_rotation_at, only(state.schedules).next_video_id], [null, null]);
  });

  it('names no video when none can be shown at the slot', () => {
    const videos = [aVideo({ id: 1, schedule_end: NOON + 1 })];
    const state = replan(aState({ videos, schedules: [aSchedule({ video_sequence: [1] })] }), NOON);
    assert.equal(only(state.schedules).next_video_id, null);
  });

  it('names no video for a slot that the content does not live to see', () => {
    const nextVideo = (expires_at: number) =>
      only(replan(aState({ arContent: anArContent({ active_video_id: 1, expires_at }) }), NOON).schedules)
        .next_video_id;
    assert.equal(nextVideo(NOON + MINUTE), null);
    assert.equal(nextVideo(NOON + MINUTE + 1), 2);
  });

  it('looks past the steps of a busier schedule, and guesses where they are too many', () => {
    const busy = aSchedule({ id: 1, interval_seconds: 1, next_rotation_at: NOON + 1_000 });
    const rare = (next_rotation_at: number) => aSchedule({ id: 2, interval_seconds: 3_600, next_rotation_at });
    for (const at of [NOON + 5_500, NOON + 3_600_000]) {
      const planned = replan(aState({ schedules: [busy, rare(at)] }), NOON);
      assert.equal(planned.schedules[1]?.next_video_id, 2);
    }
    const far = { ...rare(NOON + 3_600_000), video_sequence: [9] };
    assert.equal(replan(aState({ schedules: [busy, far] }), NOON).schedules[1]?.next_video_id, null);
  });

  it('foretells the first step of each schedule (property)', () => {
    const schedule = (id: number) =>
      fc
        .record({
          interval_seconds: fc.integer({ min: 1, max: 9 }),
          selection: fc.constantFrom('sequential' as const, 'random' as const),
          random_seed: fc.nat(99),
          position_pending: fc.boolean(),
        })
        .map((given) => aSchedule({ id, next_rotation_at: null, ...given }));
    fc.assert(
      fc.property(schedule(1), schedule(2), (one, two) => {
        const planned = replan(aState({ schedules: [one, two] }), NOON);
        for (const { id, next_rotation_at, next_video_id } of planned.schedules) {
          for (const step of stepsAhead(planned)) {
            if (step.subjectId !== id) continue;
            assert.deepEqual([step.at, step.toVideoId], [next_rotation_at, next_video_id]);
            break;
          }
        }
      }),
    );
  });
});
