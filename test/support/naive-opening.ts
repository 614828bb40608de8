import type { DaypartHours } from '../../src/domain/calendar/daypart.js';
import type { Instant } from '../../src/domain/scalars.js';

/** An opening as somebody would write it down. */
export interface NaiveOpening {
  timeZone: string;
  hours: readonly DaypartHours[] | null;
  /** Dates such as `2027-12-24`. */
  only: readonly string[] | null;
  except: readonly string[];
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' });
  formats.set(timeZone, format);
  return format;
}

const shifted = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/**
 * Whether an instant lies within an opening, by what a clock on the wall shows (`Intl`), hour by hour and date by date:
 * slow, and without anything of the domain.
 */
export function isOpenAt({ timeZone, hours, only, except }: NaiveOpening, at: Instant): boolean {
  const [date = '', time = ''] = formatOf(timeZone).format(at).split(' ');
  const isAllowed = (day: string): boolean => (only === null || only.includes(day)) && !except.includes(day);
  if (hours === null) return isAllowed(date);
  const minute = time.slice(0, 5);
  const weekdayOf = (day: string): number => new Date(`${day}T00:00Z`).getUTCDay() || 7;
  const yesterday = shifted(date, -1);
  return hours.some(({ days, from, to }) => {
    const runsOver = to <= from;
    const begunToday = isAllowed(date) && days.includes(weekdayOf(date)) && from <= minute && (runsOver || minute < to);
    const goesOn = runsOver && isAllowed(yesterday) && days.includes(weekdayOf(yesterday)) && minute < to;
    return begunToday || goesOn;
  });
}
