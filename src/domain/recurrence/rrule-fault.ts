import { nameADate } from './rule-dates.js';
import { comesFrom } from './rrule.js';
import { parseRRule, type ParsedRRule } from './rrule-text.js';

/** What is wrong with the parts of a rule, in our own words; null: nothing. */
function partsFault(rrule: string): string | null {
  try {
    parseRRule(rrule);
    return null;
  } catch (error) {
    return String(error).replace(/^\w+: /, '');
  }
}

const TIMES = ['BYHOUR', 'BYMINUTE', 'BYSECOND'] as const;

/** Which parts come together in each period of a frequency, or on each day of it. */
const TOGETHER: Readonly<Record<string, readonly string[]>> = {
  YEARLY: TIMES,
  MONTHLY: TIMES,
  WEEKLY: TIMES,
  DAILY: TIMES,
  HOURLY: ['BYMINUTE', 'BYSECOND'],
  MINUTELY: ['BYSECOND'],
};

/**
 * To how many times of a day or hour these may come. Each search goes through those of a whole period, be it a year of
 * days: so many take up to 10 ms, all seconds of a day took seconds (two slow cores, Node 20).
 */
const MOST_TIMES: Readonly<Record<string, number>> = {
  YEARLY: 24,
  MONTHLY: 288,
  WEEKLY: 288,
  DAILY: 1_440,
  HOURLY: 600,
};

const MOST_DAYS: Readonly<Record<string, number>> = { YEARLY: 366, MONTHLY: 31, WEEKLY: 7 };

/** Whether a rule comes at all is looked for from here on; where INTERVAL is counted from is not known yet. */
const SOME_DAY = Date.UTC(2024, 0, 1);

/** How many times of a day, an hour or a minute come together in each period of a rule, or on each day of it. */
function timesTogether({ parts, freq }: ParsedRRule): number {
  const sizes = TOGETHER[freq]?.map((name) => new Set((parts.get(name) ?? '').split(',').map(Number)).size) ?? [];
  return sizes.reduce((product, size) => product * size, 1);
}

/** That a rule comes at more times of a day or hour than can be gone through; null: it does not. */
function timesFault(parsed: ParsedRRule): string | null {
  const { freq } = parsed;
  const times = timesTogether(parsed);
  if (times <= (MOST_TIMES[freq] ?? Infinity)) return null;
  return `comes to ${times} times of ${freq === 'HOURLY' ? 'an hour' : 'a day'} by ${TOGETHER[freq]?.join(', ')}; FREQ=${freq} takes ${MOST_TIMES[freq]}: use a shorter FREQ`;
}

/** Whether the places that BYSETPOS names can be there: a period has so many days at most. */
function hasPlaces(parsed: ParsedRRule): boolean {
  const places = parsed.parts.get('BYSETPOS')?.split(',').map(Number) ?? [1];
  const most = (MOST_DAYS[parsed.freq] ?? 1) * timesTogether(parsed);
  return places.some((place) => Math.abs(place) <= most);
}

/** What is wrong with a rule, or null when it is fine. Takes up to 20 ms where it never comes (two slow cores, Node 20). */
export function rruleFault(rrule: string): string | null {
  const fault = partsFault(rrule) ?? timesFault(parseRRule(rrule));
  if (fault !== null) return fault;
  const parsed = parseRRule(rrule);
  // What can be seen by its parts is not looked for through years of days.
  const comes = nameADate(parsed.parts) && hasPlaces(parsed) && comesFrom(rrule, SOME_DAY);
  return comes ? null : 'never fires: no calendar day fits it';
}
