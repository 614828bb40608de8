import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client } from '@temporalio/client';

export interface PeriodicWork {
  taskQueue: string;
  reconcileEveryMs: number;
  cleanUpEveryMs: number;
}

interface PeriodicWorkflow {
  scheduleId: string;
  workflowType: 'reconcileWorkflow' | 'cleanUpWorkflow';
  taskQueue: string;
  everyMs: number;
}

/** What a Temporal Schedule starts, and when. */
const scheduleOptions = ({ scheduleId, workflowType, taskQueue, everyMs }: PeriodicWorkflow) => ({
  spec: { intervals: [{ every: everyMs }] },
  action: { type: 'startWorkflow' as const, workflowType, workflowId: scheduleId, taskQueue, args: [] },
  // What was missed while nothing ran needs no catching up: one run does it all.
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1m' as const },
});

/** Makes a Temporal Schedule, or brings the one that is there up to date. */
async function ensureSchedule({ schedule }: Client, work: PeriodicWorkflow): Promise<void> {
  const options = scheduleOptions(work);
  try {
    await schedule.create({ scheduleId: work.scheduleId, ...options });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    // Its state is left alone: an operator may have paused it.
    await schedule.getHandle(work.scheduleId).update(({ state: { paused, note } }) => ({
      ...options,
      state: { paused, ...(note !== undefined && { note }) },
    }));
  }
}

/**
 * Sees to the Temporal Schedules of what is periodic by nature, and has the reconciler run now: this worker may be the
 * first one for a while.
 */
export async function startPeriodicWork(client: Client, work: PeriodicWork): Promise<void> {
  const { taskQueue, reconcileEveryMs, cleanUpEveryMs } = work;
  const reconcile = { scheduleId: `${taskQueue}-reconcile`, workflowType: 'reconcileWorkflow', taskQueue } as const;
  const cleanUp = { scheduleId: `${taskQueue}-clean-up`, workflowType: 'cleanUpWorkflow', taskQueue } as const;
  await ensureSchedule(client, { ...reconcile, everyMs: reconcileEveryMs });
  await ensureSchedule(client, { ...cleanUp, everyMs: cleanUpEveryMs });
  await client.schedule.getHandle(reconcile.scheduleId).trigger(ScheduleOverlapPolicy.SKIP);
}
