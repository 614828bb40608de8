import {
  ActivityFailure,
  ApplicationFailure,
  continueAsNew,
  currentUpdateInfo,
  proxyActivities,
  setHandler,
  uuid4,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/activities.js';
import { followPlan, startLoop } from './follow-plan.js';
import { rotateNowUpdate, type RotateNowResult, type RotationScheduleInput } from './messages.js';

const { rotateNow } = proxyActivities<Activities>({
  startToCloseTimeout: '10s',
  // An operator waits for it: rather tell that it failed than do it an hour later.
  scheduleToCloseTimeout: '1m',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '10s' },
  summary: 'rotate now, asked for by an operator',
});

/** The update id names the request, so that the same update rotates once, whichever run it reaches. */
async function rotateNowForOperator(scheduleId: number): Promise<RotateNowResult> {
  const requestId = `update:${currentUpdateInfo()?.id ?? uuid4()}`;
  try {
    return await rotateNow({ scheduleId, requestId });
  } catch (failure) {
    if (!(failure instanceof ActivityFailure)) throw failure;
    throw ApplicationFailure.nonRetryable(failure.cause?.message ?? failure.message, 'RotateNowFailed');
  }
}

/**
 * One rotation schedule. The row in Postgres says when it rotates next; this workflow sees to it that it happens. It
 * lives as long as the row does: a paused or ended schedule waits, to be seen and to be woken by a signal.
 */
export async function rotationScheduleWorkflow({ scheduleId, carried }: RotationScheduleInput): Promise<void> {
  const state = startLoop(carried);
  const rotateAndLook = async (): Promise<RotateNowResult> => {
    const result = await rotateNowForOperator(scheduleId);
    state.changed = true;
    return result;
  };
  setHandler(rotateNowUpdate, rotateAndLook, { description: 'Takes the next step now; the next slot stands.' });
  await followPlan(state, {
    subject: { scheduleId },
    endsWithPlan: false,
    startNewRun: (toCarry) => continueAsNew<typeof rotationScheduleWorkflow>({ scheduleId, carried: toCarry }),
  });
}
