const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** To make one takes as long as to use it a hundred times. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** How a language writes dates and times. English ones are written with the day before the month. */
function formatOf(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, options);
  formats.set(key, made);
  return made;
}

/** An instant with its offset, such as `28 Nov 2026, 14:03:00 +01:00`. */
export function instantText(at: number, zone: string, language: string): string {
  const format = formatOf(language, { timeZone: zone, dateStyle: 'medium', timeStyle: 'medium' });
  return `${format.format(at)} ${offsetText(at, zone)}`;
}

/** How far the clocks of a zone are ahead of UTC at an instant: `+05:30`. */
export function offsetText(at: number, zone: string): string {
  const parts = formatOf('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return name.replace('GMT', '') || '+00:00';
}

/** What a clock shows: `14:03`. */
export const clockText = (at: number, zone: string, language: string): string =>
  formatOf(language, { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at);

const DATES = {
  date: { day: 'numeric' },
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  month: { month: 'short' },
  wholeDay: { dateStyle: 'full' },
  days: { dateStyle: 'long' },
  wholeMonth: { month: 'long', year: 'numeric' },
  year: { year: 'numeric' },
  hours: { dateStyle: 'full', timeStyle: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
type DateStyle = keyof typeof DATES;

/** A date, as much of it as is wanted. */
export const dateText = (at: number, zone: string, language: string, style: DateStyle): string =>
  formatOf(language, { timeZone: zone, ...DATES[style] }).format(at);

/** From one date to another: `23–29 November 2026`. */
export const datesText = (from: number, to: number, zone: string, language: string, style: DateStyle): string =>
  formatOf(language, { timeZone: zone, ...DATES[style] }).formatRange(from, to);

/** How far away an instant is: `in 5 minutes`. */
export function distanceText(ms: number, language: string): string {
  const [unit, size] = unitOf(Math.abs(ms));
  return new Intl.RelativeTimeFormat(language, { numeric: 'always' }).format(Math.round(ms / size), unit);
}

function unitOf(ms: number): ['second' | 'minute' | 'hour' | 'day', number] {
  if (ms < MINUTE) return ['second', SECOND];
  if (ms < HOUR) return ['minute', MINUTE];
  return ms < 2 * DAY ? ['hour', HOUR] : ['day', DAY];
}

/** How often a distance has to be told anew. */
export const distanceChangesMs = (ms: number): number => (Math.abs(ms) < 2 * MINUTE ? 1_000 : 30_000);
