import { randomInt, randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import {
  bundleWorkflowCode,
  makeTelemetryFilterString,
  NativeConnection,
  Runtime,
  Worker,
  type WorkflowBundle,
} from '@temporalio/worker';
import type { Activities } from '../../src/activities/activities.js';
import type { Database } from '../../src/db/database.js';
import { WORKFLOW_ROWS } from '../../src/db/workflow-rows.js';
import { openTemporalClient } from '../../src/temporal/client.js';
import type { TemporalSettings } from '../../src/temporal/settings.js';
import { bundleOptions } from '../../src/temporal/workflow-code.js';
import { fileQueueOf } from '../../src/workflows/files/file-queue.js';
import { webhookQueueOf } from '../../src/workflows/webhooks/webhook-queue.js';
import { testTemporal } from './servers.js';

let bundle: Promise<WorkflowBundle> | undefined;

/** A logger of the SDK that says nothing. */
export const quietLogger = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };

let installed = false;

/** Keeps the SDK's log lines out of the tests' output. The runtime of a process can be set up once only. */
function quietRuntime(): void {
  if (installed) return;
  installed = true;
  const filter = makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' });
  Runtime.install({ logger: quietLogger, shutdownSignals: [], telemetryOptions: { logging: { filter, forward: {} } } });
}

/** The workflows as one piece of code, made once a test run: it takes seconds. */
export function workflowBundle(): Promise<WorkflowBundle> {
  quietRuntime();
  bundle ??= bundleWorkflowCode({ ...bundleOptions, logger: quietLogger });
  return bundle;
}

/** Settings for a task queue of the test's own on the run's Temporal server. */
export async function testSettings(): Promise<TemporalSettings> {
  const { address, namespace } = await testTemporal();
  return { connection: { address }, namespace, taskQueue: `test-${randomUUID()}` };
}

/** An id that no other test uses: workflow ids are made from it, and all tests share one namespace. */
export const unusedId = (): number => randomInt(1_000, 2 ** 47);

/** Lets the ids of a test's database begin where no other test's do, so that its workflows are its own. */
export async function spreadIds(db: Database): Promise<void> {
  for (const { table } of Object.values(WORKFLOW_ROWS)) {
    await db.raw(`ALTER TABLE ${table} ALTER COLUMN id RESTART WITH ${unusedId()}`);
  }
}

/** A worker at work, with a client of its namespace. */
export interface TestWorker {
  client: Client;
  taskQueue: string;
  stop(): Promise<void>;
}

/** Starts a worker on a task queue, and one on each of its queues for files and for webhooks. Stop them in `after`. */
export async function startTestWorker(
  activities: Activities,
  given?: TemporalSettings,
  fileSlots = 100,
  webhookSlots = 100,
): Promise<TestWorker> {
  const [code, settings] = [await workflowBundle(), given ?? (await testSettings())];
  const { namespace, taskQueue } = settings;
  const connection = await NativeConnection.connect(settings.connection);
  const common = { connection, namespace, activities, shutdownGraceTime: 500, shutdownForceTime: 4_000 } as const;
  const workers = [
    await Worker.create({ ...common, taskQueue, workflowBundle: code }),
    await Worker.create({
      ...common,
      taskQueue: fileQueueOf(taskQueue),
      maxConcurrentActivityTaskExecutions: fileSlots,
    }),
    await Worker.create({
      ...common,
      taskQueue: webhookQueueOf(taskQueue),
      maxConcurrentActivityTaskExecutions: webhookSlots,
    }),
  ];
  const running = Promise.all(workers.map((worker) => worker.run()));
  const client = openTemporalClient(settings);
  const stop = async (): Promise<void> => {
    for (const worker of workers) worker.shutdown();
    await running;
    await connection.close();
    await client.connection.close();
  };
  return { client, taskQueue, stop };
}
