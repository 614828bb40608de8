import type { Id, Instant } from '../scalars.js';
import type { CalendarDay } from './calendar-day.js';
import type { DaypartHours } from './daypart.js';

/** Named days of a company. */
export interface Calendar {
  id: Id;
  company_id: Id;
  name: string;
  days: readonly CalendarDay[];
  /** The newest revision: what these days come to. */
  revision_id: string;
  revision: number;
  created_at: Instant;
  updated_at: Instant;
}

/** Named hours of the week of a company. */
export interface Daypart {
  id: Id;
  company_id: Id;
  name: string;
  /** Whose wall clock decides its hours and days; null: that of whoever uses it. */
  time_zone: string | null;
  hours: readonly DaypartHours[];
  /** No hours begin on the days of this calendar. */
  closed_calendar_id: Id | null;
  /** The newest revision: what decides hours and days. */
  revision_id: string;
  revision: number;
  created_at: Instant;
  updated_at: Instant;
}

/** How far AR contents are brought over to the newest revision of a daypart or calendar. */
export interface Rollout {
  id: Id;
  /** Of the daypart or calendar when it was changed. */
  revision: number;
  /** Those that followed another revision then. */
  contents_total: number;
  contents_done: number;
}

/** A daypart or calendar, and how its last change comes to contents; null: all follow the newest revision. */
export type WithRollout<T> = T & { rollout: Rollout | null };
