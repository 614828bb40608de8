import assert from 'node:assert/strict';
import { differences, newWarnings } from '../../../src/domain/plan/differences.js';
import { SegmentList, shownOf } from '../../../src/domain/plan/segments.js';
import type { Warning } from '../../../src/domain/plan/warnings.js';

const segments = (until: number, ...changes: [at: number, videoId: number | null][]) => {
  const list = new SegmentList(0, { shown: shownOf(null), beneathVideoId: null, appliedAt: null });
  for (const [at, videoId] of changes)
    list.take({ at, shown: { ...shownOf(null), videoId }, beneathVideoId: null, appliedAt: null });
  return list.until(until);
};

const warning = (given: Partial<Warning>): Warning => ({
  kind: 'gap',
  from: 0,
  to: 10,
  count: 1,
  videoIds: [],
  scheduleIds: [],
  overrideIds: [],
  ...given,
});

describe('differences between timelines', () => {
  it('tell which videos are seen for longer or shorter, and what is seen as long as before not', () => {
    const before = segments(100, [10, 1], [30, 2], [60, 3]);
    const after = segments(100, [10, 2], [30, 1], [35, 2], [50, 3]);
    assert.deepEqual(differences(before, after), [
      { videoId: 1, ms: -15 },
      { videoId: 3, ms: 10 },
      { videoId: 2, ms: 5 },
    ]);
    assert.deepEqual(differences(before, before), []);
    assert.deepEqual(differences(segments(10), segments(10, [4, 7])), [
      { videoId: null, ms: -6 },
      { videoId: 7, ms: 6 },
    ]);
  });

  it('tell warnings of things that had none', () => {
    const known = warning({ kind: 'never_shown', videoIds: [1] });
    const moved = { ...known, from: 5 };
    const other = warning({ kind: 'never_shown', videoIds: [2] });
    assert.deepEqual(newWarnings([known], [moved, other]), [other]);
  });

  it('tell gaps that are not within one that was there', () => {
    const within = warning({ from: 2, to: 8 });
    const longer = warning({ from: 2, to: 11 });
    const earlier = warning({ from: -1, to: 10 });
    assert.deepEqual(newWarnings([warning({})], [within, longer, earlier]), [longer, earlier]);
  });
});
