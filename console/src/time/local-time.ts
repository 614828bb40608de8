import { clockAt } from './calendar.js';

/** The time that the clocks of a zone show at an instant, as native inputs write it: `2027-03-28T03:30:00`. */
export const localTime = (at: number, zone: string): string => new Date(clockAt(at, zone)).toISOString().slice(0, 19);

const DAY_MS = 86_400_000;

/**
 * The instant, in epoch milliseconds, at which the clocks of a zone show a time: the first of two, and where they leave
 * it out as much later as they are put forward. NaN where it is no time. @param text `2027-03-28T02:30`
 */
export function instantOf(text: string, zone: string): number {
  const asUtc = Date.parse(`${text}Z`);
  if (Number.isNaN(asUtc)) return Number.NaN;
  const offsetAt = (at: number): number => clockAt(at, zone) - at;
  const [before, after] = [asUtc - offsetAt(asUtc - DAY_MS), asUtc - offsetAt(asUtc + DAY_MS)];
  const shown = [before, after].filter((at) => clockAt(at, zone) === asUtc);
  return shown.length > 0 ? Math.min(...shown) : before;
}
