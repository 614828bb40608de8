import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chooseVideo } from '../../../src/domain/plan/choose-video.js';
import type { RotationSchedule } from '../../../src/domain/rotation-schedule.js';
import { aSchedule } from '../../support/builders.js';

const all = () => true;
/** The position chosen by a schedule that has nothing to remember. */
function choose(given: Partial<RotationSchedule>, live: number | null, canBeShown: (id: number) => boolean = all) {
  const choice = chooseVideo(aSchedule(given), live, canBeShown);
  assert.equal(choice?.memory ?? null, null);
  return choice && { index: choice.index, videoId: choice.videoId };
}

describe('chooseVideo, sequential', () => {
  it('goes to the next position, around the end', () => {
    assert.deepEqual(choose({ current_index: 0 }, 1), { index: 1, videoId: 2 });
    assert.deepEqual(choose({ current_index: 2 }, 3), { index: 0, videoId: 1 });
  });

  it('passes over what cannot be shown', () => {
    assert.deepEqual(
      choose({}, 1, (id) => id !== 2),
      { index: 2, videoId: 3 },
    );
    assert.deepEqual(
      choose({}, 1, (id) => id === 1),
      { index: 0, videoId: 1 },
    );
    assert.equal(
      choose({}, 1, () => false),
      null,
    );
  });

  it('goes on with the first that can be shown when none is left up to the end', () => {
    assert.deepEqual(
      choose({ current_index: 1 }, 2, (id) => id !== 3),
      { index: 0, videoId: 1 },
    );
  });

  it('shows a pending position itself, unless its video is live already', () => {
    const pending = { position_pending: true, current_index: 1 };
    assert.deepEqual(choose(pending, 1), { index: 1, videoId: 2 });
    assert.deepEqual(choose(pending, 2), { index: 2, videoId: 3 });
    assert.deepEqual(
      choose(pending, 1, (id) => id !== 2),
      { index: 2, videoId: 3 },
    );
  });

  it('keeps repeats: the same video may follow itself', () => {
    assert.deepEqual(choose({ video_sequence: [1, 1, 2] }, 1), { index: 1, videoId: 1 });
  });
});

describe('chooseVideo, random', () => {
  const random = { selection: 'random' as const };

  it('never chooses what is live while there is another (property)', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat(),
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1 }),
        (seed, slot, sequence) => {
          const choice = choose({ ...random, random_seed: seed, slot_number: slot, video_sequence: sequence }, 1);
          assert.equal(choice?.videoId, sequence[choice?.index ?? -1]);
          if (sequence.some((id) => id !== 1)) assert.notEqual(choice?.videoId, 1);
        },
      ),
    );
  });

  it('stays when there is no other', () => {
    assert.deepEqual(
      choose(random, 2, (id) => id === 2),
      { index: 1, videoId: 2 },
    );
  });

  it('depends on seed and slot number alone', () => {
    const draws = (seed: number) =>
      Array.from({ length: 50 }, (_, slot) => choose({ ...random, random_seed: seed, slot_number: slot }, null)?.index);
    assert.deepEqual(draws(7), draws(7));
    assert.notDeepEqual(draws(7), draws(8));
  });

  it('draws every video about equally often, a repeated one twice as often', () => {
    const counts = new Map<number, number>();
    for (let slot = 0; slot < 8_000; slot += 1) {
      const id = choose({ ...random, slot_number: slot, video_sequence: [1, 2, 3, 3] }, null)?.videoId ?? 0;
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    // Five standard deviations of a binomial around 2,000 and 4,000 of 8,000.
    assert.ok(Math.abs((counts.get(1) ?? 0) - 2_000) < 195, String(counts.get(1)));
    assert.ok(Math.abs((counts.get(3) ?? 0) - 4_000) < 225, String(counts.get(3)));
  });

  it('is what the older type "random" means, whatever its selection says', () => {
    const older = { rotation_type: 'random' as const, selection: 'sequential' as const };
    const drawn = new Set(Array.from({ length: 40 }, (_, slot) => choose({ ...older, slot_number: slot }, 1)?.videoId));
    assert.deepEqual(
      [...drawn].toSorted((a, b) => (a ?? 0) - (b ?? 0)),
      [2, 3],
    );
  });

  it('shows a pending position itself first', () => {
    const pending = { ...random, position_pending: true, current_index: 2 };
    for (let slot = 0; slot < 20; slot += 1) {
      assert.deepEqual(choose({ ...pending, slot_number: slot }, 1), { index: 2, videoId: 3 });
    }
    assert.notEqual(choose(pending, 1, (id) => id !== 3)?.videoId, 3);
  });
});
