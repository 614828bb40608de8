import assert from 'node:assert/strict';
import fc from 'fast-check';
import { daySetOf, readDay, type DaySet } from '../../../src/domain/calendar/day-set.js';
import { daypartFaults, weekHours, type DaypartHours } from '../../../src/domain/calendar/daypart.js';
import { sharedOpenings } from '../../../src/domain/calendar/followed.js';
import { Opening } from '../../../src/domain/calendar/opening.js';
import { must } from '../../../src/domain/must.js';
import type { Instant } from '../../../src/domain/scalars.js';
import { isOpenAt } from '../../support/naive-opening.js';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const MINUTE = 60_000;
const DAY = 86_400_000;

const days = (...dates: string[]): DaySet => daySetOf(dates.map((date) => must(readDay(date), date)));

const opening = (hours: DaypartHours[] | null, given: { timeZone?: string; only?: DaySet; except?: DaySet[] } = {}) =>
  new Opening({ timeZone: 'Europe/Berlin', only: null, except: [], ...given, hours: hours && weekHours(hours) });

const every = (from: string, to: string, on = EVERY_DAY): DaypartHours[] => [{ days: on, from, to }];

/** The next edges after an instant, in UTC, those at which it opens with a plus. */
function edgesOf(open: Opening, after: string, count: number): string[] {
  const told: string[] = [];
  for (let at = open.spanAt(Date.parse(after)).until; at !== Infinity && told.length < count;) {
    const { isOpen, until } = open.spanAt(at);
    told.push(`${isOpen ? '+' : '-'}${new Date(at).toISOString().slice(0, 16)}`);
    at = until;
  }
  return told;
}

