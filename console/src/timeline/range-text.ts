import type { CalendarUnit, Stretch } from '../time/calendar';
import { dateText, datesText } from '../time/format';

/** An hour, day, week, month or year of a zone, in words. */
export function rangeText(range: CalendarUnit, { from, to }: Stretch, zone: string, language: string): string {
  if (range === 'hour') return datesText(from, to, zone, language, 'hours');
  if (range === 'day') return dateText(from, zone, language, 'wholeDay');
  if (range === 'week') return datesText(from, to - 1, zone, language, 'days');
  return dateText(from, zone, language, range === 'month' ? 'wholeMonth' : 'year');
}
