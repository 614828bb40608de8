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

const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError when there is no such zone */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  const clock = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const;
  const made = new Intl.DateTimeFormat('en', { timeZone: zone, ...numeric, ...clock });
  formats.set(zone, made);
  return made;
}

/** Whether browsers know a zone by this name. */
function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1_000) * 1_000;
}

/** The first instant in a stretch at which the clocks are no longer as far ahead as at its beginning. */
function clockChangeWithin(from: number, to: number, zone: string): number {
  const offset = offsetAt(from, zone);
  let [before, after] = [from, to];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle, zone) === offset) before = middle;
    else after = middle;
  }
  return after;
}

/** What a local time means in a zone; null: it is none, or there is no such zone. */
export function meantBy({ text, isLater }: LocalTime, zone: string): Meant | null {
  const wall = Date.parse(`${text}Z`);
  if (Number.isNaN(wall) || !isZone(zone)) return null;
  const [before, after] = [offsetAt(wall - DAY_MS, zone), offsetAt(wall + DAY_MS, zone)];
  const shown = [wall - before, wall - after].filter((at) => at + offsetAt(at, zone) === wall);
  const [earlier, later = earlier] = shown;
  if (earlier === undefined || later === undefined) {
    return { at: clockChangeWithin(wall - DAY_MS, wall + DAY_MS, zone), clock: 'left_out' };
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
