import assert from 'node:assert/strict';
import { rruleWallTimes } from '../../../src/domain/recurrence/rrule.js';
import { rruleFault } from '../../../src/domain/recurrence/rrule-fault.js';
import { valueFaults } from '../../../src/domain/recurrence/validate-schedule.js';
import { assertOwnWords } from '../../support/library-words.js';

const FREQS = 'YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY, SECONDLY';
const UNTIL = 'UNTIL must be a date or a time, such as 20271224, 20271224T180000 or 20271224T180000Z';
const NEVER = 'never fires: no calendar day fits it';
const numbered = (day: string) => `BYDAY=${day} is numbered, which goes with MONTHLY and YEARLY, without BYWEEKNO`;
const noDay = (day: string) =>
  `BYDAY holds ${day}; it takes MO to SU, numbered as in -1FR where the rule is MONTHLY or YEARLY`;

const list = (count: number): string => Array.from({ length: count }, (_, n) => n).join(',');
const everySecond = `BYHOUR=${list(24)};BYMINUTE=${list(60)};BYSECOND=${list(60)}`;
const tooMany = (freq: string, times: number, most: number) =>
  `comes to ${times} times of a day by BYHOUR, BYMINUTE, BYSECOND; FREQ=${freq} takes ${most}: use a shorter FREQ`;

