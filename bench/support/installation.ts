import type { Client } from '@temporalio/client';
import { openDatabase, type Database } from '../../src/db/database.js';
import { migrateUp } from '../../src/db/migrator.js';
import type { ManagedProcess } from '../../src/runtime/managed-process.js';
import { freePort } from '../../src/runtime/ports.js';
import { prepareEmbeddedPostgres, type EmbeddedPostgres } from '../../src/runtime/postgres.js';
import { startService, type Service } from '../../src/runtime/service.js';
import { findTemporalCli } from '../../src/runtime/temporal-cli.js';
import { WORKER_ENVIRONMENT } from '../../src/runtime/node-service.js';
import { prepareTemporalDevServer, type TemporalDevServer } from '../../src/runtime/temporal-server.js';
import { openTemporalClient } from '../../src/temporal/client.js';
import { projectRoot } from '../../src/config/project-root.js';
import { makeDataDir, removeDataDir } from '../../test/support/servers.js';
import type { Id } from '../../src/domain/scalars.js';
import { freeze } from './freeze.js';
import type { Bench } from './rounds.js';
import { endWithUs, plainEnvironment, startProgram, type Program } from './programs.js';
import { join } from 'node:path';

const ADMIN_KEY = 'the-admin-key-of-the-benchmarks';
export const TASK_QUEUE = 'video-rotation';
export const PUBLIC_BASE_URL = 'https://ar.example';

/** As the service ships it; and the instants of commits are kept, which is how lateness is measured. */
const POSTGRES_SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  track_commit_timestamp: 'on',
  shared_preload_libraries: 'pg_stat_statements',
} as const;

/** An API process. */
export interface Api {
  program: Program;
  url: string;
  /** Sends a request with the admin key. @throws unless it is answered with a 2xx */
  request: Request;
  /** The same with another key. */
  asKey: (key: string) => Request;
  /** A key of the company that owns a content. */
  keyOfOwner: (contentId: Id) => Promise<string>;
}

type Request = (method: string, path: string, body?: object) => Promise<unknown>;

type Server = 'postgres' | 'temporal';

/** All clients of a benchmark have one address. */
const ONE_ADDRESS = {
  MAX_CONNECTIONS: '20000',
  MAX_CONNECTIONS_PER_ADDRESS: '20000',
  MAX_STREAMS: '20000',
  MAX_STREAMS_PER_ADDRESS: '20000',
};

/** The service on servers of its own, as it runs in production: compiled, and durable. */
export class Installation {
  readonly dataDir = makeDataDir();
  readonly #servers = new Map<Server, ManagedProcess>();
  #postgres!: EmbeddedPostgres;
  #temporal: TemporalDevServer | undefined;
  #client: Client | undefined;
  #programs: Program[] = [];
  db!: Database;

  /** Starts the servers; `temporal: false` leaves Temporal out. */
  static async open({ temporal = true } = {}): Promise<Installation> {
    const installation = new Installation();
    try {
      await installation.#open(temporal);
      return installation;
    } catch (error) {
      await installation.close();
      throw error;
    }
  }

