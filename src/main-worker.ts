import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createActivities } from './activities/activities.js';
import type { CleanUpOptions } from './activities/clean-up.js';
import { loadConfig, type Config } from './config/config.js';
import { createLogger, type Logger } from './config/logger.js';
import { DatabaseClock } from './db/clock.js';
import { openDatabase, type Database } from './db/database.js';
import { takeDueFileDeletion } from './db/file-deletions.js';
import { forgetIdempotencyKeys } from './db/idempotency.js';
import { assertSchema } from './db/migrator.js';
import { outboxState } from './db/outbox.js';
import { findOwner } from './db/plan.js';
import { createStorageConnections } from './db/storage-connections.js';
import { isDatabaseAway } from './db/transaction.js';
import { startMetricsServer } from './metrics/metrics-server.js';
import { registerOutboxMetrics } from './metrics/outbox-metrics.js';
import { createRotationReporter } from './metrics/rotation-metrics.js';
import { reconcile } from './outbox/reconciler.js';
import { Relay } from './outbox/relay.js';
import { Planner } from './planning/planner.js';
import { createCredentialsBox, openCredentials } from './storage/credentials-box.js';
import { createStorageOpener } from './storage/open-storage.js';
import { USUAL_PATIENCE } from './storage/remote-storage.js';
import { openTemporalClient } from './temporal/client.js';
import { startPeriodicWork } from './temporal/periodic-work.js';
import { installRuntime } from './temporal/runtime.js';
import { createScheduleControl } from './temporal/schedule-control.js';
import { registerSearchAttributes } from './temporal/search-attributes.js';
import { temporalSettings } from './temporal/settings.js';
import { untilDone } from './temporal/until-done.js';
import { connectWorker, createWorker } from './temporal/worker.js';

/** What is closed at the end, the last opened first. */
type Closers = (() => Promise<unknown> | void)[];

interface Setup {
  config: Config;
  logger: Logger;
  /** Aborted when the process is to stop. */
  stopping: AbortSignal;
  closers: Closers;
}

/** Connects to Postgres, waiting for it if need be. @throws when its schema is not this version's. */
async function openData({ config, logger, stopping, closers }: Setup): Promise<{ db: Database; clock: DatabaseClock }> {
  if (config.DATABASE_URL === undefined) throw new Error('DATABASE_URL is not set: which database is to be worked on?');
  const options = { url: config.DATABASE_URL, poolSize: config.DATABASE_POOL_SIZE };
  const db = openDatabase({ ...options, applicationName: 'video-rotation-worker', log: logger });
  closers.push(() => db.destroy());
  const clock = new DatabaseClock();
  closers.push(() => clock.stop());
  const begin = async (): Promise<void> => {
    await assertSchema(db);
    await clock.start(db);
  };
  const isFinal = (error: unknown): boolean => !isDatabaseAway(error);
  await untilDone('Postgres cannot be reached', begin, { logger, signal: stopping, isFinal });
  return { db, clock };
}

/** Metrics of this process; served only where a port is given, as the worker has no other HTTP server. */
async function openMetrics({ config, closers }: Setup, db: Database): Promise<Registry> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  registerOutboxMetrics(registry, () => outboxState(db));
  if (config.WORKER_METRICS_PORT !== undefined) {
    const server = await startMetricsServer(registry, config.HOST, config.WORKER_METRICS_PORT);
    closers.push(() => void server.close());
  }
  return registry;
}

function cleanUpOptions({ config, logger }: Setup, db: Database, clock: DatabaseClock): CleanUpOptions {
  const connections = createStorageConnections(db);
  const box = createCredentialsBox(config.CREDENTIALS_KEY ?? []);
  const stagingFolder = join(config.DATA_DIR, 'staging');
  // A file is deleted within a transaction, which Postgres ends when nothing happens in it for 15 s.
  const patience = { ...USUAL_PATIENCE, answerMs: 8_000 };
  const open = createStorageOpener({ stagingFolder, credentialsOf: openCredentials(connections, box), patience });
  return {
    now: () => clock.now(),
    forgetIdempotencyKeys: (before) => forgetIdempotencyKeys(db, before),
    takeDueFile: (now, retryAt, work) =>
      takeDueFileDeletion(db, now, retryAt, ({ storage_connection_id, path }) =>
        work({ storageConnectionId: storage_connection_id, path }),
      ),
    deleteFile: async (storageConnectionId, path) => {
      const connection = await connections.findById(storageConnectionId);
      if (connection === null) throw new Error(`Storage connection ${storageConnectionId} is gone.`);
      await (await open(connection)).deleteFile(path);
    },
    onFileFailure: ({ path }, err) => logger.warn({ err, path }, 'a file could not be deleted, trying again later'),
  };
}

