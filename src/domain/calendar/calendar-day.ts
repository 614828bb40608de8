import type { FieldError } from '../errors.js';
import { parseRRule } from '../recurrence/rrule-text.js';
import { rruleFault } from '../recurrence/rrule-fault.js';
import { readDay, type Day } from './day-set.js';

/**
 * An entry of a calendar, of one of four forms: `date`; `from` and `to`, both included; `yearly`; or `rrule`, counted from
 * `starts_on`. Dates are `2027-12-24`.
 */
export interface CalendarDay {
  name?: string | null;
  date?: string;
  from?: string;
  to?: string;
  /** `12-24`: each year. The 29th of February comes in leap years. */
  yearly?: string;
  /** RFC 5545 without DTSTART, by the day: no part that speaks of hours. */
  rrule?: string;
  starts_on?: string;
  /** How many days each occurrence of `rrule` takes; 1 unless given. */
  lasts_days?: number;
  /** Occurrences that are left out, by their first day. */
  except?: readonly string[];
}

const FORMS: readonly (readonly (keyof CalendarDay)[])[] = [
  ['date'],
  ['from', 'to'],
  ['yearly'],
  ['rrule', 'starts_on'],
];
const OF_RRULE: readonly (keyof CalendarDay)[] = ['lasts_days', 'except'];
const DATES = ['date', 'from', 'to', 'starts_on'] as const;

/** The form of an entry; null: it has none, or parts of two. */
function formOf(entry: CalendarDay): readonly (keyof CalendarDay)[] | null {
  const given = FORMS.flat().filter((field) => entry[field] !== undefined);
  const form = FORMS.find((fields) => fields.every((field) => given.includes(field)));
  if (form === undefined || form.length !== given.length) return null;
  return form.includes('rrule') || OF_RRULE.every((field) => entry[field] === undefined) ? form : null;
}

/** The month and day of `12-24` in a year; null: that year has none. */
export const readYearly = (yearly: string, year: number): Day | null => readDay(`${year}-${yearly}`);

const A_LEAP_YEAR = 2000;

function dayRuleFault(rrule: string): string | null {
  const fault = rruleFault(rrule);
  if (fault !== null) return fault;
  const { parts, freq } = parseRRule(rrule);
  const isByDay = freq === 'YEARLY' || freq === 'MONTHLY' || freq === 'WEEKLY' || freq === 'DAILY';
  const timePart = ['BYHOUR', 'BYMINUTE', 'BYSECOND'].find((name) => parts.has(name));
  if (isByDay && timePart === undefined) return null;
  return `${timePart ?? `FREQ=${freq}`} speaks of hours; days of a calendar are whole`;
}

function textFaults(entry: CalendarDay): FieldError[] {
  const isNoDate = (text: string | undefined): boolean => text !== undefined && readDay(text) === null;
  const message = 'must be a date from 1970 to 2099, such as 2027-12-24';
  const faults: FieldError[] = DATES.filter((field) => isNoDate(entry[field])).map((field) => ({
    field,
    message,
    code: 'wrong_format' as const,
  }));
  entry.except?.forEach((text, index) => {
    if (isNoDate(text)) faults.push({ field: `except.${index}`, message, code: 'wrong_format' });
  });
  const { yearly, rrule } = entry;
  if (yearly !== undefined && readYearly(yearly, A_LEAP_YEAR) === null) {
    faults.push({ field: 'yearly', message: 'must be a month and a day, such as 12-24', code: 'wrong_format' });
  }
  const ruleFault = rrule === undefined ? null : dayRuleFault(rrule);
  if (ruleFault !== null) faults.push({ field: 'rrule', message: ruleFault, code: 'wrong_format' });
  return faults;
}

function faultsOf(entry: CalendarDay): FieldError[] {
  if (formOf(entry) === null) {
    return [
      { field: '', message: 'must have date, or from and to, or yearly, or rrule and starts_on', code: 'required' },
    ];
  }
  const faults = textFaults(entry);
  const { from, to } = entry;
  const isReversed = faults.length === 0 && from !== undefined && to !== undefined && to < from;
  return isReversed ? [{ field: 'to', message: 'must not be before from', code: 'out_of_order' }] : faults;
}

/** What is wrong with an entry of a calendar, by its place there, once its fields have the right shapes. */
export const calendarEntryFaults = (entry: CalendarDay, index: number): FieldError[] =>
  faultsOf(entry).map(({ field, ...fault }) => ({
    field: ['days', String(index), field].filter((part) => part !== '').join('.'),
    ...fault,
  }));
