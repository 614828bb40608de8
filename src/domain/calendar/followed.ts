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
  daypart_id: Id | null;
  calendar_id: Id | null;
  calendar_mode: CalendarMode | null;
  time_zone: string;
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
