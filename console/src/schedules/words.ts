const localeOf = (language: string): string => (language === 'en' ? 'en-GB' : language);

const DAY_MS = 86_400_000;
/** A Monday. */
const SOME_MONDAY = Date.UTC(2024, 0, 1);

/** The name of a weekday. @param day ISO 8601: 1 Monday to 7 Sunday */
export const weekdayName = (day: number, language: string, weekday: 'short' | 'long'): string =>
  new Intl.DateTimeFormat(localeOf(language), { weekday, timeZone: 'UTC' }).format(SOME_MONDAY + (day - 1) * DAY_MS);

/** `02:30`, with seconds where there are any. @param wall `2027-03-28T02:30:00` */
export const wallTime = (wall: string): string => wall.slice(11, 19).replace(/^(\d\d:\d\d):00$/, '$1');

/** `Sun, 28 Mar 2027, 02:30`. @param wall a time without a zone: `2027-03-28T02:30:00` */
export function wallWords(wall: string, language: string): string {
  const day = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat(localeOf(language), day).format(Date.parse(`${wall.slice(0, 10)}Z`))}, ${wallTime(wall)}`;
}

/** `Sun, 28 Mar 2027, 03:00 +02:00`. @param local as the service tells it: `2027-03-28T03:00:00+02:00[Europe/Berlin]` */
export function localWords(local: string, language: string): string {
  const [, wall = '', offset = ''] = /^([^+[]+?)([+-]\d\d:\d\d)/.exec(local) ?? [];
  return `${wallWords(wall, language)} ${offset}`;
}
