import assert from 'node:assert/strict';
import { isShowable, liveAt } from '../../../src/domain/plan/live.js';
import { resolveActive } from '../../../src/domain/plan/resolve-active.js';
import { anArContent, aSchedule, aState, aVideo, NOON } from '../../support/builders.js';

const bare = (videos = [aVideo()], arContent = anArContent()) => aState({ arContent, videos, schedules: [] });
const shown = (state: ReturnType<typeof bare>, at = NOON) => {
  const live = liveAt(state, at);
  return live && [live.video.id, live.reason];
};

describe('isShowable', () => {
  const cases = [
    ['a ready video', {}, true],
    ['one that is being processed', { status: 'processing' }, false],
    ['one that failed', { status: 'failed' }, false],
    ['one that expires this very instant', { expires_at: NOON }, false],
    ['one that expires later', { expires_at: NOON + 1 }, true],
    ['one whose window begins now', { schedule_start: NOON }, true],
    ['one whose window begins later', { schedule_start: NOON + 1 }, false],
    ['one whose window ends now', { schedule_end: NOON }, false],
    ['one whose window ends later', { schedule_end: NOON + 1 }, true],
  ] as const;
  for (const [what, given, expected] of cases) {
    it(`${expected ? 'takes' : 'passes over'} ${what}`, () => assert.equal(isShowable(aVideo(given), NOON), expected));
  }
});

describe('liveAt', () => {
  it('shows nothing of an inactive or expired content, or of one without videos', () => {
    assert.equal(shown(bare([aVideo()], anArContent({ is_active: false }))), null);
    assert.equal(shown(bare([aVideo()], anArContent({ expires_at: NOON }))), null);
    assert.deepEqual(shown(bare([aVideo()], anArContent({ expires_at: NOON + 1 }))), [1, 'fallback']);
    assert.equal(shown(bare([])), null);
  });

  it('shows the active video with its reason', () => {
    const videos = [aVideo({ id: 1 }), aVideo({ id: 2 })];
    assert.deepEqual(shown(bare(videos, anArContent({ active_video_id: 2, active_reason: 'manual' }))), [2, 'manual']);
  });

  it('goes on to the window when the active video cannot be shown', () => {
    const videos = [aVideo({ id: 1, status: 'failed' }), aVideo({ id: 2, schedule_end: NOON + 1 })];
    assert.deepEqual(shown(bare(videos, anArContent({ active_video_id: 1 }))), [2, 'window']);
  });

  it('prefers the window that began last, an open one least, then the lower id', () => {
    const videos = [
      aVideo({ id: 1, schedule_end: NOON + 9 }),
      aVideo({ id: 2, schedule_start: NOON - 2 }),
      aVideo({ id: 3, schedule_start: NOON - 1 }),
      aVideo({ id: 4, schedule_start: NOON - 1 }),
    ];
    assert.deepEqual(shown(bare(videos)), [3, 'window']);
    assert.deepEqual(shown(bare(videos.slice(0, 2))), [2, 'window']);
    assert.deepEqual(
      shown(bare([aVideo({ id: 8, schedule_end: NOON + 1 }), aVideo({ id: 7, schedule_end: NOON + 2 })])),
      [7, 'window'],
    );
  });

  it('falls back to the default, then to the first by rotation_order and id', () => {
    const videos = [
      aVideo({ id: 1, rotation_order: 2 }),
      aVideo({ id: 2, rotation_order: 1 }),
      aVideo({ id: 3, rotation_order: 1 }),
    ];
    assert.deepEqual(shown(bare(videos, anArContent({ default_video_id: 1 }))), [1, 'default']);
    assert.deepEqual(shown(bare(videos)), [2, 'fallback']);
  });
});

describe('resolveActive', () => {
  it('tells until when the answer holds and what comes next', () => {
    const answer = resolveActive(aState(), NOON);
    assert.equal(answer.live?.video.id, 1);
    assert.equal(answer.live?.scheduleId, 1);
    assert.equal(answer.validUntil, NOON + 60_000);
    const { video, ...next } = answer.next ?? {};
    assert.deepEqual([video?.id, next], [2, { reason: 'rotation', startsAt: NOON + 60_000 }]);
    assert.equal(answer.open, true);
    assert.equal(answer.uncommitted, 0);
  });

  it('looks past slots that change nothing for the next video, but only so far', () => {
    const next = (sequence: number[]) =>
      resolveActive(aState({ schedules: [aSchedule({ video_sequence: sequence })] }), NOON).next;
    assert.deepEqual(next([1, 1, 1, 3])?.startsAt, NOON + 3 * 60_000);
    assert.equal(next([1]), null);
  });

  it('tells the next instant and video also when very many schedules are due at once', () => {
    const schedules = Array.from({ length: 40 }, (_, k) => aSchedule({ id: k + 1, video_sequence: [1, 2 + (k % 2)] }));
    const answer = resolveActive(aState({ schedules }), NOON);
    assert.equal(answer.validUntil, NOON + 60_000);
    assert.deepEqual([answer.next?.video.id, answer.next?.startsAt], [3, NOON + 60_000]);
  });

  it('counts what no worker has committed yet', () => {
    const answer = resolveActive(aState(), NOON + 5 * 60_000);
    assert.equal(answer.uncommitted, 5);
    assert.equal(answer.live?.video.id, 3);
    assert.equal(answer.version, 6);
  });

  it('knows of no end where nothing is planned', () => {
    const answer = resolveActive(bare(), NOON);
    assert.deepEqual([answer.validUntil, answer.next], [null, null]);
  });
});
