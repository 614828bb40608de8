import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { nextSlot } from '../../../src/domain/recurrence/next-slot.js';
import { DST_GAPS, DST_OVERLAPS, type TimingRule } from '../../../src/domain/recurrence/timing-rule.js';
import type { Instant } from '../../../src/domain/scalars.js';
import { aSchedule } from '../../support/builders.js';

const HOUR = 3_600_000;
const iso = (instant: Instant | null) => instant && new Date(instant).toISOString().replace(/(:00)?\.000Z$/, 'Z');
const daily = (given: Partial<TimingRule>) => aSchedule({ rotation_type: 'daily', ...given });
const cron = (given: Partial<TimingRule>) => aSchedule({ rotation_type: 'cron', ...given });

/** Every slot in [from, to), found as the service finds them: one after the other. */
function slotsBetween(rule: TimingRule, from: Instant, to: Instant): Instant[] {
  const slots: Instant[] = [];
  for (let at = nextSlot(rule, from - 1); at !== null && at < to; at = nextSlot(rule, at)) slots.push(at);
  return slots;
}

describe('wall-clock times that a clock change leaves out', () => {
  // zone, day, time in the gap, the slot with `shift` (the first instant after the gap), the next one with `skip`
  const gaps = [
    ['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:00Z', '2026-03-09T06:30Z'],
    ['America/St_Johns', '2026-03-08', '02:30', '2026-03-08T05:30Z', '2026-03-09T05:00Z'],
    ['America/Sao_Paulo', '2018-11-04', '00:30', '2018-11-04T03:00Z', '2018-11-05T02:30Z'],
    ['America/Santiago', '2026-09-06', '00:30', '2026-09-06T04:00Z', '2026-09-07T03:30Z'],
    ['Europe/London', '2026-03-29', '01:30', '2026-03-29T01:00Z', '2026-03-30T00:30Z'],
    ['Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T01:00Z', '2026-03-30T00:30Z'],
    ['Africa/Cairo', '2026-04-24', '00:30', '2026-04-23T22:00Z', '2026-04-24T21:30Z'],
    ['Africa/Casablanca', '2026-03-22', '02:30', '2026-03-22T02:00Z', '2026-03-23T01:30Z'],
    ['Asia/Tehran', '2022-03-22', '00:30', '2022-03-21T20:30Z', '2022-03-22T20:00Z'],
    ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:30Z', '2026-10-04T15:15Z'],
    ['Pacific/Apia', '2011-12-30', '10:00', '2011-12-30T10:00Z', '2011-12-30T20:00Z'],
    ['Pacific/Chatham', '2026-09-27', '03:00', '2026-09-26T14:00Z', '2026-09-27T13:15Z'],
    ['Africa/Monrovia', '1972-01-07', '00:20', '1972-01-07T00:44:30Z', '1972-01-08T00:20Z'],
  ] as const;
  for (const [time_zone, day, time, shifted, skipped] of gaps) {
    it(`${time_zone}, ${day} ${time}: to the gap's end, or not at all`, () => {
      // The slot of the day before lies at most 24 h before the gap's end; from there the gap is next.
      const after = Date.parse(shifted) - 12 * HOUR;
      for (const dst_overlap of DST_OVERLAPS) {
        const rule = daily({ time_zone, time_of_day: time, dst_overlap });
        assert.equal(iso(nextSlot({ ...rule, dst_gap: 'shift' }, after)), shifted);
        assert.equal(iso(nextSlot({ ...rule, dst_gap: 'skip' }, after)), skipped);
        assert.equal(iso(nextSlot(rule, Date.parse(shifted))), skipped, 'after the shifted slot comes the next day');
        assert.equal(iso(nextSlot(rule, Date.parse(shifted) - 1)), shifted, 'a millisecond before it');
        assert.equal(iso(nextSlot({ ...rule, starts_at: Date.parse(shifted) }, 0)), shifted, 'starting there');
      }
    });
  }

  it('makes one slot of all the times in one gap', () => {
    const rule = cron({ time_zone: 'America/New_York', cron_expression: '*/20 2 * * *' });
    const from = Date.parse('2026-03-08T00:00Z');
    const shifted = slotsBetween(rule, from, from + 36 * HOUR).map(iso);
    assert.deepEqual(shifted, ['2026-03-08T07:00Z', '2026-03-09T06:00Z', '2026-03-09T06:20Z', '2026-03-09T06:40Z']);
    const skipped = slotsBetween({ ...rule, dst_gap: 'skip' }, from, from + 36 * HOUR).map(iso);
    assert.deepEqual(skipped, ['2026-03-09T06:00Z', '2026-03-09T06:20Z', '2026-03-09T06:40Z']);
  });

  it('makes one slot of a time in the gap and one at its very end', () => {
    const rule = cron({ time_zone: 'Europe/Berlin', cron_expression: '0,30 2,3 * * *' });
    const from = Date.parse('2026-03-29T00:00Z');
    for (const dst_gap of DST_GAPS) {
      const slots = slotsBetween({ ...rule, dst_gap }, from, from + 3 * HOUR).map(iso);
      assert.deepEqual(slots, ['2026-03-29T01:00Z', '2026-03-29T01:30Z']);
    }
  });

  it('treats a weekly and a monthly time like a daily one', () => {
    const at = { time_zone: 'Europe/Berlin', time_of_day: '02:30' };
    const after = Date.parse('2026-03-28T12:00Z');
    const weekly = aSchedule({ ...at, rotation_type: 'weekly', day_of_week: 7 });
    const monthly = aSchedule({ ...at, rotation_type: 'monthly', day_of_month: 29 });
    assert.equal(iso(nextSlot(weekly, after)), '2026-03-29T01:00Z');
    assert.equal(iso(nextSlot(monthly, after)), '2026-03-29T01:00Z');
    assert.equal(iso(nextSlot({ ...weekly, dst_gap: 'skip' }, after)), '2026-04-05T00:30Z');
    assert.equal(iso(nextSlot({ ...monthly, dst_gap: 'skip' }, after)), '2026-04-29T00:30Z');
  });

  it('leaves out the whole day that Samoa did, or puts it at its end, once', () => {
    const rule = cron({ time_zone: 'Pacific/Apia', cron_expression: '0 6,18 * * *' });
    const [from, to] = [Date.parse('2011-12-29T12:00Z'), Date.parse('2011-12-31T12:00Z')];
    // 29 December 06:00 and 18:00 at -10:00, the end of the gap, 31 December 06:00 and 18:00 at +14:00.
    const around = ['2011-12-29T16:00Z', '2011-12-30T04:00Z', '2011-12-30T16:00Z', '2011-12-31T04:00Z'];
    assert.deepEqual(slotsBetween({ ...rule, dst_gap: 'skip' }, from, to).map(iso), around);
    assert.deepEqual(slotsBetween(rule, from, to).map(iso), [...around, '2011-12-30T10:00Z'].toSorted());
  });

  it('gives up on a rule whose every time falls in a gap that is skipped, and quickly', () => {
    const rule = cron({ time_zone: 'America/New_York', cron_expression: '30 2 * 3 SUN#2' });
    assert.equal(nextSlot({ ...rule, dst_gap: 'skip' }, Date.parse('2026-01-01T00:00Z')), null);
    assert.equal(iso(nextSlot(rule, Date.parse('2026-01-01T00:00Z'))), '2026-03-08T07:00Z');
  });

  it('goes on past a gap that is skipped to the next year', () => {
    // 8 March is the second Sunday, the day of the change, in 2026; in 2027 it is a Monday.
    const rule = cron({ time_zone: 'America/New_York', cron_expression: '30 2 8 3 *', dst_gap: 'skip' });
    assert.equal(iso(nextSlot(rule, Date.parse('2026-01-01T00:00Z'))), '2027-03-08T07:30Z');
  });
});

