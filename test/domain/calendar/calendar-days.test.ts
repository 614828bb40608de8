import assert from 'node:assert/strict';
import { calendarEntryFaults, type CalendarDay } from '../../../src/domain/calendar/calendar-day.js';
import { daysOf, END_OF_DAYS, hasDay, readDay, writeDay, type DaySet } from '../../../src/domain/calendar/day-set.js';
import { daypartFaults, type DaypartHours } from '../../../src/domain/calendar/daypart.js';
import { expandDays } from '../../../src/domain/calendar/expand-days.js';

function expanded(entries: CalendarDay[]): DaySet {
  assert.deepEqual(entries.flatMap(calendarEntryFaults), []);
  const work = expandDays(entries);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

const inWords = (entries: CalendarDay[]): string[] => daysOf(expanded(entries)).map(writeDay);

const faultsOf = (entry: CalendarDay): string[] =>
  calendarEntryFaults(entry, 0).map(({ field, message }) => `${field}: ${message}`);

describe('days of a calendar', () => {
  it('are dates and ranges, each day once', () => {
    assert.deepEqual(
      inWords([{ from: '2027-12-30', to: '2028-01-02' }, { date: '2027-12-31' }, { date: '2026-02-28', name: 'x' }]),
      ['2026-02-28', '2027-12-30', '2027-12-31', '2028-01-01', '2028-01-02'],
    );
  });

  it('come each year, the 29th of February in leap years', () => {
    const leap = inWords([{ yearly: '02-29' }]);
    assert.deepEqual([leap.length, leap[0], leap.at(-1)], [32, '1972-02-29', '2096-02-29']);
    assert.equal(inWords([{ yearly: '12-31' }]).at(-1), '2099-12-31');
  });

  it('follow rules from their first day, for as long as each lasts, but for those that are left out', () => {
    const rule = {
      rrule: 'FREQ=MONTHLY;BYDAY=1MO;COUNT=3',
      starts_on: '2027-01-01',
      lasts_days: 2,
      except: ['2027-02-01'],
    };
    assert.deepEqual(inWords([rule]), ['2027-01-04', '2027-01-05', '2027-03-01', '2027-03-02']);
    const endless = inWords([
      { rrule: 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31', starts_on: '2090-01-01', lasts_days: 3 },
    ]);
    assert.equal(endless.at(-1), '2099-12-31');
  });

  it('are none of other times', () => {
    const set = expanded([{ date: '2027-12-24' }, { date: '2027-12-26' }]);
    const around = ['2027-12-23', '2027-12-24', '2027-12-25', '2027-12-26', '2027-12-27', '2040-01-01', '1970-01-01'];
    const held = around.filter((date) => hasDay(set, readDay(date) ?? Number.NaN));
    assert.deepEqual(held, ['2027-12-24', '2027-12-26']);
    assert.equal(hasDay(expanded([]), 20_000), false);
  });

  it('are at most a hundred thousand', () => {
    const century = { from: '1970-01-01', to: '2099-12-31' };
    assert.equal(daysOf(expanded([century])).length, END_OF_DAYS);
    assert.throws(() => expanded([century, century, century]), /days/);
  });

  it('end with the date of an UNTIL, whether it is an instant or not', () => {
    for (const until of ['20270103', '20270103T120000', '20270103T000000Z', '20270103T235959Z']) {
      const days = inWords([{ rrule: `FREQ=DAILY;UNTIL=${until}`, starts_on: '2027-01-01' }]);
      assert.deepEqual(days, ['2027-01-01', '2027-01-02', '2027-01-03'], until);
    }
  });

  it('tell what is wrong with an entry', () => {
    const form = 'days.0: must have date, or from and to, or yearly, or rrule and starts_on';
    for (const entry of [
      {},
      { from: '2027-01-01' },
      { date: '2027-01-01', yearly: '01-01' },
      { date: '2027-01-01', lasts_days: 2 },
    ]) {
      assert.deepEqual(faultsOf(entry), [form]);
    }
    const date = 'must be a date from 1970 to 2099, such as 2027-12-24';
    assert.deepEqual(faultsOf({ date: '2027-02-29' }), [`days.0.date: ${date}`]);
    assert.deepEqual(faultsOf({ date: '1969-12-31' }), [`days.0.date: ${date}`]);
    assert.deepEqual(faultsOf({ from: '2027-01-01', to: '2100-01-01' }), [`days.0.to: ${date}`]);
    assert.deepEqual(faultsOf({ from: '2027-01-02', to: '2027-01-01' }), ['days.0.to: must not be before from']);
    assert.deepEqual(faultsOf({ yearly: '02-30' }), ['days.0.yearly: must be a month and a day, such as 12-24']);
    const rule = (rrule: string, except: string[] = []) => faultsOf({ rrule, starts_on: '2027-01-01', except });
    assert.deepEqual(rule('FREQ=DAILY', ['2027-01-01', 'soon']), [`days.0.except.1: ${date}`]);
    assert.deepEqual(rule('FREQ=HOURLY'), ['days.0.rrule: FREQ=HOURLY speaks of hours; days of a calendar are whole']);
    assert.deepEqual(rule('FREQ=DAILY;BYHOUR=9'), [
      'days.0.rrule: BYHOUR speaks of hours; days of a calendar are whole',
    ]);
    assert.match(rule('FREQ=SOMETIMES').join(), /FREQ must be one of/);
  });
});

describe('hours of a daypart', () => {
  const faults = (...hours: DaypartHours[]): string[] => daypartFaults(hours).map(({ field }) => field);

  it('may touch, and run past midnight', () => {
    const night = { days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '06:00' };
    assert.deepEqual(faults(night, { ...night, from: '06:00', to: '22:00' }), []);
    assert.deepEqual(faults({ ...night, from: '00:00', to: '24:00' }), []);
    assert.deepEqual(faults({ ...night, from: '09:00', to: '09:00' }), []);
  });

  it('may not overlap, also not over midnight or the week’s end', () => {
    assert.deepEqual(faults({ days: [1], from: '08:00', to: '10:00' }, { days: [1, 2], from: '09:00', to: '11:00' }), [
      'hours.1',
    ]);
    assert.deepEqual(faults({ days: [1], from: '22:00', to: '02:00' }, { days: [2], from: '01:00', to: '03:00' }), [
      'hours.1',
    ]);
    assert.deepEqual(faults({ days: [7], from: '22:00', to: '02:00' }, { days: [1], from: '01:00', to: '03:00' }), [
      'hours.1',
    ]);
    assert.deepEqual(faults({ days: [1, 1], from: '08:00', to: '10:00' }), ['hours.0']);
  });
});
