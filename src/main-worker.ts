import type { Client } from '@temporalio/client';
import { openWork } from './assembly/open-work.js';
import { untilDone } from './concurrency/until-done.js';
import { runServiceProcess, type ServiceProcess } from './process/service-process.js';
import { openTemporalClient } from './temporal/client.js';
import { startPeriodicWork } from './temporal/periodic-schedules.js';
import { installRuntime } from './temporal/runtime.js';
import { registerSearchAttributes } from './temporal/search-attributes.js';
import { createWorkflowControl } from './temporal/workflow-control.js';
import { temporalSettings } from './temporal/settings.js';
import { connectWorker, createWorkers } from './temporal/worker.js';
import { commandForCurrent, isCurrentVersion, type WorkerVersion } from './temporal/worker-version.js';

/** Registers search attributes and Temporal Schedules. A worker rotates without them, so a failure does not end it. */
async function prepareNamespace({ config, logger, stopping }: ServiceProcess, client: Client): Promise<void> {
  try {
    await registerSearchAttributes(client);
  } catch (err) {
    logger.error({ err }, err instanceof Error ? err.message : String(err));
  }
  const work = {
    taskQueue: config.TEMPORAL_TASK_QUEUE,
    reconcileEveryMs: config.RECONCILE_INTERVAL,
    cleanUpEveryMs: config.CLEAN_UP_INTERVAL,
  };
  const begin = (): Promise<void> => startPeriodicWork(client, work);
  await untilDone('The periodic work could not be set up', begin, { logger, signal: stopping });
}

/** A version takes over by a command alone: a worker that did it at its start would take over again whenever it restarts. */
async function tellVersion({ logger }: ServiceProcess, client: Client, version: WorkerVersion): Promise<void> {
  const name = `version ${version.buildId} of deployment ${version.deploymentName}`;
  if (await isCurrentVersion(client, version)) return logger.info(`${name} is current`);
  logger.warn(`${name} is not current and gets no workflows until it is: ${commandForCurrent(version)}`);
}

/** Puts the worker together and runs it until it is told to stop. */
async function run(setup: ServiceProcess): Promise<void> {
  const { config, logger, stopping, closers } = setup;
  const settings = temporalSettings(config, process.env);
  const client = openTemporalClient(settings);
  closers.push(() => client.connection.close());
  const { activities, relay, looks } = await openWork(setup, createWorkflowControl(client, config.TEMPORAL_TASK_QUEUE));

  // Not sooner: a runtime that never had a connection keeps the process from ending.
  installRuntime(logger);
  const connect = { logger, signal: stopping };
  const connection = await untilDone('Temporal cannot be reached', () => connectWorker(settings), connect);
  closers.push(() => connection.close());
  const preparing = prepareNamespace(setup, client).catch((err: unknown) => logger.debug({ err }, 'not prepared'));
  const workers = await createWorkers(connection, settings, activities, {
    maxCachedWorkflows: config.TEMPORAL_MAX_CACHED_WORKFLOWS,
    activitySlots: config.TEMPORAL_ACTIVITY_SLOTS,
    fileSlots: config.TEMPORAL_FILE_SLOTS,
    shutdownGraceMs: Math.max(1_000, config.SHUTDOWN_TIMEOUT - 3_000),
  });
  relay.start();
  for (const look of looks) look.start();
  const stopLooks = (): Promise<unknown> => Promise.all(looks.map((look) => look.stop()));
  closers.push(() => Promise.all([stopLooks().then(() => relay.stop()), preparing]));
  const running = workers.run();
  if (stopping.aborted) workers.shutdown();
  else stopping.addEventListener('abort', () => workers.shutdown(), { once: true });
  logger.info(`worker ready: task queue ${settings.taskQueue} in namespace ${settings.namespace}`);
  await Promise.all([running, settings.version && tellVersion(setup, client, settings.version)]);
}

runServiceProcess('worker', run);
