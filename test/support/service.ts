import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { projectRoot } from '../../src/config/project-root.js';
import { openDatabase, type Database } from '../../src/db/database.js';
import { migrateUp } from '../../src/db/migrator.js';
import type { Rotation } from '../../src/domain/rotation.js';
import type { Id } from '../../src/domain/scalars.js';
import type { ManagedProcess } from '../../src/runtime/managed-process.js';
import { apiService, workerService, type NodeServices } from '../../src/runtime/node-service.js';
import { freePort } from '../../src/runtime/ports.js';
import { prepareEmbeddedPostgres, type EmbeddedPostgres } from '../../src/runtime/postgres.js';
import { startService } from '../../src/runtime/service.js';
import { findTemporalCli } from '../../src/runtime/temporal-cli.js';
import { prepareTemporalDevServer, type TemporalDevServer } from '../../src/runtime/temporal-server.js';
import { eventually } from './eventually.js';
import { makeDataDir, removeDataDir } from './servers.js';

export const ADMIN_KEY = 'test-admin-key-of-the-end-to-end-tests';
const MAIN = new URL('../../src/main.ts', import.meta.url).href;

type Part = 'postgres' | 'temporal' | 'api' | 'worker';

/** An answer of the API, read whole. */
export interface Answer<T> {
  status: number;
  body: T;
  headers: Headers;
}

/** A video, as far as the tests look at it. */
export interface UploadedVideo {
  id: Id;
  video_url: string;
  video_path: string;
  status: string;
  processing_step: string | null;
  processing_problem: string | null;
}

/** The public read, as far as the tests look at it. */
export interface ActiveVideo {
  id: Id;
  title: string;
  video_url: string;
  reason: string;
  version: number;
  valid_until: string | null;
  next_video: { id: Id; starts_at: string } | null;
}

/** The whole service as real processes on servers of its own, each of which a test may stop, kill and start again. */
export class RunningService {
  readonly dataDir = makeDataDir();
  readonly log: string[] = [];
  readonly #running = new Map<Part, ManagedProcess>();
  #postgres!: EmbeddedPostgres;
  #temporal!: TemporalDevServer;
  #children!: NodeServices;
  #client: Client | undefined;
  #db: Database | undefined;
  url!: string;

  /** Starts everything. `env` adds to what the processes are configured with. */
  static async start(env: NodeJS.ProcessEnv = {}): Promise<RunningService> {
    const service = new RunningService();
    try {
      await service.#prepare(env);
      await Promise.all([service.start('postgres'), service.start('temporal')]);
      service.#db = openDatabase({ url: service.#postgres.url, poolSize: 5, applicationName: 'test' });
      await migrateUp(service.db);
      await Promise.all([service.start('api'), service.start('worker')]);
      return service;
    } catch (error) {
      process.stderr.write(`${service.log.slice(-60).join('\n')}\n`);
      await service.close();
      throw error;
    }
  }

