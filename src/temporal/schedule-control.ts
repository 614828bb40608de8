import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Id } from '../domain/scalars.js';
import { parseWorkflowId, type WorkflowSubject } from '../domain/workflow-kinds.js';
import { moveChangedSignal, scheduleChangedSignal, searchAttributeKeys } from '../workflows/messages.js';
import type {
  contentWindowsWorkflow,
  rotationScheduleWorkflow,
  storageMoveWorkflow,
  videoProcessingWorkflow,
} from '../workflows/workflows.js';

/** A message as the outbox holds it. */
export interface WorkflowMessage {
  workflow_id: string;
  op: 'poke' | 'cancel';
}

/** What the rest of the service does with workflows. */
export interface ScheduleControl {
  /**
   * Brings a message to its workflow. A poke starts the workflow if it does not run; a cancel of one that does not is no
   * fault. Either may be repeated.
   */
  deliver: (message: WorkflowMessage) => Promise<void>;
  /** The ids of the open workflows of schedules, windows, videos and moves; what happened in the last seconds may be missing. */
  listOpenWorkflows: () => AsyncIterable<string>;
}

const DEADLINE_MS = 2_000;
const LIST_DEADLINE_MS = 60_000;

/** What is the same in every start. */
function startOptions(workflowId: string, taskQueue: string) {
  return {
    workflowId,
    taskQueue,
    // A workflow that was terminated, or that ended, starts again under its id.
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  } as const;
}

/** There is nothing to tell one that runs: it looks at the row before each step. */
async function startProcessing(client: Client, taskQueue: string, workflowId: string, videoId: Id): Promise<void> {
  await client.workflow.start<typeof videoProcessingWorkflow>('videoProcessingWorkflow', {
    ...startOptions(workflowId, taskQueue),
    workflowIdConflictPolicy: 'USE_EXISTING',
    args: [{ videoId }],
    staticSummary: `Processing of video ${videoId}`,
    staticDetails: `Checks, measures and prepares the uploaded video ${videoId}. It ends when the video is ready, has failed or is deleted; one that is terminated by hand comes back.`,
  });
}

/** One that runs is told, in case it is about to end as failed. */
async function startMove(client: Client, taskQueue: string, workflowId: string, moveId: Id): Promise<void> {
  await client.workflow.signalWithStart<typeof storageMoveWorkflow>('storageMoveWorkflow', {
    ...startOptions(workflowId, taskQueue),
    signal: moveChangedSignal,
    args: [{ moveId }],
    staticSummary: `Storage move ${moveId}`,
    staticDetails: `Copies videos to another storage connection as storage move ${moveId} says, and has them name the copies once everything is copied. To stop it, cancel the move through the API: a workflow that is terminated by hand comes back.`,
  });
}

async function poke(client: Client, taskQueue: string, workflowId: string, subject: WorkflowSubject): Promise<void> {
  if (subject.kind === 'processing') return startProcessing(client, taskQueue, workflowId, subject.id);
  if (subject.kind === 'move') return startMove(client, taskQueue, workflowId, subject.id);
  const options = startOptions(workflowId, taskQueue);
  if (subject.kind === 'schedule') {
    const scheduleId = subject.id;
    await client.workflow.signalWithStart<typeof rotationScheduleWorkflow>('rotationScheduleWorkflow', {
      ...options,
      signal: scheduleChangedSignal,
      args: [{ scheduleId }],
      typedSearchAttributes: [{ key: searchAttributeKeys.scheduleId, value: scheduleId }],
      staticSummary: `Rotation schedule ${scheduleId}`,
      staticDetails: `Rotates the videos of an AR content as rotation schedule ${scheduleId} says. To stop it, deactivate or delete the schedule through the API: a workflow that is terminated by hand comes back.`,
    });
  } else {
    const arContentId = subject.id;
    await client.workflow.signalWithStart<typeof contentWindowsWorkflow>('contentWindowsWorkflow', {
      ...options,
      signal: scheduleChangedSignal,
      args: [{ arContentId }],
      typedSearchAttributes: [{ key: searchAttributeKeys.arContentId, value: arContentId }],
      staticSummary: `Windows of AR content ${arContentId}`,
      staticDetails: `Commits the window edges and expiries of AR content ${arContentId} as they come; ends when none is left.`,
    });
  }
}

async function cancel(client: Client, workflowId: string): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).cancel();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** Controls the workflows of one task queue. */
export function createScheduleControl(client: Client, taskQueue: string): ScheduleControl {
  const query =
    `ExecutionStatus = 'Running' AND TaskQueue = '${taskQueue}' ` +
    `AND WorkflowType IN ('rotationScheduleWorkflow', 'contentWindowsWorkflow', 'videoProcessingWorkflow', ` +
    `'storageMoveWorkflow')`;
  return {
    async deliver({ workflow_id: workflowId, op }) {
      const subject = parseWorkflowId(workflowId);
      if (subject === null) throw new Error(`Not a workflow of this service: ${workflowId}`);
      await client.withDeadline(Date.now() + DEADLINE_MS, () =>
        op === 'cancel' ? cancel(client, workflowId) : poke(client, taskQueue, workflowId, subject),
      );
    },
    async *listOpenWorkflows() {
      const pages = client.workflow.list({ query, pageSize: 1_000 })[Symbol.asyncIterator]();
      for (;;) {
        // A deadline for each step, as pages are fetched between them.
        const { value, done } = await client.withDeadline(Date.now() + LIST_DEADLINE_MS, () => pages.next());
        if (done) return;
        yield value.workflowId;
      }
    },
  };
}
