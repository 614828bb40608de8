import type { Instant } from '../scalars.js';
import { kept } from './kept.js';
import type { WallTime } from './wall-clock.js';

/** A recurrence rule of RFC 5545, section 3.3.10, read and checked part by part. */
export interface ParsedRRule {
  /** The parts in the order in which they were written, names and values in capitals. */
  parts: ReadonlyMap<string, string>;
  freq: string;
  interval: number;
  byHour: readonly number[] | null;
  count: number | null;
  untilWall: WallTime | null;
  untilInstant: Instant | null;
}

const FREQS = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY'];
const DAYS = 'MO|TU|WE|TH|FR|SA|SU';
const MAX_INTERVAL = 100_000;
const MAX_COUNT = 10_000;
/** A fold asks for the same few over and over. */
const KEPT_RULES = 200;

/** Least and most of the parts that are lists of numbers; `signed` ones count from the end, too, and have no 0. */
const LISTS: Readonly<Record<string, { least: number; most: number; signed?: true }>> = {
  BYSECOND: { least: 0, most: 59 },
  BYMINUTE: { least: 0, most: 59 },
  BYHOUR: { least: 0, most: 23 },
  BYMONTH: { least: 1, most: 12 },
  BYMONTHDAY: { least: 1, most: 31, signed: true },
  BYYEARDAY: { least: 1, most: 366, signed: true },
  BYWEEKNO: { least: 1, most: 53, signed: true },
  BYSETPOS: { least: 1, most: 366, signed: true },
};

/** Which frequencies RFC 5545 forbids a part with. */
const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  BYWEEKNO: FREQS.filter((freq) => freq !== 'YEARLY'),
  BYYEARDAY: ['DAILY', 'WEEKLY', 'MONTHLY'],
  BYMONTHDAY: ['WEEKLY'],
};

const fault = (message: string): RangeError => new RangeError(message);

/** `FREQ=WEEKLY;BYDAY=MO` as its parts. A leading `RRULE:` is taken off. */
function partsOf(rrule: string): Map<string, string> {
  const text = rrule
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .replace(/;$/, '');
  if (text === '') throw fault('is empty; it begins with FREQ, such as FREQ=WEEKLY;BYDAY=MO,FR');
  const parts = new Map<string, string>();
  for (const part of text.split(';')) {
    if (part === '') throw fault('has an empty place beside a semicolon');
    const [name = '', value = '', ...rest] = part.split('=');
    if (value === '' || rest.length > 0) throw fault(`${part} is not of the form NAME=VALUE`);
    if (parts.has(name)) throw fault(`${name} stands twice`);
    parts.set(name, value);
  }
  return parts;
}

function checkNames(parts: ReadonlyMap<string, string>): void {
  const known = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYDAY', ...Object.keys(LISTS)]);
  for (const name of parts.keys()) {
    if (name === 'DTSTART') throw fault('DTSTART does not belong here: set starts_at');
    if (!known.has(name)) throw fault(`${name} is not a part of a recurrence rule (RFC 5545)`);
  }
}

function numberOf(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) throw fault(`${name} must be a whole number from ${least} to ${most}`);
  return value;
}

function checkList(name: string, value: string): number[] {
  const bounds = LISTS[name];
  if (bounds === undefined) return [];
  const { least, most, signed } = bounds;
  return value.split(',').map((text) => {
    const number = (signed ? /^[+-]?\d{1,3}$/ : /^\d{1,2}$/).test(text) ? Number(text) : Number.NaN;
    const size = Math.abs(number);
    if (size >= least && size <= most) return number;
    if (text === '') throw fault(`${name} has an empty place beside a comma`);
    const ends = signed ? `, or from -${most} to -${least}` : '';
    throw fault(`${name} holds ${text}; it takes numbers from ${least} to ${most}${ends}`);
  });
}

