import assert from 'node:assert/strict';
import { weekHours } from '../../../src/domain/calendar/daypart.js';
import { Opening } from '../../../src/domain/calendar/opening.js';
import type { ContentState } from '../../../src/domain/plan/content-state.js';
import { foldSteps } from '../../../src/domain/plan/fold-plan.js';
import { liveAt } from '../../../src/domain/plan/live.js';
import { changeOfStep, SegmentList, shownOf } from '../../../src/domain/plan/segments.js';
import { SlotTally } from '../../../src/domain/plan/slot-tally.js';
import { MOST_WARNINGS, warningsOf, type Warning, type WarningKind } from '../../../src/domain/plan/warnings.js';
import { anArContent, anOverride, aSchedule, aState, aVideo, NOON } from '../../support/builders.js';

const MINUTE = 60_000;
const minutes = (n: number): number => NOON + n * MINUTE;

/** What is warned of in the first minutes of a state. */
function warned(state: ContentState, until: number): Warning[] {
  const to = minutes(until);
  const list = new SegmentList(NOON, { shown: shownOf(liveAt(state, NOON)), beneathVideoId: null, appliedAt: null });
  const slots = new SlotTally();
  const steps = [...foldSteps(state, to - 1)].flatMap(({ step }) => step ?? []);
  for (const step of steps) list.take(changeOfStep(step));
  for (const at of new Set(steps.map((step) => step.at))) {
    slots.take(
      at,
      steps.filter((step) => step.at === at),
    );
  }
  return warningsOf(state, { from: NOON, to, segments: list.until(to), slots });
}

const ofKind = (kind: WarningKind, state: ContentState, until = 10): Warning[] =>
  warned(state, until).filter((warning) => warning.kind === kind);

const times = (warnings: readonly Warning[]): number[][] =>
  warnings.map(({ from, to }) => [(from - NOON) / MINUTE, (to - NOON) / MINUTE]);

const idle = { arContent: anArContent(), schedules: [] };

