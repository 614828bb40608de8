import { collectDefaultMetrics, Registry } from 'prom-client';
import { AdminDoor } from '../admin/admin-door.js';
import type { ApiDeps, ApiSettings, DriftLooks, MediaTools, Repositories } from '../api/api-deps.js';
import type { FrontServer } from '../api/delivery/hand-over.js';
import { createMediaSources } from '../api/delivery/media-sources.js';
import { NamedFiles } from '../api/delivery/named-files.js';
import { writeActiveVideo } from '../api/public-read/active-video-answer.js';
import { writeEntry } from '../api/public-read/plan.js';
import { createBufferReleaser } from '../api/uploads/buffer-releaser.js';
import { UploadRooms } from '../api/uploads/upload-rooms.js';
import { SessionCookie } from '../api/auth/session-cookie.js';
import { Refusals } from '../api/http/refusals.js';
import { Lane } from '../concurrency/lane.js';
import { createLimiter } from '../concurrency/limiter.js';
import type { NoPlace, PlaceLimits } from '../concurrency/places.js';
import type { Logger } from '../config/logger.js';
import { createAuditLog } from '../db/audit-log.js';
import { findFeed } from '../db/timeline-feeds.js';
import { createApiKeys } from '../db/api-keys.js';
import { createBrowserSessions } from '../db/browser-sessions.js';
import { createArContents } from '../db/ar-contents.js';
import { createCalendars } from '../db/calendars.js';
import type { BoundedClock } from '../db/clock.js';
import { createCompanies } from '../db/companies.js';
import type { Database } from '../db/database.js';
import { enterRemoval, withdrawRemoval } from '../db/removals.js';
import { requireCurrentLevel } from '../db/fold-level.js';
import { isFileNamed } from '../db/known-files.js';
import { createLedgerRecords } from '../db/ledger-records.js';
import { createOrphans } from '../db/orphans.js';
import { outboxState } from '../db/outbox.js';
import { createOverrides } from '../db/overrides.js';
import { createProjects } from '../db/projects.js';
import { createBulks } from '../db/bulks.js';
import { createReleases } from '../db/releases.js';
import { completeUpload, createResumableUploads } from '../db/resumable-uploads.js';
import { listExposureRows, listRotations } from '../db/rotations.js';
import { createSchedules } from '../db/schedules.js';
import { isOpenLink } from '../db/sign-in-links.js';
import { storageUses } from '../db/storage-use.js';
import { createStorageMoves } from '../db/storage-moves.js';
import { showsHangingDatabase, translateDatabaseFault } from '../db/transaction.js';
import { UploadLocks } from '../db/upload-locks.js';
import { createVideos } from '../db/videos.js';
import { createWebhooks } from '../db/webhooks.js';
import type { ObjectLimits } from '../domain/limits.js';
import { writeFiles } from '../files/write-files.js';
import { createHttpMetrics } from '../metrics/http-metrics.js';
import { registerOutboxMetrics } from '../metrics/outbox-metrics.js';
import { createRotationReporter } from '../metrics/rotation-metrics.js';
import { DriftFinder, type DriftFinderOptions } from '../outbox/drift-finder.js';
import { Planner } from '../planning/planner.js';
import { Rehearsals } from '../planning/rehearsal.js';
import { SetDoor } from '../planning/set-door.js';
import type { ServiceProcess } from '../process/service-process.js';
import { createBackgroundSettle } from '../reading/background-settle.js';
import type { ContentCache, ContentCacheOptions } from '../reading/content-cache.js';
import { EventHub } from '../reading/event-hub.js';
import { openCache } from '../reading/open-cache.js';
import { createPresent } from '../reading/present.js';
import { Plans } from '../reading/plans.js';
import { createWarningGuard } from '../reading/refuse-new-warnings.js';
import { Timelines } from '../reading/timelines.js';
import { LocalStorage } from '../storage/local-storage.js';
import { createVideoMeasurer } from '../storage/measure-video.js';
import { checkThumbnail, MAX_THUMBNAIL_BYTES } from '../storage/thumbnail.js';
import { tellAll } from './on-committed.js';
import type { Storages } from './storages.js';

