import { z } from 'zod';
import type { Calendar, Daypart, Rollout, WithRollout } from '../../domain/calendar/calendar.js';
import { workflowId } from '../../domain/workflow-kinds.js';
import type { CalendarSummary } from '../../db/calendars.js';
import { idAnswer, instantAnswer, toIso } from '../http/fields.js';
import { readMark, WrittenBack, type Unmarked } from '../http/written-back.js';
import { calendarChanges, daypartChanges } from '../routes/calendar-schemas.js';

/** Whether an answer follows hours and days that were changed since. */
export const revisionPending = z.boolean().meta({
  description:
    'True: a daypart or calendar was changed, and this AR content is about to be brought over; until then it follows what was',
});

type CalendarCommon = Omit<CalendarSummary, 'entry_count'>;

const rolloutAnswer = z
  .strictObject({
    revision: z.int().meta({ description: 'To which AR contents are brought over' }),
    contents_total: z.int(),
    contents_done: z.int(),
    workflow_id: z.string().meta({ description: 'As the Temporal Web UI shows it' }),
  })
  .meta({ id: 'Rollout', description: 'How far AR contents are brought over after a change' });

const common = {
  id: idAnswer,
  company_id: idAnswer,
  name: z.string(),
  revision: z.int(),
  rollout: rolloutAnswer
    .nullable()
    .meta({ description: 'null: all AR contents that use it follow its newest hours and days' }),
  created_at: instantAnswer,
  updated_at: instantAnswer,
  read_mark: readMark,
};

const calendarCommon = { ...common, entry_count: z.int().meta({ description: 'How many entries its days have' }) };

/** A calendar in a list. */
export const calendarSummary = z.strictObject(calendarCommon).meta({ id: 'CalendarSummary' });

/** A calendar in an answer. */
export const calendarAnswer = z
  .strictObject({
    ...calendarCommon,
    days: z.array(
      z
        .strictObject({
          name: z.string().nullable().optional(),
          date: z.string().optional(),
          from: z.string().optional(),
          to: z.string().optional(),
          yearly: z.string().optional(),
          rrule: z.string().optional(),
          starts_on: z.string().optional(),
          lasts_days: z.int().optional(),
          except: z.array(z.string()).optional(),
        })
        .meta({ id: 'CalendarDayAnswer' }),
    ),
  })
  .meta({ id: 'Calendar' });

/** What may be written of a calendar that was read, by itself or in a list. */
export const calendarWrites = new WrittenBack('CalendarChanges', calendarChanges, calendarAnswer);

/** A daypart in an answer. */
export const daypartAnswer = z
  .strictObject({
    ...common,
    time_zone: z.string().nullable().meta({ description: 'null: that of whoever uses it' }),
    hours: z.array(z.strictObject({ days: z.array(z.int()), from: z.string(), to: z.string() })),
    closed_calendar_id: idAnswer.nullable().meta({ description: 'No hours begin on the days of this calendar' }),
  })
  .meta({ id: 'Daypart' });

/** What may be written of a daypart that was read. */
export const daypartWrites = new WrittenBack('DaypartChanges', daypartChanges, daypartAnswer);

const rolloutView = ({ id, ...progress }: Rollout) => ({ ...progress, workflow_id: workflowId('rollout', id) });

const commonOf = ({ id, company_id, name, revision, rollout, created_at, updated_at }: CalendarCommon) => ({
  id,
  company_id,
  name,
  revision,
  rollout: rollout && rolloutView(rollout),
  created_at: toIso(created_at),
  updated_at: toIso(updated_at),
});

/** A calendar as an answer says it. */
export const calendarView = (calendar: WithRollout<Calendar>) =>
  calendarWrites.marked({
    ...commonOf(calendar),
    entry_count: calendar.days.length,
    days: calendar.days.map(({ except, ...day }) => ({ ...day, ...(except && { except: [...except] }) })),
  } satisfies Unmarked<typeof calendarAnswer>);

/** The same without its days. */
export const calendarSummaryView = (calendar: CalendarSummary) =>
  calendarWrites.marked({
    ...commonOf(calendar),
    entry_count: calendar.entry_count,
  } satisfies Unmarked<typeof calendarSummary>);

/** A daypart as an answer says it. */
export const daypartView = (daypart: WithRollout<Daypart>) =>
  daypartWrites.marked({
    ...commonOf(daypart),
    time_zone: daypart.time_zone,
    hours: daypart.hours.map(({ days, from, to }) => ({ days: [...days], from, to })),
    closed_calendar_id: daypart.closed_calendar_id,
  } satisfies Unmarked<typeof daypartAnswer>);
