import { Cron } from 'croner';
import { kept } from './kept.js';
import type { FirstWallTime } from './wall-clock.js';

/** Short names of common expressions, as Unix crons have them. */
export const NICKNAMES: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

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
  if (expression.startsWith('@') && !(expression in NICKNAMES)) {
    return `is not one of the nicknames ${Object.keys(NICKNAMES).join(', ')}`;
  }
  if (expression in NICKNAMES) return null;
  const fields = expression.trim() === '' ? 0 : expression.trim().split(/\s+/).length;
  if (fields === 0) return 'is empty; five or six fields are needed';
  if (fields !== 5 && fields !== 6) return `has ${fields} ${fields === 1 ? 'field' : 'fields'}; five or six are needed`;
  try {
    return cronWallTimes(expression)(0) === null ? 'never fires: no calendar day fits it' : null;
  } catch (error) {
    // TypeError or RangeError, said in the library's name; it counts months and days from 0.
    return String(error)
      .replace(/^\w+: CronPattern: /, '')
      .replace(/(?<=for (?:month|day): )-?\d+/, (value) => String(Number(value) + 1));
  }
}

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
  const cron = new Cron(NICKNAMES[expression] ?? expression, { utcOffset: 0, mode: '5-or-6-parts' });
  // croner drops milliseconds and looks strictly after what is left.
  return (from) => cron.nextRun(new Date(Math.ceil(from / 1000) * 1000 - 1000))?.getTime() ?? null;
});
