import { parseRRule, type ParsedRRule } from '../recurrence/rrule-text.js';
import type { WallTime } from '../recurrence/wall-clock.js';
import { EVERY_DAY, minutesOf, timesOf, type Days, type Times, type When } from './when-parts.js';

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const UNITS: Readonly<Record<string, Days['unit']>> = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month' };
/** What rules in words may consist of; the others are told as they were written. */
const TOLD = new Set(['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'BYHOUR', 'BYMINUTE', 'BYSECOND', 'WKST']);

const numbersOf = (text: string | undefined, otherwise: number): number[] =>
  text === undefined
    ? [otherwise]
    : text
        .split(',')
        .map(Number)
        .toSorted((a, b) => a - b);

/** The days of a rule; null: they are not told in few words. */
function daysOf({ parts, freq, interval }: ParsedRRule, anchor: Date): Days | null {
  const unit = UNITS[freq];
  const [byDay, byDate] = [parts.get('BYDAY'), parts.get('BYMONTHDAY')];
  if (unit === undefined || (byDay ?? '').match(/\d/) !== null || (byDate ?? '').includes('-')) return null;
  const days: Days = { ...EVERY_DAY, every: interval, unit };
  if (unit === 'day') return byDay === undefined && byDate === undefined ? days : null;
  if (unit === 'month') return byDay === undefined ? { ...days, dates: numbersOf(byDate, anchor.getUTCDate()) } : null;
  const named = byDay?.split(',').map((name) => WEEKDAYS.indexOf(name) + 1);
  return { ...days, weekdays: named?.toSorted((a, b) => a - b) ?? [anchor.getUTCDay() || 7] };
}

function timesOfRule({ parts }: ParsedRRule, anchor: Date): Times | null {
  const [second = 0, ...more] = numbersOf(parts.get('BYSECOND'), anchor.getUTCSeconds());
  if (second !== 0 || more.length > 0) return null;
  const hours = numbersOf(parts.get('BYHOUR'), anchor.getUTCHours());
  return timesOf(minutesOf(hours, numbersOf(parts.get('BYMINUTE'), anchor.getUTCMinutes())));
}

/** When a rule of RFC 5545 is due. @param rrule a valid one. @param anchor what it is counted from */
export function rruleWhen(rrule: string, anchor: WallTime): When {
  const parsed = parseRRule(rrule);
  const first = new Date(anchor);
  const isTold = [...parsed.parts.keys()].every((name) => TOLD.has(name));
  const [days, times] = [daysOf(parsed, first), timesOfRule(parsed, first)];
  if (!isTold || days === null || times === null) return { kind: 'rule', name: 'rrule', text: rrule };
  return { kind: 'days', days, times };
}
