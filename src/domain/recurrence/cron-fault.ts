import { must } from '../must.js';
import { isAny, MONTHS, WEEKDAYS } from './cron-fields.js';

/** A field of a cron expression as people write it. */
interface Field {
  name: string;
  least: number;
  most: number;
  /** The largest step. */
  steps: number;
  /** What the numbers are called. */
  names?: readonly string[];
  /** A value of this field alone, such as `15W`: the number in it stands first. */
  special?: RegExp;
  /** What the field takes beside numbers, in words. */
  more?: string;
}

const FIELDS: readonly Field[] = [
  { name: 'second', least: 0, most: 59, steps: 60 },
  { name: 'minute', least: 0, most: 59, steps: 60 },
  { name: 'hour', least: 0, most: 23, steps: 24 },
  { name: 'day of month', least: 1, most: 31, steps: 31, special: /^(?:L|(\d+)W)$/, more: ', L, LW, or 15W' },
  { name: 'month', least: 1, most: 12, steps: 12, names: MONTHS, more: ', or JAN to DEC' },
  {
    name: 'day of week',
    least: 0,
    most: 7,
    steps: 7,
    names: WEEKDAYS,
    more: ' (Sunday is 0 or 7), SUN to SAT, 5L, or 5#2',
  },
];

const allowed = ({ least, most, more = '' }: Field): string => `it takes ${least} to ${most}${more}`;

/** Whether a text is a number of the field, or a name of one. */
function isValue({ least, most, names = [] }: Field, text: string): boolean {
  if (/^\d+$/.test(text)) return Number(text) >= least && Number(text) <= most;
  return names.includes(text.toUpperCase());
}

/** The place of a value within its field; a Sunday that ends a range comes after Saturday. */
function placeOf({ names = [], least }: Field, text: string, isEnd: boolean): number {
  const index = names.indexOf(text.toUpperCase());
  if (index < 0) return Number(text);
  return isEnd && text.toUpperCase() === 'SUN' ? 7 : index + least;
}

function rangeFault(field: Field, range: string): string | null {
  const [first = '', last = '', ...rest] = range.split('-');
  for (const value of [first, last]) {
    if (rest.length > 0 || value === '') return `has ${range}, which is no range: write two numbers, such as 1-5`;
    if (!isValue(field, value)) return `holds ${value}; ${allowed(field)}`;
  }
  if (placeOf(field, first, false) <= placeOf(field, last, true)) return null;
  return `has ${range}, which runs backwards: write ${first}-${field.most},${field.least}-${last}`;
}

function stepFault(field: Field, item: string): string | null {
  const [range = '', step = '', ...rest] = item.split('/');
  if (rest.length > 0) return `has ${item}, with more than one step`;
  if (!isAny(range) && !range.includes('-')) {
    const start = range === '' ? field.least : range;
    return `has ${item}; a step stands behind * or a range, such as ${start}-${field.most}/${step}`;
  }
  if (/^\d+$/.test(step) && Number(step) >= 1 && Number(step) <= field.steps) return null;
  return `has ${step === '' ? 'no step' : `the step ${step}`} in ${item}; it takes 1 to ${field.steps}`;
}

function plainFault(field: Field, item: string): string | null {
  if (isAny(item)) return null;
  if (item.includes('/')) {
    const [range = ''] = item.split('/');
    return stepFault(field, item) ?? (range.includes('-') ? rangeFault(field, range) : null);
  }
  if (/^[^-]+-/.test(item)) return rangeFault(field, item);
  return isValue(field, item) ? null : `holds ${item}; ${allowed(field)}`;
}

/** `5L`, `5#2`: the last and the second Friday. */
function weekdayFault(field: Field, item: string): string | null {
  const [, day = item, nth] = /^(.*?)(?:#(.*)|(?<=.)L)$/i.exec(item) ?? [];
  if (nth !== undefined && !/^(?:[1-5]|L)$/i.test(nth)) {
    return `has ${item}; a # stands between a day and its number in the month, 1 to 5 or L, such as 5#2`;
  }
  const isNamed = day === item || !(isAny(day) || day === '');
  return isNamed ? plainFault(field, day) : `has ${item}; name the day, such as 5L or 5#2`;
}

function itemFault(field: Field, item: string): string | null {
  if (item === '') return 'has an empty place between two commas, or at an end of its list';
  if (field.name === 'day of week') return weekdayFault(field, item);
  if (field.special && item.toUpperCase() === 'LW') return 'has LW in a list; it stands alone';
  const special = field.special?.exec(item.toUpperCase());
  if (!special) return plainFault(field, item);
  return isValue(field, special[1] ?? '1') ? null : `holds ${item}; ${allowed(field)}`;
}

function fieldFault(field: Field, text: string): string | null {
  if (field.name === 'day of month' && text.toUpperCase() === 'LW') return null;
  // A + before the day of week asks for both days.
  const list = field.name === 'day of week' ? text.replace(/^\+/, '') : text;
  for (const item of list.split(',')) {
    const fault = itemFault(field, item);
    if (fault !== null) return `the ${field.name} ${fault}`;
  }
  return null;
}

/**
 * What is wrong with each field of a cron expression, as the one who wrote it counts: in his words and numbers. The
 * library says that of `32` as a day that 31 is no valid value.
 * @param fields five or six
 */
export function cronFieldFaults(fields: readonly string[]): string[] {
  const offset = FIELDS.length - fields.length;
  return fields.flatMap((text, index) => {
    const fault = fieldFault(must(FIELDS[index + offset], 'a field of a cron expression'), text);
    return fault === null ? [] : [fault];
  });
}
