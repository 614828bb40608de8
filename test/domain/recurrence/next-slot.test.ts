import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nextSlot } from '../../../src/domain/recurrence/next-slot.js';
import { effectiveRule } from '../../../src/domain/recurrence/rule-slots.js';
import { ROTATION_TYPES, type TimingRule } from '../../../src/domain/recurrence/timing-rule.js';
import type { Instant } from '../../../src/domain/scalars.js';
import { aSchedule } from '../../support/builders.js';

const iso = (instant: Instant | null) => instant && new Date(instant).toISOString().replace(/(:00)?\.000Z$/, 'Z');
/** The first few slots of a rule after an instant. */
function slotsAfter(given: Partial<TimingRule>, after: string, count: number): (string | number | null)[] {
  const rule = aSchedule({ interval_seconds: null, ...given });
  const slots: (string | number | null)[] = [];
  for (let i = 0, at: Instant | null = Date.parse(after); i < count && at !== null; i += 1) {
    at = nextSlot(rule, at);
    slots.push(iso(at));
  }
  return slots;
}

describe('nextSlot, by rotation_type', () => {
  const cases: [string, Partial<TimingRule>, string, string[]][] = [
    // 21 November 2026 is a Saturday.
    [
      'daily, later today',
      { rotation_type: 'daily', time_of_day: '18:30' },
      '2026-11-21T12:00Z',
      ['2026-11-21T18:30Z'],
    ],
    [
      'daily, with seconds',
      { rotation_type: 'daily', time_of_day: '09:00:07' },
      '2026-11-21T12:00Z',
      ['2026-11-22T09:00:07Z', '2026-11-23T09:00:07Z'],
    ],
    [
      'daily, of its zone and not of UTC',
      { rotation_type: 'daily', time_of_day: '00:00', time_zone: 'Asia/Kolkata' },
      '2026-11-21T12:00Z',
      ['2026-11-21T18:30Z', '2026-11-22T18:30Z'],
    ],
    [
      'daily, over a change of the year',
      { rotation_type: 'daily', time_of_day: '23:59:59' },
      '2026-12-31T23:59:58.999Z',
      ['2026-12-31T23:59:59Z', '2027-01-01T23:59:59Z'],
    ],
    [
      'weekly, Monday as 1',
      { rotation_type: 'weekly', day_of_week: 1, time_of_day: '08:00' },
      '2026-11-21T12:00Z',
      ['2026-11-23T08:00Z', '2026-11-30T08:00Z'],
    ],
    [
      'weekly, Sunday as 7, at midnight',
      { rotation_type: 'weekly', day_of_week: 7 },
      '2026-11-21T12:00Z',
      ['2026-11-22T00:00Z', '2026-11-29T00:00Z'],
    ],
    [
      'weekly, later today',
      { rotation_type: 'weekly', day_of_week: 6, time_of_day: '12:01' },
      '2026-11-21T12:00Z',
      ['2026-11-21T12:01Z', '2026-11-28T12:01Z'],
    ],
    [
      'weekly, today but over',
      { rotation_type: 'weekly', day_of_week: 6, time_of_day: '12:00' },
      '2026-11-21T12:00Z',
      ['2026-11-28T12:00Z'],
    ],
    [
      'monthly, at midnight',
      { rotation_type: 'monthly', day_of_month: 15 },
      '2026-11-21T12:00Z',
      ['2026-12-15T00:00Z', '2027-01-15T00:00Z'],
    ],
    [
      'monthly, past the end of the month',
      { rotation_type: 'monthly', day_of_month: 31, time_of_day: '06:00' },
      '2027-01-31T06:00Z',
      ['2027-02-28T06:00Z', '2027-03-31T06:00Z', '2027-04-30T06:00Z', '2027-05-31T06:00Z'],
    ],
    [
      'monthly, in a leap year',
      { rotation_type: 'monthly', day_of_month: 30 },
      '2028-01-30T00:00Z',
      ['2028-02-29T00:00Z', '2028-03-30T00:00Z'],
    ],
    [
      'monthly, on the 29th in a year that is none',
      { rotation_type: 'monthly', day_of_month: 29 },
      '2027-02-01T00:00Z',
      ['2027-02-28T00:00Z', '2027-03-29T00:00Z'],
    ],
    [
      'monthly, in 2100, which is no leap year',
      { rotation_type: 'monthly', day_of_month: 31 },
      '2100-01-31T00:00Z',
      ['2100-02-28T00:00Z', '2100-03-31T00:00Z'],
    ],
    [
      'monthly, by the month of its zone',
      { rotation_type: 'monthly', day_of_month: 31, time_zone: 'Pacific/Auckland' },
      '2026-11-29T12:00Z',
      ['2026-12-30T11:00Z'],
    ],
    [
      'cron',
      { rotation_type: 'cron', cron_expression: '15 9 * * MON-FRI' },
      '2026-11-20T09:15Z',
      ['2026-11-23T09:15Z', '2026-11-24T09:15Z'],
    ],
    [
      'cron, six fields',
      { rotation_type: 'cron', cron_expression: '*/20 * * * * *' },
      '2026-11-21T12:00:20.001Z',
      ['2026-11-21T12:00:40Z', '2026-11-21T12:01Z'],
    ],
    [
      'cron, 29 February over 2100',
      { rotation_type: 'cron', cron_expression: '0 0 29 2 *', time_zone: 'Europe/Berlin' },
      '2096-02-28T23:00Z',
      ['2104-02-28T23:00Z', '2108-02-28T23:00Z'],
    ],
    [
      'cron, a Monday that is 29 February',
      { rotation_type: 'cron', cron_expression: '0 0 29 2 +1', time_zone: 'America/New_York' },
      '2026-11-21T12:00Z',
      // Forty years from the second to the third, since 2100 is no leap year: it must jump, not walk 80 clock changes.
      ['2044-02-29T05:00Z', '2072-02-29T05:00Z', '2112-02-29T05:00Z'],
    ],
  ];
  for (const [what, given, after, expected] of cases) {
    it(what, () => assert.deepEqual(slotsAfter(given, after, expected.length), expected));
  }

  it('cron that never fires: null', () => {
    assert.deepEqual(slotsAfter({ rotation_type: 'cron', cron_expression: '0 0 30 2 *' }, '2026-11-21T12:00Z', 1), [
      null,
    ]);
  });

  it('takes no notice of the fields that the type does not use', () => {
    const all = {
      day_of_week: 1,
      day_of_month: 1,
      cron_expression: '* * * * *',
      interval_seconds: 1,
      time_of_day: '03:00',
    };
    assert.deepEqual(slotsAfter({ ...all, rotation_type: 'daily' }, '2026-11-21T12:00Z', 1), ['2026-11-22T03:00Z']);
  });
});

