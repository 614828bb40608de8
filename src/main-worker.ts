import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createActivities } from './activities/activities.js';
import type { CleanUpOptions } from './activities/clean-up.js';
import { countOrphans } from './activities/count-orphans.js';
import { createVideoMoving, type VideoMoving } from './activities/move-videos.js';
import { createVideoProcessing, type VideoProcessing } from './activities/process-video.js';
import type { DatabaseClock } from './db/clock.js';
import type { Database } from './db/database.js';
import { takeDueFileDeletion } from './db/file-deletions.js';
import { forgetIdempotencyKeys } from './db/idempotency.js';
import { outboxState } from './db/outbox.js';
import { sumOrphanCounts } from './db/orphans.js';
import { findOwner } from './db/plan.js';
import { takeExpiredUpload } from './db/resumable-uploads.js';
import { createStorageConnections } from './db/storage-connections.js';
import { abandonedVideos } from './db/videos.js';
import { serviceCaller } from './domain/caller.js';
import { madeBeforeToBeAbandoned } from './domain/direct-upload.js';
import type { Id } from './domain/scalars.js';
import { startMetricsServer } from './metrics/metrics-server.js';
import { registerOrphanMetrics } from './metrics/orphan-metrics.js';
import { registerOutboxMetrics } from './metrics/outbox-metrics.js';
import { createRotationReporter } from './metrics/rotation-metrics.js';
import { reconcile } from './outbox/reconciler.js';
import { Relay } from './outbox/relay.js';
import { abandonDirectUpload } from './planning/direct-uploads.js';
import { Planner } from './planning/planner.js';
import { createCredentialsBox, openCredentials } from './storage/credentials-box.js';
import { createImageMaker } from './storage/make-image.js';
import { createVideoMeasurer } from './storage/measure-video.js';
import { createLimiter } from './concurrency/limiter.js';
import { createStorageOpener } from './storage/open-storage.js';
import { USUAL_PATIENCE } from './storage/remote-storage.js';
import type { VideoStorage } from './storage/video-storage.js';
import { openTemporalClient } from './temporal/client.js';
import { startPeriodicWork } from './temporal/periodic-work.js';
import { installRuntime } from './temporal/runtime.js';
import { createScheduleControl } from './temporal/schedule-control.js';
import { registerSearchAttributes } from './temporal/search-attributes.js';
import { temporalSettings } from './temporal/settings.js';
import { untilDone } from './concurrency/until-done.js';
import { connectWorker, createWorkers } from './temporal/worker.js';
import { openData } from './process/open-data.js';
import { prepareFolders } from './process/prepare-folders.js';
import { runServiceProcess, type ServiceProcess } from './process/service-process.js';

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

function cleanUpOptions({ config, logger }: ServiceProcess, db: Database, planner: Planner): CleanUpOptions {
  const connections = createStorageConnections(db);
  const box = createCredentialsBox(config.CREDENTIALS_KEY ?? []);
  const stagingFolder = join(config.DATA_DIR, 'staging');
  // A file is deleted within a transaction, which Postgres ends when nothing happens in it for 15 s.
  const patience = { ...USUAL_PATIENCE, answerMs: 8_000 };
  const open = createStorageOpener({ stagingFolder, credentialsOf: openCredentials(connections, box), patience });
  const storageOf = async (id: Id): Promise<VideoStorage> => {
    const connection = await connections.findById(id);
    if (connection === null) throw new Error(`Storage connection ${id} is gone.`);
    return open(connection);
  };
  return {
    now: () => planner.clock.now(),
    forgetIdempotencyKeys: (before) => forgetIdempotencyKeys(db, before),
    takeDueFile: (now, retryAt, work) =>
      takeDueFileDeletion(db, now, retryAt, ({ storage_connection_id, path }) =>
        work({ storageConnectionId: storage_connection_id, path }),
      ),
    deleteFile: async (storageConnectionId, path) => (await storageOf(storageConnectionId)).deleteFile(path),
    onFileFailure: ({ path }, err) => logger.warn({ err, path }, 'a file could not be deleted, trying again later'),
    countOrphans: (onProgress) =>
      countOrphans(
        {
          db,
          now: () => planner.clock.now(),
          connections,
          open,
          onFailure: (id, err) => logger.warn({ err }, `the orphans of storage connection ${id} could not be counted`),
        },
        onProgress,
      ),
    takeExpiredUpload: (now, retryAt) =>
      takeExpiredUpload(db, now, retryAt, async ({ id, storage_connection_id }) => {
        const file = await (await storageOf(storage_connection_id)).gather(id);
        await file.remove();
      }),
    abandonedVideos: (now) => abandonedVideos(db, madeBeforeToBeAbandoned(now)),
    abandon: (videoId) => abandonDirectUpload(planner, serviceCaller('clean-up'), videoId, config.DELETED_FILE_GRACE),
  };
}

/** What processes videos, and moves them. Files are read and written with the patience of an upload. */
async function openVideoWork(
  { config, logger, closers }: ServiceProcess,
  { db, planner, clock }: { db: Database; planner: Planner; clock: DatabaseClock },
): Promise<{ videoProcessing: VideoProcessing; videoMoving: VideoMoving }> {
  const connections = createStorageConnections(db);
  const box = createCredentialsBox(config.CREDENTIALS_KEY ?? []);
  const stagingFolder = join(config.DATA_DIR, 'staging');
  await prepareFolders(logger, stagingFolder, connections);
  const measurer = createVideoMeasurer();
  closers.push(() => measurer.close());
  const tools = {
    db,
    planner,
    clock,
    findConnection: (id: Id) => connections.findById(id),
    open: createStorageOpener({ stagingFolder, credentialsOf: openCredentials(connections, box) }),
    fileGraceMs: config.DELETED_FILE_GRACE,
  };
  const makeImage = await createImageMaker({ log: logger, ffmpegPath: config.FFMPEG_PATH });
  return {
    videoProcessing: createVideoProcessing({ ...tools, measurer, makeImage }),
    videoMoving: createVideoMoving(tools),
  };
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

/** Puts the worker together and runs it until it is told to stop. */
async function run(setup: ServiceProcess): Promise<void> {
  const { config, logger, stopping, closers } = setup;
  const settings = temporalSettings(config, process.env);
  const { db, clock } = await openData(setup, 'video-rotation-worker');
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
    atOnce: createLimiter(config.DATABASE_POOL_SIZE),
    reconcile: (onProgress) => reconcile({ db, now: () => clock.now(), listOpenWorkflows }, onProgress),
    cleanUp: cleanUpOptions(setup, db, planner),
    ...(await openVideoWork(setup, { db, planner, clock })),
  });

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
  closers.push(() => Promise.all([relay.stop(), preparing]));
  const running = workers.run();
  if (stopping.aborted) workers.shutdown();
  else stopping.addEventListener('abort', () => workers.shutdown(), { once: true });
  logger.info(`worker ready: task queue ${settings.taskQueue} in namespace ${settings.namespace}`);
  await running;
}

runServiceProcess('worker', run);
