import { serviceCaller } from '../domain/caller.js';
import type { Id } from '../domain/scalars.js';
import type { Planner } from '../planning/planner.js';

/** More uncommitted steps than this make every read of the content slow. */
export const MANY_STEPS = 100;

/** Has contents with a long backlog settled, each by one run at a time; readers do not wait for it. */
export function createBackgroundSettle(
  planner: Pick<Planner, 'settle'>,
  log: { warn(details: object, message: string): void },
): (arContentId: Id, uncommitted: number) => void {
  const underWay = new Set<Id>();
  return (arContentId, uncommitted) => {
    if (uncommitted <= MANY_STEPS || underWay.has(arContentId)) return;
    underWay.add(arContentId);
    planner
      .settle(arContentId, serviceCaller('reader'))
      .catch((error: unknown) => log.warn({ err: error }, `AR content ${arContentId} could not be settled`))
      .finally(() => underWay.delete(arContentId));
  };
}
