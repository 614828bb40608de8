import { continueAsNew, proxyActivities, setHandler } from '@temporalio/workflow';
import type { Activities } from '../../activities/activities.js';
import { EACH_PART, partByPart } from '../part-by-part.js';
import { rolloutStatusQuery, type RevisionRolloutInput, type RolloutStatus } from './messages.js';

const summary = 'bring AR contents over to the newest revision';
const { bringContentsOver } = proxyActivities<Activities>({ ...EACH_PART, summary });

/**
 * The AR contents that follow a daypart or calendar which was changed, some after the others, until all follow its newest
 * revision. Which one that is the rows say: a newer change needs no word to it.
 */
export async function revisionRolloutWorkflow(input: RevisionRolloutInput): Promise<RolloutStatus> {
  const { rolloutId } = input;
  const status: RolloutStatus = { step: 'under_way', words: `revision rollout ${rolloutId}` };
  setHandler(rolloutStatusQuery, () => status, { description: 'How many AR contents are brought over.' });
  await partByPart(
    status,
    input.carried,
    () => bringContentsOver({ rolloutId }),
    (carried) => continueAsNew<typeof revisionRolloutWorkflow>({ rolloutId, carried }),
  );
  return status;
}
