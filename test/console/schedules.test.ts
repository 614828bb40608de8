import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { localTimeOf, meantBy } from '../../console/src/time/local-time.js';
import { sharesOf, withMoved, withoutPosition, withVideo } from '../../console/src/schedules/positions.js';
import { choiceOf, choiceOfKind, ruleOf, type RuleChoice } from '../../console/src/schedules/rule-choice.js';
import { FREE_KINDS, SIMPLE_KINDS, type RuleFields } from '../../console/src/schedules/rule-choice.js';
import { compareSwitches } from '../../console/src/rehearsal/switches.js';
import { nextSlot } from '../../src/domain/recurrence/next-slot.js';
import { aSchedule } from '../support/builders.js';

const two = (n: number): string => String(n).padStart(2, '0');
const time = fc
  .tuple(fc.nat(23), fc.nat(59), fc.option(fc.integer({ min: 1, max: 59 })))
  .map(([hour, minute, second]) => [hour, minute, ...(second === null ? [] : [second])].map(two).join(':'));
const days = fc.subarray([1, 2, 3, 4, 5, 6, 7]).filter((some) => some.join() !== '1,2,3,4,5');

/** Objects as they are written down. */
const record = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record<T>(model, { noNullPrototype: true });

const choices: fc.Arbitrary<RuleChoice> = fc.oneof(
  record({ kind: fc.constantFrom('daily' as const, 'weekdays' as const), time }),
  record({ kind: fc.constant('weekly' as const), days, time }),
  record({ kind: fc.constant('monthly' as const), day: fc.option(fc.integer({ min: 1, max: 31 })), time }),
  record({
    kind: fc.constant('interval' as const),
    every: fc.integer({ min: 1, max: 23 }),
    unit: fc.constantFrom('second' as const, 'minute' as const, 'hour' as const, 'day' as const),
  }),
  fc.constant({ kind: 'once' as const }),
  record({ kind: fc.constant('cron' as const), expression: fc.string() }),
  record({ kind: fc.constant('rrule' as const), rule: fc.string(), time }),
);

