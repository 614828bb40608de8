import { NativeConnection, Worker } from '@temporalio/worker';
import type { Activities } from '../activities/activities.js';
import { fileQueueOf } from '../workflows/files/file-queue.js';
import { webhookQueueOf } from '../workflows/webhooks/webhook-queue.js';
import type { TemporalSettings } from './settings.js';
import { versioningOf } from './worker-version.js';
import { workflowSource, type WorkflowSource } from './workflow-code.js';

/** Connects a worker. @throws when Temporal cannot be reached. */
export const connectWorker = ({ connection }: TemporalSettings): Promise<NativeConnection> =>
  NativeConnection.connect(connection);

export interface WorkerLimits {
  maxCachedWorkflows: number;
  /** Activities at once, of which most wait for their instant. */
  activitySlots: number;
  /** Activities at once that read and write whole files; some more wait for the turn of their company. */
  fileSlots: number;
  /** How long a stop waits for activities before it gives them up. */
  shutdownGraceMs: number;
}

/** Waiting takes a place and nothing else: enough for some dozens of companies that have very much to do. */
const WAITING_FILE_WORK = 300;

/** Endpoints that are delivered to at once, each for some seconds; then others have their turn. */
const WEBHOOK_SLOTS = 100;

/** The workers of one process. */
export interface Workers {
  /** Runs until `shutdown` is called and all is done. @throws what ended one of them; the others are shut down then. */
  run(): Promise<void>;
  shutdown(): void;
}

/**
 * Makes the worker of the task queue, the one of the queue on which files are worked on, and the one of deliveries: hours
 * of copying, and endpoints that hang, take no slot of a rotation. Pollers, workflow slots and the sticky queue are the SDK's own: others measured no better, and a
 * shorter sticky timeout made herds up to three times slower, as a worker that is behind by more replays what it holds
 * (`npm run bench -- herd`: 1,000 due in one second took 17 s with 5 s, 6 s with the SDK's 10 s). With a version all of them
 * are of it, so that one command has it take over all queues.
 */
export async function createWorkers(
  connection: NativeConnection,
  { namespace, taskQueue, version }: TemporalSettings,
  activities: Activities,
  limits: WorkerLimits,
  workflows: WorkflowSource = workflowSource(),
): Promise<Workers> {
  const common = {
    connection,
    namespace,
    activities,
    ...versioningOf(version),
    shutdownGraceTime: limits.shutdownGraceMs,
    shutdownForceTime: limits.shutdownGraceMs + 1_000,
  };
  const rotations = await Worker.create({
    ...common,
    taskQueue,
    ...workflows,
    maxCachedWorkflows: limits.maxCachedWorkflows,
    maxConcurrentActivityTaskExecutions: limits.activitySlots,
  });
  const files = await Worker.create({
    ...common,
    taskQueue: fileQueueOf(taskQueue),
    maxConcurrentActivityTaskExecutions: limits.fileSlots + WAITING_FILE_WORK,
  });
  const webhooks = await Worker.create({
    ...common,
    taskQueue: webhookQueueOf(taskQueue),
    maxConcurrentActivityTaskExecutions: WEBHOOK_SLOTS,
  });
  return together([rotations, files, webhooks]);
}

/** Several workers as one. */
function together(workers: readonly Worker[]): Workers {
  const shutdown = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const runOne = async (worker: Worker): Promise<void> => {
    try {
      await worker.run();
    } finally {
      shutdown();
    }
  };
  const run = async (): Promise<void> => {
    const ends = await Promise.allSettled(workers.map(runOne));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  };
  return { run, shutdown };
}
