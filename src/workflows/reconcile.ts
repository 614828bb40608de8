import { proxyActivities } from '@temporalio/workflow';
import type { Activities, ReconcileReport } from '../activities/activities.js';

const { reconcile } = proxyActivities<Activities>({
  startToCloseTimeout: '15m',
  // A run that was lost in an outage holds up those after it (they skip while it is open) for as long as this.
  heartbeatTimeout: '20s',
  // The Temporal Schedule comes round again; until then a few tries are enough.
  retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '1m', maximumAttempts: 5 },
  summary: 'compare the open workflows with the rows',
});

/** Compares the open workflows with the rows, both ways, and mends what differs. Started by a Temporal Schedule. */
export async function reconcileWorkflow(): Promise<ReconcileReport> {
  return reconcile();
}
