import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Activities } from './activities/activities.js';
import { assembleWorker } from './assembly/assemble-worker.js';
import { tellAll } from './assembly/on-committed.js';
import { prepareFolders } from './assembly/prepare-folders.js';
import { createStorages } from './assembly/storages.js';
import { untilDone } from './concurrency/until-done.js';
import type { Database } from './db/database.js';
import { sumOrphanCounts } from './db/orphans.js';
import { outboxState } from './db/outbox.js';
import { startMetricsServer } from './metrics/metrics-server.js';
import { registerOrphanMetrics } from './metrics/orphan-metrics.js';
import { registerOutboxMetrics } from './metrics/outbox-metrics.js';
import { createRotationReporter } from './metrics/rotation-metrics.js';
import { EventHandout } from './outbox/event-handout.js';
import { FutureLook } from './outbox/future-look.js';
import { OverdueLook } from './outbox/overdue-look.js';
import { Relay } from './outbox/relay.js';
import { Planner } from './planning/planner.js';
import { openData } from './process/open-data.js';
import { runServiceProcess, type ServiceProcess } from './process/service-process.js';
import { createImageMaker } from './storage/make-image.js';
import { USUAL_PATIENCE } from './storage/remote-storage.js';
import { openTemporalClient } from './temporal/client.js';
import { startPeriodicWork } from './temporal/periodic-schedules.js';
import { installRuntime } from './temporal/runtime.js';
import { createWorkflowControl } from './temporal/workflow-control.js';
import { registerSearchAttributes } from './temporal/search-attributes.js';
import { temporalSettings } from './temporal/settings.js';
import { connectWorker, createWorkers } from './temporal/worker.js';
import { commandForCurrent, isCurrentVersion, type WorkerVersion } from './temporal/worker-version.js';

/** A file is removed within a transaction, which Postgres ends when nothing happens in it for 15 s. */
const PATIENCE_FOR_REMOVALS = { ...USUAL_PATIENCE, answerMs: 8_000 };

/** Metrics of this process; served only where a port is given, as the worker has no other HTTP server. */
async function openMetrics({ config, closers }: ServiceProcess, db: Database): Promise<Registry> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  registerOutboxMetrics(registry, () => outboxState(db));
  registerOrphanMetrics(registry, () => sumOrphanCounts(db));
  if (config.WORKER_METRICS_PORT !== undefined) {
    const server = await startMetricsServer(registry, config.HOST, config.WORKER_METRICS_PORT);
    closers.push(() => void server.close());
  }
  return registry;
}

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

interface Work {
  activities: Activities;
  relay: Relay;
  /** What looks into the database all the time, in one worker at a time. */
  looks: readonly { start: () => void; stop: () => Promise<void> }[];
}

/** The activities, the relay and the looks beside it, as the configuration wants them. */
async function openWork(setup: ServiceProcess, client: Client): Promise<Work> {
  const { config, logger, closers } = setup;
  const { db, clock } = await openData(setup, 'worker', 7_000);
  const reportRotations = createRotationReporter(logger, await openMetrics(setup, db));
  const control = createWorkflowControl(client, config.TEMPORAL_TASK_QUEUE);
  const relay = new Relay({ db, deliver: control.deliver, logger });
  const deliverNow = (ids: readonly string[]): void => relay.deliverNow(ids);
  const looks = [
    new OverdueLook({ db, logger, deliverNow }),
    new EventHandout({ db, logger, deliverNow }),
    new FutureLook({ db, clock, logger }),
  ];
  const onCommitted = tellAll({ reportRotations, deliverNow });
  const stagingFolder = join(config.DATA_DIR, 'staging');
  const { CREDENTIALS_KEY: credentialsKeys = [], MIN_FREE_DISK_BYTES: minFreeDiskBytes } = config;
  const options = { db, credentialsKeys, stagingFolder, minFreeDiskBytes };
  const storages = createStorages(options);
  await prepareFolders(logger, storages);
  const activities = assembleWorker({
    db,
    clock,
    planner: new Planner({ db, clock, onCommitted }),
    log: logger,
    storages,
    storagesForRemovals: createStorages({ ...options, patience: PATIENCE_FOR_REMOVALS }),
    makeImage: await createImageMaker({ log: logger, ffmpegPath: config.FFMPEG_PATH }),
    listOpenWorkflows: () => control.openWorkflows.list(),
    settlingAtOnce: config.DATABASE_POOL_SIZE,
    rotationsPerSecond: config.ROTATIONS_PER_COMPANY_PER_SECOND,
    bulkEditsPerSecond: config.BULK_EDITS_PER_COMPANY_PER_SECOND,
    activitySlots: config.TEMPORAL_ACTIVITY_SLOTS,
    isStopping: () => setup.stopping.aborted,
    filesAtOnce: config.TEMPORAL_FILE_SLOTS,
    fileGraceMs: config.DELETED_FILE_GRACE,
    keptMs: {
      ledger: config.KEEP_LEDGER,
      audit: config.KEEP_AUDIT,
      idempotencyKeys: config.KEEP_IDEMPOTENCY_KEYS,
      bulks: config.KEEP_BULKS,
      overrides: config.KEEP_OVERRIDES,
    },
    webhooksMayBePrivate: config.WEBHOOK_ALLOW_PRIVATE,
    closers,
  });
  return { activities, relay, looks };
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
  const { activities, relay, looks } = await openWork(setup, client);

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
