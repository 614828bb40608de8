import assert from 'node:assert/strict';
import { nextSlot } from '../../../src/domain/recurrence/next-slot.js';
import { rruleWallTimes } from '../../../src/domain/recurrence/rrule.js';
import { rruleFault } from '../../../src/domain/recurrence/rrule-fault.js';
import { lastOfCount, withTiming } from '../../support/derived-timing.js';
import type { RotationSchedule } from '../../../src/domain/rotation-schedule.js';
import { aSchedule } from '../../support/builders.js';

const BERLIN = 'Europe/Berlin';

/** A schedule by a rule, as it is saved. */
const ruled = (rrule: string, given: Partial<RotationSchedule> = {}): RotationSchedule => {
  const schedule = aSchedule({
    rotation_type: 'rrule',
    rrule,
    time_zone: BERLIN,
    created_at: Date.parse('2026-11-20T10:00:00Z'),
    dst_overlap_given: false,
    ...given,
  });
  return withTiming(null, schedule, schedule.created_at);
};

/** The next slots in words. */
function slots(schedule: RotationSchedule, after: string, count: number): string[] {
  const found: string[] = [];
  for (let at = nextSlot(schedule, Date.parse(after)); at !== null && found.length < count;) {
    found.push(new Date(at).toISOString().slice(0, 16));
    at = nextSlot(schedule, at);
  }
  return found;
}

