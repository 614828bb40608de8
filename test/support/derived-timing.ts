import { derivingTiming } from '../../src/domain/recurrence/derived-timing.js';
import { countingOff } from '../../src/domain/recurrence/rrule.js';

/** What a generator returns, however long it takes. */
function endOf<T>(work: Generator<void, T>): T {
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
  }
}

/** A schedule with what follows from its timing fields. */
export const withTiming = <T extends Parameters<typeof derivingTiming>[1]>(before: T | null, after: T, at: number): T =>
  endOf(derivingTiming(before, after, at));

/** What COUNT comes to. */
export const lastOfCount = (rrule: string, anchor: number): number | null => endOf(countingOff(rrule, anchor));
