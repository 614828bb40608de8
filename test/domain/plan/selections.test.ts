import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chooseVideo } from '../../../src/domain/plan/choose-video.js';
import { missingWeights, remembers, weightFaults, weightOf } from '../../../src/domain/plan/selection.js';
import type { RotationSchedule } from '../../../src/domain/rotation-schedule.js';
import { aSchedule } from '../../support/builders.js';

/** Plays a schedule: who can be shown is asked at each step, and what it shows is live at the next. */
class Play {
  schedule: RotationSchedule;
  live: number | null;

  constructor(given: Partial<RotationSchedule>, live: number | null = null) {
    this.schedule = aSchedule(given);
    this.live = live;
  }

  /** The position of the next step; null: nothing can be shown. */
  step(canBeShown: (id: number) => boolean = () => true): number | null {
    const choice = chooseVideo(this.schedule, this.live, canBeShown);
    const slot_number = this.schedule.slot_number + 1;
    this.schedule = { ...this.schedule, slot_number };
    if (choice === null) return null;
    const { index, videoId, memory } = choice;
    this.schedule = { ...this.schedule, current_index: index, position_pending: false, selection_memory: memory };
    this.live = videoId;
    return index;
  }

  steps(count: number, canBeShown?: (id: number) => boolean): (number | null)[] {
    return Array.from({ length: count }, () => this.step(canBeShown));
  }
}

const upTo = (length: number): number[] => Array.from({ length }, (_, index) => index);
/** A video for each position. */
const sequence = (length: number): number[] => upTo(length).map((index) => index + 1);
const countsOf = (shown: readonly (number | null)[], length: number): number[] =>
  upTo(length).map((index) => shown.filter((one) => one === index).length);
const seeds = fc.nat(2 ** 31 - 1);

describe('the selection shuffle', () => {
  const shuffle = (given: Partial<RotationSchedule> = {}, live: number | null = null) =>
    new Play({ selection: 'shuffle', ...given }, live);

  it('shows each position once a round, and none again where two rounds meet (property)', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 12 }), (random_seed, length) => {
        const play = shuffle({ random_seed, video_sequence: sequence(length) });
        let last: number | null = null;
        for (let round = 0; round < 6; round += 1) {
          const shown = play.steps(length);
          assert.deepEqual(
            shown.toSorted((a, b) => Number(a) - Number(b)),
            upTo(length),
          );
          assert.notEqual(shown[0], last);
          last = shown.at(-1) ?? null;
        }
      }),
    );
  });

  it('has rounds that are unlike: the orders of consecutive ones correlate below 0.1 on average', () => {
    for (const length of [5, 8, 20]) {
      const play = shuffle({ random_seed: 7, video_sequence: sequence(length) });
      const rounds = Array.from({ length: 400 }, () => play.steps(length));
      // Spearman's rank correlation.
      const correlations = rounds.slice(1).map((round, index) => {
        const squares = upTo(length).map((position) => {
          const difference = round.indexOf(position) - (rounds[index]?.indexOf(position) ?? 0);
          return difference * difference;
        });
        const sum = squares.reduce((a, b) => a + b, 0);
        return 1 - (6 * sum) / (length * (length * length - 1));
      });
      const average = correlations.reduce((a, b) => a + b, 0) / correlations.length;
      assert.ok(Math.abs(average) < 0.1, `${length} positions: ${average}`);
    }
  });

  it('depends on seed and round alone, and each seed has an order of its own', () => {
    const orderBy = (random_seed: number) =>
      shuffle({ random_seed, video_sequence: sequence(8), slot_number: random_seed }).steps(16);
    assert.deepEqual(orderBy(7), orderBy(7));
    assert.notDeepEqual(orderBy(7), orderBy(8));
  });

  it('shows what could not be shown when its turn came later in the round, and ends the round without it', () => {
    const undisturbed = shuffle({ video_sequence: sequence(4) }).steps(4);
    const [first = 0] = undisturbed;
    assert.ok(first !== null);
    const late = shuffle({ video_sequence: sequence(4) });
    late.step((id) => id !== first + 1);
    assert.equal(late.step(), first);

    const absent = shuffle({ video_sequence: sequence(4) });
    const shown = absent.steps(6, (id) => id !== first + 1);
    assert.deepEqual(
      countsOf(shown, 4),
      upTo(4).map((index) => (index === first ? 0 : 2)),
    );
  });

  it('has the live video let another go first, but stays when there is no other', () => {
    const [first] = shuffle().steps(1);
    assert.ok(first != null);
    assert.notEqual(shuffle({}, first + 1).step(), first);
    assert.equal(
      shuffle({}, 2).step((id) => id === 2),
      1,
    );
  });

  it('counts a pending position as taken, also when it was shown in the round already', () => {
    const play = shuffle({ video_sequence: sequence(4), position_pending: true, current_index: 2 });
    const shown = play.steps(4);
    assert.equal(shown[0], 2);
    assert.deepEqual(countsOf(shown, 4), [1, 1, 1, 1]);

    const again = shuffle({ video_sequence: sequence(4) });
    const [first = 0] = again.steps(2);
    again.schedule = { ...again.schedule, position_pending: true, current_index: first ?? 0 };
    const rest = again.steps(3);
    assert.equal(rest[0], first);
    assert.equal(new Set(rest).size, 3);
  });

  it('remembers nothing of a step that shows nothing', () => {
    const play = shuffle();
    play.step();
    const { selection_memory } = play.schedule;
    assert.equal(
      play.step(() => false),
      null,
    );
    assert.deepEqual(play.schedule.selection_memory, selection_memory);
  });
});

