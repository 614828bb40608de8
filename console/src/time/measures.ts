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
] as const;

/** How long something takes, by its two largest units: `2 hr, 5 min`. @param ms less than a second is one */
export function durationText(ms: number, language: string): string {
  const parts: string[] = [];
  let left = Math.max(1_000, Math.round(ms / 1_000) * 1_000);
  for (const [unit, size] of TIMES) {
    if (left >= size && parts.length < 2) parts.push(format(Math.floor(left / size), unit, language));
    left %= size;
  }
  return new Intl.ListFormat(language, { type: 'unit', style: 'short' }).format(parts);
}

/** A part of a whole: `63%`, never all of it before it is. */
export function percentText(part: number, whole: number, language: string): string {
  const share = whole === 0 ? 0 : Math.floor((100 * part) / whole) / 100;
  return new Intl.NumberFormat(language, { style: 'percent' }).format(share);
}