describe('nextSlot of an interval', () => {
  const anchor = Date.parse('2026-11-21T12:00:00.250Z');
  const rule = aSchedule({ rotation_type: 'interval', interval_seconds: 90, interval_anchor: anchor });
  // milliseconds after the anchor: asked, found
  const cases = [
    [-1_000_000, 0],
    [-1, 0],
    [0, 90_000],
    [1, 90_000],
    [89_999, 90_000],
    [90_000, 180_000],
    [90_001, 180_000],
  ] as const;
  for (const [asked, found] of cases) {
    it(`${asked} ms after its anchor: ${found}`, () => assert.equal(nextSlot(rule, anchor + asked), anchor + found));
  }

  it('counts elapsed time, whatever the clocks do', () => {
    const hourly = { ...rule, interval_seconds: 86_400, interval_anchor: Date.parse('2026-03-07T07:30Z') };
    for (const dst_gap of ['shift', 'skip'] as const) {
      const slot = nextSlot({ ...hourly, dst_gap, time_zone: 'America/New_York' }, hourly.interval_anchor);
      assert.equal(iso(slot), '2026-03-08T07:30Z');
    }
  });

  it('keeps to the anchor when it starts between two of its instants', () => {
    assert.equal(nextSlot({ ...rule, starts_at: anchor + 90_001 }, 0), anchor + 180_000);
    assert.equal(nextSlot({ ...rule, starts_at: anchor + 90_000 }, 0), anchor + 90_000);
  });

  it('is exact and as quick a century on', () => {
    const every = { ...rule, interval_seconds: 7 };
    const after = anchor + 7_000 * 450_000_000;
    assert.equal(nextSlot(every, after - 1), after);
    assert.equal(nextSlot(every, after), after + 7_000);
  });

  it('gives the least instant of the grid after the one asked about', () => {
    const ms = fc.integer({ min: 0, max: 4e12 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e7 }), ms, ms, (interval_seconds, interval_anchor, after) => {
        const slot = nextSlot({ ...rule, interval_seconds, interval_anchor }, after) ?? Number.NaN;
        const previous = slot - interval_seconds * 1000;
        assert.equal((slot - interval_anchor) % (interval_seconds * 1000), 0);
        assert.ok(slot > after && slot >= interval_anchor);
        assert.ok(previous <= after || previous < interval_anchor);
      }),
    );
  });
});

