import type { FieldError } from '../errors.js';
import type { Id } from '../scalars.js';
import type { DaySet } from './day-set.js';
import type { WeekHours } from './daypart.js';
import { Opening } from './opening.js';

/** How a calendar restricts: its days are left out, or are the only ones. */
export const CALENDAR_MODES = ['exclude', 'only'] as const;
export type CalendarMode = (typeof CALENDAR_MODES)[number];

/** What a revision of a daypart says. */
export interface DaypartRule {
  timeZone: string | null;
  hours: WeekHours;
  closedCalendarId: Id | null;
}

/** The revisions of dayparts and calendars that an AR content follows, by the ids of what they are revisions of. */
export interface Followed {
  dayparts: ReadonlyMap<Id, DaypartRule>;
  calendars: ReadonlyMap<Id, DaySet>;
}

/** What may be restricted to hours and days. */
export interface Restricted {
  /** Whose hours it keeps to; null: any. */
  daypart_id: Id | null;
  /** Whose days it leaves out or keeps to, as `calendar_mode` says; null: none. */
  calendar_id: Id | null;
  calendar_mode: CalendarMode | null;
  /** IANA; copied from the company unless given, whose later change moves nothing. */
  time_zone: string;
}

/** What keeps to hours and days, as its AR content follows them. */
export interface KeepsHours extends Restricted {
  /** When it may be; null: at any time. */
  opening: Opening | null;
  /** Whether hours or days of it were changed to which its AR content is not brought over yet. */
  revision_pending: boolean;
}

/** What is restricted to nothing. */
export const NO_HOURS = { daypart_id: null, calendar_id: null, calendar_mode: null } as const;

/** Whether something names hours or days. */
export const namesHours = ({ daypart_id, calendar_id }: Pick<Restricted, 'daypart_id' | 'calendar_id'>): boolean =>
  daypart_id !== null || calendar_id !== null;

/** That a company has no daypart or calendar with an id that something names. */
export const noSuchHours = (noun: 'daypart' | 'calendar', id: Id, companyId: Id): FieldError => ({
  field: `${noun}_id`,
  message: `there is no ${noun} ${id} in company ${companyId}`,
  code: 'not_there',
});

/** What is wrong with what names hours and days. */
export function calendarModeFaults({
  calendar_id,
  calendar_mode,
}: Pick<Restricted, 'calendar_id' | 'calendar_mode'>): FieldError[] {
  if ((calendar_id === null) === (calendar_mode === null)) return [];
  const message = calendar_id === null ? 'goes with calendar_id' : 'is needed with calendar_id: exclude or only';
  return [{ field: 'calendar_mode', message, code: calendar_id === null ? 'invalid' : 'required' }];
}

/** The openings of all that follow some revisions; those that are alike share one, and so the look for its next edge. */
export function sharedOpenings(followed: Followed): (restricted: Restricted) => Opening | null {
  const openings = new Map<string, Opening | null>();
  return (restricted) => {
    if (!namesHours(restricted)) return null;
    const { daypart_id, calendar_id, calendar_mode, time_zone } = restricted;
    const key = [daypart_id, calendar_id, calendar_mode, time_zone].join();
    const known = openings.get(key);
    if (known !== undefined) return known;
    const opening = openingOf(restricted, followed);
    openings.set(key, opening);
    return opening;
  };
}

/**
 * When something may be; null: at any time. A daypart's own zone decides its hours and all days; else the zone of what is
 * restricted. @param followed has all that is named.
 */
export function openingOf(
  { daypart_id, calendar_id, calendar_mode, time_zone }: Restricted,
  { dayparts, calendars }: Followed,
): Opening | null {
  const daypart = daypart_id === null ? undefined : dayparts.get(daypart_id);
  const calendar = calendar_id === null ? undefined : calendars.get(calendar_id);
  if (daypart === undefined && calendar === undefined) return null;
  const closed = daypart?.closedCalendarId == null ? undefined : calendars.get(daypart.closedCalendarId);
  const excluded = calendar_mode === 'exclude' ? calendar : undefined;
  return new Opening({
    timeZone: daypart?.timeZone ?? time_zone,
    hours: daypart?.hours ?? null,
    only: calendar_mode === 'only' && calendar !== undefined ? calendar : null,
    except: [closed, excluded].filter((set) => set !== undefined),
  });
}
