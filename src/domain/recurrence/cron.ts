import { Cron } from 'croner';
import { must } from '../must.js';
import { cronFieldFaults } from './cron-fault.js';
import { expanded, NICKNAMES } from './cron-nicknames.js';
import { kept } from './kept.js';
import type { FirstWallTime } from './wall-clock.js';

/** More than one content may use, of 200 characters each at most. */
const KEPT_EXPRESSIONS = 200;

/**
 * What is wrong with a cron expression (the field `cron_expression`; ARCHITECTURE.md, "When and which"), or null when it
 * is fine.
 *
 * Five fields (minute, hour, day of month, month, day of week) or six (seconds first), separated by white space. Each:
 * `*` or `?`, numbers, lists, ranges, steps (`*` or a range, then `/n`). Months and days of the week also by English
 * name; Sunday is 0 or 7. Day of month also `L` (last day), `LW` and `15W` (nearest working day); day of week also
 * `5L` (last Friday) and `5#2` (second Friday). With both days given, either suffices, as in every Unix cron; a `+`
 * before the day of week demands both (`0 0 29 2 +1`).
 *
 * Nicknames (`@hourly`) stand for five fields. Refused, though croner would take them: dates, and a seventh field for the year; a schedule
 * has `starts_at` and `ends_at`. Also refused: an expression that never fires (`0 0 30 2 *`); seeing this takes about
 * 1 ms, 30 ms at worst. Never throws.
 */
export function validateCron(expression: string): string | null {
  if (NICKNAMES.has(expression)) return null;
  if (expression.startsWith('@')) return `is not one of the nicknames ${[...NICKNAMES.keys()].join(', ')}`;
  const fields = expression.split(/\s+/).filter((field) => field !== '');
  if (fields.length === 0) return 'is empty; five or six fields are needed';
  if (fields.length !== 5 && fields.length !== 6) {
    return `has ${fields.length} ${fields.length === 1 ? 'field' : 'fields'}; five or six are needed`;
  }
  try {
    return cronWallTimes(expression)(0) === null ? 'never fires: no calendar day fits it' : null;
  } catch {
    // Whether it can be read is for the library to say; why not, for us: it counts months and days from 0.
    return must([...cronFieldFaults(fields), UNREADABLE][0], 'a fault');
  }
}

const UNREADABLE = 'cannot be read; it takes five or six fields, such as 0 9 * * 1-5';

/**
 * The wall-clock times of a cron expression. croner enumerates them as if there were no zone and no clock change: it
 * has policies of its own for both, and which one it takes depends on how the expression is written.
 *
 * Parsing takes 20 us and a search 8 us, so the expressions that came last are kept: a fold asks for one over and over.
 *
 * @throws TypeError or RangeError from croner when the expression cannot be read; see `validateCron`.
 */
export const cronWallTimes = kept(KEPT_EXPRESSIONS, (expression): FirstWallTime => {
  // An offset of 0 is UTC without Intl: a search takes 8 us with it and 30 to 60 us with `timezone: 'UTC'`.
  const cron = new Cron(expanded(expression), { utcOffset: 0, mode: '5-or-6-parts' });
  // croner drops milliseconds and looks strictly after what is left.
  return (from) => cron.nextRun(new Date(Math.ceil(from / 1000) * 1000 - 1000))?.getTime() ?? null;
});
