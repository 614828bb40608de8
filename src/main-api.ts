import type { Server } from 'node:http';
import { join } from 'node:path';
import { createApp } from './api/app.js';
import type { ApiDeps } from './api/api-deps.js';
import { connectionsWithin, streamsWithin } from './api/http/connection-guard.js';
import { closeGracefully, listen, portOf } from './api/http/http-server.js';
import type { FrontServer } from './api/delivery/hand-over.js';
import { assembleApi } from './assembly/assemble-api.js';
import { enterFirstKey, prepareStorages } from './assembly/prepare-installation.js';
import { createStorages } from './assembly/storages.js';
import { sharesOf } from './concurrency/limiter.js';
import { objectLimits, type Config } from './config/config.js';
import { applicationName } from './db/sessions.js';
import { clientsFolder } from './config/clients-folder.js';
import { consoleFolder } from './config/console-folder.js';
import { serviceVersion } from './config/version.js';
import { Relay } from './outbox/relay.js';
import { codeOf } from './platform/error-code.js';
import { descriptorLimit } from './platform/descriptor-limit.js';
import { openData } from './process/open-data.js';
import { runServiceProcess, type ServiceProcess } from './process/service-process.js';
import { isTemporalReachable, openTemporalClient } from './temporal/client.js';
import { createWorkflowControl } from './temporal/workflow-control.js';
import { temporalSettings } from './temporal/settings.js';

/** Of the time for stopping, what running requests get to end; the rest is for what is closed after the server. */
const SHARE_OF_REQUESTS = 0.85;

function frontServerOf({ MEDIA_ACCEL, MEDIA_ACCEL_PREFIX }: Config): FrontServer | null {
  if (MEDIA_ACCEL === 'none') return null;
  if (MEDIA_ACCEL === 'x-sendfile') return { header: 'X-Sendfile', prefix: '' };
  return { header: 'X-Accel-Redirect', prefix: MEDIA_ACCEL_PREFIX };
}

/** The API as the configuration wants it: with Postgres open, the installation prepared, and messages on their way. */
async function openApi(setup: ServiceProcess): Promise<ApiDeps> {
  const { config, logger, closers } = setup;
  const temporal = temporalSettings(config, process.env);
  const { db, clock } = await openData(setup, 'api');
  const client = openTemporalClient(temporal);
  closers.push(() => client.connection.close());
  const { deliver, openWorkflows } = createWorkflowControl(client, temporal.taskQueue);
  const relay = new Relay({ db, deliver, logger });
  closers.push(() => relay.stop());
  const storages = createStorages({
    db,
    credentialsKeys: config.CREDENTIALS_KEY ?? [],
    stagingFolder: join(config.DATA_DIR, 'staging'),
    minFreeDiskBytes: config.MIN_FREE_DISK_BYTES,
  });
  const connections = connectionsWithin(config.MAX_CONNECTIONS, descriptorLimit());
  const deps = assembleApi({
    db,
    clock,
    log: logger,
    settings: {
      publicBaseUrl: config.PUBLIC_BASE_URL,
      readMaxAgeMs: config.READ_MAX_AGE,
      deletedFileGraceMs: config.DELETED_FILE_GRACE,
      requestsPerCompany: sharesOf(config.DATABASE_POOL_SIZE).perKey,
      trustedProxies: config.TRUST_PROXY ?? [],
      connections: { inAll: connections, perKey: config.MAX_CONNECTIONS_PER_ADDRESS },
      webhooksMayBePrivate: config.WEBHOOK_ALLOW_PRIVATE,
      clientsFolder: clientsFolder(),
      consoleFolder: consoleFolder(),
      version: serviceVersion(),
    },
    uploads: {
      maxBytes: config.MAX_UPLOAD_BYTES,
      idleTimeoutMs: config.UPLOAD_IDLE_TIMEOUT,
      maxOpenPerCompany: config.MAX_OPEN_UPLOADS_PER_COMPANY,
    },
    limits: objectLimits(config),
    streams: {
      inAll: Math.min(config.MAX_STREAMS, streamsWithin(connections)),
      perKey: config.MAX_STREAMS_PER_ADDRESS,
    },
    frontServer: frontServerOf(config),
    storages,
    readCacheBytes: config.READ_CACHE_BYTES,
    feed: { url: config.DATABASE_URL ?? '', applicationName: applicationName('feed') },
    deliverNow: (ids) => relay.deliverNow(ids),
    isTemporalReachable: () => isTemporalReachable(client),
    openWorkflows,
    closers,
  });
  await enterFirstKey(setup, deps.repositories.apiKeys);
  await prepareStorages(setup, storages, deps.repositories.webhooks);
  return deps;
}

async function listenOrExplain(deps: ApiDeps, { HOST, PORT }: Config): Promise<Server> {
  try {
    return await listen(createApp(deps), HOST, PORT);
  } catch (cause) {
    const code = codeOf(cause);
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
  const deps = await openApi(setup);
  const server = await listenOrExplain(deps, config);
  closers.push(
    () => closeGracefully(server, config.SHUTDOWN_TIMEOUT * SHARE_OF_REQUESTS),
    () => deps.events.close(),
  );
  logger.info(`api ready: http://${config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST}:${portOf(server)}`);
  if (!stopping.aborted) await new Promise((done) => stopping.addEventListener('abort', done, { once: true }));
}

runServiceProcess('api', run);
