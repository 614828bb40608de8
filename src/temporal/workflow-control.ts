import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { parseWorkflowId, type WorkflowSubject } from '../domain/workflow-kinds.js';
import { createOpenWorkflows, type OpenWorkflows } from './open-workflows.js';
import { WORKFLOW_STARTS } from './workflow-starts.js';

/** A message as the outbox holds it. */
export interface WorkflowMessage {
  workflow_id: string;
  op: 'poke' | 'cancel';
}

/** What the rest of the service does with workflows. */
export interface WorkflowControl {
  /**
   * Brings a message to its workflow. A poke starts the workflow if it does not run; a cancel of one that does not is no
   * fault. Either may be repeated.
   */
  deliver: (message: WorkflowMessage) => Promise<void>;
  openWorkflows: OpenWorkflows;
}

const DEADLINE_MS = 2_000;

async function poke(
  { workflow }: Client,
  taskQueue: string,
  workflowId: string,
  subject: WorkflowSubject,
): Promise<void> {
  const { type, pokeSignal, startOptions } = WORKFLOW_STARTS[subject.kind];
  const options = {
    ...startOptions(subject.id),
    workflowId,
    taskQueue,
    // A workflow that was terminated, or that ended, starts again under its id.
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  } as const;
  if (pokeSignal === null) await workflow.start(type, { ...options, workflowIdConflictPolicy: 'USE_EXISTING' });
  else await workflow.signalWithStart(type, { ...options, signal: pokeSignal });
}

async function cancel(client: Client, workflowId: string): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).cancel();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** Controls the workflows of one task queue. */
export function createWorkflowControl(client: Client, taskQueue: string): WorkflowControl {
  return {
    async deliver({ workflow_id: workflowId, op }) {
      const subject = parseWorkflowId(workflowId);
      if (subject === null) throw new Error(`Not a workflow of this service: ${workflowId}`);
      await client.withDeadline(Date.now() + DEADLINE_MS, () =>
        op === 'cancel' ? cancel(client, workflowId) : poke(client, taskQueue, workflowId, subject),
      );
    },
    openWorkflows: createOpenWorkflows(client, taskQueue),
  };
}