  async #open(withTemporal: boolean): Promise<void> {
    const { dataDir } = this;
    this.#postgres = await prepareEmbeddedPostgres({ dataDir, port: await freePort(), settings: POSTGRES_SETTINGS });
    if (withTemporal) await this.#prepareTemporal();
    await Promise.all([this.startServer('postgres'), withTemporal && this.startServer('temporal')]);
    this.db = openDatabase({ url: this.#postgres.url, poolSize: 10, applicationName: 'bench' });
    await migrateUp(this.db);
  }

  async #prepareTemporal(): Promise<void> {
    const progress = (line: string): void => void process.stderr.write(`${line}\n`);
    const givenPath = process.env['TEMPORAL_CLI_PATH'];
    const cli = await findTemporalCli({ givenPath, environment: process.env, progress });
    const [port, uiPort] = await Promise.all([freePort(), freePort()]);
    const options = { cliPath: cli.path, dataDir: this.dataDir, port, uiPort, namespace: 'default' };
    this.#temporal = prepareTemporalDevServer(options);
    this.#client = openTemporalClient({
      connection: { address: this.#temporal.address },
      namespace: 'default',
      taskQueue: TASK_QUEUE,
    });
  }

  get databaseUrl(): string {
    return this.#postgres.url;
  }

  get temporalAddress(): string {
    return this.#serviceOf('temporal').address;
  }

  get client(): Client {
    if (this.#client === undefined) throw new Error('This installation has no Temporal.');
    return this.#client;
  }

  #serviceOf(server: 'temporal'): TemporalDevServer;
  #serviceOf(server: Server): Service;
  #serviceOf(server: Server): Service {
    const service = server === 'postgres' ? this.#postgres : this.#temporal;
    if (service === undefined) throw new Error(`This installation has no ${server}.`);
    return service;
  }

  /** Starts a server, again if it was stopped. */
  async startServer(server: Server): Promise<void> {
    const child = await startService(this.#serviceOf(server));
    endWithUs(child);
    this.#servers.set(server, child);
  }

  async stopServer(server: Server): Promise<void> {
    await this.#servers.get(server)?.stop(5_000);
  }

  /** SIGKILL, and waits until it is gone. */
  async killServer(server: Server): Promise<void> {
    this.#servers.get(server)?.kill();
    await this.#servers.get(server)?.exited;
  }

  /** Has Postgres stand still, with all its processes. @returns what has it go on */
  freezePostgres(): () => void {
    return freeze(this.pidOf('postgres'));
  }

  /** The process id of a server. */
  pidOf(server: Server): number {
    return this.#servers.get(server)?.pid ?? 0;
  }

  async startApi(name = 'api', env: NodeJS.ProcessEnv = ONE_ADDRESS): Promise<Api> {
    const program = await this.#startMain(name, 'main-api', { PUBLIC_BASE_URL, ...env });
    const url = /http:\/\/[\d.]+:\d+/.exec(program.readyLine)?.[0] ?? '';
    const asKey: Api['asKey'] = (key) => async (method, path, body) => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      const response = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return response.json();
    };
    const request = asKey(ADMIN_KEY);
    const keyOfOwner: Api['keyOfOwner'] = async (contentId) => {
      const { company_id } = (await request('GET', `/api/ar-content/${contentId}`)) as { company_id: Id };
      const made = await request('POST', '/api/api-keys', { company_id, name: 'Bench', role: 'editor' });
      return (made as { key: string }).key;
    };
    return { program, url, request, asKey, keyOfOwner };
  }

  startWorker(name = 'worker', env: NodeJS.ProcessEnv = {}): Promise<Program> {
    return this.#startMain(name, 'main-worker', { ...WORKER_ENVIRONMENT, ...env });
  }

  async #startMain(name: string, main: 'main-api' | 'main-worker', env: NodeJS.ProcessEnv): Promise<Program> {
    const { dataDir } = this;
    return this.#started({
      name,
      args: ['--enable-source-maps', join(projectRoot(), 'dist', 'src', `${main}.js`)],
      readyWhen: main === 'main-api' ? 'api ready' : 'worker ready',
      dataDir,
      env: {
        NODE_ENV: 'production',
        DATABASE_URL: this.databaseUrl,
        // Without a Temporal, the API works all the same, as it does in an outage.
        TEMPORAL_ADDRESS: this.#temporal?.address ?? '127.0.0.1:9',
        TEMPORAL_TASK_QUEUE: TASK_QUEUE,
        PORT: '0',
        DATA_DIR: dataDir,
        ADMIN_API_KEY: ADMIN_KEY,
        ...env,
      },
    });
  }

  /** Starts a program of the benchmarks beside the service. */
  startProgram(name: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Program> {
    return this.#started({ name, args, env: { ...plainEnvironment(), ...env }, dataDir: this.dataDir });
  }

  /** Starts some other command. */
  startCommand(name: string, command: string, args: string[], readyWhen: string): Promise<Program> {
    return this.#started({ name, command, args, readyWhen, dataDir: this.dataDir });
  }

  async #started(options: Parameters<typeof startProgram>[0]): Promise<Program> {
    const program = await startProgram(options);
    this.#programs.push(program);
    return program;
  }

  /** What the figures depend on, as the servers say it. */
  async circumstances(): Promise<Record<string, string>> {
    const names = ['server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers'];
    const found = await Promise.all(
      names.map(async (name) => {
        const { rows } = await this.db.raw<{ rows: { value: string }[] }>(`SELECT current_setting(?) AS value`, [name]);
        return [`postgres ${name}`, rows[0]?.value ?? '?'];
      }),
    );
    if (this.#client === undefined) return Object.fromEntries(found);
    const { serverVersion } = await this.client.connection.workflowService.getSystemInfo({});
    return {
      ...Object.fromEntries(found),
      temporal: `dev server ${serverVersion ?? '?'}, SQLite (WAL, synchronous=NORMAL)`,
    };
  }

  /** Stops everything and removes its data. */
  async close(): Promise<void> {
    await this.#client?.connection.close();
    await Promise.all(this.#programs.map((program) => program.stop(5_000)));
    await this.db?.destroy();
    for (const server of ['temporal', 'postgres'] as const) await this.stopServer(server);
    await removeDataDir(this.dataDir);
  }
}

/** Runs `work` on an installation of its own. */
export async function withInstallation<T>(
  { noteCircumstances }: Bench,
  options: { temporal?: boolean },
  work: (installation: Installation) => Promise<T>,
): Promise<T> {
  const installation = await Installation.open(options);
  try {
    noteCircumstances(await installation.circumstances());
    return await work(installation);
  } finally {
    await installation.close();
  }
}
