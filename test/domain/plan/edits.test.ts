import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chooseVideo } from '../../../src/domain/plan/choose-video.js';
import { indexInNewSequence, requireShowable, withManualVideo, withoutVideo } from '../../../src/domain/plan/edits.js';
import { beginsAnew } from '../../../src/domain/plan/selection-memory.js';
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

  it('moves nothing of what a selection remembers', () => {
    const selection_memory = { round: 3, taken: [0, 2], recent: [3], credits: [] };
    const schedule = aSchedule({ selection: 'shuffle', selection_memory });
    const after = withManualVideo(aState({ schedules: [schedule] }), 2).schedules[0];
    assert.deepEqual(after, { ...schedule, current_index: 1 });
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
      weights: null,
      selection_memory: null,
      current_index: 0,
      position_pending: false,
      is_active: false,
      inactive_reason: 'sequence_empty',
      resume_at: null,
    });
  });
});

describe('withoutVideo, of a selection that remembers', () => {
  const memory = { round: 3, taken: [0], recent: [1, 2], credits: [-1, 2, -1] };
  const given = { video_sequence: [1, 2, 3], weights: [1, 0, 2], selection_memory: memory };

  it('takes its weight out, too, and begins anew with a round of its own', () => {
    const rest = withoutVideo(aSchedule({ ...given, selection: 'weighted' }), 1);
    assert.deepEqual([rest.weights, rest.is_active], [[0, 2], true]);
    assert.deepEqual(rest.selection_memory, { round: 4, taken: [], recent: [1, 2], credits: [] });
  });

  it('deactivates when no position is left that is ever shown', () => {
    const weighted = aSchedule({ ...given, weights: [0, 0, 2], selection: 'weighted', current_index: 2 });
    const rest = withoutVideo(weighted, 3);
    assert.deepEqual([rest.video_sequence, rest.current_index], [[1, 2], 1]);
    assert.deepEqual([rest.is_active, rest.inactive_reason], [false, 'sequence_empty']);
    assert.equal(withoutVideo({ ...weighted, selection: 'shuffle' }, 3).is_active, true);
  });
});

describe('beginsAnew', () => {
  const before = aSchedule({ selection: 'weighted', weights: [1, 2, 3] });
  const begins = (after: object): boolean => beginsAnew(before, { ...before, ...after });

  it('says whether a selection begins anew: by another sequence, selection or weights', () => {
    assert.equal(begins({ video_sequence: [1, 3, 2] }), true);
    assert.equal(begins({ video_sequence: [1, 2] }), true);
    assert.equal(begins({ selection: 'shuffle' }), true);
    assert.equal(begins({ rotation_type: 'random' }), true);
    assert.equal(begins({ weights: [3, 2, 1] }), true);
    assert.equal(begins({ weights: null }), true);
    assert.equal(beginsAnew({ ...before, weights: null }, before), true);
  });

  it('goes by values, and by nothing else', () => {
    assert.equal(begins({ video_sequence: [1, 2, 3], weights: [1, 2, 3], no_repeat_last: 2, current_index: 1 }), false);
    assert.equal(beginsAnew({ ...before, weights: null }, { ...before, weights: null }), false);
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
