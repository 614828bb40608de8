import assert from 'node:assert/strict';
import { daySetOf } from '../../../src/domain/calendar/day-set.js';
import { weekHours } from '../../../src/domain/calendar/daypart.js';
import { Opening } from '../../../src/domain/calendar/opening.js';
import { findLeftOut, type LeftOutTime } from '../../../src/domain/plan/left-out.js';
import { findSlots, type UpcomingSlot } from '../../../src/domain/plan/upcoming.js';
import { nextSlot } from '../../../src/domain/recurrence/next-slot.js';
import type { RotationSchedule } from '../../../src/domain/rotation-schedule.js';
import { aSchedule } from '../../support/builders.js';

const BERLIN = { rotation_type: 'daily', time_of_day: '02:30:00', time_zone: 'Europe/Berlin' } as const;

/** What is left out before the last of so many slots after an instant. */
function leftOut(given: Partial<RotationSchedule>, after: string, count: number): unknown[] {
  const from = Date.parse(after);
  const rule = aSchedule({ ...BERLIN, ...given });
  const schedule = { ...rule, next_rotation_at: nextSlot(rule, from) };
  const slots: UpcomingSlot[] = [];
  for (const _ of findSlots(schedule, count, slots)) continue;
  const found: LeftOutTime[] = [];
  for (const _ of findLeftOut(schedule, from, slots, found)) continue;
  return found.map(({ at, ruleTime, reason }) => [
    new Date(at).toISOString(),
    new Date(ruleTime).toISOString().slice(0, 16),
    reason,
  ]);
}

const opening = (given: Partial<ConstructorParameters<typeof Opening>[0]>): Opening =>
  new Opening({ timeZone: 'Europe/Berlin', hours: null, only: null, except: [], ...given });

describe('times of a rule that are no slots', () => {
  it('are those that the clock leaves out, where they are to be skipped', () => {
    assert.deepEqual(leftOut({ dst_gap: 'skip' }, '2027-03-27T12:00Z', 1), [
      ['2027-03-28T01:00:00.000Z', '2027-03-28T02:30', 'clock_change'],
    ]);
    assert.deepEqual(leftOut({ dst_gap: 'shift' }, '2027-03-27T12:00Z', 1), []);
  });

  it('are no times that come by themselves at the instant after a gap', () => {
    const hourly = { rotation_type: 'cron', cron_expression: '0 * * * *', dst_gap: 'skip' } as const;
    assert.deepEqual(leftOut(hourly, '2027-03-28T00:30Z', 3), []);
  });

  it('are those outside of the hours, and those on days that calendars leave out', () => {
    const hours = weekHours([{ days: [1, 2, 3, 4, 5], from: '01:00', to: '03:00' }]);
    // 4 June 2027 is a Friday.
    assert.deepEqual(leftOut({ opening: opening({ hours }) }, '2027-06-04T12:00Z', 1), [
      ['2027-06-05T00:30:00.000Z', '2027-06-05T02:30', 'hours'],
      ['2027-06-06T00:30:00.000Z', '2027-06-06T02:30', 'hours'],
    ]);
    // Also where the clock leaves them out.
    const nights = weekHours([{ days: [1, 2, 3, 4, 5, 6, 7], from: '01:00', to: '02:45' }]);
    assert.deepEqual(leftOut({ opening: opening({ hours: nights }) }, '2027-03-27T12:00Z', 1), [
      ['2027-03-28T01:00:00.000Z', '2027-03-28T02:30', 'hours'],
    ]);
    const except = [daySetOf([Date.parse('2027-06-07') / 86_400_000])];
    assert.deepEqual(leftOut({ opening: opening({ hours, except }) }, '2027-06-06T12:00Z', 1), [
      ['2027-06-07T00:30:00.000Z', '2027-06-07T02:30', 'days'],
    ]);
  });

  it('name the clock before hours and days', () => {
    const hours = weekHours([{ days: [1, 2, 3, 4, 5, 6, 7], from: '01:00', to: '02:45' }]);
    assert.deepEqual(leftOut({ dst_gap: 'skip', opening: opening({ hours }) }, '2027-03-27T12:00Z', 1), [
      ['2027-03-28T01:00:00.000Z', '2027-03-28T02:30', 'clock_change'],
    ]);
  });

  it('are a hundred at most, and none where there are no slots', () => {
    const hours = weekHours([{ days: [1], from: '00:00', to: '01:00' }]);
    const minutes = { rotation_type: 'interval', interval_seconds: 60, interval_anchor: 0 } as const;
    assert.equal(leftOut({ ...minutes, opening: opening({ hours }) }, '2027-06-04T12:00Z', 2).length, 100);
    assert.deepEqual(leftOut({ dst_gap: 'skip', ends_at: 0 }, '2027-03-27T12:00Z', 2), []);
  });
});
