import assert from 'node:assert/strict';
import { foldPlan } from '../../../src/domain/plan/fold-plan.js';
import { findOutcomes, findSlots, type UpcomingSlot } from '../../../src/domain/plan/upcoming.js';
import type { RotationSchedule } from '../../../src/domain/rotation-schedule.js';
import { nextSlot } from '../../../src/domain/recurrence/next-slot.js';
import { aSchedule, aState, aVideo, anOverride, NOON } from '../../support/builders.js';

const MINUTE = 60_000;

function slotsAhead(schedule: RotationSchedule, count: number): UpcomingSlot[] {
  const slots: UpcomingSlot[] = [];
  for (const _ of findSlots(schedule, count, slots)) continue;
  return slots;
}

describe('upcoming slots', () => {
  it('do what the fold then does, skips, overrides and other schedules included', () => {
    const videos = [aVideo({ id: 1 }), aVideo({ id: 2 }), aVideo({ id: 3, expires_at: NOON + 8 * MINUTE })];
    const schedules = [
      aSchedule({ id: 1, video_sequence: [1, 2, 3], skips: [NOON + 2 * MINUTE] }),
      aSchedule({
        id: 2,
        interval_seconds: 90,
        next_rotation_at: NOON + 90_000,
        video_sequence: [3, 1],
        selection: 'random',
      }),
    ];
    const overrides = [anOverride({ starts_at: NOON + 4 * MINUTE, ends_at: NOON + 6 * MINUTE, holds_rotation: true })];
    const state = aState({ videos, schedules, overrides });
    const [schedule = aSchedule()] = schedules;
    const slots = slotsAhead(schedule, 12);
    for (const _ of findOutcomes(state, 1, slots)) continue;
    const carriedOut = foldPlan(state, NOON + 12 * MINUTE).steps.filter(
      ({ kind, subjectId }) => kind === 'schedule' && subjectId === 1,
    );
    assert.deepEqual(
      slots.map(({ at, step }) => [at, step?.note, step?.videoId]),
      carriedOut.map(({ at, note, beneathVideoId }) => [at, note, beneathVideoId]),
    );
    assert.deepEqual(new Set(slots.map(({ step }) => step?.note)), new Set([null, 'skipped', 'held', 'unchanged']));
  });

  it('know as much as was found when the time was up', () => {
    const slots = slotsAhead(aSchedule(), 3);
    findOutcomes(aState(), 1, slots).next();
    assert.deepEqual(
      slots.map(({ step }) => step !== null),
      [true, false, false],
    );
  });

  it('are found one at a time', () => {
    const slots: UpcomingSlot[] = [];
    const finding = findSlots(aSchedule(), 3, slots);
    assert.deepEqual([finding.next().done, slots.length], [false, 1]);
    assert.deepEqual([finding.next().done, slots.length], [false, 2]);
  });

  it('need no look ahead where there are none', () => {
    assert.deepEqual([...findOutcomes(aState(), 1, [])], []);
  });

  it('show nothing where nothing can be shown', () => {
    const videos = [1, 2, 3].map((id) => aVideo({ id, status: 'failed' }));
    const slots = slotsAhead(aSchedule(), 1);
    for (const _ of findOutcomes(aState({ videos }), 1, slots)) continue;
    assert.deepEqual(slots[0]?.step, { videoId: null, note: 'no_showable_video' });
  });

  it('say which time a clock change moved them from', () => {
    const rule = {
      rotation_type: 'weekly',
      day_of_week: 7,
      time_of_day: '02:30:00',
      time_zone: 'Europe/Berlin',
    } as const;
    const at = Date.parse('2027-03-28T01:00Z');
    const meant = (given: Partial<RotationSchedule>): unknown =>
      slotsAhead(aSchedule({ ...rule, next_rotation_at: at, ...given }), 1)[0]?.insteadOf;
    assert.equal(meant({}), Date.parse('2027-03-28T02:30Z'));
    // Asked for, of rules that have no such time.
    assert.equal(meant({ day_of_week: 1 }), null);
    const over = { rrule: 'FREQ=DAILY;COUNT=1', rrule_anchor: NOON, rrule_last: NOON };
    assert.equal(meant({ rotation_type: 'rrule', ...over }), null);
    assert.equal(meant({ rotation_type: 'once', starts_at: at }), null);
    assert.equal(meant({ next_rotation_at: at - 1 }), null);
  });

  it('say what a clock change does to them', () => {
    const rule = { rotation_type: 'daily', time_of_day: '02:30:00', time_zone: 'Europe/Berlin' } as const;
    const changes = (after: string, given: object = {}): unknown[] => {
      const schedule = aSchedule({ ...rule, ...given });
      const first = nextSlot(schedule, Date.parse(after));
      return slotsAhead({ ...schedule, next_rotation_at: first }, 3).map(({ clockChange }) => clockChange);
    };
    assert.deepEqual(changes('2027-03-27T00:00Z'), [null, 'shifted', null]);
    assert.deepEqual(changes('2027-03-27T00:00Z', { time_of_day: '03:00:00' }), [null, null, null], 'its own time');
    const hourly = { rotation_type: 'cron', cron_expression: '0 * * * *', dst_gap: 'skip' };
    assert.deepEqual(changes('2027-03-28T00:30Z', hourly), [null, null, null], 'nothing is moved');
    assert.deepEqual(changes('2027-10-30T00:00Z'), [null, 'first_of_two', null]);
    assert.deepEqual(changes('2027-10-30T00:00Z', { dst_overlap: 'second' }), [null, 'second_of_two', null]);
    assert.deepEqual(changes('2027-10-30T00:00Z', { dst_overlap: 'both' }), [null, 'first_of_two', 'second_of_two']);
    assert.deepEqual(changes('2027-03-27T00:00Z', { rotation_type: 'interval', interval_seconds: 86_400 }), [
      null,
      null,
      null,
    ]);
  });
});