function checkDays(parts: ReadonlyMap<string, string>, freq: string): void {
  const wkst = parts.get('WKST');
  if (wkst !== undefined && !new RegExp(`^(${DAYS})$`).test(wkst)) throw fault('WKST must be one of MO to SU');
  for (const day of parts.get('BYDAY')?.split(',') ?? []) {
    const [, number] = new RegExp(`^([+-]?\\d{1,2})?(${DAYS})$`).exec(day) ?? [];
    if (!new RegExp(`(${DAYS})$`).test(day) || (number === undefined && day.length !== 2)) {
      throw fault(`BYDAY holds ${day}; it takes MO to SU, numbered as in -1FR where the rule is MONTHLY or YEARLY`);
    }
    if (number === undefined) continue;
    const isAllowed = (freq === 'MONTHLY' || freq === 'YEARLY') && !parts.has('BYWEEKNO');
    if (!isAllowed) throw fault(`BYDAY=${day} is numbered, which goes with MONTHLY and YEARLY, without BYWEEKNO`);
    if (Math.abs(Number(number)) < 1 || Math.abs(Number(number)) > 53) {
      throw fault(`BYDAY holds ${day}; it takes numbers from 1 to 53, or from -53 to -1`);
    }
  }
}

function checkTogether(parts: ReadonlyMap<string, string>, freq: string): void {
  for (const [name, freqs] of Object.entries(FORBIDDEN)) {
    if (parts.has(name) && freqs.includes(freq)) throw fault(`${name} does not go with FREQ=${freq} (RFC 5545)`);
  }
  if (parts.has('BYSETPOS') && ![...parts.keys()].some((name) => name.startsWith('BY') && name !== 'BYSETPOS')) {
    throw fault('BYSETPOS needs another BY part to choose from');
  }
  if (parts.has('COUNT') && parts.has('UNTIL')) throw fault('COUNT and UNTIL exclude each other');
}

/** `20271224`, `20271224T180000` or the same with Z. */
function untilOf(text: string): Pick<ParsedRRule, 'untilWall' | 'untilInstant'> {
  const [, year, month, day, time, hour = '23', minute = '59', second = '59', utc] =
    /^(\d{4})(\d\d)(\d\d)(T(\d\d)(\d\d)(\d\d)(Z)?)?$/.exec(text) ?? [];
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}${time === undefined ? '.999' : ''}Z`;
  const at = Date.parse(iso);
  if (year === undefined || Number.isNaN(at) || !new Date(at).toISOString().startsWith(iso.slice(0, 10))) {
    throw fault('UNTIL must be a date or a time, such as 20271224, 20271224T180000 or 20271224T180000Z');
  }
  return utc === undefined ? { untilWall: at, untilInstant: null } : { untilWall: null, untilInstant: at };
}

function parse(rrule: string): ParsedRRule {
  const parts = partsOf(rrule);
  checkNames(parts);
  const freq = parts.get('FREQ');
  if (freq === undefined) throw fault('FREQ is missing, such as FREQ=WEEKLY');
  if (!FREQS.includes(freq)) throw fault(`FREQ must be one of ${FREQS.join(', ')}`);
  for (const [name, value] of parts) checkList(name, value);
  checkDays(parts, freq);
  checkTogether(parts, freq);
  const count = parts.get('COUNT');
  const byHour = parts.get('BYHOUR');
  const until = parts.get('UNTIL');
  return {
    parts,
    freq,
    interval: numberOf('INTERVAL', parts.get('INTERVAL') ?? '1', 1, MAX_INTERVAL),
    byHour: byHour === undefined ? null : checkList('BYHOUR', byHour),
    count: count === undefined ? null : numberOf('COUNT', count, 1, MAX_COUNT),
    ...(until === undefined ? { untilWall: null, untilInstant: null } : untilOf(until)),
  };
}

/**
 * Reads a rule of RFC 5545, section 3.3.10. DTSTART is not part of it: a schedule has `starts_at`. Leap seconds are not
 * taken, as no clock here shows them.
 * @throws RangeError that names the part and the fault.
 */
export const parseRRule = kept(KEPT_RULES, parse);
