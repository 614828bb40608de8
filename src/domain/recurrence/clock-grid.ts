import { Temporal } from 'temporal-polyfill/implementation';
import type { Instant } from '../scalars.js';

export const GRIDS = ['hour', 'day'] as const;
export type Grid = (typeof GRIDS)[number];

/**
 * The edges of the hours or days of a clock in `timeZone` after `from`, as many as are asked for. A day begins where its
 * midnight is, or would be, and may have 23 or 25 hours; an hour always lasts one.
 */
export function* gridAfter(grid: Grid, from: Instant, timeZone: string): Generator<Instant> {
  const at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone);
  const day = at.toPlainDate();
  const hour = at.round({ smallestUnit: 'hour', roundingMode: 'floor' }).epochMilliseconds;
  for (let n = 1; ; n += 1) {
    yield grid === 'hour' ? hour + n * 3_600_000 : day.add({ days: n }).toZonedDateTime(timeZone).epochMilliseconds;
  }
}