describe('rules of RFC 5545', () => {
  it('come at time_of_day, every other week counted from the day of starts_at', () => {
    const schedule = ruled('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR', {
      time_of_day: '18:00:00',
      starts_at: Date.parse('2026-11-23T08:00:00Z'),
    });
    assert.deepEqual(slots(schedule, '2026-11-22T00:00Z', 4), [
      '2026-11-23T17:00',
      '2026-11-27T17:00',
      '2026-12-07T17:00',
      '2026-12-11T17:00',
    ]);
  });

  it('come at the time of starts_at, else at midnight, where neither BYHOUR nor time_of_day says', () => {
    const atStart = ruled('FREQ=DAILY', { starts_at: Date.parse('2026-11-23T08:30:00Z') });
    assert.deepEqual(slots(atStart, '2026-11-22T00:00Z', 2), ['2026-11-23T08:30', '2026-11-24T08:30']);
    assert.deepEqual(slots(ruled('FREQ=DAILY'), '2026-11-22T00:00Z', 1), ['2026-11-22T23:00']);
  });

  it('have no slot where their steps never meet their days', () => {
    const never = ruled('FREQ=DAILY;INTERVAL=7;BYDAY=MO', { starts_at: Date.parse('2026-11-20T10:00:00Z') });
    assert.deepEqual(slots(never, '2026-11-20T00:00Z', 1), []);
  });

  it('take BYHOUR before time_of_day', () => {
    const schedule = ruled('FREQ=DAILY;BYHOUR=9,17', { time_of_day: '12:30:00' });
    assert.deepEqual(slots(schedule, '2026-11-22T00:00Z', 2), ['2026-11-22T08:00', '2026-11-22T16:00']);
  });

  it('count hours from the midnight of their first day', () => {
    const schedule = ruled('FREQ=HOURLY;INTERVAL=5', { starts_at: Date.parse('2026-11-23T08:30:00Z') });
    assert.deepEqual(slots(schedule, '2026-11-22T00:00Z', 2), ['2026-11-23T09:00', '2026-11-23T14:00']);
  });

  it('pass over a day that a month lacks', () => {
    const schedule = ruled('FREQ=MONTHLY;BYMONTHDAY=31', { time_zone: 'UTC' });
    assert.deepEqual(slots(schedule, '2026-12-31T12:00Z', 3), [
      '2027-01-31T00:00',
      '2027-03-31T00:00',
      '2027-05-31T00:00',
    ]);
  });

  it('end after COUNT occurrences, whoever saw them, and with UNTIL', () => {
    const counted = ruled('FREQ=DAILY;COUNT=3', { time_zone: 'UTC' });
    assert.deepEqual(slots(counted, '2026-11-21T12:00Z', 9), ['2026-11-22T00:00']);
    const dated = ruled('FREQ=DAILY;UNTIL=20261123', { time_of_day: '21:00:00' });
    assert.deepEqual(slots(dated, '2026-11-22T12:00Z', 9), ['2026-11-22T20:00', '2026-11-23T20:00']);
    const local = ruled('FREQ=DAILY;UNTIL=20261123T210000', { time_of_day: '21:00:00' });
    assert.deepEqual(slots(local, '2026-11-23T12:00Z', 9), ['2026-11-23T20:00']);
    const instant = ruled('FREQ=DAILY;UNTIL=20261123T200000Z', { time_of_day: '21:00:00' });
    assert.deepEqual(slots(instant, '2026-11-23T12:00Z', 9), ['2026-11-23T20:00']);
    const earlier = ruled('FREQ=DAILY;UNTIL=20261123T195959Z', { time_of_day: '21:00:00' });
    assert.deepEqual(slots(earlier, '2026-11-23T12:00Z', 9), []);
  });

  it('keep their wall-clock time over a clock change, by the policy of the schedule', () => {
    const shifted = ruled('FREQ=DAILY;BYHOUR=2;BYMINUTE=30');
    assert.deepEqual(slots(shifted, '2027-03-27T02:00Z', 2), ['2027-03-28T01:00', '2027-03-29T00:30']);
    const skipped = ruled('FREQ=DAILY;BYHOUR=2;BYMINUTE=30', { dst_gap: 'skip' });
    assert.deepEqual(slots(skipped, '2027-03-27T02:00Z', 1), ['2027-03-29T00:30']);
  });

  it('find the next time as fast with an old anchor', () => {
    const schedule = ruled('FREQ=SECONDLY;INTERVAL=7', {
      created_at: Date.parse('1990-01-01T00:00:00Z'),
      time_zone: 'UTC',
    });
    assert.deepEqual(slots(schedule, '2027-01-01T00:00Z', 1), ['2027-01-01T00:00']);
  });

  it('keep their anchor unless rrule or starts_at changes', () => {
    const before = ruled('FREQ=DAILY;INTERVAL=3', { time_zone: 'UTC' });
    const later = Date.parse('2027-05-05T00:00:00Z');
    assert.equal(withTiming(before, { ...before, time_zone: BERLIN }, later).rrule_anchor, before.rrule_anchor);
    const started = withTiming(before, { ...before, starts_at: later }, later);
    assert.equal(started.rrule_anchor, later);
    const other = withTiming(started, { ...started, rrule: 'FREQ=DAILY', starts_at: null }, later);
    assert.equal(other.rrule_anchor, Date.parse('2026-11-20T00:00:00Z'));
  });

  it('are counted again only where they, or their start, change', () => {
    const before = { ...ruled('FREQ=DAILY;COUNT=3', { time_zone: 'UTC' }), rrule_last: 1 };
    assert.equal(withTiming(before, { ...before, dst_gap: 'skip' }, before.created_at).rrule_last, 1);
    const later = { ...before, time_of_day: '09:00:00' };
    assert.equal(withTiming(before, later, before.created_at).rrule_last, Date.parse('2026-11-22T09:00:00Z'));
    const unanchored = { ...before, rrule_anchor: null };
    assert.equal(withTiming(unanchored, before, before.created_at).rrule_last, Date.parse('2026-11-22T00:00:00Z'));
    const other = withTiming(before, { ...before, rrule: 'FREQ=DAILY;COUNT=2' }, before.created_at);
    assert.equal(other.rrule_last, Date.parse('2026-11-21T00:00:00Z'));
  });

  it('say so when they are asked about no time at all', () => {
    const times = rruleWallTimes({ rrule: 'FREQ=DAILY', anchor: 0, last: null });
    assert.throws(() => times(Number.NaN));
  });

  it('say what COUNT comes to', () => {
    assert.equal(lastOfCount('FREQ=WEEKLY;COUNT=3', Date.UTC(2026, 0, 1)), Date.UTC(2026, 0, 15));
    assert.equal(lastOfCount('FREQ=WEEKLY', Date.UTC(2026, 0, 1)), null);
    const rare = 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU;COUNT=3';
    assert.equal(lastOfCount(rare, Date.UTC(2026, 0, 1)), Date.UTC(2032, 1, 29), 'the next one lies 28 years later');
    const beyond = lastOfCount('FREQ=YEARLY;COUNT=10000', Date.UTC(2026, 0, 1));
    assert.equal(beyond, Date.UTC(3000, 0, 1), 'no slot comes after the end of the calendar');
  });

  for (const rrule of [
    'RRULE:FREQ=DAILY',
    'freq=monthly;byday=-1fr',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;',
  ]) {
    it(`take ${rrule}`, () => assert.equal(rruleFault(rrule), null));
  }
});

