import assert from 'node:assert/strict';
import fc from 'fast-check';
import { daySetOf, readDay, type DaySet } from '../../../src/domain/calendar/day-set.js';
import { daypartFaults, weekHours, type DaypartHours } from '../../../src/domain/calendar/daypart.js';
import { Opening } from '../../../src/domain/calendar/opening.js';
import { must } from '../../../src/domain/must.js';
import { withTiming } from '../../support/derived-timing.js';
import { nextSlot } from '../../../src/domain/recurrence/next-slot.js';
import { rruleFault } from '../../../src/domain/recurrence/rrule-fault.js';
import type { RotationSchedule } from '../../../src/domain/rotation-schedule.js';
import type { Instant } from '../../../src/domain/scalars.js';
import { aSchedule } from '../../support/builders.js';
import { isOpenAt, type NaiveOpening } from '../../support/naive-opening.js';

const BERLIN = 'Europe/Berlin';
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const START = Date.parse('2026-11-20T10:00:00Z');

const days = (...dates: string[]): DaySet => daySetOf(dates.map((date) => must(readDay(date), date)));

const openingOf = ({ timeZone, hours, only, except }: NaiveOpening): Opening =>
  new Opening({ timeZone, hours: hours && weekHours(hours), only: only && days(...only), except: [days(...except)] });

const opening = (
  hours: DaypartHours[] | null,
  {
    timeZone = BERLIN,
    only = null,
    except = [],
  }: Partial<{ timeZone: string; only: DaySet | null; except: DaySet[] }> = {},
): Opening => new Opening({ timeZone, hours: hours && weekHours(hours), only, except });

/** A schedule as it is saved, which falls within an opening. */
const within = (open: Opening | null, given: Partial<RotationSchedule>): RotationSchedule =>
  withTiming(
    null,
    aSchedule({
      time_zone: BERLIN,
      created_at: START,
      dst_overlap_given: false,
      interval_anchor: START,
      ...given,
      opening: open,
    }),
    START,
  );

const daily = (time_of_day: string): Partial<RotationSchedule> => ({ rotation_type: 'daily', time_of_day });
const cron = (cron_expression: string): Partial<RotationSchedule> => ({ rotation_type: 'cron', cron_expression });
const rrule = (text: string): Partial<RotationSchedule> => ({ rotation_type: 'rrule', rrule: text });
const every = (interval_seconds: number): Partial<RotationSchedule> => ({
  rotation_type: 'interval',
  interval_seconds,
});

/** The next slots after an instant, in UTC. */
function slots(schedule: RotationSchedule, after: string, count: number): string[] {
  const found: string[] = [];
  for (let at = nextSlot(schedule, Date.parse(after)); at !== null && found.length < count;) {
    found.push(new Date(at).toISOString().slice(0, 16));
    at = nextSlot(schedule, at);
  }
  return found;
}

