import assert from 'node:assert/strict';
import { quietestInstant } from '../../src/planning/quietest-instant.js';
import { aSchedule, aState, aVideo, NOON } from '../support/builders.js';

describe('quietestInstant', () => {
  /** A content whose only steps are these instants, as edges of windows. */
  const withEdges = (...instants: number[]) =>
    aState({
      videos: instants.map((schedule_start, n) => aVideo({ id: n + 1, schedule_start: NOON + schedule_start })),
      schedules: [],
    });
  const quietest = (state: Parameters<typeof quietestInstant>[0], from = 0, until = 1_000): number =>
    quietestInstant(state, NOON + from, NOON + until) - NOON;

  it('is where the longest pause begins: at once, or after a step', () => {
    assert.equal(quietest(withEdges(500, 600, 2_000), 0, 550), 0);
    assert.equal(quietest(withEdges(10, 20, 900, 1_500)), 20);
  });

  it('is after the last step, when none follows', () => {
    assert.equal(quietest(withEdges()), 0);
    assert.equal(quietest(withEdges(10, 20)), 20);
  });

  it('takes a step at the very instant for over', () => {
    assert.equal(quietest(withEdges(3, 300, 400, 5_000), 3, 350), 3);
  });

  it('looks no further than to the end of its stretch, however long the plan', () => {
    const schedules = [aSchedule({ interval_seconds: 1, next_rotation_at: NOON + 400 })];
    assert.equal(quietest(aState({ schedules }), 0, 900), 400);
  });
});
