import { z } from 'zod';
import { CALENDAR_MODES, type KeepsHours } from '../../domain/calendar/followed.js';
import { idAnswer, idField } from '../http/fields.js';
import { revisionPending } from './calendar-view.js';

/** The hours and days of a video or an override in an answer. */
export const hoursAnswer = {
  daypart_id: idAnswer.nullable().meta({ description: 'Whose hours it keeps to' }),
  calendar_id: idAnswer.nullable(),
  calendar_mode: z.enum(CALENDAR_MODES).nullable().meta({ description: 'Whether days are left out or kept to' }),
  time_zone: z.string().meta({ description: 'Whose clock decides, unless the daypart has a zone of its own' }),
  revision_pending: revisionPending,
};

/** Whose clock decides; a name that is none is refused later. */
export const timeZoneField = z.string().min(1).max(64).meta({ description: "IANA; the company's unless given" });

/** The same in a request. @param what it does within those hours, and not otherwise */
export const hoursFields = (what: string) => ({
  daypart_id: idField
    .nullable()
    .optional()
    .meta({ description: `${what} within these hours only` }),
  calendar_id: idField.nullable().optional().meta({ description: 'Whose days are left out or kept to' }),
  calendar_mode: z.enum(CALENDAR_MODES).nullable().optional().meta({
    description: 'exclude: not on the days of calendar_id; only: on no others. A night belongs to its first day',
  }),
  time_zone: timeZoneField.optional(),
});

export const hoursView = (thing: Omit<KeepsHours, 'opening'>) => ({
  daypart_id: thing.daypart_id,
  calendar_id: thing.calendar_id,
  calendar_mode: thing.calendar_mode,
  time_zone: thing.time_zone,
  revision_pending: thing.revision_pending,
});
