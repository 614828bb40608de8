import assert from 'node:assert/strict';
import { AppError } from '../../src/domain/errors.js';
import { entriesOfEvent, nameOfEvent, replacementsAmong } from '../../src/api/icalendar/event-days.js';
import { readingComponents, type Component } from '../../src/api/icalendar/read-components.js';
import { DatabaseClock } from '../../src/db/clock.js';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany } from '../support/builders.js';
import type { TestDatabase } from '../support/database.js';
import { assertOwnWords } from '../support/library-words.js';

const event = (...lines: string[]): string => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n');
const calendar = (...parts: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//EN', ...parts, 'END:VCALENDAR', ''].join('\r\n');

function readComponents(text: string): Component[] {
  const reading = readingComponents(text);
  for (;;) {
    const step = reading.next();
    if (step.done === true) return step.value;
  }
}

/** What the events of a calendar come to: entries, or why there are none. */
function daysOf(text: string): unknown[] {
  const events = readComponents(text);
  const others = replacementsAmong(events);
  return events.flatMap<unknown>((one) => entriesOfEvent(one, others));
}

const DAY = 'DTSTART;VALUE=DATE:20271224';

const READ: [what: string, lines: string[], entries: object[]][] = [
  ['one day', [DAY, 'DTEND;VALUE=DATE:20271225', 'SUMMARY:Eve'], [{ name: 'Eve', date: '2027-12-24' }]],
  ['one day without its end', [DAY], [{ name: null, date: '2027-12-24' }]],
  ['one day that ends on itself', [DAY, 'DTEND;VALUE=DATE:20271224'], [{ name: null, date: '2027-12-24' }]],
  ['several days', [DAY, 'DTEND:20271227'], [{ name: null, from: '2027-12-24', to: '2027-12-26' }]],
  ['a duration', [DAY, 'DURATION:P1W'], [{ name: null, from: '2027-12-24', to: '2027-12-30' }]],
  [
    'a name in pieces, with escapes',
    [DAY, 'SUMMARY;LANGUAGE="de:x;y":Heilig\\, \\', ' nAbend\\; \u202eja'],
    [{ name: 'Heilig, Abend; ja', date: '2027-12-24' }],
  ],
  [
    'a rule',
    [DAY, 'RRULE:FREQ=YEARLY;UNTIL=20301224T235959Z', 'EXDATE;VALUE=DATE:20281224'],
    [
      {
        name: null,
        rrule: 'FREQ=YEARLY;UNTIL=20301224',
        starts_on: '2027-12-24',
        lasts_days: 1,
        except: ['2028-12-24'],
      },
    ],
  ],
  [
    'more dates',
    [DAY, 'DTEND:20271226', 'RDATE;VALUE=DATE:20281224,20291224'],
    [
      { name: null, from: '2027-12-24', to: '2027-12-25' },
      { name: null, from: '2028-12-24', to: '2028-12-25' },
      { name: null, from: '2029-12-24', to: '2029-12-25' },
    ],
  ],
  ['an alarm within it', [DAY, 'BEGIN:VALARM', 'DTSTART:20000101', 'END:VALARM'], [{ name: null, date: '2027-12-24' }]],
];

const LEFT_OUT: [what: string, lines: string[], reason: string][] = [
  ['no start', ['SUMMARY:x'], 'DTSTART is missing'],
  ['a time of day', ['DTSTART:20271224T180000Z'], 'DTSTART has a time of day; days of a calendar are whole'],
  ['an end at a time', [DAY, 'DTEND:20271224T180000'], 'DTEND has a time of day; days of a calendar are whole'],
  ['no date', ['DTSTART:tomorrow'], 'DTSTART is no date, such as 20271224'],
  ['a day that is none', ['DTSTART:20270230'], 'DTSTART holds 20270230, which is no day from 1970 to 2099'],
  ['a day before 1970', ['DTSTART:19691231'], 'DTSTART holds 19691231, which is no day from 1970 to 2099'],
  ['an end before its start', [DAY, 'DTEND:20271220'], 'it takes -4 days; 1 to 366 are possible'],
  ['years', [DAY, 'DTEND:20401224'], 'it takes 4749 days; 1 to 366 are possible'],
  ['a duration of hours', [DAY, 'DURATION:PT5H'], 'DURATION is none of whole days, such as P2D'],
  ['a broken rule', [DAY, 'RRULE:FREQ=YEARLY;BYMONTH=13'], 'RRULE BYMONTH holds 13; it takes numbers from 1 to 12'],
  ['a rule of hours', [DAY, 'RRULE:FREQ=HOURLY'], 'RRULE FREQ=HOURLY speaks of hours; days of a calendar are whole'],
  [
    'a rule that never fires',
    [DAY, 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'],
    'RRULE never fires: no calendar day fits it',
  ],
  ['a rule of other days', [DAY, 'RRULE:FREQ=WEEKLY;BYDAY=MO'], 'DTSTART is not one of the days of RRULE'],
  ['two rules', [DAY, 'RRULE:FREQ=YEARLY', 'RRULE:FREQ=DAILY'], 'it has more than one RRULE'],
  ['an exception of no rule', [DAY, 'EXDATE:20271224'], 'it leaves days out, and has no RRULE'],
  [
    'an exception at a time',
    [DAY, 'RRULE:FREQ=YEARLY', 'EXDATE:20281224T000000Z'],
    'EXDATE has a time of day; days of a calendar are whole',
  ],
  [
    'dates and exceptions',
    [DAY, 'RRULE:FREQ=YEARLY', 'RDATE:20280101', 'EXDATE:20281224'],
    'it has RDATE, and days that are left out',
  ],
  ['a cancellation', [DAY, 'STATUS:CANCELLED'], 'it is cancelled'],
  [
    'all that comes later',
    [DAY, 'RECURRENCE-ID;RANGE=THISANDFUTURE:20271224'],
    'it changes all later occurrences (RANGE)',
  ],
];

const DEEP = 'BEGIN:VTIMEZONE\n'.repeat(5_000);

const BROKEN: [what: string, text: string, message: string][] = [
  ['another text', 'Hello', 'line 1 is not of the form NAME:VALUE'],
  ['no event', calendar(), 'holds no event: it begins with BEGIN:VCALENDAR, and has a VEVENT for each'],
  ['nothing', '\r\n', 'holds no event: it begins with BEGIN:VCALENDAR, and has a VEVENT for each'],
  ['a broken line', calendar(event(DAY, 'SUMMARY')), 'line 6 is not of the form NAME:VALUE'],
  ['a broken parameter', calendar(event('DTSTART;VALUE="DATE:20271224')), 'line 5 is not of the form NAME:VALUE'],
  ['an event by itself', event(DAY), 'line 1 begins a VEVENT outside of a VCALENDAR'],
  ['a property by itself', DAY, 'line 1 stands outside of a VCALENDAR'],
  ['another end', calendar('BEGIN:VEVENT', 'END:VTODO'), 'line 5 ends a VTODO, and VEVENT is open there'],
  ['an end of nothing', 'END:VCALENDAR', 'line 1 ends a VCALENDAR, and nothing is open there'],
  ['no end', 'BEGIN:VCALENDAR\nBEGIN:VEVENT', 'the VCALENDAR that begins in line 1 has no END'],
  ['time zones within time zones', `BEGIN:VCALENDAR\n${DEEP}`, 'line 11 begins a VTIMEZONE within 10 others'],
  [
    'too many events',
    calendar(...Array.from({ length: 1_001 }, () => event(DAY))),
    'line 3006 ends event 1001; 1000 are possible',
  ],
];

describe('iCalendar', () => {
  for (const [what, lines, entries] of READ) {
    it(`is read: ${what}`, () => assert.deepEqual(daysOf(calendar(event(...lines))), entries));
  }

  for (const [what, lines, reason] of LEFT_OUT) {
    it(`has its reason where no entry can say it: ${what}`, () => {
      assert.deepEqual(daysOf(calendar(event(...lines))), [reason]);
      assertOwnWords(reason);
    });
  }

  it('has its reason for what is no event, and passes time zones over', () => {
    const zone = 'BEGIN:VTIMEZONE\nTZID:x\nBEGIN:STANDARD\nRRULE:FREQ=YEARLY\nEND:STANDARD\nEND:VTIMEZONE';
    assert.deepEqual(daysOf(calendar(zone, 'BEGIN:VTODO', 'END:VTODO')), ['a VTODO is no event']);
    assert.equal(nameOfEvent({ line: 1, kind: 'VEVENT', properties: [] }), null);
  });

  it('has one occurrence moved', () => {
    const rule = event('UID:1', DAY, 'RRULE:FREQ=YEARLY;COUNT=3');
    const moved = event('UID:1', 'RECURRENCE-ID;VALUE=DATE:20281224', 'DTSTART:20281223');
    assert.deepEqual(daysOf(calendar(rule, moved, event(DAY))), [
      { name: null, rrule: 'FREQ=YEARLY;COUNT=3', starts_on: '2027-12-24', lasts_days: 1, except: ['2028-12-24'] },
      { name: null, date: '2028-12-23' },
      { name: null, date: '2027-12-24' },
    ]);
  });

  for (const [what, text, message] of BROKEN) {
    it(`is refused by the line: ${what}`, () => {
      assert.throws(
        () => readComponents(text),
        (error) => {
          assert.ok(error instanceof AppError);
          assert.deepEqual(error.fields, [{ field: 'icalendar', message }]);
          return true;
        },
      );
      assertOwnWords(message);
    });
  }

  describe('in a request', () => {
    let database: TestDatabase;
    let api: TestApi;
    let key: string;
    const clock = new DatabaseClock();
    const path = '/api/calendars/from-icalendar';

    apiForSuite(clock, (setting) => ({ database, api } = setting));
    before(async () => {
      key = await api.makeKey('editor', null);
    });

    it('becomes days, of which a calendar can be made, and says what does not', async () => {
      const icalendar = calendar(event(DAY, 'SUMMARY:Eve'), event('SUMMARY:Call', 'DTSTART:20271224T180000Z'));
      const { days, left_out } = await api.expect(200, 'POST', path, { body: { icalendar } });
      const reason = 'DTSTART has a time of day; days of a calendar are whole';
      assert.deepEqual(left_out, [{ line: 8, name: 'Call', reason }]);
      const company_id = (await insertCompany(database.db)).id;
      const made = await api.expect(201, 'POST', '/api/calendars', { body: { company_id, name: 'Imported', days } });
      assert.deepEqual(made['days'], [{ name: 'Eve', date: '2027-12-24' }]);
    });

    const headers = { 'content-type': 'text/calendar; charset=utf-8' };
    const send = (body: string, given: Record<string, string> = {}) =>
      api.call('POST', path, { body, headers: { ...headers, ...given } });

    it('may be the body itself, in the charset that is declared', async () => {
      const text = calendar(event(DAY, 'SUMMARY:Größe'));
      const days = [{ name: 'Größe', date: '2027-12-24' }];
      assert.deepEqual((await send(text)).body, { days, left_out: [] });
      const latin = await fetch(api.url + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'text/calendar; charset=iso-8859-1' },
        body: Buffer.from(text, 'latin1'),
      });
      assert.deepEqual(await latin.json(), { days, left_out: [] });
      for (const [charset, code] of [
        ['utf-8', 'validation_failed'],
        ['klingon', 'unsupported_media_type'],
      ]) {
        const answer = await fetch(api.url + path, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': `text/calendar; charset=${charset}` },
          body: Buffer.from(text, 'latin1'),
        });
        assert.equal(((await answer.json()) as { code: string }).code, code);
      }
    });

    it('may have two megabytes as the body, and leaves others their turn while it is read', async () => {
      const note = `DESCRIPTION:${'x'.repeat(1_900)}`;
      const events = Array.from({ length: 900 }, (_, n) => event(`DTSTART:${2000 + (n % 90)}1224`, note));
      const text = calendar(...events);
      assert.ok(text.length > 1_700_000);
      const { status, body } = await send(text);
      assert.equal(status, 200, JSON.stringify(body));
      assert.equal((body as { days: unknown[] }).days.length, 900);
    });

    it('is refused beyond that, before it is received', async () => {
      const { status, body } = await send('x'.repeat(10_000_000));
      assert.equal(status, 413);
      assert.match(JSON.stringify(body), /at most 2097152 bytes/);
      assert.equal((await send('', {})).status, 422);
    });

    it('is no body of other routes', async () => {
      const answer = await api.call('POST', '/api/calendars', { body: calendar(event(DAY)), headers });
      assert.deepEqual(
        [answer.status, (answer.body as { detail: string }).detail],
        [415, 'Send the body as application/json.'],
      );
    });

    it('names the line of a time zone that holds itself again and again', async () => {
      const text = calendar('BEGIN:VTIMEZONE\r\n'.repeat(60_000).trimEnd());
      const { status, body } = await send(text);
      assert.equal(status, 422);
      const message = 'line 13 begins a VTIMEZONE within 10 others';
      assert.deepEqual((body as { errors: object[] }).errors, [{ field: 'icalendar', message, code: 'invalid' }]);
    });

    const every = (freq: string, count: number): string =>
      calendar(...Array.from({ length: count }, () => event('DTSTART:19700101', `RRULE:FREQ=${freq}`)));
    const HUGE: [what: string, icalendar: string, status: number, words: RegExp][] = [
      ['ten megabytes', 'x'.repeat(10_000_000), 413, /at most 262144 bytes/],
      ['a hundred thousand days', every('DAILY', 4), 422, /more than 100000 days|take too long/],
      ['rules without end', every('DAILY', 900), 422, /more than 100000 days|too long/],
      ['rules that never come', every('DAILY;BYMONTH=2;BYMONTHDAY=30', 900), 200, /never fires|too long/],
      ['thousands of dates', calendar(event(DAY, `RDATE:${'20280101,'.repeat(2_000)}20280101`)), 422, /1000 entries/],
    ];
    for (const [what, icalendar, status, words] of HUGE) {
      it(`ends soon, and changes nothing: ${what}`, async () => {
        const answer = await api.call('POST', path, { body: { icalendar } });
        assert.match(JSON.stringify(answer.body), words);
        if (status !== 200) assert.equal(answer.status, status);
        if (answer.status === 422) assert.match(JSON.stringify(answer.body), /"field":"icalendar"/);
      }).timeout(60_000);
    }
  });
});