/** What an API is made from: by the main from its configuration, by a test as it likes. */
export interface ApiParts {
  db: Database;
  clock: BoundedClock;
  log: Logger;
  settings: ApiSettings;
  uploads: {
    maxBytes: number;
    idleTimeoutMs: number;
    /** Unfinished resumable uploads of one company. */
    maxOpenPerCompany: number;
  };
  /** Sends local files in our place; null: there is none. */
  frontServer: FrontServer | null;
  storages: Storages;
  limits: ObjectLimits;
  /** Streams of events: in all, and of one address. */
  streams: PlaceLimits;
  /** Memory for the contents that AR clients read. */
  readCacheBytes: number;
  /** Where edits of other processes are heard of; null: nowhere, so nothing is answered from memory. */
  feed: { url: string; applicationName: string } | null;
  /** Delivers what waits in the outbox for these workflows. */
  deliverNow: (workflowIds: readonly string[]) => void;
  isTemporalReachable: () => Promise<boolean>;
  openWorkflows: DriftFinderOptions['openWorkflows'];
  /** Is given what has to be closed at the end, the last opened first. */
  closers: ServiceProcess['closers'];
}

/** Questions of files that are not known take two connections at most, whoever asks. */
const createNamedFiles = (db: Database): NamedFiles =>
  new NamedFiles({
    isNamed: (connectionId, arContentId, key) => isFileNamed(db, connectionId, arContentId, key),
    atOnce: createLimiter(2, 500, showsHangingDatabase),
  });

function createMedia({ db, clock, uploads, frontServer, storages, closers }: ApiParts): MediaTools {
  const { connections, box, open } = storages;
  const measurer = createVideoMeasurer();
  const onReceived = createBufferReleaser();
  const locks = new UploadLocks(db);
  closers.push(
    () => measurer.close(),
    () => locks.close(),
  );
  return {
    open,
    receiving: {
      measurer,
      checkThumbnail,
      maxUploadBytes: uploads.maxBytes,
      maxThumbnailBytes: MAX_THUMBNAIL_BYTES,
      idleTimeoutMs: uploads.idleTimeoutMs,
      onReceived,
    },
    rooms: new UploadRooms({
      maxUploadBytes: uploads.maxBytes,
      useOf: async (companyId) => (await storageUses(db, [companyId])).get(companyId),
    }),
    prepareFolder: async (basePath) =>
      void (await LocalStorage.make({ basePath, baseUrl: '', installation: await storages.installationOf() })),
    sourceOf: createMediaSources((id) => connections.findById(id), open, createNamedFiles(db)),
    frontServer,
    sealCredentials: (credentials) => box.seal(credentials),
    writeFiles: (files, write) => writeFiles({ db, now: () => clock.now() }, files, write),
    enterRemoval: (connectionId, path, deleteAfter) => enterRemoval(db, connectionId, path, deleteAfter),
    withdrawRemoval: async (connectionId, path) => void (await withdrawRemoval(db, connectionId, path)),
    locks,
    completeUpload,
  };
}

function createRepositories({ db, storages, uploads }: ApiParts): Repositories {
  return {
    companies: createCompanies(db),
    projects: createProjects(db),
    arContents: createArContents(db),
    videos: createVideos(db),
    schedules: createSchedules(db),
    overrides: createOverrides(db),
    releases: createReleases(db),
    bulks: createBulks(db),
    calendars: createCalendars(db),
    resumableUploads: createResumableUploads(db, uploads.maxOpenPerCompany),
    storageConnections: storages.connections,
    storageMoves: createStorageMoves(db),
    orphans: createOrphans(db),
    apiKeys: createApiKeys(db),
    people: createApiKeys(db, 'person'),
    sessions: createBrowserSessions(db),
    isOpenLink: (linkHash) => isOpenLink(db, linkHash),
    auditLog: createAuditLog(db),
    webhooks: createWebhooks(db),
    findTimelineFeed: (id, tokenHash) => findFeed(db, id, tokenHash),
    listRotations: (query) => listRotations(db, query),
    listExposureRows: (query) => listExposureRows(db, query),
  };
}

