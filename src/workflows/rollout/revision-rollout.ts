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
import { rolloutStatusQuery, type RevisionRolloutInput, type RolloutStatus } from './messages.js';

const { bringContentsOver } = proxyActivities<Activities>({
  startToCloseTimeout: '2m',
  // A killed worker's work is taken over after it.
  heartbeatTimeout: '10s',
  cancellationType: 'TRY_CANCEL',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
  summary: 'bring AR contents over to the newest revision',
});

/**
 * The AR contents that follow a daypart or calendar which was changed, until all follow its newest revision. The rows say
 * how far it is and which revision that is: a run that was lost begins anew, and a newer change needs no word to it.
 */
export async function revisionRolloutWorkflow({ rolloutId, carried }: RevisionRolloutInput): Promise<RolloutStatus> {
  const status: RolloutStatus = { step: 'under_way', words: `revision rollout ${rolloutId}` };
  let hasAttributes = carried?.hasAttributes ?? false;
  setHandler(rolloutStatusQuery, () => status, { description: 'How many AR contents are brought over.' });
  for (;;) {
    const report = await bringContentsOver({ rolloutId });
    status.step = report.status;
    status.words = report.words;
    setCurrentDetails(`${report.status}: ${report.words}`);
    if (report.status === 'gone') return status;
    if (!hasAttributes) upsertSearchAttributes([{ key: SEARCH_ATTRIBUTES.companyId, value: report.companyId }]);
    hasAttributes = true;
    if (report.status === 'done') return status;
    if (report.waitMs > 0) await sleep(report.waitMs, { summary: report.words });
    if (isTimeForNewRun())
      await continueAsNew<typeof revisionRolloutWorkflow>({ rolloutId, carried: { hasAttributes } });
  }
}