/** Registers search attributes and Temporal Schedules. A worker rotates without them, so a failure does not end it. */
async function prepareNamespace({ config, logger, stopping }: Setup, client: Client): Promise<void> {
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

/** Puts the worker together and runs it until it is told to stop. */
async function run(setup: Setup): Promise<void> {
  const { config, logger, stopping, closers } = setup;
  const settings = temporalSettings(config, process.env);
  const { db, clock } = await openData(setup);
  const registry = await openMetrics(setup, db);

  const client = openTemporalClient(settings);
  closers.push(() => client.connection.close());
  const { deliver, listOpenWorkflows } = createScheduleControl(client, settings.taskQueue);
  const relay = new Relay({ db, deliver, logger });
  const onSettled = createRotationReporter(logger, registry);
  const planner = new Planner({ db, clock, onSettled, onMessages: (ids) => relay.deliverNow(ids) });
  const activities = createActivities({
    planner,
    clock,
    contentOfSchedule: (scheduleId) => findOwner(db, 'video_rotation_schedules', scheduleId, null),
    reconcile: (onProgress) => reconcile({ db, now: () => clock.now(), listOpenWorkflows }, onProgress),
    cleanUp: cleanUpOptions(setup, db, clock),
  });

  // Not sooner: a runtime that never had a connection keeps the process from ending.
  installRuntime(logger);
  const connect = { logger, signal: stopping };
  const connection = await untilDone('Temporal cannot be reached', () => connectWorker(settings), connect);
  closers.push(() => connection.close());
  const preparing = prepareNamespace(setup, client).catch((err: unknown) => logger.debug({ err }, 'not prepared'));
  const worker = await createWorker(connection, settings, activities, {
    maxCachedWorkflows: config.TEMPORAL_MAX_CACHED_WORKFLOWS,
    activitySlots: config.TEMPORAL_ACTIVITY_SLOTS,
    shutdownGraceMs: Math.max(1_000, config.SHUTDOWN_TIMEOUT - 3_000),
  });
  relay.start();
  closers.push(() => Promise.all([relay.stop(), preparing]));
  const running = worker.run();
  const shutDown = (): void => worker.shutdown();
  if (stopping.aborted) shutDown();
  else stopping.addEventListener('abort', shutDown, { once: true });
  logger.info(`worker ready: task queue ${settings.taskQueue} in namespace ${settings.namespace}`);
  await running;
}

/** Stops on SIGTERM and SIGINT: in order, but not for longer than the configuration allows. */
function stopOnSignals({ SHUTDOWN_TIMEOUT }: Config, logger: Logger): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) return;
      logger.info(`worker stops: ${signal}`);
      setTimeout(() => process.exit(1), SHUTDOWN_TIMEOUT).unref();
      stopping.abort();
    });
  }
  return stopping.signal;
}

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const logger = createLogger(config, 'worker');
  const stopping = stopOnSignals(config, logger);
  const closers: Closers = [];
  try {
    await run({ config, logger, stopping, closers });
  } catch (err) {
    // Also while it stops: what had not begun yet was given up.
    if (!stopping.aborted) {
      logger.fatal({ err }, `worker failed: ${err instanceof Error ? err.message : String(err)}`);
      process.exitCode = 1;
    }
  }
  for (const close of closers.toReversed()) await Promise.resolve(close()).catch(() => undefined);
  logger.info('worker stopped');
}

main().catch((error: unknown) => {
  process.stderr.write(`Worker failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
