import { setCurrentDetails, sleep, upsertSearchAttributes, type ActivityOptions } from '@temporalio/workflow';
import type { Id } from '../domain/scalars.js';
import { SEARCH_ATTRIBUTES } from '../domain/search-attributes.js';
import { isTimeForNewRun } from './new-run.js';

/** Of work of which nothing can be cancelled, `cancelled` is never said. */
type Status = 'under_way' | 'done' | 'cancelled';

/** What a run hands to the run that continues it. */
export interface PartsCarried {
  hasAttributes: boolean;
}

/** What a workflow shows of work that is done some rows after the others, and returns in the end. */
export interface PartsProgress {
  step: Status | 'gone';
  /** How far it is, in words. */
  words: string;
}

/** What an activity says that did some of it; gone: there is nothing left to work on. */
type PartReport = { status: 'gone'; words: string } | { status: Status; words: string; waitMs: number; companyId: Id };

/** How an activity is called that does some rows. */
export const EACH_PART: ActivityOptions = {
  startToCloseTimeout: '2m',
  // A killed worker's work is taken over after it.
  heartbeatTimeout: '10s',
  cancellationType: 'TRY_CANCEL',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
};

/**
 * Has an activity do some rows after the others for as long as it says `under_way`. The rows themselves say how far the
 * work is: a run that was lost begins anew, and nobody has to tell it anything.
 * @param goOn continues in a run of its own, and does not come back
 */
export async function partByPart(
  progress: PartsProgress,
  carried: PartsCarried | undefined,
  doSome: () => Promise<PartReport>,
  goOn: (carried: PartsCarried) => Promise<never>,
): Promise<void> {
  let hasAttributes = carried?.hasAttributes ?? false;
  for (;;) {
    const report = await doSome();
    progress.step = report.status;
    progress.words = report.words;
    setCurrentDetails(`${report.status}: ${report.words}`);
    if (report.status === 'gone') return;
    if (!hasAttributes) upsertSearchAttributes([{ key: SEARCH_ATTRIBUTES.companyId, value: report.companyId }]);
    hasAttributes = true;
    if (report.status !== 'under_way') return;
    if (report.waitMs > 0) await sleep(report.waitMs, { summary: report.words });
    if (isTimeForNewRun()) await goOn({ hasAttributes });
  }
}
