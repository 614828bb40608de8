import { must } from '../must.js';
import { expanded } from './cron-nicknames.js';

/** The fields of a valid cron expression as texts in capitals, names of months and days as numbers. */
export interface CronFields {
  second: string;
  minute: string;
  hour: string;
  dayOfMonth: string;
  month: string;
  dayOfWeek: string;
}

export const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
export const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const numbered = (field: string, names: readonly string[], first: number): string =>
  names.reduce((text, name, index) => text.replaceAll(name, String(index + first)), field);

/** Whether a field leaves its part of the time open. */
export const isAny = (field: string): boolean => field === '*' || field === '?';

/** Reads a valid expression or nickname; five fields begin at the full minute. */
export function cronFields(expression: string): CronFields {
  const fields = ['0', ...expanded(expression).trim().toUpperCase().split(/\s+/)].slice(-6);
  const field = (index: number): string => must(fields[index], 'a field of a valid expression');
  return {
    second: field(0),
    minute: field(1),
    hour: field(2),
    dayOfMonth: field(3),
    month: numbered(field(4), MONTHS, 1),
    dayOfWeek: numbered(field(5), WEEKDAYS, 0),
  };
}

/** The numbers that a field of lists, ranges and steps allows, of those from `least` to `most`. */
export function numbersOfField(field: string, least: number, most: number): Set<number> {
  const numbers = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '', step = '1'] = part.split('/');
    const [first = least, last = first] = isAny(range) ? [least, most] : range.split('-').map(Number);
    for (let number = first; number <= last; number += Number(step)) numbers.add(number);
  }
  return numbers;
}