describe('the edges of an opening', () => {
  it('are where its hours begin and end, on its days', () => {
    const weekdays = opening(every('10:00', '12:00', [1, 2, 3, 4, 5]));
    assert.deepEqual(edgesOf(weekdays, '2026-11-20T10:30Z', 3), [
      '-2026-11-20T11:00',
      '+2026-11-23T09:00',
      '-2026-11-23T11:00',
    ]);
  });

  it('are none where hours follow each other at once, on to the next day', () => {
    const nights = [...every('20:00', '24:00'), ...every('00:00', '06:00'), ...every('06:00', '07:00')];
    assert.deepEqual(edgesOf(opening(nights), '2026-11-20T10:30Z', 2), ['+2026-11-20T19:00', '-2026-11-21T06:00']);
  });

  it('belong to the day on which hours begin, also past midnight', () => {
    const friday = every('22:00', '02:00', [5]);
    assert.deepEqual(edgesOf(opening(friday, { except: [days('2026-11-28')] }), '2026-11-21T00:30Z', 3), [
      '-2026-11-21T01:00',
      '+2026-11-27T21:00',
      '-2026-11-28T01:00',
    ]);
    const closed = opening(friday, { except: [days('2026-11-27')] });
    assert.deepEqual(edgesOf(closed, '2026-11-21T02:00Z', 1), ['+2026-12-04T21:00']);
  });

  it('are those of whole days without hours', () => {
    const only = opening(null, { only: days('2026-12-24', '2026-12-25') });
    assert.deepEqual(edgesOf(only, '2026-11-21T00:00Z', 9), ['+2026-12-23T23:00', '-2026-12-25T23:00']);
    assert.equal(only.firstOpen(Date.parse('2026-12-24T12:00Z')), Date.parse('2026-12-24T12:00Z'));
    assert.equal(only.firstOpen(Date.parse('2026-12-26T12:00Z')), Infinity);
  });

  it('come twice in an hour that a clock change repeats, and never in one that it leaves out', () => {
    assert.deepEqual(edgesOf(opening(every('01:00', '02:30')), '2027-10-30T12:00Z', 5), [
      '+2027-10-30T23:00',
      '-2027-10-31T00:30',
      '+2027-10-31T01:00',
      '-2027-10-31T01:30',
      '+2027-11-01T00:00',
    ]);
    assert.deepEqual(edgesOf(opening(every('02:00', '03:00')), '2027-10-30T12:00Z', 2), [
      '+2027-10-31T00:00',
      '-2027-10-31T02:00',
    ]);
    assert.deepEqual(edgesOf(opening(every('02:00', '03:00')), '2027-03-27T12:00Z', 1), ['+2027-03-29T00:00']);
  });

  it('are moved to a clock change that leaves their own time out', () => {
    assert.deepEqual(edgesOf(opening(every('02:30', '03:30')), '2027-03-27T12:00Z', 2), [
      '+2027-03-28T01:00',
      '-2027-03-28T01:30',
    ]);
    assert.deepEqual(edgesOf(opening(every('01:00', '02:30')), '2027-03-27T12:00Z', 2), [
      '+2027-03-28T00:00',
      '-2027-03-28T01:00',
    ]);
  });

  it('go by its own zone', () => {
    const tokyo = opening(every('09:00', '10:00'), { timeZone: 'Asia/Tokyo' });
    assert.deepEqual(edgesOf(tokyo, '2026-11-21T12:00Z', 2), ['+2026-11-22T00:00', '-2026-11-22T01:00']);
  });

  it('are found as far ahead as days of calendars go, and not after hours have ended for good', () => {
    const far = opening(null, { except: [days('2026-01-01', '2099-12-31')] });
    assert.deepEqual(edgesOf(far, '2026-11-21T12:00Z', 9), ['-2099-12-30T23:00', '+2099-12-31T23:00']);
    assert.deepEqual(edgesOf(opening(null), '2026-11-21T12:00Z', 1), []);
    assert.deepEqual(edgesOf(opening(null, { only: days('2026-01-01') }), '2026-11-21T12:00Z', 1), []);
    assert.deepEqual(edgesOf(opening(every('09:00', '10:00')), '3000-01-02T12:00Z', 1), []);
    // Lord Howe's clock leaves half an hour out: it does not come on the first Sunday of October, but on the next one.
    const rare = opening(every('02:00', '02:30', [7]), { timeZone: 'Australia/Lord_Howe' });
    assert.deepEqual(edgesOf(rare, '2027-09-27T00:00Z', 1), ['+2027-10-09T15:00']);
  });

  it('are looked for once by all who ask in between', () => {
    const open = opening(every('09:00', '10:00'));
    const at = Date.parse('2026-11-21T12:00Z');
    const later = open.spanAt(at + 1_000);
    const known = open.spanAt(at);
    assert.notEqual(known, later);
    assert.equal(open.spanAt(at + 1_000), known);
    assert.notEqual(open.spanAt(known.until), known);
  });

  it('are those at which a clock on the wall says so (property)', () => {
    const time = fc.nat(47).map((half) => `${String(half >> 1).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`);
    const hours = fc
      .array(fc.record({ days: fc.subarray(EVERY_DAY, { minLength: 1 }), from: time, to: time }), {
        minLength: 1,
        maxLength: 3,
      })
      .filter((given) => daypartFaults(given).length === 0);
    const date = fc.nat(40).map((n) => new Date(Date.UTC(2027, 9, 10 + n)).toISOString().slice(0, 10));
    const world = fc.record({
      hours: fc.option(hours, { nil: null }),
      only: fc.option(fc.array(date), { nil: null }),
      except: fc.array(date, { maxLength: 3 }),
      timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'),
    });
    const property = fc.property(world, fc.nat(20 * 24 * 2), (naive, halfHours) => {
      const open = opening(naive.hours, {
        timeZone: naive.timeZone,
        except: [days(...naive.except)],
        ...(naive.only && { only: days(...naive.only) }),
      });
      let at: Instant = Date.UTC(2027, 9, 20) + halfHours * 30 * MINUTE;
      for (let n = 0; n < 6; n += 1) {
        const { isOpen, until } = open.spanAt(at);
        const looked = Math.min(until, at + 2 * DAY);
        for (let then = at; then < looked; then += 15 * MINUTE) assert.equal(isOpenAt(naive, then), isOpen);
        if (until === Infinity) return;
        assert.equal(isOpenAt(naive, until), !isOpen);
        at = until;
      }
    });
    fc.assert(property, { numRuns: 150 });
  });
});

describe('what follows the same hours and days', () => {
  it('shares one opening', () => {
    const rule = { timeZone: null, hours: weekHours(every('09:00', '10:00')), closedCalendarId: null };
    const openingOf = sharedOpenings({ dayparts: new Map([[1, rule]]), calendars: new Map() });
    const keeps = { daypart_id: 1, calendar_id: null, calendar_mode: null, time_zone: 'UTC' };
    assert.equal(openingOf(keeps), openingOf({ ...keeps }));
    assert.notEqual(openingOf(keeps), openingOf({ ...keeps, time_zone: 'Asia/Tokyo' }));
    assert.equal(openingOf({ ...keeps, daypart_id: null }), null);
  });
});
