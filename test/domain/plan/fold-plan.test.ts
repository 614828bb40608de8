import assert from 'node:assert/strict';
import fc from 'fast-check';
import { foldPlan, type Step } from '../../../src/domain/plan/fold-plan.js';
import { liveAt } from '../../../src/domain/plan/live.js';
import { resolveActive } from '../../../src/domain/plan/resolve-active.js';
import type { ContentState } from '../../../src/domain/plan/content-state.js';
import { anArContent, aSchedule, aState, aVideo, NOON } from '../../support/builders.js';

const MINUTE = 60_000;
const liveId = (state: ContentState, at: number) => resolveActive(state, at).live?.video.id ?? null;

/** A step without what it led to. */
const inShort = ({ kind, at, subjectId, fromVideoId, toVideoId, note }: Step) => ({
  kind,
  at,
  subjectId,
  fromVideoId,
  toVideoId,
  note,
});

describe('foldPlan', () => {
  it('applies nothing before the slot, and the slot at its very instant', () => {
    const state = aState();
    assert.deepEqual(foldPlan(state, NOON + MINUTE - 1).steps, []);
    const { steps, state: after } = foldPlan(state, NOON + MINUTE);
    assert.deepEqual(steps.map(inShort), [
      { kind: 'schedule', at: NOON + MINUTE, subjectId: 1, fromVideoId: 1, toVideoId: 2, note: null },
    ]);
    assert.deepEqual([steps[0]?.to, steps[0]?.isChange], [liveAt(after, NOON + MINUTE), true]);
    assert.equal(after.arContent.active_video_id, 2);
    assert.equal(after.arContent.active_reason, 'rotation');
    assert.equal(after.arContent.active_schedule_id, 1);
    const [schedule] = after.schedules;
    assert.equal(schedule?.current_index, 1);
    assert.equal(schedule?.last_rotation_at, NOON + MINUTE);
    assert.equal(schedule?.last_slot_at, NOON + MINUTE);
    assert.equal(schedule?.next_rotation_at, NOON + 2 * MINUTE);
    assert.equal(schedule?.slot_number, 1);
  });

  it('has shown a pending position once it took it', () => {
    const schedules = [aSchedule({ position_pending: true, current_index: 2 })];
    const [schedule] = foldPlan(aState({ schedules }), NOON + MINUTE).state.schedules;
    assert.deepEqual([schedule?.current_index, schedule?.position_pending], [2, false]);
  });

  it('applies a backlog in order, around the end of the sequence', () => {
    const { steps } = foldPlan(aState(), NOON + 4 * MINUTE);
    assert.deepEqual(
      steps.map(({ toVideoId }) => toVideoId),
      [2, 3, 1, 2],
    );
  });

  it('applies two schedules due at one instant by id, and the last one shows', () => {
    const schedules = [
      aSchedule({ id: 9, video_sequence: [3], current_index: 0 }),
      aSchedule({ id: 4, video_sequence: [1, 2] }),
    ];
    const { steps } = foldPlan(aState({ schedules }), NOON + MINUTE);
    assert.deepEqual(
      steps.map(({ subjectId, toVideoId }) => [subjectId, toVideoId]),
      [
        [4, 2],
        [9, 3],
      ],
    );
  });

  it('takes expiry before window before schedule at one instant', () => {
    const at = NOON + MINUTE;
    const videos = [aVideo({ id: 1, expires_at: at }), aVideo({ id: 2, schedule_start: at }), aVideo({ id: 3 })];
    const { steps } = foldPlan(aState({ videos }), at);
    assert.deepEqual(
      steps.map(({ kind }) => kind),
      ['expiry', 'window', 'schedule'],
    );
    assert.equal(steps.at(-1)?.toVideoId, 2);
  });

  it('takes the expiry of a content before that of its video', () => {
    const at = NOON + MINUTE;
    const arContent = anArContent({ active_video_id: 1, active_reason: 'manual', expires_at: at });
    const { steps } = foldPlan(aState({ arContent, videos: [aVideo({ id: 1, expires_at: at })], schedules: [] }), at);
    assert.deepEqual(
      steps.map(({ subjectId }) => subjectId),
      [null, 1],
    );
  });

  it('clears the pointer when its video expires, and leaves it when another does', () => {
    const at = NOON + 1;
    const expire = (id: number) =>
      foldPlan(
        aState({ schedules: [], videos: [1, 2].map((v) => aVideo({ id: v, expires_at: v === id ? at : null })) }),
        at,
      ).state.arContent.active_video_id;
    assert.equal(expire(1), null);
    assert.equal(expire(2), 1);
  });

  it('ends the slots when the content expires, also the one due at that instant', () => {
    const arContent = anArContent({ active_video_id: 1, active_reason: 'rotation', expires_at: NOON + MINUTE });
    const { steps, state } = foldPlan(aState({ arContent }), NOON + 10 * MINUTE);
    assert.deepEqual(steps.map(inShort), [
      { kind: 'expiry', at: NOON + MINUTE, subjectId: null, fromVideoId: 1, toVideoId: null, note: null },
    ]);
    assert.equal(state.schedules[0]?.next_rotation_at, null);
  });

  it('consumes a slot that finds nothing to show, changes nothing and says why', () => {
    const videos = [aVideo({ id: 1 }), aVideo({ id: 2, status: 'failed' }), aVideo({ id: 3, status: 'processing' })];
    const schedules = [aSchedule({ video_sequence: [2, 3], position_pending: true })];
    const { steps, state } = foldPlan(aState({ videos, schedules }), NOON + MINUTE);
    assert.deepEqual(steps[0]?.note, 'no_showable_video');
    assert.equal(state.arContent.active_video_id, 1);
    const [schedule] = state.schedules;
    assert.equal(schedule?.position_pending, true);
    assert.equal(schedule?.last_rotation_at, null);
    assert.equal(schedule?.last_slot_at, NOON + MINUTE);
    assert.equal(schedule?.slot_number, 1);
  });

  it('notes a slot that shows what is live already', () => {
    const { steps } = foldPlan(aState({ schedules: [aSchedule({ video_sequence: [1] })] }), NOON + MINUTE);
    assert.equal(steps[0]?.note, 'unchanged');
  });

  it('stops at the limit, but never within an instant', () => {
    const schedules = [1, 2, 3].map((id) => aSchedule({ id }));
    const first = foldPlan(aState({ schedules }), NOON + 3 * MINUTE, 1);
    assert.equal(first.steps.length, 3);
    assert.equal(first.complete, false);
    assert.equal(first.state.arContent.settled_at, NOON + MINUTE);
    const all = foldPlan(aState({ schedules }), NOON + MINUTE, 3);
    assert.equal(all.complete, true);
  });

  it('refuses a slot of a schedule that is not there', () => {
    const broken = { ...aSchedule(), id: Number.NaN };
    assert.throws(() => foldPlan(aState({ schedules: [broken] }), NOON + MINUTE), /unknown schedule/);
  });

  const instant = fc.integer({ min: -5, max: 30 }).map((minutes) => NOON + minutes * 20_000);
  const optional = fc.option(instant, { nil: null });
  const video = (id: number) =>
    fc
      .record({ schedule_start: optional, schedule_end: optional, expires_at: optional, rotation_order: fc.nat(3) })
      .filter(({ schedule_start: start, schedule_end: end }) => start === null || end === null || end > start)
      .map((given) => aVideo({ id, ...given }));
  const schedule = (id: number) =>
    fc
      .record({
        interval_seconds: fc.integer({ min: 5, max: 90 }),
        video_sequence: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }),
        selection: fc.constantFrom('sequential' as const, 'random' as const),
        position_pending: fc.boolean(),
        random_seed: fc.nat(1_000),
      })
      .map((given) => aSchedule({ id, ...given, next_rotation_at: NOON + given.interval_seconds * 1_000 }));
  const state = fc
    .record({
      videos: fc.tuple(video(1), video(2), video(3), video(4)),
      schedules: fc.tuple(schedule(1), schedule(2)),
      pointer: fc.constantFrom(null, 1, 2),
      default_video_id: fc.constantFrom(null, 3),
      expires_at: optional,
    })
    .map(({ videos, schedules, pointer, ...given }) =>
      aState({ videos, schedules, arContent: anArContent({ active_video_id: pointer, ...given }) }),
    );

  it('gives the same whether it is folded at once or in pieces (property)', () => {
    fc.assert(
      fc.property(
        state,
        fc.array(fc.nat(600_000), { maxLength: 6 }),
        fc.integer({ min: 1, max: 5 }),
        (start, cuts, limit) => {
          const until = NOON + 600_000;
          const whole = foldPlan(start, until);
          let pieces = start;
          const steps = [];
          for (const cut of [...cuts.map((ms) => NOON + ms).toSorted((a, b) => a - b), until]) {
            for (let complete = false; !complete;) {
              const piece = foldPlan(pieces, cut, limit);
              steps.push(...piece.steps);
              ({ state: pieces, complete } = piece);
            }
          }
          assert.deepEqual(steps, whole.steps);
          assert.deepEqual(pieces, whole.state);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('keeps order, counts each step in the version, and only shows what can be shown (property)', () => {
    fc.assert(
      fc.property(state, fc.nat(900_000), (start, ms) => {
        const until = NOON + ms;
        const { steps, state: after } = foldPlan(start, until);
        steps.forEach((step, i) => assert.ok(i === 0 || (steps[i - 1]?.at ?? 0) <= step.at));
        assert.equal(after.arContent.version, start.arContent.version + steps.length);
        const perSchedule = new Set(steps.filter((s) => s.kind === 'schedule').map((s) => `${s.subjectId} ${s.at}`));
        assert.equal(perSchedule.size, steps.filter((s) => s.kind === 'schedule').length);
        steps.forEach((step, i) => {
          if (i > 0) assert.equal(step.fromVideoId, steps[i - 1]?.toVideoId);
        });
        const last = steps.at(-1);
        assert.equal(liveAt(after, until)?.video.id ?? null, last ? last.toVideoId : liveId(start, NOON));
      }),
      { numRuns: 300 },
    );
  });

  it('is foretold: what valid_until and next_video say is what then happens (property)', () => {
    fc.assert(
      fc.property(state, fc.nat(300_000), (start, ms) => {
        const at = NOON + ms;
        const answer = resolveActive(start, at);
        if (answer.validUntil !== null) {
          assert.ok(answer.validUntil > at);
          assert.equal(liveId(start, answer.validUntil - 1), answer.live?.video.id ?? null);
          assert.ok(resolveActive(start, answer.validUntil).version > answer.version);
        } else {
          assert.equal(liveId(start, at + 10 ** 9), answer.live?.video.id ?? null);
        }
        if (answer.next) assert.equal(liveId(start, answer.next.startsAt), answer.next.video.id);
      }),
      { numRuns: 300 },
    );
  });
});
