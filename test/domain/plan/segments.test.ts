import assert from 'node:assert/strict';
import {
  changeOfEntry,
  changeOfStep,
  inferred,
  SegmentList,
  shownOf,
  type Change,
  type Seen,
} from '../../../src/domain/plan/segments.js';
import { foldPlan } from '../../../src/domain/plan/fold-plan.js';
import { aState, aVideo, NOON } from '../../support/builders.js';

const rotation = (videoId: number | null): Seen => ({ ...shownOf(null), videoId, reason: 'rotation', scheduleId: 1 });
const override: Seen = { ...shownOf(null), videoId: 9, reason: 'override', overrideId: 4 };
const change = (at: number, shown: Seen, beneathVideoId: number | null = null): Change => ({
  at,
  shown,
  beneathVideoId,
  appliedAt: null,
});

/** The segments of changes up to 100, as from-to:video. */
function told(changes: readonly Change[], to = 100): string[] {
  const list = new SegmentList(0, { shown: rotation(1), beneathVideoId: 1, appliedAt: null });
  for (const one of changes) list.take(one);
  return list.until(to).map((one) => `${one.from}-${one.to}:${one.videoId}`);
}

describe('segments', () => {
  it('end where another begins, and are none where nothing changes', () => {
    assert.deepEqual(told([change(10, rotation(2)), change(20, rotation(2)), change(30, rotation(3))]), [
      '0-10:1',
      '10-30:2',
      '30-100:3',
    ]);
    assert.deepEqual(told([change(10, rotation(2))], 10), ['0-10:1'], 'none without length');
  });

  it('tell of one instant only what is seen after it', () => {
    assert.deepEqual(told([change(10, rotation(2)), change(10, rotation(3))]), ['0-10:1', '10-100:3']);
    assert.deepEqual(told([change(10, rotation(2)), change(10, rotation(1))]), ['0-100:1'], 'there and back');
    assert.deepEqual(told([change(0, rotation(2))]), ['0-100:2'], 'at the very beginning');
  });

  it('count as closed once another has begun', () => {
    const list = new SegmentList(0, { shown: rotation(1), beneathVideoId: 1, appliedAt: null });
    list.take(change(10, rotation(2)));
    assert.equal(list.length, 1);
    list.take(change(10, rotation(1)));
    assert.equal(list.length, 0);
  });

  it('tell what lies beneath an override meanwhile, and of nothing else', () => {
    const list = new SegmentList(0, { shown: rotation(1), beneathVideoId: 1, appliedAt: null });
    list.take(change(10, override, 1));
    list.take(change(20, override, 2));
    list.take(change(25, override, 1));
    list.take(change(30, override));
    list.take(change(40, rotation(2), 2));
    list.take(change(40, override, 3));
    assert.deepEqual(
      list.until(50).map(({ insteadOf }) => insteadOf),
      [[], [1, 2, 3]],
    );
  });

  it('tell when the change that they begin with was committed, not those that changed nothing', () => {
    const list = new SegmentList(0, { shown: rotation(1), beneathVideoId: 1, appliedAt: 4 });
    list.take({ ...change(10, rotation(2)), appliedAt: 11 });
    list.take({ ...change(20, rotation(2)), appliedAt: 21 });
    list.take({ ...change(30, rotation(1)), appliedAt: 31 });
    list.take({ ...change(30, rotation(2)), appliedAt: 31 });
    list.take(change(40, rotation(3)));
    assert.deepEqual(
      list.until(50).map(({ from, appliedAt }) => [from, appliedAt]),
      [
        [0, 4],
        [10, 11],
        [40, null],
      ],
    );
  });

  it('differ by video, reason, schedule, override and whether they are inferred', () => {
    const one = rotation(1);
    const others: Seen[] = [
      { ...one, videoId: 2 },
      { ...one, reason: 'manual' },
      { ...one, scheduleId: 2 },
      { ...one, overrideId: 2 },
      { ...one, isInferred: true },
    ];
    for (const other of others) assert.equal(told([change(10, other)]).length, 2, JSON.stringify(other));
  });

  it('are made of steps, of rows, and of what the first row changed', () => {
    const [step] = foldPlan(aState({ videos: [aVideo({ id: 1 }), aVideo({ id: 2 })] }), NOON + 60_000).steps;
    assert.ok(step);
    assert.deepEqual(changeOfStep(step), change(NOON + 60_000, rotation(2), 2));
    const row = {
      due_at: 5,
      applied_at: 7,
      to_video_id: 9,
      reason: 'override' as const,
      override_id: 4,
      live_schedule_id: null,
      beneath_video_id: 1,
    };
    assert.deepEqual(changeOfEntry(row), { ...change(5, override, 1), appliedAt: 7 });
    assert.deepEqual(inferred(3).shown, { ...shownOf(null), videoId: 3, isInferred: true });
  });
});
