import { changeWithin, offsetAt } from './calendar.js';

/** A time as native inputs have it (`2027-03-28T02:30`, '': none), and which one is meant where the clock shows it twice. */
export interface LocalTime {
  text: string;
  isLater: boolean;
}

/** What a local time comes to. */
export interface Meant {
  /** Epoch ms. */
  at: number;
  /** left_out: the clock leaves it out, and the first instant after is meant; twice: it shows it twice. */
  clock: 'once' | 'left_out' | 'twice';
}

export const NO_TIME: LocalTime = { text: '', isLater: false };

const DAY_MS = 86_400_000;

/** Whether browsers know a zone by this name. */
function isZone(zone: string): boolean {
  try {
    offsetAt(0, zone);
    return true;
  } catch {
    return false;
  }
}

/** What a local time means in a zone; null: it is none, or there is no such zone. */
export function meantBy({ text, isLater }: LocalTime, zone: string): Meant | null {
  const wall = Date.parse(`${text}Z`);
  if (Number.isNaN(wall) || !isZone(zone)) return null;
  const [before, after] = [offsetAt(wall - DAY_MS, zone), offsetAt(wall + DAY_MS, zone)];
  const shown = [wall - before, wall - after].filter((at) => at + offsetAt(at, zone) === wall);
  const [earlier, later = earlier] = shown;
  if (earlier === undefined || later === undefined) {
    return { at: changeWithin({ from: wall - DAY_MS, to: wall + DAY_MS }, zone), clock: 'left_out' };
  }
  return { at: isLater ? later : earlier, clock: earlier === later ? 'once' : 'twice' };
}

/** An instant as the clocks of a zone show it; as it is where browsers do not know the zone. @param iso null: none */
export function localTimeOf(iso: string | null, zone: string): LocalTime {
  if (iso === null) return NO_TIME;
  if (!isZone(zone)) return { text: iso, isLater: false };
  const at = Date.parse(iso);
  const text = new Date(at + offsetAt(at, zone))
    .toISOString()
    .slice(0, -1)
    .replace(/\.000$/, '');
  return { text, isLater: meantBy({ text, isLater: false }, zone)?.at !== at };
}

/** The time that the clocks of a zone show at an instant, as native inputs write it: `2027-03-28T03:30:00`. */
export const localTime = (at: number, zone: string): string => localTimeOf(new Date(at).toISOString(), zone).text;

/** The instant, in epoch milliseconds, that a time in a zone means: the first of two. NaN where it is no time. */
export const instantOf = (text: string, zone: string): number =>
  meantBy({ text, isLater: false }, zone)?.at ?? Number.NaN;
