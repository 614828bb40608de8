import type { Instant } from './scalars.js';

/** `2027-12-01T09:00:00.000Z`, with everything that RFC 3339 and ISO 8601 let one leave out or write otherwise. */
const FORM =
  /^(\d{4})(-?)(\d\d)\2(\d\d)[Tt ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?(?:([Zz])|([+-])(\d\d)(?::?(\d\d))?)$/;

/** The same with a blank where the sign of the offset stood: a `+` in a query means a blank. */
const LOST_PLUS = /^\S+[Tt]\S+ \d\d(?::?\d\d)?$/;

const pad = (text: string | undefined): string => text ?? '00';

/**
 * Reads an instant with `Z` or an offset: RFC 3339, and ISO 8601 with a calendar date, in the extended or the basic
 * form. Seconds and minutes may be left out; what is finer than a millisecond is cut off. Leap seconds are not taken.
 * @returns epoch ms; null: it is none.
 */
export function readInstant(text: string): Instant | null {
  const found = FORM.exec(text);
  if (found === null) return null;
  const [, year, , month, day, hour, minute, second, fraction = '', utc, sign, offsetHour, offsetMinute] = found;
  const local = `${year}-${month}-${day}T${pad(hour)}:${pad(minute)}:${pad(second)}.${fraction.padEnd(3, '0').slice(0, 3)}`;
  const wall = Date.parse(`${local}Z`);
  // Of a day that does not exist, another would be made.
  if (Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 23) !== local) return null;
  if (utc !== undefined) return wall;
  const [hours, minutes] = [Number(offsetHour), Number(pad(offsetMinute))];
  if (hours > 23 || minutes > 59) return null;
  const offset = (hours * 60 + minutes) * 60_000;
  return sign === '-' ? wall + offset : wall - offset;
}

/** What looks like an instant, whatever its numbers are. */
const LIKENESS =
  /^(\d{4})-?(\d\d)-?(\d\d)[Tt ](\d\d)(?::?(\d\d))?(?::?(\d\d))?(?:[.,]\d+)?(?<zone>[Zz]|[+-](\d\d)(?::?(\d\d))?)?$/;

/** The numbers of it, from the month on, with the least and the most of each. */
const NUMBERS: readonly [name: string, least: number, most: number][] = [
  ['month', 1, 12],
  ['day', 1, 31],
  ['hour', 0, 23],
  ['minute', 0, 59],
  ['second', 0, 59],
];
const OFFSET_NUMBERS: readonly [name: string, least: number, most: number][] = [
  ['hour of its offset', 0, 23],
  ['minute of its offset', 0, 59],
];

function numberFault(found: RegExpExecArray): string | null {
  const [, , month, day, hour, minute, second, , offsetHour, offsetMinute] = found;
  const texts = [month, day, hour, minute, second, offsetHour, offsetMinute];
  for (const [index, [name, least, most]] of [...NUMBERS, ...OFFSET_NUMBERS].entries()) {
    const number = Number(texts[index] ?? least);
    if (number < least || number > most)
      return `has ${texts[index]} for the ${name}, which goes from ${least} to ${most}`;
  }
  return null;
}

/** @param example of an instant @returns what is wrong with a text that is none, in the words of the one who wrote it */
export function instantFault(text: string, example: string): string {
  if (LOST_PLUS.test(text)) return 'has a blank where the sign of its offset stood: write a + in a query as %2B';
  const found = LIKENESS.exec(text);
  const otherwise = `must be an instant with Z or an offset, such as ${example}`;
  if (found === null) return otherwise;
  const [, year, month, day] = found;
  const fault = numberFault(found);
  if (fault !== null) return fault;
  if (readInstant(`${year}-${month}-${day}T00Z`) === null)
    return `names ${year}-${month}-${day}, a day that does not exist`;
  return found.groups?.['zone'] === undefined ? `has no offset: ${otherwise}` : otherwise;
}