/** Bad rules, and what is said of each. */
const BAD: [rrule: string, message: string][] = [
  ['', 'is empty; it begins with FREQ, such as FREQ=WEEKLY;BYDAY=MO,FR'],
  ['RRULE:', 'is empty; it begins with FREQ, such as FREQ=WEEKLY;BYDAY=MO,FR'],
  ['BYDAY=MO', 'FREQ is missing, such as FREQ=WEEKLY'],
  ['FREQ=FORTNIGHTLY', `FREQ must be one of ${FREQS}`],
  ['FREQ=DAILY,WEEKLY', `FREQ must be one of ${FREQS}`],
  ['FREQ=', 'FREQ= is not of the form NAME=VALUE'],
  ['FREQ=DAILY;BYDAY', 'BYDAY is not of the form NAME=VALUE'],
  ['FREQ=DAILY;;BYDAY=MO', 'has an empty place beside a semicolon'],
  ['FREQ=DAILY=2', 'FREQ=DAILY=2 is not of the form NAME=VALUE'],
  ['FREQ=DAILY;FREQ=DAILY', 'FREQ stands twice'],
  ['FREQ=DAILY;X-NAME=1', 'X-NAME is not a part of a recurrence rule (RFC 5545)'],
  ['FREQ=DAILY;BYEASTER=0', 'BYEASTER is not a part of a recurrence rule (RFC 5545)'],
  ['FREQ=DAILY;DTSTART=20270101', 'DTSTART does not belong here: set starts_at'],
  [`FREQ=DAILY;${everySecond}`, tooMany('DAILY', 86_400, 1_440)],
  [`FREQ=YEARLY;BYHOUR=${list(24)};BYMINUTE=0,30`, tooMany('YEARLY', 48, 24)],
  [
    `FREQ=HOURLY;BYMINUTE=${list(60)};BYSECOND=${list(11)}`,
    'comes to 660 times of an hour by BYMINUTE, BYSECOND; FREQ=HOURLY takes 600: use a shorter FREQ',
  ],
  ['FREQ=DAILY;COUNT=0', 'COUNT must be a whole number from 1 to 10000'],
  ['FREQ=DAILY;COUNT=10001', 'COUNT must be a whole number from 1 to 10000'],
  ['FREQ=DAILY;COUNT=99999999999', 'COUNT must be a whole number from 1 to 10000'],
  ['FREQ=DAILY;COUNT=-1', 'COUNT must be a whole number from 1 to 10000'],
  ['FREQ=DAILY;COUNT=many', 'COUNT must be a whole number from 1 to 10000'],
  ['FREQ=DAILY;INTERVAL=0', 'INTERVAL must be a whole number from 1 to 100000'],
  ['FREQ=DAILY;INTERVAL=1.5', 'INTERVAL must be a whole number from 1 to 100000'],
  ['FREQ=DAILY;INTERVAL=100001', 'INTERVAL must be a whole number from 1 to 100000'],
  ['FREQ=DAILY;COUNT=3;UNTIL=20270101', 'COUNT and UNTIL exclude each other'],
  ['FREQ=DAILY;UNTIL=20270231', UNTIL],
  ['FREQ=DAILY;UNTIL=20271301', UNTIL],
  ['FREQ=DAILY;UNTIL=20271224T240000', UNTIL],
  ['FREQ=DAILY;UNTIL=20271224T235960Z', UNTIL],
  ['FREQ=DAILY;UNTIL=2027-12-24', UNTIL],
  ['FREQ=DAILY;UNTIL=tomorrow', UNTIL],
  ['FREQ=DAILY;BYHOUR=24', 'BYHOUR holds 24; it takes numbers from 0 to 23'],
  ['FREQ=DAILY;BYHOUR=-1', 'BYHOUR holds -1; it takes numbers from 0 to 23'],
  ['FREQ=DAILY;BYMINUTE=60', 'BYMINUTE holds 60; it takes numbers from 0 to 59'],
  ['FREQ=DAILY;BYSECOND=60', 'BYSECOND holds 60; it takes numbers from 0 to 59'],
  ['FREQ=DAILY;BYMONTH=0', 'BYMONTH holds 0; it takes numbers from 1 to 12'],
  ['FREQ=DAILY;BYMONTH=13', 'BYMONTH holds 13; it takes numbers from 1 to 12'],
  ['FREQ=MONTHLY;BYMONTHDAY=0', 'BYMONTHDAY holds 0; it takes numbers from 1 to 31, or from -31 to -1'],
  ['FREQ=MONTHLY;BYMONTHDAY=32', 'BYMONTHDAY holds 32; it takes numbers from 1 to 31, or from -31 to -1'],
  ['FREQ=MONTHLY;BYMONTHDAY=-32', 'BYMONTHDAY holds -32; it takes numbers from 1 to 31, or from -31 to -1'],
  ['FREQ=MONTHLY;BYMONTHDAY=1,,2', 'BYMONTHDAY has an empty place beside a comma'],
  ['FREQ=YEARLY;BYYEARDAY=367', 'BYYEARDAY holds 367; it takes numbers from 1 to 366, or from -366 to -1'],
  ['FREQ=YEARLY;BYWEEKNO=54', 'BYWEEKNO holds 54; it takes numbers from 1 to 53, or from -53 to -1'],
  ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0', 'BYSETPOS holds 0; it takes numbers from 1 to 366, or from -366 to -1'],
  ['FREQ=DAILY;BYSETPOS=1', 'BYSETPOS needs another BY part to choose from'],
  ['FREQ=WEEKLY;WKST=XX', 'WKST must be one of MO to SU'],
  ['FREQ=WEEKLY;BYDAY=XX', noDay('XX')],
  ['FREQ=WEEKLY;BYDAY=MONDAY', noDay('MONDAY')],
  ['FREQ=WEEKLY;BYDAY=1', noDay('1')],
  ['FREQ=WEEKLY;BYDAY=MO;FR', 'FR is not of the form NAME=VALUE'],
  ['FREQ=WEEKLY;BYDAY=2MO', numbered('2MO')],
  ['FREQ=YEARLY;BYWEEKNO=1;BYDAY=2MO', numbered('2MO')],
  ['FREQ=MONTHLY;BYDAY=0MO', 'BYDAY holds 0MO; it takes numbers from 1 to 53, or from -53 to -1'],
  ['FREQ=YEARLY;BYDAY=-54MO', 'BYDAY holds -54MO; it takes numbers from 1 to 53, or from -53 to -1'],
  ['FREQ=WEEKLY;BYMONTHDAY=1', 'BYMONTHDAY does not go with FREQ=WEEKLY (RFC 5545)'],
  ['FREQ=MONTHLY;BYWEEKNO=1', 'BYWEEKNO does not go with FREQ=MONTHLY (RFC 5545)'],
  ['FREQ=DAILY;BYYEARDAY=1', 'BYYEARDAY does not go with FREQ=DAILY (RFC 5545)'],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', NEVER],
  ['FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=31', NEVER],
  ['FREQ=MONTHLY;BYMONTH=4,6,9,11;BYMONTHDAY=31', NEVER],
  ['FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=-30', NEVER],
  ['FREQ=MINUTELY;BYMONTHDAY=-31,-27;BYYEARDAY=-363,364', NEVER],
  ['FREQ=SECONDLY;BYMONTH=6,8;BYYEARDAY=-360,-365', NEVER],
  ['FREQ=MONTHLY;BYDAY=6MO', NEVER],
  ['FREQ=DAILY;BYHOUR=9,14;BYMINUTE=0,30;BYSETPOS=5', NEVER],
  ['FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=-8,15', NEVER],
  ['FREQ=MINUTELY;BYSECOND=5;BYSETPOS=2', NEVER],
  ['FREQ=MONTHLY;INTERVAL=99999;BYMONTH=2,5', NEVER],
];

