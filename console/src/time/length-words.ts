const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** `3 hours`. */
export const unitWords = (count: number, unit: (typeof UNITS)[number][0], language: string): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);

/** A length of time: `3 hours`, `1 day 2 hours`; its two largest units. */
export function lengthWords(seconds: number, language: string): string {
  const parts: string[] = [];
  let left = Math.round(seconds);
  for (const [unit, size] of UNITS) {
    if (left >= size && parts.length < 2) parts.push(unitWords(Math.floor(left / size), unit, language));
    left %= size;
  }
  return parts.join(' ') || unitWords(0, 'second', language);
}