describe('wall-clock times that a clock change repeats', () => {
  // zone, time that comes twice, its first and its second instant
  const overlaps = [
    ['America/New_York', '01:30', '2026-11-01T05:30Z', '2026-11-01T06:30Z'],
    ['America/St_Johns', '01:30', '2026-11-01T04:00Z', '2026-11-01T05:00Z'],
    ['America/Sao_Paulo', '23:30', '2019-02-17T01:30Z', '2019-02-17T02:30Z'],
    ['America/Santiago', '23:30', '2026-04-05T02:30Z', '2026-04-05T03:30Z'],
    ['Europe/London', '01:30', '2026-10-25T00:30Z', '2026-10-25T01:30Z'],
    ['Europe/Berlin', '02:30', '2026-10-25T00:30Z', '2026-10-25T01:30Z'],
    ['Africa/Cairo', '23:30', '2026-10-29T20:30Z', '2026-10-29T21:30Z'],
    ['Africa/Casablanca', '02:30', '2026-02-15T01:30Z', '2026-02-15T02:30Z'],
    ['Asia/Tehran', '23:30', '2022-09-21T19:00Z', '2022-09-21T20:00Z'],
    ['Australia/Lord_Howe', '01:45', '2026-04-04T14:45Z', '2026-04-04T15:15Z'],
    ['Pacific/Apia', '03:30', '2012-03-31T13:30Z', '2012-03-31T14:30Z'],
    ['Pacific/Chatham', '03:00', '2026-04-04T13:15Z', '2026-04-04T14:15Z'],
  ] as const;
  for (const [time_zone, time_of_day, first, second] of overlaps) {
    it(`${time_zone}, ${time_of_day}: at ${first}, at ${second}, or at both`, () => {
      const [from, to] = [Date.parse(first) - 6 * HOUR, Date.parse(second) + 6 * HOUR];
      for (const dst_gap of DST_GAPS) {
        const rule = daily({ time_zone, time_of_day, dst_gap });
        const slots = (dst_overlap: TimingRule['dst_overlap']) =>
          slotsBetween({ ...rule, dst_overlap }, from, to).map(iso);
        assert.deepEqual(slots('first'), [first]);
        assert.deepEqual(slots('second'), [second]);
        assert.deepEqual(slots('both'), [first, second]);
      }
    });
  }

  it('orders by instant, not by what the clock shows', () => {
    const rule = cron({ time_zone: 'America/New_York', cron_expression: '*/30 1 * * *', dst_overlap: 'both' });
    const from = Date.parse('2026-11-01T00:00Z');
    const all = ['2026-11-01T05:00Z', '2026-11-01T05:30Z', '2026-11-01T06:00Z', '2026-11-01T06:30Z'];
    const slots = (given: Partial<TimingRule>) => slotsBetween({ ...rule, ...given }, from, from + 12 * HOUR).map(iso);
    assert.deepEqual(slots({}), all);
    assert.deepEqual(slots({ dst_overlap: 'first' }), all.slice(0, 2));
    assert.deepEqual(slots({ dst_overlap: 'second' }), all.slice(2));
  });

  it('does not repeat with `first` for one who looks only in the second hour, nor shift it', () => {
    const rule = daily({ time_zone: 'Europe/Berlin', time_of_day: '02:30' });
    for (const after of ['2026-10-25T00:30Z', '2026-10-25T00:59Z', '2026-10-25T01:00Z', '2026-10-25T01:20Z']) {
      assert.equal(iso(nextSlot(rule, Date.parse(after))), '2026-10-26T01:30Z', after);
    }
  });

  it('finds the second occurrence although the rule has no other time that month', () => {
    const rule = {
      time_zone: 'Europe/Berlin',
      time_of_day: '02:30',
      rotation_type: 'monthly',
      day_of_month: 25,
    } as const;
    const after = Date.parse('2026-10-25T00:30Z');
    assert.equal(iso(nextSlot(aSchedule({ ...rule, dst_overlap: 'both' }), after)), '2026-10-25T01:30Z');
    assert.equal(iso(nextSlot(aSchedule({ ...rule, dst_overlap: 'first' }), after)), '2026-11-25T01:30Z');
  });

  it('counts the hours around the repeated one once', () => {
    const rule = cron({ time_zone: 'Europe/Berlin', cron_expression: '0 1-4 * * *', dst_overlap: 'second' });
    const from = Date.parse('2026-10-24T22:00Z');
    const slots = slotsBetween(rule, from, from + 8 * HOUR).map(iso);
    assert.deepEqual(slots, ['2026-10-24T23:00Z', '2026-10-25T01:00Z', '2026-10-25T02:00Z', '2026-10-25T03:00Z']);
  });
});