describe('a single slot', () => {
  it('comes at starts_at, once', () => {
    const starts_at = Date.parse('2026-12-24T18:00:00Z');
    const once = aSchedule({ rotation_type: 'once', starts_at });
    assert.equal(nextSlot(once, starts_at - 1), starts_at);
    assert.equal(nextSlot(once, starts_at), null);
  });
});

describe('what is done with repeated times where nobody said', () => {
  const cases: [Partial<RotationSchedule>, string][] = [
    [{ rotation_type: 'daily', time_of_day: '02:30:00' }, 'first'],
    [{ rotation_type: 'cron', cron_expression: '*/30 * * * *' }, 'both'],
    [{ rotation_type: 'cron', cron_expression: '0 */2 * * *' }, 'first'],
    [{ rotation_type: 'cron', cron_expression: '0 9,17 * * 1' }, 'first'],
    [{ rotation_type: 'cron', cron_expression: '0 0 8-10 * * 1' }, 'both'],
    [{ rotation_type: 'cron', cron_expression: '0 0,23 * * *' }, 'both'],
    [{ rotation_type: 'cron', cron_expression: '@hourly' }, 'both'],
    [{ rotation_type: 'cron', cron_expression: '@daily' }, 'first'],
    [{ rotation_type: 'random', cron_expression: '*/5 * * * *' }, 'both'],
    [{ rotation_type: 'random', time_of_day: '02:30:00' }, 'first'],
    [{ rotation_type: 'rrule', rrule: 'FREQ=HOURLY' }, 'both'],
    [{ rotation_type: 'rrule', rrule: 'FREQ=HOURLY;INTERVAL=2' }, 'first'],
    [{ rotation_type: 'rrule', rrule: 'FREQ=MINUTELY;INTERVAL=90' }, 'both'],
    [{ rotation_type: 'rrule', rrule: 'FREQ=MINUTELY;BYHOUR=9' }, 'first'],
    [{ rotation_type: 'rrule', rrule: 'FREQ=DAILY;BYHOUR=1,2' }, 'both'],
  ];
  for (const [given, expected] of cases) {
    it(`is ${expected} for ${given.cron_expression ?? given.rrule ?? given.time_of_day}, ${given.rotation_type}`, () => {
      const schedule = aSchedule({ time_of_day: null, dst_overlap_given: false, ...given });
      assert.equal(withTiming(null, schedule, schedule.created_at).dst_overlap, expected);
    });
  }

  it('leaves no gap in half-hourly slots when clocks go back in Melbourne', () => {
    const schedule = withTiming(
      null,
      aSchedule({
        rotation_type: 'cron',
        cron_expression: '*/30 * * * *',
        time_zone: 'Australia/Melbourne',
        dst_overlap_given: false,
      }),
      0,
    );
    const from = Date.parse('2027-04-03T14:00:00Z');
    const found: number[] = [];
    for (let at: number | null = from; at !== null && found.length < 10; at = nextSlot(schedule, at)) found.push(at);
    assert.deepEqual(
      found.slice(1).map((at, index) => at - (found[index] ?? 0)),
      Array(9).fill(1_800_000),
    );
  });
});