const rules: fc.Arbitrary<RuleFields> = record({
  rotation_type: fc.constantFrom('daily', 'weekly', 'monthly', 'cron', 'interval', 'random', 'rrule', 'once'),
  time_of_day: fc.option(time),
  day_of_week: fc.option(fc.integer({ min: 1, max: 7 })),
  day_of_month: fc.option(fc.integer({ min: 1, max: 31 })),
  cron_expression: fc.string(),
  interval_seconds: fc.option(fc.integer({ min: 1, max: 2_147_483_647 })),
  rrule: fc.oneof(
    fc.string(),
    fc
      .array(fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU', '1MO', ''))
      .map((days) => `FREQ=WEEKLY;BYDAY=${days.join()}`),
  ),
});

describe('the editor of schedules', () => {
  it('makes rules of choices, and finds the same choices in them', () => {
    fc.assert(
      fc.property(choices, (choice) => assert.deepEqual(choiceOf(ruleOf(choice)), choice)),
      { numRuns: 2_000 },
    );
  });

  it('leaves each rule as it is that nobody touches, but for fields that its type does not use', () => {
    const used: Record<RuleFields['rotation_type'], (keyof RuleFields)[]> = {
      daily: ['time_of_day'],
      weekly: ['day_of_week', 'time_of_day'],
      monthly: ['day_of_month', 'time_of_day'],
      cron: ['cron_expression'],
      interval: ['interval_seconds'],
      random: ['time_of_day', 'day_of_week', 'day_of_month', 'cron_expression', 'interval_seconds', 'rrule'],
      rrule: ['rrule', 'time_of_day'],
      once: [],
    };
    fc.assert(
      fc.property(rules, (rule) => {
        const same = ruleOf(choiceOf(rule));
        assert.equal(same.rotation_type, rule.rotation_type);
        for (const field of used[rule.rotation_type]) assert.equal(same[field], rule[field], field);
      }),
      { numRuns: 2_000 },
    );
  });

  it('shows a rule with weekdays in another order as it is written', () => {
    const inOrder = ruleOf({ kind: 'weekly', days: [1, 3], time: '09:00' });
    assert.equal(choiceOf(inOrder).kind, 'weekly');
    const turned = { ...inOrder, rrule: 'FREQ=WEEKLY;BYDAY=WE,MO' };
    assert.deepEqual(choiceOf(turned), { kind: 'rrule', rule: turned.rrule, time: '09:00' });
  });

  it('means by several weekdays what one rule for each of them would', () => {
    const from = Date.parse('2027-03-20T12:00Z');
    const slots = (given: object): number[] => {
      const rule = aSchedule({ time_zone: 'Europe/Berlin', rrule_anchor: from, ...given });
      const found: number[] = [];
      for (let at = nextSlot(rule, from); at !== null && at < from + 21 * 86_400_000; at = nextSlot(rule, at))
        found.push(at);
      return found;
    };
    fc.assert(
      fc.property(
        days.filter(({ length }) => length > 1),
        time,
        (days, time) => {
          const single = days.flatMap((day) => slots(ruleOf({ kind: 'weekly', days: [day], time })));
          assert.deepEqual(
            slots(ruleOf({ kind: 'weekly', days, time })),
            single.toSorted((a, b) => a - b),
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it('keeps the time of day when another kind is chosen', () => {
    fc.assert(
      fc.property(choices, fc.constantFrom(...SIMPLE_KINDS, ...FREE_KINDS), (before, kind) => {
        const after = choiceOfKind(kind, before);
        assert.equal(after.kind, kind);
        if ('time' in after && 'time' in before) assert.equal(after.time, before.time);
      }),
    );
  });

  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Asia/Kolkata',
    'Africa/Monrovia',
    'UTC',
  ];

  it('shows each instant by the clocks of a zone, and takes it back from there', () => {
    const instants = fc.integer({ min: 0, max: Date.parse('2060-01-01') });
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (at, zone) => {
        assert.equal(meantBy(localTimeOf(new Date(at).toISOString(), zone), zone)?.at, at);
      }),
      { numRuns: 2_000 },
    );
  });

  it('means by a time what the clocks of the zone do, twice or left out', () => {
    for (const [zone, day] of [
      ['Europe/Berlin', '2027-03-28'],
      ['Europe/Berlin', '2027-10-31'],
      ['Australia/Lord_Howe', '2026-10-04'],
      ['Australia/Lord_Howe', '2027-04-04'],
      ['Pacific/Apia', '2011-12-30'],
      ['America/New_York', '2026-11-01'],
    ] as const) {
      for (let minute = 0; minute < 24 * 60; minute += 15) {
        const text = `${day}T${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
        const by = (disambiguation: 'earlier' | 'later'): number =>
          Temporal.PlainDateTime.from(text).toZonedDateTime(zone, { disambiguation }).epochMilliseconds;
        const [earlier, later] = [by('earlier'), by('later')];
        const plain = Temporal.Instant.fromEpochMilliseconds(earlier).toZonedDateTimeISO(zone).toPlainDateTime();
        const isThere = plain.equals(text);
        const meant = [false, true].map((isLater) => meantBy({ text, isLater }, zone));
        if (isThere)
          assert.deepEqual(
            meant.map((one) => one?.at),
            [earlier, later],
            `${zone} ${text}`,
          );
        assert.equal(meant[0]?.clock, isThere ? (earlier === later ? 'once' : 'twice') : 'left_out', `${zone} ${text}`);
      }
    }
    assert.equal(
      meantBy({ text: '2027-03-28T02:30', isLater: false }, 'Europe/Berlin')?.at,
      Date.parse('2027-03-28T01:00Z'),
    );
    const at = '2027-03-28T01:00:00.000Z';
    assert.deepEqual(localTimeOf(at, 'Europe/Nowhere'), { text: at, isLater: false });
    for (const [text, zone] of [
      ['', 'UTC'],
      ['2027-03', 'nowhere'],
      ['2027-03-28T02:30', 'Europe/Nowhere'],
    ] as const) {
      assert.equal(meantBy({ text, isLater: false }, zone), null);
    }
  });

  it('says how many switches move, come in addition and fall away', () => {
    const at = (...hours: number[]) => hours.map((hour) => ({ from: `2027-01-01T${two(hour)}:00` }));
    assert.deepEqual(compareSwitches(at(0, 9, 10), at(0, 9, 11)), { moved: 1, added: 0, dropped: 0 });
    assert.deepEqual(compareSwitches(at(0), at(1, 9, 11)), { moved: 0, added: 2, dropped: 0 });
    assert.deepEqual(compareSwitches(at(0, 9, 10, 12), at(0, 11)), { moved: 1, added: 0, dropped: 2 });
    assert.deepEqual(compareSwitches([], []), { moved: 0, added: 0, dropped: 0 });
  });

  it('has what comes next come next, however videos are moved', () => {
    const positions = [4, 5, 5, 6].map((video) => ({ video, weight: 1 }));
    const place = fc.nat(3);
    fc.assert(
      fc.property(place, place, place, (begin, from, to) => {
        const moved = withMoved({ positions, begin }, from, to);
        assert.equal(moved.positions[moved.begin ?? -1], positions[begin]);
        assert.equal(moved.positions[to], positions[from]);
        assert.equal(withMoved({ positions, begin: null }, from, to).begin, null);
        const rest = withoutPosition({ positions, begin }, from);
        const next = begin === from ? positions[(begin + 1) % 4] : positions[begin];
        assert.equal(rest.positions[rest.begin ?? -1], next);
        assert.equal(withoutPosition({ positions, begin: null }, from).begin, null);
      }),
    );
    const grown = withVideo({ positions: [], begin: null }, 7);
    assert.deepEqual(grown, { positions: [{ video: 7, weight: 1 }], begin: null });
    assert.deepEqual(withoutPosition({ ...grown, begin: 0 }, 0), { positions: [], begin: 0 });
  });

  it('tells shares of weights', () => {
    const shares = (...weights: number[]): number[] => sharesOf(weights.map((weight) => ({ video: 1, weight })));
    assert.deepEqual(shares(3, 1), [0.75, 0.25]);
    assert.deepEqual(shares(0, 0), [0, 0]);
  });
});
