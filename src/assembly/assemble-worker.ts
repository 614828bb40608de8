import { createActivities, type Activities } from '../activities/activities.js';
import type { CleanUpOptions, Keeping } from '../activities/clean-up.js';
import { countOrphans } from '../activities/count-orphans.js';
import { createFileTurns } from '../activities/file-turns.js';
import { createVideoMoving } from '../activities/move-videos.js';
import { createVideoProcessing } from '../activities/process-video.js';
import { createWebhookSending } from '../activities/send-webhooks.js';
import { Stays, staysOf } from '../activities/stays.js';
import { createFairLimiter, sharesOf } from '../concurrency/limiter.js';
import { createSpacing } from '../concurrency/spacing.js';
import type { Logger } from '../config/logger.js';
import { serviceVersion } from '../config/version.js';
import { forgetBulks } from '../db/bulk-work.js';
import { forgetSessions } from '../db/browser-sessions.js';
import type { BoundedClock } from '../db/clock.js';
import type { Database } from '../db/database.js';
import { createFileOwners } from '../db/file-owners.js';
import { takeDueRemoval } from '../db/removals.js';
import { forgetAudit, forgetIdempotencyKeys, forgetRotations } from '../db/keeping.js';
import { forgetOverrides } from '../db/forget-overrides.js';
import { createPlanOwners } from '../db/plan-owners.js';
import { takeExpiredUpload } from '../db/resumable-uploads.js';
import { noteScheduleFailure } from '../db/schedules.js';
import { removeOldRevisions } from '../db/rollouts.js';
import { forgetLinks } from '../db/sign-in-links.js';
import { abandonedVideos } from '../db/videos.js';
import { forgetEvents } from '../db/webhook-events.js';
import { serviceCaller } from '../domain/caller.js';
import { madeBeforeToBeAbandoned } from '../domain/direct-upload.js';
import { reconcile, type ReconcilerOptions } from '../outbox/reconciler.js';
import { abandonDirectUpload } from '../planning/direct-uploads.js';
import type { Planner } from '../planning/planner.js';
import type { ServiceProcess } from '../process/service-process.js';
import type { ImageMaker } from '../storage/make-image.js';
import { createVideoMeasurer } from '../storage/measure-video.js';
import { post } from '../webhooks/post.js';
import { webhookSecretIn, type Storages } from './storages.js';

/** What a worker's activities are made from: by the main from its configuration, by a test as it likes. */
export interface WorkerParts {
  db: Database;
  clock: BoundedClock;
  planner: Planner;
  log: Logger;
  /** For videos: their files are read and written with the patience of an upload. */
  storages: Storages;
  /** For removals, which happen within a transaction. */
  storagesForRemovals: Storages;
  /** Null: no images can be made. */
  makeImage: ImageMaker | null;
  listOpenWorkflows: ReconcilerOptions['listOpenWorkflows'];
  /** How many rotations are settled at once: as many as there are connections. */
  settlingAtOnce: number;
  /** How many rotations of one company, due again within a minute, are carried out in a second. */
  rotationsPerSecond: number;
  /** How many schedules of one company bulks edit in a second. */
  bulkEditsPerSecond: number;
  /** How many activities run at once. */
  activitySlots: number;
  isStopping: () => boolean;
  /** How many videos and moves are worked on at once. */
  filesAtOnce: number;
  fileGraceMs: number;
  /** How long rows are kept, in milliseconds. */
  keptMs: Keeping<number>;
  /** Whether webhooks may lead into private networks. */
  webhooksMayBePrivate: boolean;
  /** Is given what has to be closed at the end, the last opened first. */
  closers: ServiceProcess['closers'];
}

function cleanUpOptions(parts: WorkerParts): CleanUpOptions {
  const { db, planner, log, fileGraceMs, keptMs, storagesForRemovals: storages } = parts;
  const now = () => planner.clock.now();
  const onFailure = (id: number, err: unknown) =>
    log.warn({ err }, `the orphans of storage connection ${id} could not be counted`);
  const { connections, open } = storages;
  return {
    now,
    keptMs,
    forget: {
      ledger: (before, goesOn) => forgetRotations(db, before, goesOn),
      audit: (before, goesOn) => forgetAudit(db, before, goesOn),
      idempotencyKeys: (before, goesOn) => forgetIdempotencyKeys(db, before, goesOn),
      bulks: (before, goesOn) => forgetBulks(db, before, now(), goesOn),
      overrides: (before, goesOn) => forgetOverrides(db, before, goesOn),
    },
    takeDueFile: (at, retryAt, work) =>
      takeDueRemoval(db, at, retryAt, ({ storage_connection_id, path }) =>
        work({ storageConnectionId: storage_connection_id, path }),
      ),
    deleteFile: async (connectionId, path) => (await storages.storageOf(connectionId)).deleteFile(path),
    onFileFailure: ({ path }, err) => log.warn({ err, path }, 'a file could not be deleted, trying again later'),
    countOrphans: (onProgress) => countOrphans({ db, now, connections, open, onFailure }, onProgress),
    takeExpiredUpload: (at, retryAt) =>
      takeExpiredUpload(db, at, retryAt, async ({ id, storage_connection_id }) => {
        const file = await (await storages.storageOf(storage_connection_id)).gather(id);
        await file.remove();
      }),
    removeOldRevisions: () => removeOldRevisions(db),
    abandonedVideos: (at) => abandonedVideos(db, madeBeforeToBeAbandoned(at)),
    forgetSignIns: async (goesOn) => (await forgetSessions(db, goesOn)) + (await forgetLinks(db, goesOn)),
    forgetWebhookEvents: (before) => forgetEvents(db, before),
    abandon: (videoId) => abandonDirectUpload(planner, serviceCaller('clean-up'), videoId, fileGraceMs),
  };
}

/** Puts together the activities that a worker runs. */
export function assembleWorker(parts: WorkerParts): Activities {
  const { db, clock, planner, storages, makeImage, listOpenWorkflows, fileGraceMs, closers } = parts;
  const measurer = createVideoMeasurer();
  closers.push(() => measurer.close());
  const { connections, open } = storages;
  const tools = { db, planner, clock, open, fileGraceMs, findConnection: (id: number) => connections.findById(id) };
  return createActivities({
    db,
    planner,
    clock,
    ownerOf: createPlanOwners(db),
    atOnce: createFairLimiter(sharesOf(parts.settlingAtOnce)),
    noteFailure: (scheduleId, error) =>
      noteScheduleFailure(db, scheduleId, error instanceof Error ? error.message : String(error)),
    takeTurn: createSpacing(parts.rotationsPerSecond),
    takeBulkTurn: createSpacing(parts.bulkEditsPerSecond),
    stays: new Stays({ clock, places: staysOf(parts.activitySlots), isStopping: parts.isStopping }),
    reconcile: (onProgress) => reconcile({ db, now: () => clock.now(), listOpenWorkflows }, onProgress),
    cleanUp: cleanUpOptions(parts),
    fileTurns: createFileTurns({ companyOf: createFileOwners(db), atOnce: parts.filesAtOnce }),
    videoProcessing: createVideoProcessing({ ...tools, measurer, makeImage }),
    videoMoving: createVideoMoving(tools),
    webhookSending: createWebhookSending({
      db,
      clock,
      openSecret: webhookSecretIn(storages.box),
      post: (url, message) => post(url, message, { mayBePrivate: parts.webhooksMayBePrivate }),
      userAgent: `ar-video-rotation/${serviceVersion()}`,
    }),
  });
}
