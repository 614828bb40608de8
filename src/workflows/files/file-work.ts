import { ApplicationFailure, proxyActivities, workflowInfo, type ActivityFailure } from '@temporalio/workflow';
import type { Activities } from '../../activities/activities.js';
import type { StepFailure } from '../../activities/process-video.js';
import { reasonOfFailure } from '../reason-of-failure.js';
import { fileQueueOf } from './file-queue.js';

export const ROW_WORK = { startToCloseTimeout: '10s' } as const;
export const RETRY = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' } as const;
export const COMMON = {
  // A storage may be away for days; what is not mended by then is told as a failure.
  scheduleToCloseTimeout: '7d',
  // Whoever deletes or cancels does not wait: a step that still runs finds no row, and removes what it made.
  cancellationType: 'TRY_CANCEL',
  retry: RETRY,
} as const;

/** Activities with everything that a file may need: gigabytes from a slow backend, and back. */
export const fileActivities = (summary: string): Activities =>
  proxyActivities<Activities>({
    ...COMMON,
    startToCloseTimeout: '2h',
    heartbeatTimeout: '15s',
    taskQueue: fileQueueOf(workflowInfo().taskQueue),
    summary,
  });

/** Why an activity failed for good. */
export function stepFailureOf(failure: ActivityFailure): StepFailure {
  const code = failure.cause instanceof ApplicationFailure ? (failure.cause.type ?? '') : '';
  return { code, reason: reasonOfFailure(failure, 'It was tried for seven days.') };
}