describe('zones without clock changes', () => {
  const zones = [
    ['UTC', '2026-03-29T02:30Z'],
    ['Asia/Kolkata', '2026-03-28T21:00Z'],
    ['Asia/Kathmandu', '2026-03-28T20:45Z'],
    ['Asia/Tokyo', '2026-03-28T17:30Z'],
    ['Asia/Tehran', '2026-03-28T23:00Z'],
    ['Pacific/Kiritimati', '2026-03-28T12:30Z'],
  ] as const;
  for (const [time_zone, expected] of zones) {
    it(`${time_zone}: the policies make no difference`, () => {
      for (const dst_gap of DST_GAPS) {
        for (const dst_overlap of DST_OVERLAPS) {
          const rule = daily({ time_zone, time_of_day: '02:30', dst_gap, dst_overlap });
          assert.equal(iso(nextSlot(rule, Date.parse(expected) - 1)), expected);
          assert.equal(nextSlot(rule, Date.parse(expected)), Date.parse(expected) + 24 * HOUR);
        }
      }
    });
  }

  it('looks further than the three years in which the library sees transitions', () => {
    const rule = cron({ time_zone: 'Asia/Kolkata', cron_expression: '0 0 29 2 *' });
    assert.equal(iso(nextSlot(rule, Date.parse('2028-03-01T00:00Z'))), '2032-02-28T18:30Z');
    assert.equal(iso(nextSlot(rule, Date.parse('2097-01-01T00:00Z'))), '2104-02-28T18:30Z');
  });
});