describe('the bounds of a rule', () => {
  const noon = Date.parse('2026-11-21T12:00Z');
  const rules = {
    daily: aSchedule({ rotation_type: 'daily', time_of_day: '12:00' }),
    cron: aSchedule({ rotation_type: 'cron', cron_expression: '0 12 * * *' }),
    interval: aSchedule({ rotation_type: 'interval', interval_seconds: 86_400, interval_anchor: noon - 864_000_000 }),
  };
  const day = 86_400_000;
  for (const [name, rule] of Object.entries(rules)) {
    it(`${name}: starts_at may be a slot itself`, () => {
      assert.equal(nextSlot({ ...rule, starts_at: noon }, noon - 5 * day), noon);
      assert.equal(nextSlot({ ...rule, starts_at: noon + 1 }, noon - 5 * day), noon + day);
      assert.equal(nextSlot({ ...rule, starts_at: noon }, noon), noon + day);
    });

    it(`${name}: ends_at is none`, () => {
      assert.equal(nextSlot({ ...rule, ends_at: noon }, noon - 1), null);
      assert.equal(nextSlot({ ...rule, ends_at: noon }, noon - day), null);
      assert.equal(nextSlot({ ...rule, ends_at: noon + 1 }, noon - 1), noon);
      assert.equal(nextSlot({ ...rule, ends_at: noon + 1 }, noon), null);
      assert.equal(nextSlot({ ...rule, ends_at: noon + 1 }, noon + 5 * day), null);
      assert.equal(nextSlot({ ...rule, starts_at: noon - 1, ends_at: noon - 1 }, 0), null);
    });

    it(`${name}: ends with the year 2999`, () => {
      const newYear = Date.UTC(3000, 0, 1);
      assert.equal(iso(nextSlot(rule, newYear - day)), '2999-12-31T12:00Z');
      assert.equal(nextSlot(rule, newYear - day / 2), null);
      assert.equal(nextSlot(rule, newYear), null);
    });
  }

  it('no slot lies outside them', () => {
    const ms = fc.integer({ min: noon - 40 * day, max: noon + 40 * day });
    const bound = fc.option(ms);
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(rules)), bound, bound, ms, (rule, starts_at, ends_at, after) => {
        const slot = nextSlot({ ...rule, starts_at, ends_at }, after);
        const free = nextSlot(rule, Math.max(after, (starts_at ?? 0) - 1)) ?? Number.NaN;
        assert.equal(slot, ends_at !== null && free >= ends_at ? null : free);
      }),
    );
  });
});

describe('effectiveRule', () => {
  const random = aSchedule({
    rotation_type: 'random',
    cron_expression: '*/10 * * * *',
    day_of_month: 3,
    day_of_week: 4,
    time_of_day: '05:06',
    interval_seconds: 11,
  });
  const without = (...fields: (keyof TimingRule)[]) => ({
    ...random,
    ...Object.fromEntries(fields.map((f) => [f, null])),
  });
  const after = Date.parse('2026-11-21T12:00Z');
  const cases = [
    ['cron_expression first', random, 'cron', '2026-11-21T12:10Z'],
    ['else day_of_month', without('cron_expression'), 'monthly', '2026-12-03T05:06Z'],
    ['at midnight by itself', without('cron_expression', 'time_of_day'), 'monthly', '2026-12-03T00:00Z'],
    ['else day_of_week', without('cron_expression', 'day_of_month'), 'weekly', '2026-11-26T05:06Z'],
    ['else time_of_day', without('cron_expression', 'day_of_month', 'day_of_week'), 'daily', '2026-11-22T05:06Z'],
  ] as const;
  for (const [what, rule, type, slot] of cases) {
    it(`random: ${what}`, () => {
      assert.equal(effectiveRule(rule).rotation_type, type);
      assert.equal(iso(nextSlot(rule, after)), slot);
    });
  }

  it('random: else every five minutes from its anchor, whatever interval_seconds says', () => {
    const bare = without('cron_expression', 'day_of_month', 'day_of_week', 'time_of_day');
    const rule = { ...bare, interval_anchor: after + 7 };
    assert.equal(effectiveRule(rule).interval_seconds, 300);
    assert.equal(nextSlot(rule, after + 7), after + 300_007);
  });

  it('leaves every other type as it is', () => {
    for (const rotation_type of ROTATION_TYPES.filter((type) => type !== 'random')) {
      const rule = { ...random, rotation_type };
      assert.deepEqual(effectiveRule(rule), rule);
    }
  });
});

describe('a rule that no validation would have let through', () => {
  const cases: [Partial<TimingRule>, RegExp][] = [
    [{ rotation_type: 'daily' }, /rotation_type daily needs time_of_day/],
    [{ rotation_type: 'daily', time_of_day: '24:00' }, /time_of_day is '24:00'/],
    [{ rotation_type: 'daily', time_of_day: '9:00' }, /time_of_day is '9:00'/],
    [{ rotation_type: 'weekly' }, /rotation_type weekly needs day_of_week/],
    [{ rotation_type: 'weekly', day_of_week: 0 }, /day_of_week is 0/],
    [{ rotation_type: 'weekly', day_of_week: 8 }, /day_of_week is 8/],
    [{ rotation_type: 'monthly' }, /rotation_type monthly needs day_of_month/],
    [{ rotation_type: 'monthly', day_of_month: 1.5 }, /day_of_month is 1.5/],
    [{ rotation_type: 'cron' }, /rotation_type cron needs cron_expression/],
    [{ rotation_type: 'interval', interval_seconds: null }, /rotation_type interval needs interval_seconds/],
    [{ rotation_type: 'interval', interval_seconds: 0 }, /interval_seconds is 0/],
    [{ rotation_type: 'interval', interval_seconds: Number.NaN }, /interval_seconds is NaN/],
    [{ rotation_type: 'daily', time_of_day: '09:00', time_zone: 'Mars/Olympus' }, /Mars\/Olympus/i],
  ];
  for (const [given, message] of cases) {
    it(`throws: ${String(message)}`, () => {
      assert.throws(
        () => nextSlot(aSchedule(given), 0),
        (error) => error instanceof RangeError && message.test(error.message),
      );
    });
  }
});
