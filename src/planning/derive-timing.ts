import { setImmediate as nextTurn } from 'node:timers/promises';
import { createLimiter } from '../concurrency/limiter.js';
import { invalidFields } from '../domain/errors.js';
import { derivingTiming } from '../domain/recurrence/derived-timing.js';
import type { Instant } from '../domain/scalars.js';

/**
 * How much time of the processor the occurrences of a COUNT may take, whatever else the machine does; and how long they may
 * hold the event loop at once.
 */
const LIMITS = { budgetMs: 1_000, sliceMs: 5 };

/** Edits wait for each other with it: one slice has the event loop, and then everything else its turn. */
const inTurn = createLimiter(1, 20);

const tooLong = () =>
  invalidFields([
    { field: 'rrule', message: 'COUNT takes too long to be counted: say UNTIL instead, or a smaller COUNT' },
  ]);

type Timed = Parameters<typeof derivingTiming>[1];

/**
 * A schedule with what follows from its timing fields; see `derivingTiming`. What is not counted within a slice goes on
 * beside other requests.
 * @throws AppError `validation_failed` when a COUNT takes too long; `busy` when too many are counted
 */
export async function withDerivedTiming<T extends Timed>(
  before: Timed | null,
  after: T,
  at: Instant,
  { budgetMs, sliceMs } = LIMITS,
): Promise<T> {
  const deriving = derivingTiming(before, after, at);
  let usedMs = 0;
  const slice = (): T | null => {
    const [begunAt, cpu] = [performance.now(), process.cpuUsage()];
    do {
      const next = deriving.next();
      if (next.done === true) return next.value;
    } while (performance.now() - begunAt < sliceMs);
    usedMs += process.cpuUsage(cpu).user / 1_000;
    return null;
  };
  const derived = slice();
  if (derived !== null) return derived;
  return inTurn(async () => {
    for (;;) {
      if (usedMs > budgetMs) throw tooLong();
      await nextTurn();
      const found = slice();
      if (found !== null) return found;
    }
  });
}
