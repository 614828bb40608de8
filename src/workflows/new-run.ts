import { workflowInfo } from '@temporalio/workflow';

/**
 * A cold worker replays the whole history of a workflow before it goes on, so histories are kept short: about 45
 * rotations. The server itself would suggest a new run after some 370 only.
 */
const HISTORY_LENGTH_MAX = 500;
/** The server puts a new run off until the one before is this old, and signals wait with it. */
const RUN_AGE_MIN_MS = 1_000;

/** Whether a loop is to go on in a run of its own. */
export function isTimeForNewRun(): boolean {
  const { historyLength, continueAsNewSuggested, runStartTime } = workflowInfo();
  if (!continueAsNewSuggested && historyLength <= HISTORY_LENGTH_MAX) return false;
  return Date.now() - runStartTime.getTime() >= RUN_AGE_MIN_MS;
}
