import { join } from 'node:path';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Activities } from '../activities/activities.js';
import type { Database } from '../db/database.js';
import { sumOrphanCounts } from '../db/orphans.js';
import { outboxState } from '../db/outbox.js';
import { startMetricsServer } from '../metrics/metrics-server.js';
import { registerOrphanMetrics } from '../metrics/orphan-metrics.js';
import { registerOutboxMetrics } from '../metrics/outbox-metrics.js';
import { createRotationReporter } from '../metrics/rotation-metrics.js';
import { EventHandout } from '../outbox/event-handout.js';
import { FutureLook } from '../outbox/future-look.js';
import { OverdueLook } from '../outbox/overdue-look.js';
import { Relay } from '../outbox/relay.js';
import { Planner } from '../planning/planner.js';
import { openData } from '../process/open-data.js';
import type { ServiceProcess } from '../process/service-process.js';
import { createImageMaker } from '../storage/make-image.js';
import { USUAL_PATIENCE } from '../storage/remote-storage.js';
import type { WorkflowControl } from '../temporal/workflow-control.js';
import { assembleWorker } from './assemble-worker.js';
import { tellAll } from './on-committed.js';
import { prepareFolders } from './prepare-folders.js';
import { createStorages } from './storages.js';

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

/** What a worker does. */
export interface OpenWork {
  activities: Activities;
  relay: Relay;
  /** What looks into the database all the time, in one worker at a time. */
  looks: readonly { start: () => void; stop: () => Promise<void> }[];
}

/** The activities, the relay and the looks beside it, as the configuration wants them. */
export async function openWork(setup: ServiceProcess, control: WorkflowControl): Promise<OpenWork> {
  const { config, logger, closers } = setup;
  const { db, clock } = await openData(setup, 'worker', 7_000);
  const reportRotations = createRotationReporter(logger, await openMetrics(setup, db));
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
