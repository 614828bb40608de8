import assert from 'node:assert/strict';
import type { ContentState } from '../../../src/domain/plan/content-state.js';
import { foldPlan } from '../../../src/domain/plan/fold-plan.js';
import { liveAt } from '../../../src/domain/plan/live.js';
import { resolveActive } from '../../../src/domain/plan/resolve-active.js';
import type { Override } from '../../../src/domain/override.js';
import { aSchedule, aState, aVideo, anArContent, anOverride, NOON } from '../../support/builders.js';

const MINUTE = 60_000;

/** Three videos, of which the first is live, rotating every minute; and overrides. */
const overridden = (overrides: Partial<Override>[], given: Partial<ContentState> = {}): ContentState =>
  aState({
    schedules: [aSchedule({ video_sequence: [1, 2, 3], position_pending: false, next_rotation_at: NOON + MINUTE })],
    overrides: overrides.map((override, index) => anOverride({ id: index + 1, ...override })),
    ...given,
  });

const shows = (state: ContentState, at = NOON): unknown[] => {
  const live = liveAt(state, at);
  return [live?.video.id, live?.reason, live?.overrideId];
};

/** What each step made of the content: its kind, what is seen, what lies beneath, and the note. */
const told = (state: ContentState, until: number): unknown[] =>
  foldPlan(state, until).steps.map(({ kind, toVideoId, beneathVideoId, note }) => [
    kind,
    toVideoId,
    beneathVideoId,
    note,
  ]);

