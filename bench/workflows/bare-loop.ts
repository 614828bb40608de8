import { proxyActivities, sleep } from '@temporalio/workflow';

const { nothing } = proxyActivities<{ nothing: () => Promise<void> }>({ startToCloseTimeout: '10s' });

/** The least that a durable rotation could be: a timer, then one empty activity, and the next timer. */
export async function bareLoopWorkflow(sleepMs: number): Promise<void> {
  for (let next = sleepMs; ; next = 30 * 86_400_000) {
    await sleep(next);
    await nothing();
  }
}