describe('the selection weighted', () => {
  const weighted = (weights: number[], given: Partial<RotationSchedule> = {}, live: number | null = null) =>
    new Play({ selection: 'weighted', weights, video_sequence: sequence(weights.length), ...given }, live);
  const sumOf = (weights: readonly number[]) => weights.reduce((a, b) => a + b, 0);
  const someWeights = fc
    .array(fc.nat(9), { minLength: 1, maxLength: 8 })
    .filter((weights) => weights.some((weight) => weight > 0));

  it('is as smooth as nginx does it', () => {
    assert.deepEqual(weighted([5, 1, 1]).steps(7), [0, 0, 1, 0, 2, 0, 0]);
  });

  it('shows each position exactly as often as its weight says, in every run of the sum of weights (property)', () => {
    fc.assert(
      fc.property(someWeights, fc.option(fc.nat(7), { nil: null }), (weights, live) => {
        const play = weighted(weights, {}, live === null ? null : live + 1);
        for (let run = 0; run < 3; run += 1) {
          assert.deepEqual(countsOf(play.steps(sumOf(weights)), weights.length), weights);
        }
      }),
    );
  });

  it('begins with another than the live video, if there is one', () => {
    assert.equal(weighted([5, 1], {}, 1).step(), 1);
    assert.deepEqual(weighted([5], {}, 1).steps(2), [0, 0]);
  });

  it('lets the credit of what cannot be shown stand still', () => {
    const play = weighted([2, 1, 1]);
    play.steps(2);
    const before = play.schedule.selection_memory?.credits;
    const absent = play.steps(9, (id) => id !== 1);
    assert.equal(play.schedule.selection_memory?.credits[0], before?.[0]);
    assert.equal(countsOf(absent, 3)[0], 0);
    // The whole of it is still shared as if it had never been away.
    assert.deepEqual(countsOf(play.steps(4), 3), [2, 1, 1]);
  });

  it('keeps all credits small, whoever can be shown when (property)', () => {
    fc.assert(
      fc.property(someWeights, fc.array(fc.nat(255), { minLength: 50, maxLength: 200 }), (weights, shows) => {
        const play = weighted(weights);
        for (const mask of shows) play.step((id) => (mask & (1 << (id - 1))) !== 0);
        const { credits = [] } = play.schedule.selection_memory ?? {};
        assert.ok(credits.every((credit) => Math.abs(credit) <= weights.length * sumOf(weights)));
        assert.equal(Math.abs(sumOf(credits)), 0);
      }),
    );
  });

  it('has a pending position pay as any other', () => {
    const play = weighted([2, 1, 1], { position_pending: true, current_index: 2 });
    const shown = play.steps(4);
    assert.equal(shown[0], 2);
    assert.deepEqual(countsOf(shown, 3), [2, 1, 1]);
  });

  it('never shows what has no weight, pending or not', () => {
    const play = weighted([0, 1], { position_pending: true });
    assert.deepEqual(play.steps(3), [1, 1, 1]);
    assert.equal(weighted([0, 0]).step(), null);
    assert.equal(new Play({ selection: 'weighted', weights: null }).step(), null);
  });
});

