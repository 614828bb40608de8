import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chooseVideo } from '../../../src/domain/plan/choose-video.js';
import { indexInNewSequence, requireShowable, withManualVideo, withoutVideo } from '../../../src/domain/plan/edits.js';
import { AppError } from '../../../src/domain/errors.js';
import type { Video } from '../../../src/domain/video.js';
import { pathsOf } from '../../../src/domain/video-files.js';
import { aSchedule, aState, aVideo, NOON } from '../../support/builders.js';

describe('requireShowable', () => {
  it('lets pass what can be shown, and says of everything else why not', () => {
    requireShowable(aVideo(), NOON);
    const failed: Partial<Video> = { status: 'failed', failure_code: 'broken', failure_reason: 'it is cut off' };
    for (const [given, code, why] of [
      [{ status: 'uploading' }, 'video_not_ready', /upload has not ended/],
      [{ status: 'processing' }, 'video_not_ready', /processing has not ended/],
      [failed, 'video_not_ready', /failed \(broken\): it is cut off/],
      [{ expires_at: NOON }, 'conflict', /expired/],
      [{ expires_at: NOON + 1, schedule_start: NOON + 1 }, 'conflict', /outside its window/],
      [{ schedule_end: NOON }, 'conflict', /outside its window/],
    ] as const) {
      assert.throws(
        () => requireShowable(aVideo(given), NOON),
        (error) => error instanceof AppError && error.code === code && why.test(error.message),
        String(why),
      );
    }
  });
});

describe('pathsOf', () => {
  it('names every file of a video once, within its storage', () => {
    const url = (name: string): string => `/media/3/thumbnails/1/${name}.jpg`;
    const thumbnails = ['small', 'middle'].map((name) => ({ width: 1, height: 1, url: url(name) }));
    const video = { storage_connection_id: 3, video_path: 'videos/1/a.mp4', thumbnail_url: url('middle'), thumbnails };
    const images = ['thumbnails/1/middle.jpg', 'thumbnails/1/small.jpg'];
    assert.deepEqual(pathsOf(video), ['videos/1/a.mp4', ...images]);
    assert.deepEqual(pathsOf({ ...video, video_path: null, thumbnail_url: null, thumbnails: [] }), []);
  });
});

describe('withManualVideo', () => {
  it('moves the position to the next place of the video, counted from the present one', () => {
    const at = (current_index: number, videoId: number) =>
      withManualVideo(
        aState({ schedules: [aSchedule({ video_sequence: [1, 2, 1, 3], current_index, position_pending: true })] }),
        videoId,
      ).schedules[0];
    assert.equal(at(1, 1)?.current_index, 2);
    assert.equal(at(3, 1)?.current_index, 0);
    assert.equal(at(2, 1)?.current_index, 2);
    assert.equal(at(2, 1)?.position_pending, false);
  });

  it('leaves a schedule alone that does not hold the video', () => {
    const schedule = aSchedule({ position_pending: true });
    assert.equal(withManualVideo(aState({ schedules: [schedule] }), 9).schedules[0], schedule);
  });
});

describe('withoutVideo', () => {
  it('shows next what would have come next, whatever is taken out (property)', () => {
    const sequence = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(sequence, fc.nat(7), fc.integer({ min: 1, max: 4 }), (video_sequence, n, removed) => {
        const schedule = aSchedule({ video_sequence, current_index: n % video_sequence.length });
        const before = chooseVideo(schedule, null, (id) => id !== removed);
        const after = chooseVideo({ ...schedule, ...withoutVideo(schedule, removed) }, null, () => true);
        assert.equal(after?.videoId, before?.videoId);
      }),
    );
  });

  it('deactivates with the reason when nothing is left', () => {
    const rest = withoutVideo(aSchedule({ video_sequence: [2, 2], current_index: 1, position_pending: true }), 2);
    assert.deepEqual(rest, {
      video_sequence: [],
      current_index: 0,
      position_pending: false,
      is_active: false,
      inactive_reason: 'sequence_empty',
      resume_at: null,
    });
  });
});

describe('indexInNewSequence', () => {
  const schedule = aSchedule({ video_sequence: [1, 2, 3], current_index: 1 });
  const cases: [number[], number, string][] = [
    [[9, 2, 9], 1, 'the same place, if the same video stands there'],
    [[2, 9, 9], 0, 'the place where the video went'],
    [[7, 8, 9], 1, 'the same place, if the video is gone'],
    [[7], 0, 'the last place of a shorter sequence'],
    [[], 0, 'the start of an empty one'],
  ];
  for (const [sequence, expected, what] of cases) {
    it(`is ${what}`, () => assert.equal(indexInNewSequence(schedule, sequence), expected));
  }
});
