import { serviceCaller } from '../domain/caller.js';
import { createLimiter } from '../concurrency/limiter.js';
import type { Id } from '../domain/scalars.js';
import type { Planner } from '../planning/planner.js';

/** More uncommitted steps than this make every read of the content slow. */
export const MANY_STEPS = 100;

/** Contents settled at once: the connections are for others. */
const AT_ONCE = 2;
/** Those that wait; whoever reads one beyond them again asks for it again. */
const MAX_WAITING = 1_000;

/** Has contents with a long backlog settled, each by one run at a time; readers do not wait for it. */
export function createBackgroundSettle(
  planner: Pick<Planner, 'settle'>,
  log: { warn(details: object, message: string): void },
): (arContentId: Id, uncommitted: number) => void {
  const underWay = new Set<Id>();
  const inTurn = createLimiter(AT_ONCE);
  return (arContentId, uncommitted) => {
    if (uncommitted <= MANY_STEPS || underWay.has(arContentId) || underWay.size >= MAX_WAITING) return;
    underWay.add(arContentId);
    inTurn(() => planner.settle(arContentId, serviceCaller('reader')))
      .catch((error: unknown) => log.warn({ err: error }, `AR content ${arContentId} could not be settled`))
      .finally(() => underWay.delete(arContentId));
  };
}
