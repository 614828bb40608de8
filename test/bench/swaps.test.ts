import assert from 'node:assert/strict';
import { faultsOf } from '../../bench/peers/swaps.js';

describe('faultsOf', () => {
  const dues = [1, 2, 3].map((key) => ({ key, dueAt: 1_000 }));

  it('finds nothing where each was committed once, at its instant or later', () => {
    const swaps = dues.map((due, n) => ({ ...due, committedAt: 1_000 + n }));
    assert.deepEqual(faultsOf(dues, swaps), { early: 0, lost: 0, double: 0 });
  });

  it('finds what was early, lost, and done twice', () => {
    const swaps = [
      { key: 1, dueAt: 1_000, committedAt: 999.9 },
      { key: 2, dueAt: 1_000, committedAt: 1_000 },
      { key: 2, dueAt: 1_000, committedAt: 1_001 },
      // Another slot of a schedule is not the one that was lost.
      { key: 3, dueAt: 2_000, committedAt: 2_000 },
    ];
    assert.deepEqual(faultsOf(dues, swaps), { early: 1, lost: 1, double: 1 });
  });
});
