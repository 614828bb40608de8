import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import type { Activities } from '../activities/activities.js';
import type { TemporalSettings } from './settings.js';

/** Sources run through a loader and are bundled anew; compiled code uses the bundle that the build made, if it did. */
const IS_SOURCE = import.meta.filename.endsWith('.ts');
const BUNDLE = join(import.meta.dirname, '..', '..', 'workflow-bundle.js');
const ENTRY = join(import.meta.dirname, '..', 'workflows', IS_SOURCE ? 'workflows.ts' : 'workflows.js');

/** Where the worker finds the workflow code. */
export const workflowSource = (): Pick<WorkerOptions, 'workflowsPath' | 'workflowBundle'> =>
  !IS_SOURCE && existsSync(BUNDLE) ? { workflowBundle: { codePath: BUNDLE } } : { workflowsPath: ENTRY };

/** Connects a worker. @throws when Temporal cannot be reached. */
export const connectWorker = ({ connection }: TemporalSettings): Promise<NativeConnection> =>
  NativeConnection.connect(connection);

export interface WorkerLimits {
  maxCachedWorkflows: number;
  activitySlots: number;
  /** How long a stop waits for activities before it gives them up. */
  shutdownGraceMs: number;
}

/**
 * A task that a worker does not fetch from its own queue within this goes to any other worker. Schedules that slept when
 * their worker was killed then rotate 2 s late instead of 10 (the SDK's default). It costs where a worker is more than
 * this behind, as the workflow is replayed then: 500 due at one instant on two overloaded cores (`npm run bench --
 * settings`, medians of three) took 3 % more CPU of the worker, and came at 15 instead of 18 a second.
 */
const STICKY_TIMEOUT_MS = 2_000;

/**
 * Makes the worker of the task queue; `run()` starts it. Pollers and workflow slots are the SDK's own: others measured
 * no better.
 */
export function createWorker(
  connection: NativeConnection,
  { namespace, taskQueue }: TemporalSettings,
  activities: Activities,
  limits: WorkerLimits,
): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    activities,
    ...workflowSource(),
    maxCachedWorkflows: limits.maxCachedWorkflows,
    stickyQueueScheduleToStartTimeout: STICKY_TIMEOUT_MS,
    maxConcurrentActivityTaskExecutions: limits.activitySlots,
    shutdownGraceTime: limits.shutdownGraceMs,
    shutdownForceTime: limits.shutdownGraceMs + 1_000,
  });
}
