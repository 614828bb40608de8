import assert from 'node:assert/strict';
import { endedSchedules } from '../../../src/domain/plan/ended.js';
import type { ContentState } from '../../../src/domain/plan/content-state.js';
import { anArContent, aSchedule, aState, NOON } from '../../support/builders.js';

describe('schedules that have ended', () => {
  const state = (given: Partial<ContentState>): ContentState => aState(given);
  const waiting = aSchedule({ id: 7, next_rotation_at: NOON });
  const over = aSchedule({ id: 7, next_rotation_at: null });
  const idsOf = (before: ContentState, after: ContentState) => endedSchedules(before, after).map(({ id }) => id);

  it('are those that had a slot and have none, though they are switched on', () => {
    const [before, after] = [state({ schedules: [waiting] }), state({ schedules: [over] })];
    assert.deepEqual(idsOf(before, after), [7]);
    assert.deepEqual(idsOf(after, after), []);
    assert.deepEqual(idsOf(before, before), []);
    assert.deepEqual(idsOf(before, state({ schedules: [{ ...over, is_active: false }] })), []);
    for (const off of [{ is_active: false }, { video_rotation_enabled: false }]) {
      assert.deepEqual(idsOf(before, state({ schedules: [over], arContent: anArContent(off) })), []);
    }
  });
});
