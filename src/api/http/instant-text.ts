import type { Instant } from '../../domain/scalars.js';

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

/** What is wrong with a text that is no instant. */
export function instantFault(text: string, example: string): string {
  if (LOST_PLUS.test(text)) return 'has a blank where the sign of its offset stood: write a + in a query as %2B';
  return `must be an instant with Z or an offset, such as ${example}`;
}
