import assert from 'node:assert/strict';
import { cellsOf } from '../../../src/domain/plan/cells.js';
import { SegmentList, shownOf } from '../../../src/domain/plan/segments.js';

const segments = (until: number, ...changes: [at: number, videoId: number | null][]) => {
  const [[from, first] = [0, null], ...rest] = changes;
  const list = new SegmentList(from, {
    shown: { ...shownOf(null), videoId: first },
    beneathVideoId: null,
    appliedAt: null,
  });
  for (const [at, videoId] of rest)
    list.take({ at, shown: { ...shownOf(null), videoId }, beneathVideoId: null, appliedAt: null });
  return list.until(until);
};

describe('cells of a timeline', () => {
  it('tell what is shown for how long, and how often it changes', () => {
    const cells = cellsOf(segments(35, [5, 1], [8, 2], [10, 1], [12, 2], [25, null]), [0, 5, 10, 20, 30, 40]);
    assert.deepEqual(
      cells.map(({ from, to, switches, shares }) => [
        from,
        to,
        switches,
        shares.map(({ videoId, ms }) => `${videoId}: ${ms}`),
      ]),
      [
        [5, 10, 1, ['1: 3', '2: 2']],
        [10, 20, 2, ['2: 8', '1: 2']],
        [20, 30, 1, ['2: 5', 'null: 5']],
        [30, 35, 0, ['null: 5']],
      ],
    );
  });

  it('are one where no edge falls in between, and none of nothing', () => {
    assert.deepEqual(cellsOf(segments(9, [0, 1]), []), [
      { from: 0, to: 9, switches: 0, shares: [{ videoId: 1, ms: 9 }] },
    ]);
    assert.deepEqual(cellsOf([], [1, 2]), []);
  });
});
