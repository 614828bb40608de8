import type { Server } from 'node:http';
import { join } from 'node:path';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { ApiDeps, MediaTools, Repositories } from './api/api-deps.js';
import { createApp } from './api/app.js';
import { hashKeySecret } from './api/auth/api-key-secret.js';
import { defaultConnection } from './assembly/default-connection.js';
import { closeGracefully, listen, portOf } from './api/http/http-server.js';
import { createBufferReleaser } from './api/uploads/buffer-releaser.js';
import type { FrontServer } from './api/delivery/hand-over.js';
import { createMediaSources } from './api/delivery/media-sources.js';
import { EventHub } from './reading/event-hub.js';
import { writeActiveVideo } from './api/public-read/active-video-answer.js';
import { openCache } from './reading/open-cache.js';
import type { Config } from './config/config.js';
import type { Logger } from './config/logger.js';
import { createApiKeys } from './db/api-keys.js';
import { createArContents } from './db/ar-contents.js';
import type { DatabaseClock } from './db/clock.js';
import { createCompanies } from './db/companies.js';
import type { Database } from './db/database.js';
import { cancelFileDeletion, scheduleFileDeletion } from './db/file-deletions.js';
import { outboxState } from './db/outbox.js';
import { createOrphans } from './db/orphans.js';
import { createProjects } from './db/projects.js';
import { listRotations } from './db/rotations.js';
import { completeUpload, createResumableUploads } from './db/resumable-uploads.js';
import { createSchedules } from './db/schedules.js';
import { createStorageConnections, type StorageConnections } from './db/storage-connections.js';
import { createStorageMoves } from './db/storage-moves.js';
import { translateDatabaseFault } from './db/transaction.js';
import { UploadLocks } from './db/upload-locks.js';
import { createVideos } from './db/videos.js';
import { createHttpMetrics } from './metrics/http-metrics.js';
import { registerOutboxMetrics } from './metrics/outbox-metrics.js';
import { createRotationReporter } from './metrics/rotation-metrics.js';
import { Relay } from './outbox/relay.js';
import { createContent } from './planning/content-edits.js';
import { Planner } from './planning/planner.js';
import { createCredentialsBox, openCredentials, type CredentialsBox } from './storage/credentials-box.js';
import { LocalStorage } from './storage/local-storage.js';
import { createVideoMeasurer } from './storage/measure-video.js';
import { createStorageOpener } from './storage/open-storage.js';
import { checkThumbnail, MAX_THUMBNAIL_BYTES } from './storage/thumbnail.js';
import { isTemporalReachable, openTemporalClient } from './temporal/client.js';
import { createScheduleControl } from './temporal/schedule-control.js';
import { temporalSettings } from './temporal/settings.js';
import { openData } from './process/open-data.js';
import { prepareFolders } from './process/prepare-folders.js';
import { runServiceProcess, type ServiceProcess } from './process/service-process.js';

function createRepositories(db: Database, clock: DatabaseClock): Omit<Repositories, 'storageMoves'> {
  return {
    companies: createCompanies(db),
    projects: createProjects(db),
    arContents: createArContents(db),
    videos: createVideos(db),
    schedules: createSchedules(db),
    resumableUploads: createResumableUploads(db),
    storageConnections: createStorageConnections(db),
    orphans: createOrphans(db),
    apiKeys: createApiKeys(db),
    listRotations: (query) => listRotations(db, query),
    createContent: (caller, input) => createContent(db, clock, caller, input),
  };
}

/** Seals credentials with the newest key, so that older ones may be taken out of CREDENTIALS_KEY after this start. */
async function renewCredentials(logger: Logger, connections: StorageConnections, box: CredentialsBox): Promise<void> {
  const renewed = await connections.resealCredentials((sealed) => {
    if (box.isCurrent(sealed)) return null;
    try {
      return box.seal(box.open(sealed));
    } catch (err) {
      logger.error({ err }, 'credentials of a storage connection cannot be read');
      return null;
    }
  });
  if (renewed > 0) logger.info(`credentials of ${renewed} storage connections were encrypted with the newest key`);
}

async function makeFolders(basePath: string): Promise<void> {
  await LocalStorage.make({ basePath, baseUrl: '' });
}

function frontServerOf({ MEDIA_ACCEL, MEDIA_ACCEL_PREFIX }: Config): FrontServer | null {
  if (MEDIA_ACCEL === 'none') return null;
  if (MEDIA_ACCEL === 'x-sendfile') return { header: 'X-Sendfile', prefix: '' };
  return { header: 'X-Accel-Redirect', prefix: MEDIA_ACCEL_PREFIX };
}

async function createMediaTools(
  { config, logger, closers }: ServiceProcess,
  db: Database,
  connections: StorageConnections,
): Promise<MediaTools> {
  const measurer = createVideoMeasurer();
  closers.push(() => measurer.close());
  const box = createCredentialsBox(config.CREDENTIALS_KEY ?? []);
  await renewCredentials(logger, connections, box);
  const stagingFolder = join(config.DATA_DIR, 'staging');
  const open = createStorageOpener({ stagingFolder, credentialsOf: openCredentials(connections, box) });
  const onReceived = createBufferReleaser();
  const locks = new UploadLocks(db);
  closers.push(() => locks.close());
  return {
    toolsFor: async (connection) => ({
      storage: await open(connection),
      measurer,
      checkThumbnail,
      maxUploadBytes: config.MAX_UPLOAD_BYTES,
      maxThumbnailBytes: MAX_THUMBNAIL_BYTES,
      idleTimeoutMs: config.UPLOAD_IDLE_TIMEOUT,
      onReceived,
    }),
    prepareFolder: makeFolders,
    sourceOf: createMediaSources((id) => connections.findById(id), open),
    frontServer: frontServerOf(config),
    sealCredentials: (credentials) => box.seal(credentials),
    scheduleRemoval: (connectionId, path, deleteAfter) => scheduleFileDeletion(db, connectionId, path, deleteAfter),
    forgetRemoval: async (connectionId, path) => void (await cancelFileDeletion(db, connectionId, path)),
    keep: (trx, connectionId, path) => cancelFileDeletion(trx, connectionId, path),
    locks,
    completeUpload,
  };
}

