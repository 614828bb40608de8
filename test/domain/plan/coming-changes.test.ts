import assert from 'node:assert/strict';
import { comingChanges, type ComingChange } from '../../../src/domain/plan/coming-changes.js';
import type { ContentState } from '../../../src/domain/plan/content-state.js';
import { isSameLive } from '../../../src/domain/plan/live.js';
import { resolveActive } from '../../../src/domain/plan/resolve-active.js';
import { aSchedule, aState, aVideo, NOON } from '../../support/builders.js';

const HOUR = 3_600_000;

/** What is told from NOON until `end`. */
function changesUntil(start: ContentState, end: number): { changes: ComingChange[]; reach: number } {
  const { state, live } = resolveActive(start, NOON);
  const changes: ComingChange[] = [];
  for (const { change, reach } of comingChanges(state, live)) {
    if (change !== null) changes.push(change);
    if (reach > end) return { changes: changes.filter(({ startsAt }) => startsAt <= end), reach };
  }
  return { changes, reach: Number.POSITIVE_INFINITY };
}

/** The same by asking at each instant. */
function changesByAsking(start: ContentState, end: number): ComingChange[] {
  const changes: ComingChange[] = [];
  let last = resolveActive(start, NOON);
  while (last.validUntil !== null && last.validUntil <= end) {
    const startsAt = last.validUntil;
    const next = resolveActive(last.state, startsAt);
    if (!isSameLive(next.live, last.live)) changes.push({ startsAt, live: next.live, version: next.version });
    last = next;
  }
  return changes;
}

describe('coming changes', () => {
  it('tells what asking at each instant tells, windows and several schedules included', () => {
    const videos = [
      aVideo({ id: 1 }),
      aVideo({ id: 2, schedule_start: NOON + HOUR, schedule_end: NOON + 2 * HOUR }),
      aVideo({ id: 3, expires_at: NOON + 3 * HOUR }),
    ];
    const schedules = [
      aSchedule({ id: 1, video_sequence: [1, 2, 3] }),
      aSchedule({ id: 2, video_sequence: [3, 1], selection: 'random' }),
    ];
    const state = aState({ videos, schedules });
    const { changes } = changesUntil(state, NOON + 4 * HOUR);
    assert.ok(changes.length > 10);
    assert.deepEqual(changes, changesByAsking(state, NOON + 4 * HOUR));
  });

  it('ends with an infinite reach when nothing is to come', () => {
    const { changes, reach } = changesUntil(aState({ schedules: [] }), NOON + HOUR);
    assert.deepEqual([changes, reach], [[], Number.POSITIVE_INFINITY]);
  });

  it('says how far it reaches before it goes on', () => {
    const { state, live } = resolveActive(aState(), NOON);
    const first = comingChanges(state, live).next();
    assert.deepEqual(first.value, { change: null, reach: resolveActive(aState(), NOON).validUntil });
  });
});