describe('slots within hours and days', () => {
  it('come in the hours of a daypart only', () => {
    const hours = opening([{ days: [1, 2, 3, 4, 5], from: '10:00', to: '12:00' }]);
    assert.deepEqual(slots(within(hours, cron('30 * * * *')), '2026-11-20T10:40Z', 3), [
      '2026-11-23T09:30',
      '2026-11-23T10:30',
      '2026-11-24T09:30',
    ]);
  });

  it('come after midnight on the day after, which the calendar of the day before decides', () => {
    const night = [{ days: [5], from: '22:00', to: '02:00' }];
    const schedule = within(opening(night, { except: [days('2026-11-28')] }), daily('01:00:00'));
    assert.deepEqual(slots(schedule, '2026-11-22T00:00Z', 2), ['2026-11-28T00:00', '2026-12-05T00:00']);
    const closed = within(opening(night, { except: [days('2026-11-27')] }), daily('01:00:00'));
    assert.deepEqual(slots(closed, '2026-11-22T00:00Z', 1), ['2026-12-05T00:00']);
  });

  it('come on the days of a calendar only, and never after the last of them', () => {
    const schedule = within(opening(null, { only: days('2026-12-24', '2026-12-31') }), every(12 * 3_600));
    assert.deepEqual(slots(schedule, '2026-11-22T00:00Z', 5), [
      '2026-12-24T10:00',
      '2026-12-24T22:00',
      '2026-12-31T10:00',
      '2026-12-31T22:00',
    ]);
  });

  it('come in an hour that a clock change repeats both times, and at no hour that it leaves out', () => {
    const early = opening([{ days: EVERY_DAY, from: '02:00', to: '03:00' }]);
    const twice = within(early, { ...cron('30 * * * *'), time_zone: 'UTC' });
    assert.deepEqual(slots(twice, '2027-10-30T12:00Z', 2), ['2027-10-31T00:30', '2027-10-31T01:30']);
    assert.deepEqual(slots(twice, '2027-03-27T12:00Z', 1), ['2027-03-29T00:30']);
  });

  it('come where a clock change has moved them to', () => {
    const moved = daily('02:30:00');
    const atThree = opening([{ days: EVERY_DAY, from: '03:00', to: '04:00' }]);
    assert.deepEqual(slots(within(atThree, moved), '2027-01-01T00:00Z', 2), ['2027-03-28T01:00', '2028-03-26T01:00']);
    assert.deepEqual(slots(within(atThree, { ...moved, dst_gap: 'skip' }), '2027-01-01T00:00Z', 1), []);
  });

  it('go by the zone of the opening for its hours, by their own for the time of day', () => {
    const tokyo = opening([{ days: [1], from: '00:00', to: '24:00' }], { timeZone: 'Asia/Tokyo' });
    assert.deepEqual(slots(within(tokyo, daily('18:00:00')), '2026-11-20T10:00Z', 1), ['2026-11-22T17:00']);
  });

  it('keep to their bounds', () => {
    const noon = opening([{ days: EVERY_DAY, from: '12:00', to: '13:00' }]);
    const bounds = { starts_at: Date.parse('2026-11-25T12:00Z'), ends_at: Date.parse('2026-11-27T00:00Z') };
    assert.deepEqual(slots(within(noon, { ...cron('15 * * * *'), ...bounds }), '2026-11-20T10:00Z', 3), [
      '2026-11-26T11:15',
    ]);
  });

  it('are the one of a schedule that has only one, if it lies within', () => {
    const noon = opening([{ days: EVERY_DAY, from: '12:00', to: '13:00' }]);
    const once = (starts_at: string) => within(noon, { rotation_type: 'once', starts_at: Date.parse(starts_at) });
    assert.deepEqual(slots(once('2026-11-25T11:30:00Z'), '2026-11-20T10:00Z', 3), ['2026-11-25T11:30']);
    assert.deepEqual(slots(once('2026-11-25T12:00:00Z'), '2026-11-20T10:00Z', 3), []);
    assert.deepEqual(slots(once('2026-11-25T11:30:00Z'), '2026-11-26T10:00Z', 3), []);
  });

  it('end with the last day of a calendar that hours run over from', () => {
    const night = [{ days: EVERY_DAY, from: '22:00', to: '02:00' }];
    const schedule = within(opening(night, { only: days('2026-11-27') }), cron('0 * * * *'));
    assert.deepEqual(slots(schedule, '2026-11-27T22:30Z', 5), ['2026-11-27T23:00', '2026-11-28T00:00']);
  });

  it('are given up where a rule drifts towards its hours too slowly', () => {
    const noon = opening([{ days: EVERY_DAY, from: '10:00', to: '10:05' }]);
    assert.deepEqual(slots(within(noon, rrule('FREQ=MINUTELY;INTERVAL=1441')), '2026-11-27T22:30Z', 1), []);
  });

  it('are no part of what is written of a schedule', () => {
    assert.equal(JSON.stringify({ opening: opening(null) }), '{}');
  });

  it('are looked for in the eight years from now, or from starts_at', () => {
    const late = opening(null, { only: days('2037-05-01') });
    assert.deepEqual(slots(within(late, daily('09:00:00')), '2026-11-20T10:00Z', 1), []);
    const starts_at = Date.parse('2030-01-01T00:00Z');
    assert.deepEqual(slots(within(late, { ...daily('09:00:00'), starts_at }), '2026-11-20T10:00Z', 1), [
      '2037-05-01T07:00',
    ]);
  });
});

/** The same by trying every slot of the rule without its opening, as far as `until`. */
function triedSlots(schedule: RotationSchedule, open: NaiveOpening, after: Instant, until: Instant): Instant[] {
  const found: Instant[] = [];
  const free = { ...schedule, opening: null };
  for (let at = nextSlot(free, after); at !== null && at < until; at = nextSlot(free, at)) {
    if (isOpenAt(open, at)) found.push(at);
  }
  return found;
}

function slotsUntil(schedule: RotationSchedule, after: Instant, until: Instant): Instant[] {
  const found: Instant[] = [];
  for (let at = nextSlot(schedule, after); at !== null && at < until; at = nextSlot(schedule, at)) found.push(at);
  return found;
}

