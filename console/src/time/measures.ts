const KILO = 1_000;
const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** The largest unit of which there is one at least, and how many. */
function scaled(bytes: number): [value: number, unit: (typeof SIZES)[number]] {
  let value = bytes;
  let at = 0;
  // What would be told as 1,000 of a unit is 1 of the next.
  while (Math.round(value) >= KILO && at < SIZES.length - 1) {
    value /= KILO;
    at += 1;
  }
  return [value, SIZES[at] ?? 'gigabyte'];
}

const format = (value: number, unit: string, language: string): string =>
  new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    maximumFractionDigits: value < 10 && unit !== 'byte' ? 1 : 0,
  }).format(value);

/** So many bytes: `12 MB`. */
export function bytesText(bytes: number, language: string): string {
  const [value, unit] = scaled(bytes);
  return format(value, unit, language);
}

/** So many bytes a second: `1.5 MB/s`. */
export function rateText(bytesPerSecond: number, language: string): string {
  const [value, unit] = scaled(bytesPerSecond);
  return format(value, `${unit}-per-second`, language);
}

/** How long a video is, as players show it: `1:02:03`. @param seconds parts of one are rounded */
export function lengthText(seconds: number): string {
  const whole = Math.round(seconds);
  const [h, min, s] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(s).padStart(2, '0');
  return h > 0 ? `${h}:${String(min).padStart(2, '0')}:${tail}` : `${min}:${tail}`;
}

const TIMES = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
  ['millisecond', 1],
] as const;

type TimeUnit = (typeof TIMES)[number][0];
type Display = 'short' | 'long';

/** So many of a unit of time: `3 hr`. @param unitDisplay `long` within a sentence */
export const unitText = (count: number, unit: TimeUnit, language: string, unitDisplay: Display): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay }).format(count);

/**
 * How long something lasts, by its largest unit and the one below it: `2 hr 30 min`. @param ms parts of one are rounded
 * @param unitDisplay `long` within a sentence
 */
export function durationText(ms: number, language: string, unitDisplay: Display = 'short'): string {
  let left = Math.round(ms);
  const largest = TIMES.findIndex(([, size]) => left >= size);
  const units = largest === -1 ? TIMES.slice(-1) : TIMES.slice(largest, largest + 2);
  const parts = units.map(([unit, size]) => {
    const count = Math.floor(left / size);
    left %= size;
    return { count, words: unitText(count, unit, language, unitDisplay) };
  });
  const told = parts.filter(({ count }, index) => count > 0 || index === 0);
  return told.map(({ words }) => words).join(' ');
}

/** A part of a whole: `63%`, never all of it before it is. */
export function percentText(part: number, whole: number, language: string): string {
  const share = whole === 0 ? 0 : Math.floor((100 * part) / whole) / 100;
  return new Intl.NumberFormat(language, { style: 'percent' }).format(share);
}
