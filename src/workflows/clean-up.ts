import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/activities.js';
import type { CleanUpReport } from '../activities/clean-up.js';

const { cleanUp } = proxyActivities<Activities>({
  startToCloseTimeout: '15m',
  heartbeatTimeout: '1m',
  retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '1m', maximumAttempts: 5 },
  summary: 'remove what is no longer needed',
});

/** Removes forgotten files and old idempotency keys. Started by a Temporal Schedule. */
export async function cleanUpWorkflow(): Promise<CleanUpReport> {
  return cleanUp();
}