function assertAsTried(open: NaiveOpening, given: Partial<RotationSchedule>, until: Instant): void {
  const schedule = within(openingOf(open), given);
  const inWords = (slots: Instant[]): string[] => slots.map((at) => new Date(at).toISOString());
  assert.deepEqual(inWords(slotsUntil(schedule, START, until)), inWords(triedSlots(schedule, open, START, until)));
}

const YEAR_MS = 366 * 86_400_000;
const EARLY_DAYS = { hours: [{ days: EVERY_DAY, from: '07:20', to: '07:50' }], only: null };
const onDays = (...only: string[]) => ({ hours: null, only });

describe('what rules and openings have in common', () => {
  const CASES: [string, Pick<NaiveOpening, 'hours' | 'only'>, Partial<RotationSchedule>, years?: number][] = [
    ['a leap day', onDays('2028-02-29'), daily('08:00:00'), 2],
    ['a weekday', onDays('2027-05-04', '2027-05-05'), { rotation_type: 'weekly', day_of_week: 2 }],
    ['the last day of a month', onDays('2027-02-27', '2027-02-28'), { rotation_type: 'monthly', day_of_month: 31 }],
    ['a cron by either day', onDays('2027-05-03', '2027-05-04', '2027-05-13'), cron('0 12 13 * MON')],
    ['a cron by both days', onDays('2027-05-13', '2027-08-13'), cron('0 12 13 * +FRI')],
    ['a cron of a month', onDays('2027-05-02', '2027-06-02'), cron('0 12 2 jun ?')],
    ['a cron of last days', onDays('2027-05-30', '2027-05-31'), cron('0 12 L * *')],
    ['a cron of second Fridays', onDays('2027-05-07', '2027-05-14'), cron('0 12 * * FRI#2')],
    ['a cron of weekends', onDays('2027-05-07', '2027-05-09'), cron('30 0 12 * * SAT-7')],
    ['every other Monday', onDays('2027-05-03', '2027-05-10'), rrule('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO')],
    ['every third day', onDays('2026-11-22', '2026-11-23'), rrule('FREQ=DAILY;INTERVAL=3')],
    ['second Tuesdays', onDays('2027-05-04', '2027-05-11'), rrule('FREQ=MONTHLY;BYDAY=2TU')],
    ['last Fridays', onDays('2027-05-21', '2027-05-28'), rrule('FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=9')],
    ['Mondays of the year', onDays('2027-05-17', '2027-05-24'), rrule('FREQ=YEARLY;BYDAY=20MO')],
    ['the day of the anchor', onDays('2027-05-20', '2027-11-20'), rrule('FREQ=YEARLY')],
    ['its day in another month', onDays('2027-05-20', '2027-11-20'), rrule('FREQ=YEARLY;BYMONTH=5')],
    ['its day of the month', onDays('2027-05-19', '2027-05-20'), rrule('FREQ=MONTHLY')],
    ['its day of the week', onDays('2027-05-20', '2027-05-21'), rrule('FREQ=WEEKLY')],
    ['days from the end', onDays('2027-05-29', '2027-05-30'), rrule('FREQ=MONTHLY;BYMONTHDAY=-2')],
    ['days of the year', onDays('2027-04-10', '2027-12-31'), rrule('FREQ=YEARLY;BYYEARDAY=100,-1'), 2],
    ['weeks of the year', onDays('2027-01-02', '2027-01-04'), rrule('FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO')],
    ['every other month', onDays('2027-05-20', '2027-07-20'), rrule('FREQ=MONTHLY;INTERVAL=2')],
    ['every other year', onDays('2027-11-20', '2028-11-20'), rrule('FREQ=YEARLY;INTERVAL=2'), 3],
    ['weeks from Sunday', onDays('2026-11-29', '2026-12-06'), rrule('FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU')],
    ['minutes of hours', EARLY_DAYS, rrule('FREQ=HOURLY;INTERVAL=7;BYMINUTE=30'), 0.1],
    ['steps of minutes', EARLY_DAYS, rrule('FREQ=MINUTELY;INTERVAL=25'), 0.02],
    ['steps of many minutes', EARLY_DAYS, rrule('FREQ=MINUTELY;INTERVAL=460'), 0.2],
    ['steps of seconds', EARLY_DAYS, rrule('FREQ=SECONDLY;INTERVAL=7000'), 0.1],
    ['elapsed time', EARLY_DAYS, every(86_400 + 600)],
    [
      'elapsed time that stays at one time of day',
      EARLY_DAYS,
      { ...every(86_400), starts_at: Date.parse('2026-06-01T05:30Z') },
    ],
  ];

  for (const [what, open, given, years = 1] of CASES) {
    it(`is found for ${what}`, () => {
      const until = START + years * YEAR_MS;
      const full = { timeZone: BERLIN, except: [], ...open };
      assertAsTried(full, given, until);
      assert.notEqual(nextSlot(within(openingOf(full), given), START), null, 'it compares something');
    });
  }
});

