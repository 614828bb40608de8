import { proxyActivities } from '@temporalio/workflow';
import type { Activities, ReconcileReport } from '../activities/activities.js';
import type { CleanUpReport } from '../activities/clean-up.js';

/** The Temporal Schedule comes round again; until then a few tries are enough. */
const COMMON = {
  startToCloseTimeout: '15m',
  retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '1m', maximumAttempts: 5 },
} as const;

const { reconcile } = proxyActivities<Activities>({
  ...COMMON,
  // A run that was lost in an outage holds up those after it (they skip while it is open) for as long as this.
  heartbeatTimeout: '20s',
  summary: 'compare the open workflows with the rows',
});

const { cleanUp } = proxyActivities<Activities>({
  ...COMMON,
  heartbeatTimeout: '1m',
  summary: 'remove what is no longer needed',
});

/** Compares the open workflows with the rows, both ways, and mends what differs. Started by a Temporal Schedule. */
export async function reconcileWorkflow(): Promise<ReconcileReport> {
  return reconcile();
}

/** Removes forgotten files and old idempotency keys, and counts what is left over. Started by a Temporal Schedule. */
export async function cleanUpWorkflow(): Promise<CleanUpReport> {
  return cleanUp();
}