describe('warnings', () => {
  it('are none of a rotation that shows everything', () => {
    assert.deepEqual(warned(aState(), 10), []);
  });

  it('are none of no time at all', () => {
    assert.deepEqual(warned(aState({ videos: [] }), 0), []);
  });

  it('name the times at which nothing is shown', () => {
    const videos = [aVideo({ schedule_start: minutes(2), schedule_end: minutes(4) })];
    assert.deepEqual(times(ofKind('gap', aState({ ...idle, videos }))), [
      [0, 2],
      [4, 10],
    ]);
  });

  describe('of a video that is never shown', () => {
    const never = (given: Partial<ContentState>, until?: number): unknown[] =>
      ofKind('never_shown', aState(given), until).map(({ videoIds }) => videoIds[0]);

    it('name one that nothing names', () => {
      assert.deepEqual(never({ videos: [1, 2, 3, 4].map((id) => aVideo({ id })) }), [4]);
    });

    it('pass over what is not ready, or is over before', () => {
      const others = [aVideo({ id: 4, status: 'failed' }), aVideo({ id: 5, expires_at: NOON - 1 })];
      assert.deepEqual(never({ videos: [...aState().videos, ...others] }), []);
    });

    it('wait for a round of each schedule that names it', () => {
      const videos = [1, 2, 3].map((id) => aVideo({ id }));
      const override = anOverride({ video_id: 1 });
      assert.deepEqual(never({ videos, overrides: [override] }, 3), []);
      assert.deepEqual(never({ videos, overrides: [override] }, 4), [2, 3]);
      const slow = aSchedule({ id: 2, interval_seconds: 3_600, next_rotation_at: minutes(60), video_sequence: [3] });
      assert.deepEqual(never({ videos, overrides: [override], schedules: [aSchedule(), slow] }, 4), [2]);
    });

    it('count no slot that passes without a step', () => {
      const skips = [minutes(1), minutes(2)];
      const overrides = [anOverride({ video_id: 1 })];
      assert.deepEqual(never({ overrides, schedules: [aSchedule({ skips })] }, 5), []);
      assert.deepEqual(never({ overrides: [anOverride({ video_id: 1, holds_rotation: true })] }, 9), []);
    });

    it('wait for the end of its window', () => {
      const windowed = aVideo({ id: 4, schedule_start: minutes(1), schedule_end: minutes(5) });
      const videos = [...aState().videos, windowed];
      assert.deepEqual(never({ videos }, 4), []);
      assert.deepEqual(never({ videos }, 5), [4]);
    });

    it('pass over what an override to come or the default names', () => {
      const arContent = { ...aState().arContent, default_video_id: 4 };
      const videos = [1, 2, 3, 4, 5].map((id) => aVideo({ id }));
      const overrides = [anOverride({ video_id: 5, starts_at: minutes(60) })];
      assert.deepEqual(never({ arContent, videos, overrides }), []);
    });
  });

  it('name an override that is in effect but never seen', () => {
    const overrides = [
      anOverride({ id: 1, priority: 1, ends_at: minutes(5) }),
      anOverride({ id: 2, starts_at: minutes(2), ends_at: minutes(4) }),
      anOverride({ id: 3, starts_at: minutes(4), ends_at: minutes(6) }),
      anOverride({ id: 4, starts_at: minutes(60) }),
    ];
    const found = ofKind('override_never_wins', aState({ overrides }));
    assert.deepEqual(
      found.map(({ overrideIds, videoIds }) => [overrideIds, videoIds]),
      [[[2], [2]]],
    );
    assert.deepEqual(times(found), [[2, 4]]);
  });

  it('name windows that overlap, pair by pair', () => {
    const videos = [
      aVideo({ id: 1, schedule_start: minutes(5), schedule_end: minutes(9) }),
      aVideo({ id: 2, schedule_end: minutes(6) }),
      aVideo({ id: 3, schedule_start: minutes(9) }),
      aVideo({ id: 4, schedule_start: minutes(1), schedule_end: minutes(2), expires_at: minutes(1) }),
      aVideo({ id: 5, schedule_start: minutes(1), status: 'processing' }),
      aVideo({ id: 6 }),
      aVideo({ id: 7, schedule_start: minutes(9) }),
    ];
    const found = ofKind('windows_overlap', aState({ ...idle, videos }));
    assert.deepEqual(
      found.map(({ videoIds }) => videoIds),
      [
        [2, 1],
        [3, 7],
      ],
    );
    assert.deepEqual(times(found), [
      [5, 6],
      [9, 10],
    ]);
  });

  it('are so many and no more', () => {
    const videos = Array.from({ length: 40 }, (_, n) => aVideo({ id: n + 1, schedule_end: minutes(100) }));
    assert.equal(warned(aState({ ...idle, videos }), 10).length, MOST_WARNINGS);
  });

  it('name schedules whose slots fall on one instant, once for all of them', () => {
    const other = aSchedule({ id: 2, interval_seconds: 180, next_rotation_at: minutes(3) });
    const found = ofKind('slots_coincide', aState({ schedules: [aSchedule(), other] }));
    assert.deepEqual(
      found.map(({ scheduleIds, count }) => [scheduleIds, count]),
      [[[1, 2], 3]],
    );
    assert.deepEqual(times(found), [[3, 9]]);
  });

  it('tell of as many sets of schedules as there is room for', () => {
    const slots = new SlotTally();
    const [step] = [...foldSteps(aState(), minutes(1))].flatMap(({ step }) => step ?? []);
    assert.ok(step);
    for (let id = 1; id <= 150; id += 1) slots.take(id, [step, { ...step, subjectId: id + 1 }]);
    assert.equal(slots.coincidences.length, 100);
    slots.take(151, [{ ...step, subjectId: null }]);
    assert.equal(slots.takenBy(7), 1);
  });

  it('name expiries that leave one video or none', () => {
    const videos = [
      aVideo({ id: 1, expires_at: minutes(2) }),
      aVideo({ id: 2, expires_at: minutes(4) }),
      aVideo({ id: 3, expires_at: minutes(6) }),
      aVideo({ id: 4, expires_at: minutes(6) }),
    ];
    const found = ofKind('expiry_cliff', aState({ ...idle, videos }));
    assert.deepEqual(
      found.map(({ videoIds, count }) => [videoIds, count]),
      [[[3, 4], 0]],
    );
    const [one] = ofKind('expiry_cliff', aState({ ...idle, videos: [...videos, aVideo({ id: 5 })] }));
    assert.deepEqual([one?.videoIds, one?.count], [[3, 4], 1]);
    assert.deepEqual(ofKind('expiry_cliff', aState({ ...idle, videos }), 6), [], 'at the end, which is not told');
  });

  describe('of what keeps to hours', () => {
    const daily = (from: string, to: string): Opening =>
      new Opening({
        timeZone: 'UTC',
        hours: weekHours([{ days: [1, 2, 3, 4, 5, 6, 7], from, to }]),
        only: null,
        except: [],
      });

    it('name overrides and videos only where their hours leave something of the time', () => {
      const videos = [aVideo({ id: 1 }), aVideo({ id: 2 }), aVideo({ id: 3, opening: daily('12:05', '12:08') })];
      const overrides = [
        anOverride({ id: 1, video_id: 1, priority: 1 }),
        anOverride({ id: 2, video_id: 2, opening: daily('12:05', '12:08') }),
      ];
      const state = aState({ ...idle, videos, overrides });
      const named = (until: number): unknown[] =>
        warned(state, until).map(({ kind, videoIds, overrideIds }) => [kind, videoIds, overrideIds]);
      assert.deepEqual(named(5), []);
      assert.deepEqual(named(6), [
        ['never_shown', [3], []],
        ['override_never_wins', [2], [2]],
      ]);
    });

    it('name windows that overlap in hours that both keep to', () => {
      const window = { schedule_start: minutes(1), schedule_end: minutes(9) };
      const pair = (one: Opening | null, other: Opening | null): number[] => {
        const videos = [aVideo({ id: 1, ...window, opening: one }), aVideo({ id: 2, ...window, opening: other })];
        return ofKind('windows_overlap', aState({ ...idle, videos })).flatMap(({ videoIds }) => [...videoIds]);
      };
      assert.deepEqual(pair(daily('12:00', '12:05'), null), [1, 2]);
      assert.deepEqual(pair(daily('12:00', '12:05'), daily('12:04', '12:08')), [1, 2]);
      assert.deepEqual(pair(daily('12:00', '12:05'), daily('12:05', '12:08')), []);
    });

    it('are told where it takes too long to find out', () => {
      const every = (parity: number): Opening => {
        const text = (minute: number): string =>
          `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
        const hours = Array.from({ length: 719 }, (_, n) => ({
          days: [1, 2, 3, 4, 5, 6, 7],
          from: text(2 * n + parity),
          to: text(2 * n + parity + 1),
        }));
        return new Opening({ timeZone: 'UTC', hours: weekHours(hours), only: null, except: [] });
      };
      const window = { schedule_start: NOON, schedule_end: NOON + 30 * 24 * 60 * MINUTE };
      const videos = [aVideo({ id: 1, ...window, opening: every(0) }), aVideo({ id: 2, ...window, opening: every(1) })];
      const told = { from: NOON, to: window.schedule_end, segments: [], slots: new SlotTally() };
      const kinds = warningsOf(aState({ ...idle, videos }), told).map(({ kind }) => kind);
      assert.ok(kinds.includes('windows_overlap'));
    });
  });
});