function createDriftLooks({ db, clock, openWorkflows, deliverNow }: ApiParts): DriftLooks {
  const finder = new DriftFinder({ db, now: () => clock.now(), openWorkflows });
  return {
    parts: (after) => finder.parts(after),
    mend: async (drifts) => deliverNow(await finder.mend(drifts)),
  };
}

/** What anybody may ask for and takes long: at most a quarter of the time, in pieces that a read hardly notices. */
const createLane = (): Lane => new Lane({ sliceMs: 5, share: 0.25, maxWaiting: 1_000 });

function openReading(
  { db, clock, readCacheBytes, feed, log, closers }: ApiParts,
  { lane, onBacklog }: Pick<ContentCacheOptions, 'lane' | 'onBacklog'>,
): ContentCache {
  const { cache, stop } = openCache({
    arContents: createArContents(db),
    write: writeActiveVideo,
    clock,
    maxBytes: readCacheBytes,
    feed: feed && { ...feed, log },
    lane,
    onBacklog,
  });
  closers.push(stop);
  return cache;
}

function createEventHub(
  { clock, streams: limits }: ApiParts,
  { cache, metrics, refusals }: Pick<ApiDeps, 'cache' | 'metrics' | 'refusals'>,
): EventHub {
  const onRefused = (why: NoPlace, address: string): void => refusals.tell({ what: 'stream', why, address });
  const hub = new EventHub({ cache, clock, limits, onRefused });
  metrics.measureStreams(() => hub.open);
  return hub;
}

/** Puts the API together. Whoever listens closes the open streams first (`events.close`). */
export function assembleApi(parts: ApiParts): ApiDeps {
  const { db, clock, log, settings, limits, deliverNow, isTemporalReachable } = parts;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  registerOutboxMetrics(registry, () => outboxState(db));
  const reportRotations = createRotationReporter(log, registry);
  const metrics = createHttpMetrics(registry);
  const refusals = new Refusals((what, why) => metrics.countRefusal(what, why), log);
  const lane = createLane();
  const cache = openReading(parts, { lane, onBacklog: (id, uncommitted) => settleBacklog(id, uncommitted) });
  const onCommitted = tellAll({ reportRotations, deliverNow, cache });
  const rehearsals = new Rehearsals({ db, clock, limits });
  const timelines = new Timelines({ lane, records: createLedgerRecords(db) });
  const refuseNewWarnings = createWarningGuard(rehearsals, timelines);
  const planner = new Planner({ db, clock, onCommitted, limits, refuseNewWarnings });
  const settleBacklog = createBackgroundSettle(planner, log);
  return {
    settings,
    repositories: createRepositories(parts),
    planner,
    sets: new SetDoor({ db, clock, planner, onCommitted, limits }),
    rehearsals,
    admin: new AdminDoor({ db, onCommitted, limits }),
    clock,
    cookie: new SessionCookie(parts.storages.installationOf),
    cache,
    events: createEventHub(parts, { cache, metrics, refusals }),
    lane,
    plans: new Plans({ lane, write: writeEntry, maxBytes: parts.readCacheBytes / 4 }),
    timelines,
    present: createPresent({ lane, onBacklog: settleBacklog }),
    settleBacklog,
    media: createMedia(parts),
    drift: createDriftLooks(parts),
    readiness: { askPostgres: () => requireCurrentLevel(db), isTemporalReachable },
    metrics,
    refusals,
    registry,
    log,
    translateFault: translateDatabaseFault,
  };
}
