import assert from 'node:assert/strict';
import { weekHours } from '../../src/domain/calendar/daypart.js';
import { Opening } from '../../src/domain/calendar/opening.js';
import type { ContentState } from '../../src/domain/plan/content-state.js';
import type { Video } from '../../src/domain/video.js';
import { isUnused } from '../../src/domain/unused-video.js';
import { aSchedule, anArContent, aState, aVideo, NOON } from '../support/builders.js';

describe('isUnused', () => {
  /** Of a content that shows its first video and has a schedule of two. */
  const unused = (video: Partial<Video>, given: Partial<ContentState> = {}): boolean => {
    const third = aVideo({ id: 3, ...video });
    const schedules = [aSchedule({ video_sequence: [1, 2] })];
    const state = aState({ videos: [aVideo({ id: 1 }), aVideo({ id: 2 }), third], schedules, ...given });
    return isUnused(state, third, NOON);
  };
  const nothingSet = anArContent();

  it('is what nothing shows, and nothing will', () => {
    for (const video of [{}, { expires_at: NOON - 1 }, { schedule_end: NOON }, { status: 'failed' as const }]) {
      assert.equal(unused(video), true, JSON.stringify(video));
    }
  });

  it('is not what has a window to come, or is still made', () => {
    for (const video of [
      { schedule_start: NOON - 1 },
      { schedule_start: NOON + 1, schedule_end: NOON + 2 },
      { schedule_end: NOON + 1 },
      { status: 'processing' as const },
      { status: 'uploading' as const },
    ]) {
      assert.equal(unused(video), false, JSON.stringify(video));
    }
  });

  it('is not what the content or a schedule names, also one that is switched off', () => {
    const pointing = { active_video_id: 3, active_reason: 'manual' as const };
    assert.equal(unused({}, { arContent: anArContent(pointing) }), false);
    assert.equal(unused({ expires_at: NOON - 1 }, { arContent: anArContent({ default_video_id: 3 }) }), false);
    assert.equal(unused({}, { schedules: [aSchedule({ video_sequence: [3], is_active: false })] }), false);
  });

  it('is not what the content falls back to, or would if it were open', () => {
    const first = { rotation_order: -1 };
    assert.equal(unused(first, { arContent: nothingSet }), false);
    assert.equal(unused({}, { arContent: nothingSet }), true);
    assert.equal(unused(first, { arContent: { ...nothingSet, is_active: false } }), false);
    assert.equal(unused(first, { arContent: { ...nothingSet, expires_at: NOON } }), false);
  });

  it('is not what keeps to hours, or is shown while others do not', () => {
    const opening = new Opening({
      timeZone: 'UTC',
      hours: weekHours([{ days: [1, 2, 3, 4, 5, 6, 7], from: '11:00', to: '13:00' }]),
      only: null,
      except: [],
    });
    assert.equal(unused({ opening }), false);
    assert.equal(unused({ opening, expires_at: NOON }), true);
    assert.equal(unused({ opening, schedule_end: NOON }), true);
    assert.equal(unused({ opening, status: 'failed' }), true);
    const keeping = [aVideo({ id: 1, opening }), aVideo({ id: 2, opening })];
    assert.equal(unused({}, { arContent: nothingSet, videos: [...keeping, aVideo({ id: 3 })] }), false);
    const another = aVideo({ id: 4, rotation_order: -1 });
    assert.equal(unused({}, { arContent: nothingSet, videos: [...keeping, aVideo({ id: 3 }), another] }), true);
  });
});
