import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { weekHours, type DaypartHours } from '../../src/domain/calendar/daypart.js';
import type { CalendarDay } from '../../src/domain/calendar/calendar-day.js';
import { openingOf, type CalendarMode } from '../../src/domain/calendar/followed.js';
import { must } from '../../src/domain/must.js';
import { nextSlot } from '../../src/domain/recurrence/next-slot.js';
import type { RotationSchedule } from '../../src/domain/rotation-schedule.js';
import type { Instant } from '../../src/domain/scalars.js';
import { withTiming } from '../support/derived-timing.js';
import { aSchedule } from '../support/builders.js';
import { workedOut } from '../support/worked-out.js';

interface Example {
  time_of_day?: string;
  time_zone: string;
  starts_at?: string;
  daypart?: { hours: DaypartHours[] };
  calendar?: { days: CalendarDay[] };
  calendar_mode?: CalendarMode;
}

/** What follows after a rule that says when something may be shown: several lists may. */
const OPEN = /```json\n([^`]+)```\n((?:\nOpen after `[^`]+`:\n\n(?:- `[^`]+` to `[^`]+`\n)+)+)/g;
const OPEN_AFTER = /Open after `([^`]+)`:\n\n((?:- `[^`]+` to `[^`]+`\n)+)/g;

const EXAMPLE = /```json\n([^`]+)```\n\nAfter `([^`]+)`:\n\n((?:- `[^`]+`\n)+)/g;

/** What an example keeps to. */
function keptTo({ daypart, calendar, calendar_mode: mode, time_zone }: Example) {
  const named = { daypart_id: daypart ? 1 : null, calendar_id: calendar ? 1 : null, calendar_mode: mode ?? null };
  const rule = { timeZone: null, hours: weekHours(daypart?.hours ?? []), closedCalendarId: null };
  const followed = {
    dayparts: new Map([[1, rule]]),
    calendars: new Map([[1, workedOut(calendar?.days ?? []).set]]),
  };
  return { ...named, opening: openingOf({ ...named, time_zone }, followed) };
}

/** The schedule that a client makes by sending an example at `at`. */
function scheduleOf(example: Example, at: Instant): RotationSchedule {
  const { daypart: _hours, calendar: _days, calendar_mode: _mode, time_of_day, starts_at, ...rest } = example;
  const given = {
    ...rest,
    ...keptTo(example),
    time_of_day: time_of_day === undefined ? null : `${time_of_day}:00`,
    starts_at: starts_at === undefined ? null : Date.parse(starts_at),
    dst_overlap_given: false,
    created_at: at,
  };
  return withTiming(null, aSchedule(given), at);
}

describe('the examples of docs/scheduling.md', () => {
  const examples = [...readFileSync('docs/scheduling.md', 'utf8').matchAll(EXAMPLE)];

  it('are found', () => assert.ok(examples.length >= 14));

  for (const [, json = '', after = '', list = ''] of examples) {
    it(`say when ${json.replaceAll(/\s+/g, ' ')}is due after ${after}`, () => {
      const told = list.split('\n').flatMap((line) => /`(.+)`/.exec(line)?.[1] ?? []);
      const schedule = scheduleOf(JSON.parse(json) as Example, Date.parse(after));
      let at: Instant | null = Date.parse(after);
      for (const text of told) {
        at = at === null ? null : nextSlot(schedule, at);
        assert.equal(at === null ? null : new Date(at).toISOString(), new Date(text).toISOString());
      }
    });
  }

  const open = [...readFileSync('docs/scheduling.md', 'utf8').matchAll(OPEN)];
  it('of hours are found', () => assert.ok(open.length >= 2));

  for (const [, json = '', lists = ''] of open) {
    for (const [, after = '', list = ''] of lists.matchAll(OPEN_AFTER)) {
      it(`say when what keeps to ${json.replaceAll(/\s+/g, ' ')}is shown after ${after}`, () => {
        const opening = must(keptTo(JSON.parse(json) as Example).opening, 'the hours of an example');
        let at = Date.parse(after);
        for (const text of list.matchAll(/`([^`]+)`/g)) {
          at = opening.spanAt(at).until;
          assert.equal(new Date(at).toISOString(), new Date(text[1] ?? '').toISOString());
        }
      });
    }
  }
});