describe('what is said of a bad rule of RFC 5545', () => {
  for (const [rrule, message] of BAD) {
    it(`names part, fault and what is allowed in ${rrule || 'nothing'}`, () => {
      assert.deepEqual(valueFaults({ rrule }), [{ field: 'rrule', message, code: 'wrong_format' }]);
      assertOwnWords(message);
    });
  }

  it('counts what could not be written down as never', () => {
    const first = rruleWallTimes({ rrule: 'FREQ=YEARLY;INTERVAL=100000', anchor: Date.UTC(2026, 0, 1), last: null });
    assert.equal(first(Date.UTC(2026, 0, 1)), Date.UTC(2026, 0, 1));
    assert.equal(first(Date.UTC(2027, 0, 1)), null);
    assert.equal(rruleFault('FREQ=MONTHLY;INTERVAL=99999;BYMONTH=1'), null, 'its anchor is an occurrence');
    assert.equal(rruleFault(`FREQ=DAILY;BYHOUR=${list(24)},0;BYMINUTE=${list(60)}`), null, 'each minute of a day');
    assert.equal(rruleFault(`FREQ=SECONDLY;${everySecond}`), null, 'what only restricts is not gone through');
  });
});

describe('a rule of RFC 5545 that comes', () => {
  for (const rrule of [
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30,29;BYDAY=MO',
    'FREQ=YEARLY;BYYEARDAY=366',
    'FREQ=YEARLY;BYYEARDAY=-366;BYMONTH=1',
    'FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO',
    'FREQ=YEARLY;BYDAY=MO,TU;BYSETPOS=104',
    'FREQ=MONTHLY;BYMONTHDAY=-31',
    'FREQ=MONTHLY;BYMONTH=2;BYDAY=5MO',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-23',
    'FREQ=WEEKLY;INTERVAL=52;BYDAY=MO;BYMONTH=1',
    'FREQ=WEEKLY;BYDAY=MO,TU;BYHOUR=9,14;BYSETPOS=4',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29',
    'FREQ=DAILY;BYHOUR=9,14;BYMINUTE=0,30;BYSETPOS=-4',
    'FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=29;BYMINUTE=7;BYSETPOS=1',
    // Seventeen hours, ten of them written twice, are no more than seventeen.
    'FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;BYHOUR=0,00,1,01,2,02,3,03,4,04,5,05,6,06,7,07,8,08,9,09,10,11,12,13,14,15,16',
    'FREQ=HOURLY;INTERVAL=5;BYHOUR=5;BYMONTH=12;BYMONTHDAY=31',
    'FREQ=MINUTELY;BYYEARDAY=366;BYHOUR=23;BYMINUTE=59',
    'FREQ=SECONDLY;INTERVAL=7;BYHOUR=3;BYMINUTE=7;BYSECOND=9;BYMONTH=2;BYMONTHDAY=29',
  ]) {
    it(rrule, () => assert.equal(rruleFault(rrule), null));
  }
});
