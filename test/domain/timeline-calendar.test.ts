import assert from 'node:assert/strict';
import { escapeText, foldLine } from '../../src/domain/icalendar/content-lines.js';
import { timelineCalendar, type TimelineCalendar } from '../../src/domain/icalendar/timeline-calendar.js';
import { instantLine, zoneLines } from '../../src/domain/icalendar/zone-lines.js';
import type { TimelineSegment } from '../../src/domain/plan/segments.js';

const at = (text: string): number => Date.parse(text);
const HOUR = 3_600_000;

const segment = (from: number, to: number, given: Partial<TimelineSegment> = {}): TimelineSegment => ({
  from,
  to,
  videoId: 1,
  reason: 'rotation',
  scheduleId: 3,
  overrideId: null,
  isInferred: false,
  insteadOf: [],
  appliedAt: null,
  ...given,
});

const NOW = at('2027-03-20T00:00:00Z');
const calendar = (segments: readonly TimelineSegment[], given: Partial<TimelineCalendar> = {}): string[] =>
  timelineCalendar({
    title: 'Poster; north, 1',
    uniqueId: 'u',
    timeZone: 'Europe/Berlin',
    from: NOW - 24 * HOUR,
    to: NOW + 30 * 24 * HOUR,
    now: NOW,
    segments,
    titles: new Map([[1, 'Spring']]),
    ...given,
  }).split('\r\n');

/** The lines of each event. */
const eventsOf = (lines: readonly string[]): string[][] =>
  lines
    .join('\n')
    .split('BEGIN:VEVENT\n')
    .slice(1)
    .map((text) => text.split('\n'));

describe('the calendar of a timeline', () => {
  it('folds lines at 75 octets, never within a character', () => {
    for (const character of ['a', 'ж', '漢', '🎬']) {
      const line = `SUMMARY:${character.repeat(200)}`;
      const folded = foldLine(line);
      assert.ok(folded.endsWith('\r\n'));
      for (const part of folded.split('\r\n')) assert.ok(Buffer.byteLength(part) <= 75, part);
      assert.equal(folded.replaceAll('\r\n ', '').trimEnd(), line);
    }
    assert.equal(foldLine('x'.repeat(75)), `${'x'.repeat(75)}\r\n`);
  });

  it('escapes what has a meaning in texts, and ends no line early', () => {
    assert.equal(escapeText('a;b,c\\d\r\ne\nf\u0007'), String.raw`a\;b\,c\\d\ne\nf`);
  });

  it('says how the clocks go, change by change', () => {
    const lines = zoneLines('Europe/Berlin', at('2027-01-01T00:00:00Z'), at('2027-12-31T00:00:00Z'));
    const told = lines.filter((line) => !line.startsWith('END')).join(' ');
    assert.equal(
      told,
      'BEGIN:VTIMEZONE TZID:Europe/Berlin ' +
        'BEGIN:STANDARD DTSTART:19700101T000000 TZOFFSETFROM:+0100 TZOFFSETTO:+0100 ' +
        'BEGIN:DAYLIGHT DTSTART:20270328T020000 TZOFFSETFROM:+0100 TZOFFSETTO:+0200 ' +
        'BEGIN:STANDARD DTSTART:20271031T030000 TZOFFSETFROM:+0200 TZOFFSETTO:+0100',
    );
    const away = zoneLines('America/St_Johns', NOW, NOW + HOUR);
    assert.ok(away.includes('TZOFFSETTO:-0230'));
    assert.ok(
      zoneLines('Africa/Monrovia', at('1971-01-01T00:00:00Z'), at('1971-01-02T00:00:00Z')).includes(
        'TZOFFSETTO:-004430',
      ),
    );
    assert.equal(zoneLines('UTC', NOW, NOW + 3_000 * 24 * HOUR).filter((line) => line.startsWith('BEGIN')).length, 2);
  });

  it('tells an instant that the clocks show for the second time in UTC', () => {
    const line = (text: string): string => instantLine('DTSTART', 'Europe/Berlin', at(text));
    assert.equal(line('2027-10-31T02:30:00+02:00'), 'DTSTART;TZID=Europe/Berlin:20271031T023000');
    assert.equal(line('2027-10-31T02:30:00+01:00'), 'DTSTART:20271031T013000Z');
    assert.equal(line('2027-10-31T03:00:00+01:00'), 'DTSTART;TZID=Europe/Berlin:20271031T030000');
  });

  it('has an event for each video that is shown, with an id that stays', () => {
    const first = segment(NOW - 24 * HOUR, NOW + HOUR);
    const nothing = segment(NOW + HOUR, NOW + 2 * HOUR, { videoId: null, reason: null, scheduleId: null });
    const last = segment(NOW + 2 * HOUR, NOW + 3 * HOUR, {
      videoId: 2,
      reason: 'override',
      scheduleId: null,
      overrideId: 9,
    });
    const unknown = segment(NOW + 3 * HOUR, NOW + 4 * HOUR, { reason: null, scheduleId: null });
    const lines = calendar([first, nothing, last, unknown]);
    assert.ok(lines.includes(String.raw`X-WR-CALNAME:Poster\; north\, 1`));
    const [begun, override, other] = eventsOf(lines);
    assert.deepEqual(begun?.slice(0, 8), [
      'UID:before-u',
      'DTSTAMP:20270320T000000Z',
      'DTSTART;TZID=Europe/Berlin:20270319T010000',
      'DTEND;TZID=Europe/Berlin:20270320T020000',
      'SUMMARY:Spring',
      'DESCRIPTION:Video 1: rotation 3',
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]);
    assert.deepEqual(
      [override?.[0], override?.[4], override?.[5]],
      ['UID:20270320T020000-u', 'SUMMARY:Video 2', 'DESCRIPTION:Video 2: override 9'],
    );
    assert.equal(other?.[5], 'DESCRIPTION:Video 1: unknown');
  });

  it('has 1,000 events at most, those around the present', () => {
    const hours = Array.from({ length: 3_000 }, (_, n) => NOW + (n - 1_500) * HOUR);
    const events = eventsOf(calendar(hours.map((from) => segment(from, from + HOUR))));
    assert.equal(events.length, 1_000);
    assert.equal(events[300]?.[2], 'DTSTART;TZID=Europe/Berlin:20270320T010000');
    const coming = eventsOf(calendar(hours.slice(1_490, 1_510).map((from) => segment(from, from + HOUR))));
    assert.equal(coming.length, 20);
  });
});
