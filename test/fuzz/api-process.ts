import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Id } from '../../src/domain/scalars.js';
import { apiService } from '../../src/runtime/node-service.js';
import { freePort } from '../../src/runtime/ports.js';
import { startService } from '../../src/runtime/service.js';
import { MARKER } from '../../src/storage/folder-marker.js';
import { insertCompany, insertContent } from '../support/builders.js';
import { testDatabase } from '../support/database.js';
import { makeDataDir, removeDataDir } from '../support/servers.js';

const KEY = 'the-admin-key-of-hostile-uploads';
const MAIN = new URL('../../src/main.ts', import.meta.url).href;

/** How much of the machine the API takes. */
export interface Footprint {
  rssBytes: number;
  openFiles: number;
  /** Grows when the process was started anew. */
  startedAt: number;
}

/** An API as a process of its own, on a real Postgres. Temporal is away, which no upload needs. */
export interface ApiProcess {
  url: string;
  key: string;
  /** Makes contents to upload to. */
  makeContents(count: number): Promise<Id[]>;
  footprint(): Promise<Footprint>;
  /** Files without a row, rows without a file, and what unfinished uploads left. */
  strays(): Promise<string[]>;
  /** The last lines of its log. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts one. `env` adds to what it is configured with. */
export async function startApiProcess(env: NodeJS.ProcessEnv): Promise<ApiProcess> {
  const database = await testDatabase();
  const dataDir = makeDataDir();
  const [port, away] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const own = { PORT: String(port), DATA_DIR: dataDir, DATABASE_URL: database.url, ADMIN_API_KEY: KEY };
  const lines: string[] = [];
  const children = {
    mainUrl: MAIN,
    dataDir,
    env: { ...process.env, TEMPORAL_ADDRESS: `127.0.0.1:${away}`, LOG_LEVEL: 'warn', ...own, ...env },
    onLine: (line: string): void => void (lines.push(line) > 50 && lines.shift()),
  };
  const child = await startService(apiService(children, `${url}/health/ready`));
  const { db } = database;
  return {
    url,
    key: KEY,
    makeContents: async (count) => {
      const company = await insertCompany(db);
      const contents = Array.from({ length: count }, () => insertContent(db, { company_id: company.id }));
      return (await Promise.all(contents)).map(({ id }) => id);
    },
    footprint: async () => {
      const metrics = await (await fetch(`${url}/metrics`)).text();
      const value = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1]);
      return {
        rssBytes: value('process_resident_memory_bytes'),
        openFiles: value('process_open_fds'),
        startedAt: value('process_start_time_seconds'),
      };
    },
    strays: async () => {
      const rows: { video_path: string; thumbnail_url: string | null }[] = await db('videos').select(
        'video_path',
        'thumbnail_url',
      );
      const named = new Set(
        rows.flatMap((row) => [row.video_path, row.thumbnail_url?.replace(/^\/media\/\d+\//, '') ?? []].flat()),
      );
      const present = new Set([...filesIn(join(dataDir, 'media')), ...filesIn(join(dataDir, 'staging'))]);
      const without = [...named].filter((path) => !present.has(path)).map((path) => `no file: ${path}`);
      return [...[...present].filter((path) => !named.has(path)).map((path) => `no row: ${path}`), ...without];
    },
    log: () => lines.join('\n'),
    stop: async () => {
      await child.stop(10_000);
      await database.drop();
      await removeDataDir(dataDir);
    },
  };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() && entry.name !== MARKER ? [join(entry.parentPath, entry.name).slice(folder.length + 1)] : [],
  );
}
