/** The time that the clocks of a zone show at an instant, as native inputs write it: `2027-03-28T03:30:00`. */
export function localTime(at: number, zone: string): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}`;
}

const DAY_MS = 86_400_000;

/**
 * The instant, in epoch milliseconds, at which the clocks of a zone show a time: the first of two, and where they leave
 * it out as much later as they are put forward. NaN where it is no time. @param text `2027-03-28T02:30`
 */
export function instantOf(text: string, zone: string): number {
  const asUtc = Date.parse(`${text}Z`);
  if (Number.isNaN(asUtc)) return Number.NaN;
  const offsetAt = (at: number): number => Date.parse(`${localTime(at, zone)}Z`) - Math.floor(at / 1_000) * 1_000;
  const [before, after] = [asUtc - offsetAt(asUtc - DAY_MS), asUtc - offsetAt(asUtc + DAY_MS)];
  const shown = [before, after].filter((at) => at + offsetAt(at) === asUtc);
  return shown.length > 0 ? Math.min(...shown) : before;
}
