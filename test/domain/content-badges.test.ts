import assert from 'node:assert/strict';
import { badgesOf, lateSince } from '../../src/domain/content-badges.js';
import type { ContentState } from '../../src/domain/plan/content-state.js';
import { anArContent, anOverride, aSchedule, aState, aVideo, NOON } from '../support/builders.js';

const DAY = 86_400_000;

describe('badges of a content', () => {
  const badges = (given: Partial<ContentState>, committed: Partial<ContentState> = given) =>
    badgesOf(aState(committed), aState(given), NOON);

  it('are none where all is well', () => {
    assert.deepEqual(badges({ videos: [aVideo()], schedules: [aSchedule()] }), []);
  });

  it('tell what is dark, and not what is inactive or over', () => {
    assert.deepEqual(badges({ videos: [] }), ['dark']);
    assert.deepEqual(badges({ videos: [], arContent: anArContent({ is_active: false }) }), []);
    assert.deepEqual(badges({ videos: [], arContent: anArContent({ expires_at: NOON }) }), []);
  });

  it('tell what goes dark within seven days', () => {
    assert.deepEqual(badges({ videos: [aVideo({ expires_at: NOON + 7 * DAY - 1 })] }), ['dark_soon']);
    assert.deepEqual(badges({ videos: [aVideo({ expires_at: NOON + 7 * DAY })] }), []);
    const expiring = anArContent({ expires_at: NOON + DAY });
    assert.deepEqual(badges({ videos: [aVideo()], arContent: expiring }), ['dark_soon']);
  });

  it('tell what is late by the rows, though it is shown as if it were not', () => {
    const of = (next_step_at: number) =>
      badges({ videos: [aVideo()] }, { videos: [aVideo()], arContent: anArContent({ next_step_at }) });
    assert.deepEqual(of(lateSince(NOON)), ['late']);
    assert.deepEqual(of(lateSince(NOON) + 1), []);
  });

  it('tell that a schedule is paused, an override shown, and a video failed', () => {
    const paused = aSchedule({ is_active: false, inactive_reason: 'paused' });
    const empty = aSchedule({ is_active: false, inactive_reason: 'sequence_empty' });
    const failed = aVideo({ id: 2, status: 'failed' });
    const override = anOverride({ video_id: 1, starts_at: NOON - 1, ends_at: null });
    assert.deepEqual(badges({ videos: [aVideo()], schedules: [empty] }), []);
    assert.deepEqual(badges({ videos: [aVideo(), failed], schedules: [empty, paused], overrides: [override] }), [
      'paused',
      'overridden',
      'failed_video',
    ]);
  });
});
