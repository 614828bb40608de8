import assert from 'node:assert/strict';
import { itemState, releaseStateAt, requireReleaseState, type Release } from '../../src/domain/release.js';
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
