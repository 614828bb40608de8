import { cronFields, isAny, numbersOfField } from '../recurrence/cron-fields.js';
import { DAY_MS } from '../recurrence/time-zone.js';
import { weekdayOf, type Day } from './day-set.js';
import { combined, type FirstTime } from './times-of-day.js';

const ascending = (numbers: ReadonlySet<number>): number[] => [...numbers].toSorted((a, b) => a - b);

/** The times of day of a cron expression. */
export function cronTimes(expression: string): FirstTime {
  const { hour, minute, second } = cronFields(expression);
  return combined({
    hours: ascending(numbersOfField(hour, 0, 23)),
    minutes: ascending(numbersOfField(minute, 0, 59)),
    seconds: ascending(numbersOfField(second, 0, 59)),
  });
}

/** Of days that are named as in `15W` or `L`, any day may be meant. */
const daysOfMonth = (field: string): Set<number> => numbersOfField(/[LW]/.test(field) ? '*' : field, 1, 31);

/** As croner reads `5#2` and `5L`, the second and the last Friday: any Friday may be meant. Sunday is 0 or 7. */
function weekdays(field: string): Set<number> {
  const plain = field.replaceAll(/#\w+|L|\+/g, '').replaceAll('-0', '-7');
  return new Set([...numbersOfField(plain, 0, 6)].map((number) => number || 7));
}

/**
 * The days that a cron expression may fire on, and perhaps some more. With both days given either suffices, unless a `+`
 * asks for both.
 */
export function cronDays(expression: string): (day: Day) => boolean {
  const { dayOfMonth, month, dayOfWeek } = cronFields(expression);
  const [months, dates, days] = [numbersOfField(month, 1, 12), daysOfMonth(dayOfMonth), weekdays(dayOfWeek)];
  const eitherSuffices = !isAny(dayOfMonth) && !isAny(dayOfWeek) && !dayOfWeek.startsWith('+');
  return (day) => {
    const isDay = days.has(weekdayOf(day));
    if (!isDay && !eitherSuffices) return false;
    const date = new Date(day * DAY_MS);
    if (!months.has(date.getUTCMonth() + 1)) return false;
    const isDate = dates.has(date.getUTCDate());
    return eitherSuffices ? isDate || isDay : isDate;
  };
}
