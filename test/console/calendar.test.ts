import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill/implementation';
import {
  CALENDAR_UNITS,
  clockAt,
  clockMarkAfter,
  HOUR_MS,
  unitAround,
  unitBeside,
  unitsWithin,
  type CalendarUnit,
} from '../../console/src/time/calendar.js';

const at = (iso: string): number => Date.parse(iso);
const hours = ({ from, to }: { from: number; to: number }): number => (to - from) / HOUR_MS;
const zoned = (instant: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);

/** By the other library, which knows calendars by itself. */
function startOf(unit: CalendarUnit, instant: number, zone: string): number {
  const date = zoned(instant, zone).toPlainDate();
  const first = {
    hour: date,
    day: date,
    week: date.subtract({ days: date.dayOfWeek - 1 }),
    month: date.with({ day: 1 }),
    year: date.with({ month: 1, day: 1 }),
  }[unit];
  return first.toZonedDateTime(zone).epochMilliseconds;
}

const instants = fc.integer({ min: at('1972-01-01T00:00:00Z'), max: at('2045-01-01T00:00:00Z') });
const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
/** Around changes of clocks, where all that is special happens. */
const nearChanges = fc
  .tuple(zones, instants, fc.integer({ min: -26 * HOUR_MS, max: 26 * HOUR_MS }))
  .map(([zone, instant, by]): [string, number] => {
    const change = zoned(instant, zone).getTimeZoneTransition('next')?.epochMilliseconds;
    const known = change !== undefined && change < at('2045-01-01T00:00:00Z') ? change : instant;
    return [zone, known + by];
  });

describe('the calendar of the console', function () {
  this.timeout(20_000);
  it('has days of 23 and 25 hours, and the weeks and months with them', () => {
    const berlin = (unit: CalendarUnit, iso: string): number => hours(unitAround(unit, at(iso), 'Europe/Berlin'));
    assert.deepEqual([berlin('day', '2027-03-28T12:00:00Z'), berlin('week', '2027-03-28T12:00:00Z')], [23, 167]);
    assert.deepEqual([berlin('day', '2027-10-31T12:00:00Z'), berlin('week', '2027-10-31T12:00:00Z')], [25, 169]);
    assert.deepEqual([berlin('month', '2027-03-10T12:00:00Z'), berlin('year', '2027-03-10T12:00:00Z')], [743, 8_760]);
  });

  it('begins a day after midnight where a change leaves midnight out, and knows no day that was left out whole', () => {
    assert.equal(unitAround('day', at('2026-04-24T12:00:00Z'), 'Africa/Cairo').from, at('2026-04-23T22:00:00Z'));
    const before = unitAround('day', at('2011-12-30T09:00:00Z'), 'Pacific/Apia');
    const after = unitBeside('day', before, 1, 'Pacific/Apia');
    assert.deepEqual([hours(before), hours(after)], [24, 24]);
    assert.equal(new Date(clockAt(after.from, 'Pacific/Apia')).toISOString(), '2011-12-31T00:00:00.000Z');
    assert.deepEqual(unitBeside('day', after, -1, 'Pacific/Apia'), before);
  });

  it('agrees with another library on days, weeks, months and years of all zones', () => {
    const units = fc.constantFrom<CalendarUnit>('day', 'week', 'month', 'year');
    fc.assert(
      fc.property(nearChanges, units, ([zone, instant], unit) => {
        assert.equal(unitAround(unit, instant, zone).from, startOf(unit, instant, zone));
      }),
      { numRuns: 500 },
    );
  });

  it('leads from unit to unit without a gap, there and back', () => {
    fc.assert(
      fc.property(nearChanges, fc.constantFrom(...CALENDAR_UNITS), ([zone, instant], unit) => {
        const one = unitAround(unit, instant, zone);
        assert.ok(one.from <= instant && instant < one.to);
        const next = unitBeside(unit, one, 1, zone);
        assert.equal(next.from, one.to);
        assert.deepEqual(unitBeside(unit, next, -1, zone), one);
      }),
      { numRuns: 500 },
    );
  });

  it('marks each time that clocks show, in order, twice what they show twice', () => {
    const marks = (zone: string, from: string, everyHours: number, count: number): string[] => {
      let mark = at(from);
      return Array.from({ length: count }, () => {
        mark = clockMarkAfter(mark, everyHours * HOUR_MS, zone);
        return new Date(clockAt(mark, zone)).toISOString().slice(11, 16);
      });
    };
    assert.deepEqual(marks('Europe/Berlin', '2027-03-27T23:00:00Z', 1, 3), ['01:00', '03:00', '04:00']);
    assert.deepEqual(marks('Europe/Berlin', '2027-10-30T23:00:00Z', 1, 3), ['02:00', '02:00', '03:00']);
    assert.deepEqual(marks('Europe/Berlin', '2027-10-30T22:00:00Z', 3, 2), ['03:00', '06:00']);
    assert.deepEqual(marks('Australia/Lord_Howe', '2026-10-03T14:30:00Z', 1, 3), ['03:00', '04:00', '05:00']);
    fc.assert(
      fc.property(nearChanges, fc.constantFrom(0.25, 1, 3, 6, 12), ([zone, instant], everyHours) => {
        const every = everyHours * HOUR_MS;
        const mark = clockMarkAfter(instant, every, zone);
        assert.ok(mark > instant);
        assert.equal(clockAt(mark, zone) % every, 0);
      }),
    );
  });

  it('cuts a stretch into units', () => {
    const week = unitAround('week', at('2027-03-28T12:00:00Z'), 'Europe/Berlin');
    assert.deepEqual(unitsWithin('day', week, 'Europe/Berlin').map(hours), [24, 24, 24, 24, 24, 24, 23]);
    assert.equal(unitsWithin('month', unitAround('year', at('2027-03-28T12:00:00Z'), 'UTC'), 'UTC').length, 12);
  });
});
