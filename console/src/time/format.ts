const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** An instant with its offset, such as `28 Nov 2026, 14:03:00 +01:00`. */
export function instantText(at: number, zone: string, language: string): string {
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    timeZone: zone,
    dateStyle: 'medium',
    timeStyle: 'medium',
  });
  return `${format.format(at)} ${offsetText(at, zone)}`;
}

/** How far the clocks of a zone are ahead of UTC at an instant: `+05:30`. */
function offsetText(at: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return name.replace('GMT', '') || '+00:00';
}

/** How far away an instant is: `in 5 minutes`. */
export function distanceText(ms: number, language: string): string {
  const [unit, size] = unitOf(Math.abs(ms));
  return new Intl.RelativeTimeFormat(language, { numeric: 'always' }).format(Math.round(ms / size), unit);
}

function unitOf(ms: number): ['second' | 'minute' | 'hour' | 'day', number] {
  if (ms < MINUTE) return ['second', 1_000];
  if (ms < HOUR) return ['minute', MINUTE];
  return ms < 2 * DAY ? ['hour', HOUR] : ['day', DAY];
}

/** How often a distance has to be told anew. */
export const distanceChangesMs = (ms: number): number => (Math.abs(ms) < 2 * MINUTE ? 1_000 : 30_000);
