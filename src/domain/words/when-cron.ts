import { cronFields, isAny, numbersOfField } from '../recurrence/cron-fields.js';
import { EVERY_DAY, minutesOf, timesOf, type Days, type When } from './when-parts.js';

const ascending = (numbers: Iterable<number>): number[] => [...numbers].toSorted((a, b) => a - b);

/** The days of an expression; null: they are not told in few words. */
function daysOf({ dayOfMonth, month, dayOfWeek }: ReturnType<typeof cronFields>): Days | null {
  if (!isAny(month) || /[LW#+]/.test(dayOfMonth + dayOfWeek)) return null;
  if (isAny(dayOfMonth) && isAny(dayOfWeek)) return EVERY_DAY;
  if (isAny(dayOfMonth)) {
    const sundayLast = dayOfWeek.replaceAll('-0', '-7');
    const weekdays = ascending(new Set([...numbersOfField(sundayLast, 0, 6)].map((number) => number || 7)));
    return { ...EVERY_DAY, unit: 'week', weekdays };
  }
  if (!isAny(dayOfWeek)) return null;
  return { ...EVERY_DAY, unit: 'month', dates: ascending(numbersOfField(dayOfMonth, 1, 31)) };
}

/** When a cron expression is due. @param expression a valid one */
export function cronWhen(expression: string): When {
  const fields = cronFields(expression);
  const days = fields.second === '0' ? daysOf(fields) : null;
  const [hours, minutes] = [numbersOfField(fields.hour, 0, 23), numbersOfField(fields.minute, 0, 59)];
  const times = timesOf(minutesOf([...hours], [...minutes]));
  if (days === null || times === null) return { kind: 'rule', name: 'cron', text: expression };
  return { kind: 'days', days, times };
}
