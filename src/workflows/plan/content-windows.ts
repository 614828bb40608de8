import { continueAsNew } from '@temporalio/workflow';
import { followPlan, startLoop } from './follow-plan.js';
import type { ContentWindowsInput } from './messages.js';

/**
 * The window edges and expiries of one AR content. It commits them when they come and ends when none is left; reads do
 * not depend on it.
 */
export async function contentWindowsWorkflow({ arContentId, carried }: ContentWindowsInput): Promise<void> {
  await followPlan(startLoop(carried), {
    subject: { arContentId },
    endsWithPlan: true,
    startNewRun: (toCarry) => continueAsNew<typeof contentWindowsWorkflow>({ arContentId, carried: toCarry }),
  });
}
