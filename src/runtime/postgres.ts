import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { prepareLog, tailOf } from './log-file.js';
import { startProcess, stopGroup, type ManagedProcess } from './managed-process.js';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { DATABASE_NAME, DATABASE_USER, ensureCluster, serverEnvironment, type Cluster } from './postgres-cluster.js';
import { freePort, portFault } from './ports.js';
import { commandLineOf, startOf } from '../platform/process-identity.js';
import { untilPostgresAnswers } from './reach-postgres.js';
import { endOf, type Service } from './service.js';
import { chooseServerUser, type ServerUser } from './server-user.js';
import { StartFailure } from './start-failure.js';

/**
 * Not 5432: a Postgres of the machine's own is often there, and a client is not to mistake one for the other. Below the
 * ports of outgoing connections, one of which could take it while this server is restarted.
 */
const PREFERRED_PORT = 25_432;
const HOST = '127.0.0.1';
const START_TIMEOUT_MS = 60_000;

/** The embedded Postgres of one data folder. */
export interface EmbeddedPostgres extends Service {
  /** Stays the same for as long as this object lives, also when the server is started anew. */
  readonly url: string;
  readonly folder: string;
  readonly logFile: string;
}

export interface EmbeddedPostgresOptions {
  /** Absolute. The cluster lies in `postgres/` below it. */
  dataDir: string;
  /** By default one that is the same at every start, if nobody else has it. */
  port?: number;
  /** Further server settings; tests switch `fsync` off. */
  settings?: Readonly<Record<string, string>>;
}

/** Finds or makes the cluster of a data folder and a port for it. Nothing runs yet. */
export async function prepareEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  mkdirSync(options.dataDir, { recursive: true });
  const user = chooseServerUser(join(options.dataDir, 'postgres'));
  const binaries = findPostgresBinaries(user);
  const cluster = await ensureCluster(options.dataDir, binaries, user);
  await stopForgottenServer(cluster);
  const port = options.port ?? ((await portFault(HOST, PREFERRED_PORT)) ? await freePort(HOST) : PREFERRED_PORT);
  const url = `postgres://${DATABASE_USER}:${cluster.password}@${HOST}:${port}/${DATABASE_NAME}`;
  const logFile = prepareLog(options.dataDir, 'postgres');
  const server = { options, user, binaries, cluster, port, url, logFile };
  return {
    name: 'postgres',
    url,
    folder: cluster.folder,
    logFile,
    launch: () => launchServer(server),
    whenReady: (child) => untilReady(server, child),
  };
}

interface Server {
  options: EmbeddedPostgresOptions;
  user: ServerUser;
  binaries: PostgresBinaries;
  cluster: Cluster;
  port: number;
  url: string;
  logFile: string;
}

async function launchServer(server: Server): Promise<ManagedProcess> {
  await stopForgottenServer(server.cluster);
  return startProcess({
    name: 'postgres',
    command: server.binaries.postgres,
    args: ['-D', server.cluster.folder, ...settingsOf(server)],
    env: serverEnvironment(),
    cwd: '/',
    dataDir: server.options.dataDir,
    output: { file: server.logFile },
    stopSignal: 'SIGINT', // Postgres's "fast" stop: SIGTERM would wait for clients to leave.
    ...(server.user && { user: server.user }),
  });
}

async function untilReady(server: Server, child: ManagedProcess): Promise<void> {
  const ended = endOf(child);
  if (await untilPostgresAnswers(server.url, START_TIMEOUT_MS, () => !ended())) return;
  throw new StartFailure(
    `The embedded Postgres did not start. The end of its log, ${server.logFile}:\n${tailOf(server.logFile)}`,
  );
}

function settingsOf(server: Server): string[] {
  const settings: Record<string, string> = {
    listen_addresses: HOST,
    port: String(server.port),
    // TCP on the loopback address is enough, and a socket's path may not be longer than about 100 characters.
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '128MB',
    fsync: 'on',
    synchronous_commit: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
    ...server.options.settings,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/**
 * A server on this very cluster that nobody looks after: its parent was killed, and our own record of it was lost.
 * Postgres notes its pid in the cluster. That note also outlives a `kill -9`, and when the pid has been given to
 * another program since, Postgres would refuse to start because of it.
 */
async function stopForgottenServer(cluster: Cluster): Promise<void> {
  const note = join(cluster.folder, 'postmaster.pid');
  const pid = existsSync(note) ? Number(readFileSync(note, 'utf8').split('\n')[0]) : 0;
  if (!(pid > 0)) return;
  const startedAt = startOf(pid);
  const isOurs = startedAt !== undefined && commandLineOf(pid).includes(`-D ${cluster.folder} `);
  if (isOurs) {
    const record = { name: 'postgres', pid, startedAt, dataDir: cluster.folder, stopSignal: 'SIGINT' } as const;
    await stopGroup(record, 5_000, untilGone(pid, startedAt));
  }
  rmSync(note, { force: true });
}

async function untilGone(pid: number, startedAt: string): Promise<void> {
  while (startOf(pid) === startedAt) await delay(25);
}
