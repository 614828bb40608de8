import { z } from 'zod';
import type { Lane } from '../../concurrency/lane.js';
import type { CalendarDay } from '../../domain/calendar/calendar-day.js';
import { AppError, invalidFields } from '../../domain/errors.js';
import type { ApiDeps } from '../api-deps.js';
import { ok } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { entriesOfEvent, nameOfEvent, replacementsAmong } from '../icalendar/event-days.js';
import { readingComponents, type Component } from '../icalendar/read-components.js';
import { calendarAnswer } from '../views/calendar-view.js';
import { MAX_CALENDAR_ENTRIES } from './calendar-schemas.js';
import { workOutDays } from './work-out-days.js';

/** How much time of the event loop the events of one calendar may take. */
const BUDGET_MS = 2_000;
/** Public holidays of a country for many years, several times over. */
const MAX_BYTES = 2 * 1024 * 1024;

const body = z
  .strictObject({
    icalendar: z.string().min(1).meta({ description: 'A calendar as RFC 5545 has it' }),
  })
  .meta({ id: 'ICalendarInput' });

const leftOut = z
  .strictObject({
    line: z.int().meta({ description: 'Where it begins, from 1' }),
    name: z.string().nullable(),
    reason: z.string(),
  })
  .meta({ id: 'EventLeftOut' });

const answer = z
  .strictObject({
    days: calendarAnswer.shape.days.meta({ description: 'What a calendar may be made or changed with' }),
    left_out: z.array(leftOut).meta({ description: 'What no entry can say, and why' }),
  })
  .meta({ id: 'ICalendarDays' });

interface Found {
  days: CalendarDay[];
  left_out: z.input<typeof leftOut>[];
}

const refuse = (message: string): AppError => invalidFields([{ field: 'icalendar', message }]);

const tooLong = (): AppError => refuse('takes too long to be read: use fewer rules');

async function componentsIn(lane: Lane, text: string): Promise<Component[]> {
  const reading = readingComponents(text);
  let events: Component[] = [];
  const isDone = await lane.run(() => {
    const step = reading.next();
    if (step.done === true) events = step.value;
    return step.done === true;
  }, BUDGET_MS);
  if (!isDone) throw tooLong();
  return events;
}

async function entriesIn(lane: Lane, text: string): Promise<Found> {
  const events = await componentsIn(lane, text);
  const others = replacementsAmong(events);
  const found: Found = { days: [], left_out: [] };
  const waiting = events[Symbol.iterator]();
  const isDone = await lane.run(() => {
    const next = waiting.next();
    if (next.done === true) return true;
    const { line } = next.value;
    const entries = entriesOfEvent(next.value, others);
    if (typeof entries === 'string') found.left_out.push({ line, name: nameOfEvent(next.value), reason: entries });
    else found.days.push(...entries);
    return false;
  }, BUDGET_MS);
  if (!isDone) throw tooLong();
  if (found.days.length > MAX_CALENDAR_ENTRIES) throw refuse(`comes to more than ${MAX_CALENDAR_ENTRIES} entries`);
  return found;
}

/** That a calendar can be made of the entries. */
async function requireDays(lane: Lane, days: readonly CalendarDay[]): Promise<void> {
  try {
    await workOutDays(lane, days);
  } catch (error) {
    if (error instanceof AppError && error.code === 'validation_failed') throw refuse(error.fields[0]?.message ?? '');
    throw error;
  }
}

/** `POST /api/calendars/from-icalendar`: what a calendar of other programs comes to here. */
export const readICalendarRoute = ({ lane }: ApiDeps): Route =>
  defineRoute({
    operationId: 'readICalendar',
    method: 'post',
    path: '/api/calendars/from-icalendar',
    tag: 'Dayparts and calendars',
    summary: 'Read the days of an iCalendar, to make or change a calendar with',
    description:
      'Nothing is kept: send days to POST or PUT of a calendar. Events of whole days become entries; what cannot be ' +
      'one (times of day, days before 1970, tasks) is listed in left_out. As text/calendar it may have 2 MiB, within ' +
      'JSON 256 KiB; it has at most 1,000 events.',
    access: 'editor',
    body,
    textBody: { contentType: 'text/calendar', field: 'icalendar', maxBytes: MAX_BYTES },
    responses: { 200: { description: 'The entries', schema: answer } },
    problems: ['busy'],
    handler: async ({ body: { icalendar } }) => {
      const found = await entriesIn(lane, icalendar);
      await requireDays(lane, found.days);
      return ok(found);
    },
  });
