import assert from 'node:assert/strict';
import { videoChanges } from '../../../src/domain/plan/video-changes.js';
import { anArContent, anOverride, aState, aVideo, NOON } from '../../support/builders.js';

const HOUR = 3_600_000;

describe('the changes of the video that a content shows', () => {
  it('are told with what is shown before and after, and a change of the reason is none', () => {
    const spring = aVideo({ id: 1, expires_at: NOON + 3 * HOUR });
    const summer = aVideo({ id: 2, expires_at: NOON + 2 * HOUR });
    const state = aState({
      arContent: anArContent({ settled_at: NOON }),
      videos: [spring, summer],
      schedules: [],
      overrides: [
        // The same that lies beneath, by another reason.
        anOverride({ id: 1, video_id: 1, starts_at: NOON + 1, ends_at: NOON + HOUR }),
        anOverride({ id: 2, video_id: 2, starts_at: NOON + HOUR, ends_at: null }),
      ],
    });
    const progress = [...videoChanges(state)];
    const changes = progress.flatMap(({ change }) => change ?? []);
    assert.deepEqual(
      changes.map(({ at, from, to }) => [at - NOON, from?.id, to?.video.id]),
      [
        [HOUR, 1, 2],
        [2 * HOUR, 2, 1],
        [3 * HOUR, 1, undefined],
      ],
    );
    assert.equal(progress.at(-1)?.reach, Number.POSITIVE_INFINITY);
    assert.equal(progress[0]?.reach, NOON + 1);
  });

  it('begin with nothing where nothing is shown', () => {
    const videos = [aVideo({ id: 1, schedule_start: NOON + HOUR, schedule_end: NOON + 2 * HOUR })];
    const state = aState({ arContent: anArContent({ settled_at: NOON }), videos, schedules: [] });
    const changes = [...videoChanges(state)].flatMap(({ change }) => change ?? []);
    assert.deepEqual(
      changes.map(({ from, to }) => [from?.id, to?.video.id]),
      [
        [undefined, 1],
        [1, undefined],
      ],
    );
  });
});
