import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill/implementation';
import { kept } from './kept.js';
import { parseRRule, type ParsedRRule } from './rrule-text.js';
import { DAY_MS, END_OF_CALENDAR } from './time-zone.js';
import type { FirstWallTime, WallTime } from './wall-clock.js';

/** A rule of RFC 5545 and what it is counted from, free of zones. */
export interface RRuleTiming {
  rrule: string;
  /** Where INTERVAL and whatever the rule leaves open are counted from. */
  anchor: WallTime;
  /** The last wall-clock time of a rule with COUNT, as it was found when the rule was saved; null: it has none. */
  last: WallTime | null;
}

/**
 * How many empty periods a search passes: forty years by years and months, in which each date has been each day of the
 * week, ten by weeks, eight by days. Of shorter ones those are counted that lie on days of the rule: among 6,000 random
 * rules 750 were enough for each slot of the next eight years. What comes later counts as never.
 */
const MAX_PERIODS: Readonly<Record<string, number>> = { YEARLY: 40, MONTHLY: 480, WEEKLY: 520, DAILY: 3_000 };
const MAX_SHORT_PERIODS = 1_000;

const KEPT_RULES = 200;

const inUtc = (wall: WallTime): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC');

/** The rule without its bounds, counted from `anchor`, as the library reads it. UTC has no clock changes. */
function unbounded({ parts, freq }: ParsedRRule, anchor: WallTime): RRuleTemporal {
  const text = [...parts]
    .filter(([name]) => name !== 'COUNT' && name !== 'UNTIL')
    .map(([name, value]) => `${name}=${value}`)
    .join(';');
  return readRule(`${anchor} ${MAX_PERIODS[freq] ?? MAX_SHORT_PERIODS} ${text}`);
}

/** Reading a rule takes 60 to 300 us, and a fold asks for the same few over and over. */
const readRule = kept(KEPT_RULES, (key) => {
  const [anchor = '', maxIterations = '', rruleString = ''] = key.split(' ');
  return new RRuleTemporal({
    rruleString,
    dtstart: inUtc(Number(anchor)),
    tzid: 'UTC',
    cache: false,
    maxIterations: Number(maxIterations),
  });
});

/** What comes later counts as never: it could be neither stored nor written down. */
const END_OF_TIME = Date.UTC(10_000, 0, 1);

/**
 * How the library says that it looked far enough: at many empty periods, or beyond all days that Temporal can tell, in
 * the words of the polyfill, or of the runtime, whose own Temporal it takes where there is one (Node 26).
 */
const LOOKED_FAR = /Maximum iterations|Out-of-bounds date|Temporal error: Date is not within/;

/** The first time at or after `from`; null when there is none within the periods that are looked at. */
function firstOf(rule: RRuleTemporal, from: WallTime): WallTime | null {
  try {
    // It knows of some rules by itself that they never come: every seven days from a Friday, and only on Mondays.
    const found = rule.next(new Date(from), true)?.epochMilliseconds ?? END_OF_TIME;
    return found < END_OF_TIME ? found : null;
  } catch (error) {
    if (!LOOKED_FAR.test(String(error))) throw error;
    return null;
  }
}

/**
 * The wall-clock times of a rule. The library (rrule-temporal) enumerates them as if there were no zone and no clock
 * change: instants come from `firstInstant`, for every type of rule. UNTIL without Z is a wall-clock time, and a date
 * includes its day; one with Z is an instant, which `untilInstant` tells.
 *
 * A search takes 5 to 100 us, however old the anchor is; one that goes through years of
 * days in vain up to 16 ms (two slow cores, Node 20).
 * @throws RangeError when the rule cannot be read; see `rruleFault` in `rrule-fault.ts`.
 */
export function rruleWallTimes({ rrule, anchor, last }: RRuleTiming): FirstWallTime {
  const parsed = parseRRule(rrule);
  const rule = unbounded(parsed, anchor);
  const end = Math.min(parsed.untilWall ?? Infinity, last ?? Infinity);
  return (from) => {
    const found = firstOf(rule, Math.max(from, anchor));
    return found !== null && found <= end ? found : null;
  };
}

/** The instant of an UNTIL with Z, which the last slot may fall on; null: the rule has none. Epoch ms. */
export const untilInstant = (rrule: string): number | null => parseRRule(rrule).untilInstant;

/**
 * The wall-clock time of the last occurrence of a rule with COUNT, counted from its anchor; null for one without.
 * Occurrences count whether they are shown or not; what comes after the end of the calendar, no more.
 *
 * An occurrence at a time: each is looked for through years of days, or among all seconds of a day, so thousands of them
 * take seconds, and whoever drives it decides how long it may take.
 */
export function* countingOff(rrule: string, anchor: WallTime): Generator<void, WallTime | null> {
  const parsed = parseRRule(rrule);
  if (parsed.count === null) return null;
  const rule = unbounded(parsed, anchor);
  let last = anchor;
  for (let n = 0; n < parsed.count && last < END_OF_CALENDAR; n += 1) {
    const found = firstOf(rule, n === 0 ? anchor : last + 1_000);
    if (found === null) break;
    last = found;
    yield;
  }
  return last;
}

/** Whether a rule, whatever its bounds, comes at all when it is counted from an anchor. @throws RangeError; see `rruleFault` */
export const comesFrom = (rrule: string, anchor: WallTime): boolean =>
  firstOf(unbounded(parseRRule(rrule), anchor), anchor) !== null;

/** The midnight that begins the day of a wall-clock time. */
export const startOfWallDay = (wall: WallTime): WallTime => Math.floor(wall / DAY_MS) * DAY_MS;
