import assert from 'node:assert/strict';
import { foldPlan } from '../../../src/domain/plan/fold-plan.js';
import { LATE_MS, withLateness } from '../../../src/domain/plan/lateness.js';
import { aSchedule, aState, aVideo, NOON } from '../../support/builders.js';

describe('what is carried out late', () => {
  const minutely = { rotation_type: 'interval', interval_seconds: 60 } as const;
  const state = aState({
    videos: [aVideo({ id: 1 }), aVideo({ id: 2, schedule_end: NOON + 60_000 }), aVideo({ id: 3 })],
    schedules: [
      aSchedule({ ...minutely, id: 1, next_rotation_at: NOON + 60_000, late_count: 4, worst_lateness_ms: 70_000 }),
      aSchedule({ id: 2, next_rotation_at: null, late_count: 1 }),
    ],
  });
  const fared = (at: number) => {
    const { state: after, steps } = foldPlan(state, at);
    assert.ok(steps.length > 0);
    return withLateness(after, steps, at).schedules.map((one) => [one.late_count, one.worst_lateness_ms]);
  };

  it('is what comes more than ten seconds after its instant', () => {
    assert.deepEqual(fared(NOON + 60_000 + LATE_MS), [
      [4, 70_000],
      [1, 0],
    ]);
    assert.deepEqual(fared(NOON + 60_001 + LATE_MS), [
      [5, 70_000],
      [1, 0],
    ]);
  });

  it('is counted slot by slot, with the worst of all', () => {
    assert.deepEqual(fared(NOON + 180_000), [
      [6, 120_000],
      [1, 0],
    ]);
  });

  it('counts the end of a pause for its schedule', () => {
    const step = { ...foldPlan(state, NOON + 60_000).steps.find(({ kind }) => kind === 'schedule') };
    const resume = { ...step, kind: 'resume', subjectId: 2, at: NOON } as never;
    const [, second] = withLateness(state, [resume], NOON + 20_000).schedules;
    assert.deepEqual([second?.late_count, second?.worst_lateness_ms], [2, 20_000]);
  });
});