describe('an override', () => {
  it('is seen within its bounds, which are half-open', () => {
    const state = overridden([{ video_id: 3, starts_at: NOON, ends_at: NOON + MINUTE }]);
    assert.deepEqual(shows(state, NOON), [3, 'override', 1]);
    assert.deepEqual(shows(state, NOON + MINUTE - 1), [3, 'override', 1]);
    assert.deepEqual(shows(state, NOON + MINUTE), [1, 'rotation', null]);
    assert.deepEqual(shows(state, NOON - 1), [1, 'rotation', null]);
  });

  it('of the highest priority is seen, then the one that began last, then the one made last', () => {
    assert.deepEqual(shows(overridden([{ video_id: 2, priority: 1 }, { video_id: 3 }])), [2, 'override', 1]);
    assert.deepEqual(shows(overridden([{ video_id: 2 }, { video_id: 3, starts_at: NOON - 1 }])), [2, 'override', 1]);
    assert.deepEqual(shows(overridden([{ video_id: 2 }, { video_id: 3 }])), [3, 'override', 2]);
  });

  it('whose video cannot be shown gives way to the next', () => {
    const videos = [1, 2, 3].map((id) => aVideo({ id, ...(id === 3 && { status: 'failed' }) }));
    assert.deepEqual(shows(overridden([{ video_id: 2 }, { video_id: 3 }], { videos })), [2, 'override', 1]);
    const expiring = [1, 2, 3].map((id) => aVideo({ id, ...(id === 3 && { expires_at: NOON + MINUTE / 2 }) }));
    const state = overridden([{ video_id: 3 }], { videos: expiring });
    assert.deepEqual(told(state, NOON + MINUTE / 2), [['expiry', 1, 1, null]]);
  });

  it('does not show a content that is closed', () => {
    assert.deepEqual(shows(overridden([{}], { arContent: anArContent({ is_active: false }) })), [
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('hides steps that go on beneath, and shows what they came to when it ends', () => {
    const state = overridden([{ video_id: 3, starts_at: NOON + 1, ends_at: NOON + 2 * MINUTE + 1 }]);
    assert.deepEqual(told(state, NOON + 3 * MINUTE), [
      ['override', 3, 1, null],
      ['schedule', 3, 2, 'overridden'],
      ['schedule', 3, 3, 'overridden'],
      ['override', 3, 3, null],
      ['schedule', 1, 1, null],
    ]);
  });

  it('takes a slot at its start under itself, and leaves the one at its end to the rotation', () => {
    const state = overridden([
      { video_id: 3, starts_at: NOON + MINUTE, ends_at: NOON + 2 * MINUTE, holds_rotation: true },
    ]);
    assert.deepEqual(told(state, NOON + 2 * MINUTE), [
      ['override', 3, 1, null],
      ['schedule', 3, 1, 'held'],
      ['override', 1, 1, null],
      ['schedule', 2, 2, null],
    ]);
  });

  it('holds the rotation only while it is the one that is seen', () => {
    const held = overridden([
      { video_id: 3, holds_rotation: true },
      { video_id: 2, priority: 1 },
    ]);
    const { state, steps } = foldPlan(held, NOON + MINUTE);
    assert.deepEqual(
      steps.map(({ note }) => note),
      ['overridden'],
    );
    assert.equal(state.schedules[0]?.current_index, 1);
  });

  it('that holds consumes slots, and neither moves the position nor counts them', () => {
    const { state } = foldPlan(overridden([{ video_id: 3, holds_rotation: true }]), NOON + 5 * MINUTE);
    const { current_index, slot_number, last_slot_at, last_rotation_at } = state.schedules[0] ?? aSchedule();
    assert.deepEqual([current_index, slot_number, last_slot_at, last_rotation_at], [0, 0, NOON + 5 * MINUTE, null]);
  });

  it('that changes nothing that is seen is no step, and no end of an answer', () => {
    const state = overridden(
      [
        { video_id: 3, priority: 1 },
        { video_id: 2, starts_at: NOON + 5 },
      ],
      { schedules: [] },
    );
    assert.deepEqual(told(state, NOON + MINUTE), []);
    assert.equal(resolveActive(state, NOON).validUntil, null);
    assert.equal(foldPlan(state, NOON + MINUTE).state.arContent.version, state.arContent.version);
  });

  it('leaves a random choice to what lies beneath', () => {
    const schedules = [
      aSchedule({
        selection: 'random',
        position_pending: false,
        video_sequence: [1, 2],
        next_rotation_at: NOON + MINUTE,
      }),
    ];
    const { state } = foldPlan(overridden([{ video_id: 2 }], { schedules }), NOON + MINUTE);
    assert.equal(state.arContent.active_video_id, 2, 'the video beneath was 1, so that it is not drawn again');
  });
});

describe('a skipped slot', () => {
  it('is consumed, and the position and the number of the step stay', () => {
    const schedules = [
      aSchedule({
        position_pending: false,
        video_sequence: [1, 2, 3],
        next_rotation_at: NOON + MINUTE,
        skips: [NOON + MINUTE],
      }),
    ];
    const { state, steps } = foldPlan(aState({ schedules }), NOON + 2 * MINUTE);
    assert.deepEqual(
      steps.map(({ at, toVideoId, note }) => [at - NOON, toVideoId, note]),
      [
        [MINUTE, 1, 'skipped'],
        [2 * MINUTE, 2, null],
      ],
    );
    assert.equal(state.schedules[0]?.slot_number, 1);
  });
});

describe('a pause that ends by itself', () => {
  const paused = (given: Parameters<typeof aSchedule>[0]) =>
    aState({
      schedules: [
        aSchedule({
          video_sequence: [1, 2, 3],
          position_pending: false,
          is_active: false,
          inactive_reason: 'paused',
          paused_at: NOON,
          next_rotation_at: null,
          resume_at: NOON + 3 * MINUTE + 1,
          ...given,
        }),
      ],
    });

  it('has the schedule go on from the next slot', () => {
    const { state, steps } = foldPlan(paused({}), NOON + 4 * MINUTE);
    assert.deepEqual(
      steps.map(({ kind, slots }) => [kind, slots]),
      [
        ['resume', 0],
        ['schedule', 0],
      ],
    );
    const { is_active, inactive_reason, resume_at, next_rotation_at } = state.schedules[0] ?? aSchedule();
    assert.deepEqual([is_active, inactive_reason, resume_at, next_rotation_at], [true, null, null, NOON + 5 * MINUTE]);
  });

  it('takes a slot at its very end', () => {
    const { steps } = foldPlan(paused({ resume_at: NOON + 3 * MINUTE }), NOON + 3 * MINUTE);
    assert.deepEqual(
      steps.map(({ kind, toVideoId }) => [kind, toVideoId]),
      [
        ['resume', 1],
        ['schedule', 2],
      ],
    );
  });

  it('does not make up for a slot at its very end, which is taken by itself', () => {
    const { steps } = foldPlan(paused({ resume_missed: 'all', resume_at: NOON + 3 * MINUTE }), NOON + 3 * MINUTE);
    assert.deepEqual(
      steps.map(({ kind, slots }) => [kind, slots]),
      [
        ['resume', 2],
        ['schedule', 0],
      ],
    );
  });

  it('makes up for one slot, or for each, as it was said', () => {
    const once = foldPlan(paused({ resume_missed: 'once' }), NOON + 3 * MINUTE + 1);
    assert.deepEqual(
      once.steps.map(({ slots, toVideoId }) => [slots, toVideoId]),
      [[1, 2]],
    );
    const all = foldPlan(paused({ resume_missed: 'all' }), NOON + 3 * MINUTE + 1);
    assert.deepEqual(
      all.steps.map(({ slots, toVideoId }) => [slots, toVideoId]),
      [[3, 1]],
    );
    const none = foldPlan(paused({ resume_missed: 'once', resume_at: NOON + 1 }), NOON + 1);
    assert.deepEqual(
      none.steps.map(({ slots }) => slots),
      [0],
      'no slot fell into it',
    );
  });

  it('makes up for a thousand slots at most', () => {
    const { steps } = foldPlan(
      paused({ resume_missed: 'all', interval_seconds: 1, resume_at: NOON + 3_600_000 }),
      NOON + 3_600_000,
    );
    assert.equal(steps[0]?.slots, 1_000);
  });
});