describe('nextSlot beside an oracle that maps every minute', () => {
  interface Case {
    rule: TimingRule;
    matches: (wall: Temporal.PlainDateTime) => boolean;
  }

  /** Every wall-clock minute that a zone can have in [from, to); the same few stretches are asked for again and again. */
  const minutes = new Map<Instant, Temporal.PlainDateTime[]>();
  function minutesWithin(from: Instant, to: Instant): Temporal.PlainDateTime[] {
    const known = minutes.get(from);
    if (known !== undefined) return known;
    const first = Temporal.Instant.fromEpochMilliseconds(from - 26 * HOUR)
      .toZonedDateTimeISO('UTC')
      .toPlainDateTime();
    const count = (to - from + 52 * HOUR) / 60_000;
    const all = Array.from({ length: count }, (_, minute) => first.add({ minutes: minute }));
    minutes.set(from, all);
    return all;
  }

  /** All slots in [from, to) by Temporal's own disambiguation, one wall-clock minute after the other. */
  function oracle({ rule, matches }: Case, from: Instant, to: Instant): Instant[] {
    const slots = new Set<Instant>();
    for (const wall of minutesWithin(from, to)) {
      if (!matches(wall)) continue;
      const earlier = wall.toZonedDateTime(rule.time_zone, { disambiguation: 'earlier' });
      const later = wall.toZonedDateTime(rule.time_zone, { disambiguation: 'later' });
      if (!earlier.toPlainDateTime().equals(wall)) {
        const gapEnd = earlier.getTimeZoneTransition('next')?.epochMilliseconds;
        if (rule.dst_gap === 'shift' && gapEnd !== undefined) slots.add(gapEnd);
        continue;
      }
      if (rule.dst_overlap !== 'second') slots.add(earlier.epochMilliseconds);
      if (rule.dst_overlap !== 'first') slots.add(later.epochMilliseconds);
    }
    return [...slots].filter((slot) => slot >= from && slot < to).toSorted((a, b) => a - b);
  }

  // Each instant is near a clock change of its zone, or is an ordinary one.
  const near = [
    ['America/New_York', '2026-03-08T07:00Z'],
    ['America/New_York', '2026-11-01T06:00Z'],
    ['America/St_Johns', '2026-11-01T04:30Z'],
    ['America/Sao_Paulo', '2018-11-04T03:00Z'],
    ['America/Sao_Paulo', '2019-02-17T02:00Z'],
    ['Europe/Berlin', '2026-03-29T01:00Z'],
    ['Europe/London', '2026-10-25T01:00Z'],
    ['Africa/Casablanca', '2026-02-15T02:00Z'],
    ['Africa/Casablanca', '2026-03-22T02:00Z'],
    ['Asia/Tehran', '2022-03-21T20:30Z'],
    ['Asia/Kathmandu', '2026-01-01T00:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
    ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
    ['Pacific/Apia', '2011-12-30T10:00Z'],
    ['Pacific/Chatham', '2026-04-04T14:00Z'],
    ['UTC', '2028-02-29T00:00Z'],
  ] as const;
  const places = fc.constantFrom(...near);

  // Mostly the small hours, where the clocks change.
  const hour = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 4 }) }, fc.integer({ min: 0, max: 23 }));
  const minute = fc.constantFrom<number[]>(0, 1, 15, 29, 30, 44, 45, 59);
  const two = (n: number) => String(n).padStart(2, '0');
  const isAt = (wall: Temporal.PlainDateTime, h: number, m: number) => wall.hour === h && wall.minute === m;
  const lastOr = (wall: Temporal.PlainDateTime, day: number) => wall.day === Math.min(day, wall.daysInMonth);

  const timings: fc.Arbitrary<{ timing: Partial<TimingRule>; matches: Case['matches'] }> = fc.oneof(
    fc.tuple(hour, minute).map(([h, m]) => ({
      timing: { rotation_type: 'daily' as const, time_of_day: `${two(h)}:${two(m)}:00` },
      matches: (wall: Temporal.PlainDateTime) => isAt(wall, h, m),
    })),
    fc.tuple(hour, minute, fc.integer({ min: 1, max: 7 })).map(([h, m, day]) => ({
      timing: { rotation_type: 'weekly' as const, time_of_day: `${two(h)}:${two(m)}`, day_of_week: day },
      matches: (wall: Temporal.PlainDateTime) => isAt(wall, h, m) && wall.dayOfWeek === day,
    })),
    fc.tuple(hour, minute, fc.integer({ min: 1, max: 31 })).map(([h, m, day]) => ({
      timing: { rotation_type: 'monthly' as const, time_of_day: `${two(h)}:${two(m)}`, day_of_month: day },
      matches: (wall: Temporal.PlainDateTime) => isAt(wall, h, m) && lastOr(wall, day),
    })),
    fc.tuple(fc.uniqueArray(minute, { minLength: 1 }), fc.uniqueArray(hour, { minLength: 1 })).map(([ms, hs]) => ({
      timing: { rotation_type: 'cron' as const, cron_expression: `${ms.join()} ${hs.join()} * * *` },
      matches: (wall: Temporal.PlainDateTime) => ms.includes(wall.minute) && hs.includes(wall.hour),
    })),
    fc.tuple(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 0, max: 6 })).map(([step, day]) => ({
      timing: { rotation_type: 'cron' as const, cron_expression: `*/${step} * * * ${day}` },
      matches: (wall: Temporal.PlainDateTime) => wall.minute % step === 0 && wall.dayOfWeek % 7 === day,
    })),
  );

  const policies = fc.record({ dst_gap: fc.constantFrom(...DST_GAPS), dst_overlap: fc.constantFrom(...DST_OVERLAPS) });

  it('gives the same slots, in order, none left out and none twice', () => {
    fc.assert(
      fc.property(places, timings, policies, ([time_zone, near], { timing, matches }, policy) => {
        const rule = aSchedule({ ...timing, ...policy, time_zone });
        const [from, to] = [Date.parse(near) - 20 * HOUR, Date.parse(near) + 26 * HOUR];
        assert.deepEqual(slotsBetween(rule, from, to), oracle({ rule, matches }, from, to));
      }),
      { numRuns: 80 },
    );
  });

  it('gives the same from wherever one asks: the least slot after that instant', () => {
    const offset = fc.integer({ min: -24 * HOUR, max: 24 * HOUR });
    fc.assert(
      fc.property(
        places,
        timings,
        policies,
        fc.array(offset, { minLength: 20, maxLength: 20 }),
        (place, t, policy, asks) => {
          const rule = aSchedule({ ...t.timing, ...policy, time_zone: place[0] });
          const near = Date.parse(place[1]);
          const slots = slotsBetween(rule, near - 25 * HOUR, near + 25 * HOUR);
          for (const after of [...asks.map((ms) => near + ms), near - 1, near, near + 1, ...slots.slice(0, 20)]) {
            const expected = slots.find((slot) => slot > after);
            const found = nextSlot(rule, after);
            if (expected === undefined) assert.ok(found === null || found >= near + 25 * HOUR);
            else assert.equal(found, expected);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('shows a time of the rule at every slot, but for slots at a gap’s end, and keeps the bounds, for years', () => {
    const start = fc.integer({ min: Date.parse('2009-01-01T00:00Z'), max: Date.parse('2060-01-01T00:00Z') });
    const zone = fc.constantFrom(
      'America/New_York',
      'Africa/Cairo',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'Asia/Kolkata',
    );
    fc.assert(
      fc.property(zone, timings, policies, start, (time_zone, { timing, matches }, policy, starts_at) => {
        const ends_at = starts_at + 900 * 24 * HOUR;
        const rule = aSchedule({ ...timing, ...policy, time_zone, starts_at, ends_at });
        for (let i = 0, before = 0, at = nextSlot(rule, 0); i < 100 && at !== null; i += 1, at = nextSlot(rule, at)) {
          assert.ok(at > before && at >= starts_at && at < ends_at);
          before = at;
          const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(time_zone);
          if (matches(zoned.toPlainDateTime())) continue;
          const previous = zoned.subtract({ milliseconds: 1 });
          assert.ok(policy.dst_gap === 'shift' && previous.offsetNanoseconds < zoned.offsetNanoseconds, String(zoned));
        }
      }),
      { numRuns: 60 },
    );
  });
});