describe('no_repeat_last', () => {
  const selections = fc.constantFrom(
    { selection: 'sequential' as const },
    { selection: 'random' as const },
    { selection: 'shuffle' as const },
    { selection: 'weighted' as const, weights: [1, 2, 3, 4, 5, 6] },
  );

  it('has so many different videos come before one comes again (property)', () => {
    fc.assert(
      fc.property(selections, seeds, fc.integer({ min: 1, max: 5 }), (given, random_seed, no_repeat_last) => {
        const play = new Play({ ...given, random_seed, no_repeat_last, video_sequence: [1, 2, 3, 1, 5, 6] });
        const shown = play.steps(40).map((index) => play.schedule.video_sequence[index ?? 0]);
        // Five different videos: with more than four kept back, the least recently shown comes again.
        const apart = Math.min(no_repeat_last, 4);
        shown.forEach((video, step) => assert.ok(!shown.slice(Math.max(step - apart, 0), step).includes(video)));
      }),
    );
  });

  it('gives way to the least recently shown when all others cannot be shown', () => {
    for (const selection of ['sequential', 'random', 'shuffle', 'weighted'] as const) {
      const play = new Play({ selection, weights: [1, 1, 1], no_repeat_last: 100 });
      const cycle = play.steps(3);
      assert.deepEqual(play.steps(3), cycle, selection);
      const [first, second] = cycle;
      assert.ok(first != null && second != null);
      // Only these two can be shown: the one that was shown longer ago comes first.
      const two = play.steps(4, (id) => id === first + 1 || id === second + 1);
      assert.deepEqual(two, [first, second, first, second], selection);
    }
  });

  it('does not keep a pending position back', () => {
    for (const selection of ['sequential', 'random', 'shuffle', 'weighted'] as const) {
      const play = new Play({ selection, weights: [1, 1, 1], no_repeat_last: 2 });
      const [first] = play.steps(2);
      play.schedule = { ...play.schedule, position_pending: true, current_index: first ?? 0 };
      assert.equal(play.step(), first, selection);
    }
  });

  it('remembers no more than it says, and nothing when it is 0', () => {
    const play = new Play({ no_repeat_last: 2, video_sequence: sequence(6) });
    play.steps(5);
    assert.deepEqual(play.schedule.selection_memory, { round: 0, taken: [], recent: [6, 5], credits: [] });
    play.schedule = { ...play.schedule, no_repeat_last: 0 };
    play.step();
    assert.equal(play.schedule.selection_memory, null);
  });
});

describe('a selection', () => {
  it('remembers where choices depend on those before', () => {
    const kinds = ['sequential', 'random', 'shuffle', 'weighted'] as const;
    assert.deepEqual(
      kinds.map((selection) => remembers(aSchedule({ selection }))),
      [false, false, true, true],
    );
    assert.equal(remembers(aSchedule({ no_repeat_last: 1 })), true);
    assert.equal(remembers(aSchedule({ rotation_type: 'random', selection: 'shuffle' })), false);
  });

  it('by weights needs one for each position, at most a hundred, and one above 0', () => {
    const faults = (given: Partial<RotationSchedule>) =>
      weightFaults(aSchedule({ selection: 'weighted', ...given })).map(({ field, message }) => `${field} ${message}`);
    assert.deepEqual(faults({ weights: [1, 0, 2] }), []);
    assert.deepEqual(faults({ weights: [], video_sequence: [] }), []);
    assert.match(faults({}).join(), /^weights is needed/);
    assert.match(faults({ weights: [1, 1] }).join(), /^weights must say one weight for each .*: 3$/);
    assert.match(faults({ weights: [1, 1, 1, 1] }).join(), /^weights must say one weight for each .*: 3$/);
    assert.match(faults({ weights: [0, 0, 0] }).join(), /^weights must hold at least one/);
    assert.match(
      faults({ weights: [1], video_sequence: sequence(101) }).join(),
      /^video_sequence may have at most 100/,
    );
    assert.deepEqual(faults({ weights: null, rotation_type: 'random' }), []);
    assert.deepEqual(faults({ weights: null, selection: 'shuffle' }), []);
  });

  it('asks for weights where it goes by them, and shows nothing without them', () => {
    const asked = { selection: 'weighted', video_sequence: [1], weights: null };
    assert.equal(missingWeights({ ...asked, rotation_type: 'interval' }).length, 1);
    assert.deepEqual(missingWeights({ ...asked, rotation_type: 'random' }), []);
    assert.deepEqual(missingWeights({ ...asked, rotation_type: 'interval', weights: [1] }), []);
    assert.deepEqual(missingWeights({ ...asked, rotation_type: 'interval', selection: 'shuffle' }), []);
    assert.equal(weightOf(aSchedule({ selection: 'weighted', weights: null }), 0), 0);
    assert.equal(weightOf(aSchedule({ selection: 'shuffle', weights: null }), 0), 1);
  });
});
