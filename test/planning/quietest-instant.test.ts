import assert from 'node:assert/strict';
import { quietestInstant } from '../../src/planning/quietest-instant.js';
import { aSchedule, aState, NOON } from '../support/builders.js';

const due = (...ms: number[]) =>
  aState({ schedules: ms.map((at, i) => aSchedule({ id: i + 1, interval_seconds: 60, next_rotation_at: NOON + at })) });

describe('quietestInstant', () => {
  const quietest = (state: ReturnType<typeof due>) => quietestInstant(state, NOON, NOON + 500) - NOON;

  it('is the start when nothing comes, or nothing soon', () => {
    assert.equal(quietest(due()), 0);
    assert.equal(quietest(due(501)), 0);
  });

  it('is the step with the most time after it', () => {
    assert.equal(quietest(due(10, 20, 60, 70)), 70);
    assert.equal(quietest(due(10, 200, 210, 480, 490, 510)), 210);
  });

  it('is the last step when the plan ends', () => {
    const ending = [aSchedule({ next_rotation_at: NOON + 100, ends_at: NOON + 101 })];
    assert.equal(quietest(aState({ schedules: ending })), 100);
  });

  it('looks at so many steps and no further', () => {
    assert.equal(quietest(due(...Array.from({ length: 1_001 }, () => 5), 400)), 0);
  });
});
