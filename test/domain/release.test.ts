import assert from 'node:assert/strict';
import {
  itemState,
  nextTurnAfter,
  releaseStateAt,
  requireReleaseState,
  untoldTurns,
  type Release,
} from '../../src/domain/release.js';
import { NOON } from '../support/builders.js';
import { fails } from '../support/faults.js';

const HOUR = 3_600_000;

const aRelease = (given: Partial<Release> = {}): Release => ({
  id: 3,
  company_id: 1,
  name: 'Spring',
  note: null,
  live_at: NOON,
  revert_at: null,
  priority: 0,
  items: [],
  cancelled_at: null,
  told: null,
  revision: 1,
  created_at: NOON,
  updated_at: NOON,
  ...given,
});

describe('a release', () => {
  it('is planned, live and over by the clock, with half-open bounds, unless it is cancelled', () => {
    const bounded = aRelease({ revert_at: NOON + HOUR });
    const states = [NOON - 1, NOON, NOON + HOUR - 1, NOON + HOUR].map((at) => releaseStateAt(bounded, at));
    assert.deepEqual(states, ['planned', 'live', 'live', 'over']);
    assert.equal(releaseStateAt(aRelease(), NOON + 1_000 * HOUR), 'live');
    assert.equal(releaseStateAt(aRelease({ cancelled_at: NOON - 1 }), NOON), 'cancelled');
  });

  it('takes each turn at its instant, of which somebody is told once', () => {
    const bounded = aRelease({ revert_at: NOON + HOUR });
    const [live, over] = [
      { turn: 'live', at: NOON },
      { turn: 'over', at: NOON + HOUR },
    ];
    assert.deepEqual(untoldTurns(bounded, NOON - 1), []);
    assert.deepEqual(untoldTurns(bounded, NOON), [live]);
    assert.deepEqual(untoldTurns(bounded, NOON + HOUR), [live, over]);
    assert.deepEqual(untoldTurns({ ...bounded, told: 'live' }, NOON + HOUR), [over]);
    assert.deepEqual(untoldTurns({ ...bounded, told: 'over' }, NOON + HOUR), []);
    assert.deepEqual(untoldTurns(aRelease({ told: 'live' }), NOON + 1_000 * HOUR), []);
    assert.deepEqual(untoldTurns(aRelease({ cancelled_at: NOON - HOUR }), NOON + HOUR), []);
  });

  it('says when its next turn comes, if that is known', () => {
    const bounded = aRelease({ revert_at: NOON + HOUR });
    const next = [NOON - 1, NOON, NOON + HOUR].map((at) => nextTurnAfter(bounded, at));
    assert.deepEqual(next, [NOON, NOON + HOUR, null]);
    assert.equal(nextTurnAfter(aRelease(), NOON), null);
    assert.equal(nextTurnAfter(aRelease({ cancelled_at: NOON - 2 }), NOON - 1), null);
  });

  it('has items that are what it is, unless their content or video was deleted', () => {
    const item = { ar_content_id: 1, video_id: 2, override_id: 5, is_gone: false };
    assert.equal(itemState(item, 'live'), 'live');
    assert.equal(itemState({ ...item, is_gone: true }, 'over'), 'gone');
    const without = { ...item, override_id: null };
    const states = (['planned', 'live', 'over', 'cancelled'] as const).map((state) => itemState(without, state));
    assert.deepEqual(states, ['ended', 'ended', 'over', 'cancelled']);
  });

  it('is refused what it is too late for, by its name', () => {
    assert.equal(requireReleaseState(aRelease(), NOON + 1, ['planned', 'live']), 'live');
    assert.equal(requireReleaseState(aRelease(), NOON, ['planned']), 'planned');
    assert.throws(() => requireReleaseState(aRelease(), NOON + 1, ['planned']), fails('conflict'));
    assert.throws(() => requireReleaseState(aRelease(), NOON + 1, ['planned']), /Release 3 is live/);
  });
});