/** A few dates around those that the rules below fall on. */
const dates = fc
  .array(fc.nat(500), { minLength: 1, maxLength: 60 })
  .map((offsets) => offsets.map((day) => new Date(START + day * 86_400_000).toISOString().slice(0, 10)));

const clockTime = fc
  .nat(24 * 12 - 1)
  .map((n) => `${String(Math.floor(n / 12)).padStart(2, '0')}:${String((n % 12) * 5).padStart(2, '0')}`);

const hours = fc
  .array(fc.record({ days: fc.subarray(EVERY_DAY, { minLength: 1 }), from: clockTime, to: clockTime }), {
    minLength: 1,
    maxLength: 3,
  })
  .filter((list) => daypartFaults(list).length === 0);

const zone = fc.constantFrom(BERLIN, 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC');

const anOpening: fc.Arbitrary<NaiveOpening> = fc.record({
  timeZone: zone,
  hours: fc.option(hours, { nil: null }),
  only: fc.option(dates, { nil: null }),
  except: fc.oneof(fc.constant([]), dates),
});

const number = (least: number, most: number) => fc.integer({ min: least, max: most });
const part = (name: string, text: fc.Arbitrary<string | number>): fc.Arbitrary<string> =>
  fc.option(text, { nil: null }).map((value) => (value === null ? '' : `;${name}=${value}`));

const anRRule = fc
  .tuple(
    fc.constantFrom('YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY'),
    part('INTERVAL', number(1, 400)),
    part('BYMONTH', number(1, 12)),
    part('BYMONTHDAY', fc.constantFrom('13', '-1', '1,15,31')),
    part('BYDAY', fc.constantFrom('MO', 'SA,SU', 'TU,TH', '2FR', '-1MO')),
    part('BYSETPOS', fc.constantFrom('1', '-1')),
    part('BYHOUR', fc.constantFrom('2', '9,21')),
    part('WKST', fc.constantFrom('SU', 'WE')),
  )
  .map(([freq, ...parts]) => `FREQ=${freq}${parts.join('')}`)
  .filter((text) => rruleFault(text) === null)
  .map(rrule);

const aRule: fc.Arbitrary<Partial<RotationSchedule>> = fc.oneof(
  clockTime.map((time) => daily(`${time}:00`)),
  fc.record({
    rotation_type: fc.constant('weekly' as const),
    day_of_week: number(1, 7),
    time_of_day: clockTime.map((time) => `${time}:30`),
  }),
  fc.record({ rotation_type: fc.constant('monthly' as const), day_of_month: number(1, 31) }),
  fc
    .constantFrom(
      '*/10 * * * *',
      '0 */3 * * 1-5',
      '30 2 * * *',
      '0 9 1,15 * MON',
      '15 10 L * *',
      '0 12 * * 5#2',
      '5 4 */2 2 ?',
      '0 6 15W * +FRI',
    )
    .map(cron),
  number(60, 200_000).map(every),
  anRRule,
);

describe('random rules in random openings', function () {
  this.timeout(60_000);

  it('have the slots of the rule that lie within, and no others', () => {
    fc.assert(
      fc.property(
        aRule,
        anOpening,
        fc.record({
          time_zone: zone,
          dst_gap: fc.constantFrom('shift' as const, 'skip' as const),
          dst_overlap: fc.constantFrom('first' as const, 'second' as const, 'both' as const),
        }),
        fc.nat(400),
        (rule, open, policy, day) => {
          const schedule = within(openingOf(open), { ...rule, ...policy, dst_overlap_given: true });
          const free = { ...schedule, opening: null };
          const after = START + day * 86_400_000;
          let at = nextSlot(free, after);
          for (let tries = 0; at !== null && tries < 200 && !isOpenAt(open, at); tries += 1) at = nextSlot(free, at);
          const found = nextSlot(schedule, after);
          // What was tried is shorter than eight years; further on, it is enough that nothing comes earlier.
          if (at !== null && isOpenAt(open, at) && at < after + 2_900 * 86_400_000) assert.equal(found, at);
          else assert.ok(found === null || at === null || found >= at);
        },
      ),
      { numRuns: Number(process.env['OPENING_RUNS'] ?? 30) },
    );
  });
});
