import {
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/activities.js';
import { SEARCH_ATTRIBUTES } from '../../domain/search-attributes.js';
import { isTimeForNewRun } from '../new-run.js';
import { bulkStatusQuery, type BulkInput, type BulkProgress } from './messages.js';

const { carryOutBulk } = proxyActivities<Activities>({
  startToCloseTimeout: '2m',
  // A killed worker's work is taken over after it.
  heartbeatTimeout: '10s',
  cancellationType: 'TRY_CANCEL',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
  summary: 'edit the next rotation schedules',
});

/**
 * The schedules of a bulk, some after the others, until each is done or refused. The rows say how far it is and whether it
 * was cancelled: a run that was lost begins anew, and nobody has to tell it anything.
 */
export async function bulkWorkflow({ bulkId, carried }: BulkInput): Promise<BulkProgress> {
  const progress: BulkProgress = { step: 'under_way', words: `bulk ${bulkId}` };
  let hasAttributes = carried?.hasAttributes ?? false;
  setHandler(bulkStatusQuery, () => progress, { description: 'How many schedules are done and refused.' });
  for (;;) {
    const report = await carryOutBulk({ bulkId });
    progress.step = report.status;
    progress.words = report.words;
    setCurrentDetails(`${report.status}: ${report.words}`);
    if (report.status === 'gone') return progress;
    if (!hasAttributes) upsertSearchAttributes([{ key: SEARCH_ATTRIBUTES.companyId, value: report.companyId }]);
    hasAttributes = true;
    if (report.status !== 'under_way') return progress;
    if (report.waitMs > 0) await sleep(report.waitMs, { summary: report.words });
    if (isTimeForNewRun()) await continueAsNew<typeof bulkWorkflow>({ bulkId, carried: { hasAttributes } });
  }
}