/** Sees to the installation's default storage connection, and to the folders of the others. */
async function prepareStorage({ config, logger }: ServiceProcess, connections: StorageConnections): Promise<void> {
  const box = createCredentialsBox(config.CREDENTIALS_KEY ?? []);
  const first = await connections.ensureDefault(async () => {
    const connection = defaultConnection(config, (credentials) => box.seal(credentials));
    if (connection.base_path !== undefined) await makeFolders(connection.base_path);
    return connection;
  });
  const said = [config.STORAGE_TYPE, config.STORAGE_BASE_PATH ?? first.base_path].filter((text) => text !== null);
  const held = [first.provider, first.base_path].filter((text) => text !== null);
  if (said.join(' ') !== held.join(' ')) {
    logger.warn(
      `STORAGE_TYPE and STORAGE_BASE_PATH say ${said.join(' ')}, but the default storage connection ${first.id} is ` +
        `${held.join(' ')}, which holds: change it through the API.`,
    );
  }
  await prepareFolders(logger, join(config.DATA_DIR, 'staging'), connections);
}

async function ensureAdminKey(
  { config, logger }: ServiceProcess,
  { apiKeys }: Pick<Repositories, 'apiKeys'>,
): Promise<void> {
  if (config.ADMIN_API_KEY === undefined) return;
  const key = await apiKeys.ensureFirst(hashKeySecret(config.ADMIN_API_KEY));
  if (key.revoked_at !== null) logger.warn(`ADMIN_API_KEY is API key ${key.id}, which was revoked: set another one.`);
}

/** Puts the application together. */
async function assemble(setup: ServiceProcess): Promise<ApiDeps> {
  const { config, logger, closers } = setup;
  const settings = temporalSettings(config, process.env);
  const { db, clock } = await openData(setup, 'video-rotation-api');
  const repositories = createRepositories(db, clock);
  await ensureAdminKey(setup, repositories);
  await prepareStorage(setup, repositories.storageConnections);

  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  registerOutboxMetrics(registry, () => outboxState(db));
  const client = openTemporalClient(settings);
  closers.push(() => client.connection.close());
  const { deliver } = createScheduleControl(client, settings.taskQueue);
  const relay = new Relay({ db, deliver, logger });
  closers.push(() => relay.stop());
  const onSettled = createRotationReporter(logger, registry);
  const feed = { url: config.DATABASE_URL ?? '', applicationName: 'video-rotation-feed', log: logger };
  const { arContents } = repositories;
  const { cache, stop } = openCache({
    arContents,
    write: writeActiveVideo,
    clock,
    maxBytes: config.READ_CACHE_BYTES,
    feed,
  });
  closers.push(stop);
  const onMessages = (ids: readonly string[]): void => relay.deliverNow(ids);
  return {
    settings: {
      publicBaseUrl: config.PUBLIC_BASE_URL,
      readMaxAgeMs: config.READ_MAX_AGE,
      deletedFileGraceMs: config.DELETED_FILE_GRACE,
    },
    repositories: {
      ...repositories,
      storageMoves: createStorageMoves(db, (id) => relay.deliverNow([id])),
      createContent: async (caller, input) => {
        const content = await repositories.createContent(caller, input);
        // This process may have said that there is none.
        cache.contentCreated(content.unique_id);
        return content;
      },
    },
    planner: new Planner({ db, clock, onSettled, onMessages, onEdited: (id) => cache.contentChanged(id) }),
    clock,
    cache,
    events: new EventHub(cache, clock),
    media: await createMediaTools(setup, db, repositories.storageConnections),
    readiness: {
      askPostgres: async () => void (await db.raw('SELECT 1')),
      isTemporalReachable: () => isTemporalReachable(client),
    },
    metrics: createHttpMetrics(registry),
    registry,
    log: logger,
    translateFault: translateDatabaseFault,
  };
}

async function listenOrExplain(deps: ApiDeps, { HOST, PORT }: Config): Promise<Server> {
  try {
    return await listen(createApp(deps), HOST, PORT);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'EADDRINUSE')
      throw new Error(`Port ${PORT} of ${HOST} is in use: stop what uses it, or set PORT.`, { cause });
    if (code === 'EACCES')
      throw new Error(`Port ${PORT} may not be opened by this user: set PORT to 1024 or more.`, { cause });
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new Error(`HOST ${HOST} is no address of this machine.`, { cause });
    throw cause;
  }
}

/** Serves until it is told to stop. */
async function run(setup: ServiceProcess): Promise<void> {
  const { config, logger, stopping, closers } = setup;
  const deps = await assemble(setup);
  const server = await listenOrExplain(deps, config);
  // Some of the time is left for what is closed after it.
  closers.push(
    () => closeGracefully(server, Math.max(500, config.SHUTDOWN_TIMEOUT - 2_000)),
    () => deps.events.close(),
  );
  logger.info(`api ready: http://${config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST}:${portOf(server)}`);
  if (!stopping.aborted) await new Promise((done) => stopping.addEventListener('abort', done, { once: true }));
}

runServiceProcess('api', run);
