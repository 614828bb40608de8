import { continueAsNew, proxyActivities, setHandler } from '@temporalio/workflow';
import type { Activities } from '../../activities/activities.js';
import { EACH_PART, partByPart } from '../part-by-part.js';
import { bulkStatusQuery, type BulkInput, type BulkProgress } from './messages.js';

const { carryOutBulk } = proxyActivities<Activities>({ ...EACH_PART, summary: 'edit the next rotation schedules' });

/**
 * The schedules of a bulk, some after the others, until each is done or refused, or the bulk is cancelled, which its row
 * says.
 */
export async function bulkWorkflow({ bulkId, carried: before }: BulkInput): Promise<BulkProgress> {
  const progress: BulkProgress = { step: 'under_way', words: `bulk ${bulkId}` };
  setHandler(bulkStatusQuery, () => progress, { description: 'How many schedules are done and refused.' });
  await partByPart(
    progress,
    before,
    () => carryOutBulk({ bulkId }),
    (carried) => continueAsNew<typeof bulkWorkflow>({ bulkId, carried }),
  );
  return progress;
}
