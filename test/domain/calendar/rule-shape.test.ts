import assert from 'node:assert/strict';
import { cronDays, cronTimes } from '../../../src/domain/calendar/cron-shape.js';
import { readDay, type Day } from '../../../src/domain/calendar/day-set.js';
import { rruleDays, rruleTimes } from '../../../src/domain/calendar/rrule-shape.js';
import { must } from '../../../src/domain/must.js';

/** A Friday. */
const ANCHOR = Date.parse('2026-11-20T00:00:00Z');
const HOUR = 3_600_000;

const among = (mayBeOn: (day: Day) => boolean, ...dates: string[]): string[] =>
  dates.filter((date) => mayBeOn(must(readDay(date), date)));

describe('the days that a rule may come on', () => {
  it('are those of a cron expression by date, by weekday, or by either', () => {
    assert.deepEqual(among(cronDays('0 12 2 jun ?'), '2027-05-02', '2027-06-02', '2027-06-03'), ['2027-06-02']);
    assert.deepEqual(among(cronDays('0 12 * * MON'), '2027-05-03', '2027-05-04'), ['2027-05-03']);
    const either = among(cronDays('0 12 13 * MON'), '2027-05-03', '2027-05-04', '2027-05-13');
    assert.deepEqual(either, ['2027-05-03', '2027-05-13']);
    assert.deepEqual(among(cronDays('0 12 13 * +FRI'), '2027-05-13', '2027-08-13', '2027-08-20'), ['2027-08-13']);
  });

  it('follow from the anchor of a rule of RFC 5545 where it says nothing of days', () => {
    const near = ['2026-11-27', '2027-05-20', '2027-11-20', '2027-11-21'];
    const of = (rrule: string): string[] => among(rruleDays(rrule, ANCHOR), ...near);
    assert.deepEqual(of('FREQ=DAILY'), near);
    assert.deepEqual(of('FREQ=WEEKLY'), ['2026-11-27']);
    assert.deepEqual(of('FREQ=MONTHLY'), ['2027-05-20', '2027-11-20']);
    assert.deepEqual(of('FREQ=YEARLY'), ['2027-11-20']);
    assert.deepEqual(of('FREQ=YEARLY;BYMONTH=5'), ['2027-05-20']);
  });

  it('are numbered within the month, or any of a year', () => {
    const tuesdays = ['2027-05-04', '2027-05-11', '2027-05-12', '2027-05-25'];
    const of = (rrule: string): string[] => among(rruleDays(rrule, ANCHOR), ...tuesdays);
    assert.deepEqual(of('FREQ=MONTHLY;BYDAY=2TU'), ['2027-05-11']);
    assert.deepEqual(of('FREQ=YEARLY;BYMONTH=5;BYDAY=-1TU'), ['2027-05-25']);
    assert.deepEqual(of('FREQ=YEARLY;BYDAY=20TU'), ['2027-05-04', '2027-05-11', '2027-05-25']);
    assert.deepEqual(of('FREQ=MONTHLY;BYDAY=TU'), ['2027-05-04', '2027-05-11', '2027-05-25']);
  });

  it('count from the end, and by steps', () => {
    const of = (rrule: string, ...dates: string[]): string[] => among(rruleDays(rrule, ANCHOR), ...dates);
    assert.deepEqual(of('FREQ=MONTHLY;BYMONTHDAY=-2,1', '2027-05-30', '2027-05-31', '2027-06-01'), [
      '2027-05-30',
      '2027-06-01',
    ]);
    assert.deepEqual(of('FREQ=YEARLY;BYYEARDAY=100,-1', '2027-04-10', '2027-04-11', '2027-12-31'), [
      '2027-04-10',
      '2027-12-31',
    ]);
    assert.deepEqual(of('FREQ=DAILY;INTERVAL=3', '2026-11-22', '2026-11-23'), ['2026-11-23']);
    assert.deepEqual(of('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO', '2026-11-23', '2026-11-30'), ['2026-11-30']);
    assert.deepEqual(of('FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU', '2026-11-22', '2026-11-29'), ['2026-11-29']);
    assert.deepEqual(of('FREQ=MONTHLY;INTERVAL=2', '2026-12-20', '2027-01-20'), ['2027-01-20']);
    assert.deepEqual(of('FREQ=YEARLY;INTERVAL=2', '2027-11-20', '2028-11-20'), ['2028-11-20']);
    assert.deepEqual(of('FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR', '2027-01-01', '2027-01-02'), ['2027-01-01']);
    assert.deepEqual(of('FREQ=HOURLY;BYDAY=FR', '2027-01-01', '2027-01-02'), ['2027-01-01']);
  });
});

describe('the times of day that a rule may come at', () => {
  it('are the next combination of hours, minutes and seconds', () => {
    const firstTime = cronTimes('15,45 0,30 9,11 * * *');
    assert.equal(firstTime(0), 9 * HOUR + 15_000);
    assert.equal(firstTime(9 * HOUR + 15_001), 9 * HOUR + 45_000);
    assert.equal(firstTime(9 * HOUR + 46_000), 9.5 * HOUR + 15_000);
    assert.equal(firstTime(9.5 * HOUR + 46_000), 11 * HOUR + 15_000);
    assert.equal(firstTime(12 * HOUR), Number.POSITIVE_INFINITY);
  });

  it('are those that steps from the anchor come to', () => {
    const first = (rrule: string, from: number, anchor = ANCHOR): number => rruleTimes(rrule, anchor)(from) / HOUR;
    assert.equal(first('FREQ=DAILY', 0, ANCHOR + 7 * HOUR), 7);
    assert.equal(first('FREQ=DAILY;BYHOUR=17,9', 10 * HOUR), 17);
    assert.equal(first('FREQ=HOURLY;INTERVAL=4', HOUR), 4);
    assert.equal(first('FREQ=MINUTELY;INTERVAL=90', HOUR), 1);
    assert.equal(first('FREQ=MINUTELY;INTERVAL=30', HOUR + 1), 1.5);
    assert.equal(first('FREQ=SECONDLY;INTERVAL=1800', HOUR + 1), 1.5);
  });
});
