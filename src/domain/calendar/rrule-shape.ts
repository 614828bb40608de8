import { parseRRule, type ParsedRRule } from '../recurrence/rrule-text.js';
import { startOfWallDay } from '../recurrence/rrule.js';
import { DAY_MS } from '../recurrence/time-zone.js';
import type { WallTime } from '../recurrence/wall-clock.js';
import { weekdayOf, type Day } from './day-set.js';
import { combined, greatestDivisor, type FirstTime } from './times-of-day.js';

/** A calendar day as the parts of a rule see it. */
interface DateParts {
  day: Day;
  year: number;
  month: number;
  date: number;
  daysInMonth: number;
}

type Condition = (day: DateParts) => boolean;

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const HOUR = 3_600_000;
const STEPS: Readonly<Record<string, number>> = { HOURLY: HOUR, MINUTELY: 60_000, SECONDLY: 1_000 };

function partsOf(day: Day): DateParts {
  const at = new Date(day * DAY_MS);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  return { day, year, month, date: at.getUTCDate(), daysInMonth: new Date(Date.UTC(year, month + 1, 0)).getUTCDate() };
}

const numbersOf = (text: string): number[] => text.split(',').map(Number);

/** Whether a position, from 1, is one of those asked for; negative ones count from the end. */
const isAsked = (numbers: readonly number[], position: number, count: number): boolean =>
  numbers.includes(position) || numbers.includes(position - count - 1);

function weekdayCondition(text: string, freq: string, hasMonth: boolean): Condition {
  const asked = text.split(',').map((one) => ({
    weekday: WEEKDAYS.indexOf(one.slice(-2)) + 1,
    nth: Number(one.slice(0, -2)),
  }));
  // Numbered within a year: any week of it may be meant.
  const countsInMonth = freq === 'MONTHLY' || hasMonth;
  return ({ day, date, daysInMonth }) =>
    asked.some(({ weekday, nth }) => {
      if (weekday !== weekdayOf(day)) return false;
      if (nth === 0 || !countsInMonth) return true;
      return nth === Math.ceil(date / 7) || nth === -Math.ceil((daysInMonth - date + 1) / 7);
    });
}

function yearDayCondition(numbers: readonly number[]): Condition {
  return ({ day, year }) => {
    const first = Date.UTC(year, 0, 1) / DAY_MS;
    return isAsked(numbers, day - first + 1, Date.UTC(year + 1, 0, 1) / DAY_MS - first);
  };
}

/** What the BY parts of a rule demand of a day, as far as it can be told of a day by itself. */
function byParts({ parts, freq }: ParsedRRule): Condition[] {
  const conditions: Condition[] = [];
  const [months, dates, yearDays, days] = ['BYMONTH', 'BYMONTHDAY', 'BYYEARDAY', 'BYDAY'].map((name) =>
    parts.get(name),
  );
  if (months !== undefined) {
    const asked = numbersOf(months);
    conditions.push(({ month }) => asked.includes(month + 1));
  }
  if (dates !== undefined) {
    const asked = numbersOf(dates);
    conditions.push(({ date, daysInMonth }) => isAsked(asked, date, daysInMonth));
  }
  if (yearDays !== undefined) conditions.push(yearDayCondition(numbersOf(yearDays)));
  if (days !== undefined) conditions.push(weekdayCondition(days, freq, months !== undefined));
  return conditions;
}

/** Where a rule says nothing of days, they follow from the day that it is counted from. */
function impliedParts({ parts, freq }: ParsedRRule, anchor: DateParts): Condition[] {
  const saysDays = ['BYMONTHDAY', 'BYYEARDAY', 'BYDAY', 'BYWEEKNO'].some((name) => parts.has(name));
  if (saysDays) return [];
  if (freq === 'WEEKLY') return [({ day }) => weekdayOf(day) === weekdayOf(anchor.day)];
  if (freq === 'MONTHLY') return [({ date }) => date === anchor.date];
  if (freq !== 'YEARLY') return [];
  return [({ date, month }) => date === anchor.date && (parts.has('BYMONTH') || month === anchor.month)];
}

/** How many periods of a rule a day lies after its anchor. */
function periodsBetween({ parts, freq }: ParsedRRule, anchor: DateParts): ((day: DateParts) => number) | null {
  const weekStart = WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO');
  const weekOf = (day: Day): number => Math.floor((day + 3 - weekStart) / 7);
  if (freq === 'DAILY') return ({ day }) => day - anchor.day;
  if (freq === 'WEEKLY') return ({ day }) => weekOf(day) - weekOf(anchor.day);
  if (freq === 'MONTHLY') return ({ year, month }) => (year - anchor.year) * 12 + month - anchor.month;
  // A week of BYWEEKNO may begin in the year before.
  if (freq === 'YEARLY' && !parts.has('BYWEEKNO')) return ({ year }) => year - anchor.year;
  return null;
}

/** The days that a rule counted from `anchor` may come on, and perhaps some more. @param rrule a valid rule */
export function rruleDays(rrule: string, anchor: WallTime): (day: Day) => boolean {
  const parsed = parseRRule(rrule);
  const first = partsOf(Math.floor(anchor / DAY_MS));
  const conditions = [...byParts(parsed), ...impliedParts(parsed, first)];
  const periods = periodsBetween(parsed, first);
  if (periods !== null) conditions.push((day) => periods(day) % parsed.interval === 0);
  return (day) => {
    const parts = partsOf(day);
    return conditions.every((holds) => holds(parts));
  };
}

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** The times of day that a rule counted from `anchor` may come at, and perhaps some more. */
export function rruleTimes(rrule: string, anchor: WallTime): FirstTime {
  const { parts, freq, interval } = parseRRule(rrule);
  const step = (STEPS[freq] ?? Number.POSITIVE_INFINITY) * interval;
  const time = anchor - startOfWallDay(anchor);
  /** Those that are named; else those that steps from the anchor come to; else the one of the anchor. */
  const allowed = (name: string, unit: number, count: number): number[] => {
    const named = parts.get(name);
    if (named !== undefined) return numbersOf(named).toSorted((a, b) => a - b);
    const own = Math.floor(time / unit) % count;
    if (step === Number.POSITIVE_INFINITY) return [own];
    const divisor = step % unit === 0 ? greatestDivisor(step / unit, count) : 1;
    return range(count).filter((number) => (number - own) % divisor === 0);
  };
  return combined({
    hours: allowed('BYHOUR', HOUR, 24),
    minutes: allowed('BYMINUTE', 60_000, 60),
    seconds: allowed('BYSECOND', 1_000, 60),
  });
}
