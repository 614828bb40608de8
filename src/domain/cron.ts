import { Cron } from 'croner';

/** Expressions are parsed as wall-clock patterns: `UTC` here only keeps the library from applying any zone. */
const parse = (expression: string): Cron => new Cron(expression, { timezone: 'UTC', legacyMode: true });

/** From here on an expression must fire at least once; the calendar repeats within 400 years. */
const SEARCH_FROM = new Date(Date.UTC(2000, 0, 1));

/**
 * The first wall-clock time strictly after `wall` that a cron expression names. Both are milliseconds as if the wall
 * clock were UTC; which instants they are is for `wall-clock.ts` alone. Null: none is left.
 */
export function nextCronWall(expression: string, wall: number): number | null {
  return parse(expression).nextRun(new Date(wall))?.getTime() ?? null;
}

/** What is wrong with a cron expression, in words; null when it is fine. */
export function validateCron(expression: string): string | null {
  const fields = expression.trim().split(/\s+/);
  if (fields.length < 5 || fields.length > 6) {
    return 'write five fields (minute hour day month weekday), or six with the second first';
  }
  try {
    return parse(expression).nextRun(SEARCH_FROM) === null ? 'no date ever matches it' : null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
