import { DAY_MS } from './time-zone.js';

/** A day of a year, counted from both ends: the first of January is `[1, -365]` in a common year. */
interface DayOfYear {
  BYMONTH: readonly number[];
  BYMONTHDAY: readonly number[];
  BYYEARDAY: readonly number[];
}

const fromBothEnds = (n: number, length: number): number[] => [n, n - length - 1];

function daysOf(year: number): DayOfYear[] {
  const first = Date.UTC(year, 0, 1);
  const length = (Date.UTC(year + 1, 0, 1) - first) / DAY_MS;
  return Array.from({ length }, (_, n) => {
    const date = new Date(first + n * DAY_MS);
    const month = date.getUTCMonth() + 1;
    const inMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
    return {
      BYMONTH: [month],
      BYMONTHDAY: fromBothEnds(date.getUTCDate(), inMonth),
      BYYEARDAY: fromBothEnds(n + 1, length),
    };
  });
}

/** A common year and a leap year have all dates that there are. */
const DAYS = [...daysOf(2023), ...daysOf(2024)];

/** Parts of a rule that name dates: RFC 5545, section 3.3.10. */
const NAMES = ['BYMONTH', 'BYMONTHDAY', 'BYYEARDAY'] as const;

/**
 * Whether any day of a year fits all the parts of a rule that name dates; none is 30 February. Seen here within 0.1 ms: an
 * enumeration looks for such a day through years of them.
 */
export function nameADate(parts: ReadonlyMap<string, string>): boolean {
  const wanted = NAMES.flatMap((name) => {
    const text = parts.get(name);
    return text === undefined ? [] : [{ name, numbers: new Set(text.split(',').map(Number)) }];
  });
  return DAYS.some((day) => wanted.every(({ name, numbers }) => day[name].some((n) => numbers.has(n))));
}