  get db(): Database {
    if (this.#db === undefined) throw new Error('The database is not open.');
    return this.#db;
  }

  async #prepare(env: NodeJS.ProcessEnv): Promise<void> {
    const { dataDir } = this;
    this.#postgres = await prepareEmbeddedPostgres({ dataDir, settings: { max_connections: '200' } });
    const cli = await findTemporalCli({
      givenPath: process.env['TEMPORAL_CLI_PATH'],
      environment: process.env,
      progress: (line) => void this.log.push(line),
    });
    const ports = await Promise.all([freePort(), freePort(), freePort()]);
    this.#temporal = prepareTemporalDevServer({
      cliPath: cli.path,
      dataDir,
      port: ports[0],
      uiPort: ports[1],
      namespace: 'default',
    });
    this.url = `http://127.0.0.1:${ports[2]}`;
    this.#children = {
      mainUrl: MAIN,
      dataDir,
      env: {
        ...process.env,
        DATABASE_URL: this.#postgres.url,
        TEMPORAL_ADDRESS: this.#temporal.address,
        PORT: String(ports[2]),
        DATA_DIR: dataDir,
        ADMIN_API_KEY: ADMIN_KEY,
        LOG_LEVEL: 'info',
        ...env,
      },
      onLine: (line) => void this.log.push(line),
    };
  }

  /** Starts a part and waits until it works. */
  async start(part: Part): Promise<void> {
    const services = {
      postgres: () => this.#postgres,
      temporal: () => this.#temporal,
      api: () => apiService(this.#children, `${this.url}/health/ready`),
      worker: () => workerService(this.#children),
    };
    this.#running.set(part, await startService(services[part]()));
  }

  /** Stops a part in order. */
  async stop(part: Part): Promise<void> {
    await this.#running.get(part)?.stop(10_000);
  }

  /** Kills a part with SIGKILL, and waits until it is gone. */
  async kill(part: Part): Promise<void> {
    const child = this.#running.get(part);
    child?.kill();
    await child?.exited;
  }

  /** A client of the Temporal server. */
  async temporal(): Promise<Client> {
    this.#client ??= new Client({ connection: await Connection.connect({ address: this.#temporal.address }) });
    return this.#client;
  }

  /** Sends a request with the admin key. */
  async request<T>(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const isForm = body instanceof FormData;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${ADMIN_KEY}`,
        ...(body && !isForm && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text === '' ? null : JSON.parse(text)) as T };
  }

  /** The same, and anything but a 2xx is an error. */
  async ok<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await this.request<T>(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** A new content with three uploaded videos. */
  async content(): Promise<{ id: Id; unique_id: string; videos: Id[] }> {
    const company = await this.ok<{ id: Id }>('POST', '/api/companies', { name: 'Acme' });
    const content = await this.ok<{ id: Id; unique_id: string }>('POST', '/api/ar-content', {
      company_id: company.id,
      title: 'Portrait',
    });
    const videos: Id[] = [];
    for (const title of ['Spring', 'Summer', 'Autumn']) videos.push((await this.upload(content.id, title)).id);
    return { ...content, videos };
  }

  /** Uploads one of the demo videos, and waits until it can be shown. */
  async upload(arContentId: Id, title: string): Promise<UploadedVideo> {
    return this.untilReady((await this.send(arContentId, title)).id);
  }

  /** Waits until a video can be shown. */
  untilReady(videoId: Id, timeoutMs = 30_000): Promise<UploadedVideo> {
    return eventually(async () => {
      const video = await this.ok<UploadedVideo>('GET', `/api/videos/${videoId}`);
      if (video.status !== 'ready') throw new Error(`Video ${videoId} is ${video.status}: ${JSON.stringify(video)}`);
      return video;
    }, timeoutMs);
  }

  /** Uploads one of the demo videos. */
  async send(arContentId: Id, title: string): Promise<UploadedVideo> {
    const form = new FormData();
    form.set('title', title);
    const file = join(projectRoot(), 'demo', 'videos', `${title.toLowerCase()}.mp4`);
    form.set('file', await openAsBlob(file), `${title}.mp4`);
    return this.ok('POST', `/api/ar-content/${arContentId}/videos`, form);
  }

  /** What an AR client is shown. */
  async active(uniqueId: string): Promise<ActiveVideo> {
    return (await this.request<ActiveVideo>('GET', `/api/ar/${uniqueId}/active-video`)).body;
  }

  /** The slots of a schedule that the ledger has, oldest first. */
  slots(scheduleId: Id): Promise<Rotation[]> {
    return this.db<Rotation>('rotations').where({ schedule_id: scheduleId, cause: 'schedule' }).orderBy('due_at');
  }

  /** Stops all of it and removes its data. */
  async close(): Promise<void> {
    await this.#client?.connection.close();
    await this.#db?.destroy();
    for (const part of ['api', 'worker', 'temporal', 'postgres'] as const) await this.stop(part);
    await removeDataDir(this.dataDir);
  }
}
