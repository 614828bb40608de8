import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startNginx, type Nginx } from '../test/support/nginx.js';
import { seededRandom } from '../test/support/videos.js';
import { download } from './media/download-client.js';
import { machine, save, summarize, table, type Figures, type Rounds } from './media/report.js';
import { startServer, type ServerProcess } from './media/server-process.js';
import { upload, type Wire } from './media/upload-client.js';

// Uploads and downloads beside others, in turn and several times: `npm run bench:media -- [--rounds 3] [--mib 128]
// [--full]`. Every server is a process of its own, and every upload is on the disk (fsync) before it is answered. With
// `--full` also the memory that 8 uploads of 1 GiB at once take. Clients and servers share this machine.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    mib: { type: 'string', default: '128' },
    full: { type: 'boolean', default: false },
  },
});
const [rounds, mebibytes] = [Number(values.rounds), Number(values.mib)];
const MIB = 1024 * 1024;
const AT_ONCE = 8;
const DOWNLOAD_MS = 2_000;
const RANGE_BYTES = MIB;
const FILE = 'videos/7/bench.mp4';

const WIRES: Record<string, Wire> = {
  'bare pipe': 'raw',
  'pipe with SHA-256': 'raw',
  ours: 'multipart',
  multer: 'multipart',
  formidable: 'multipart',
  '@tus/server': 'tus',
};

const base = mkdtempSync(join(tmpdir(), 'ar-bench-'));
const say = (text: string): void => console.log(text);

/** Runs some work on a server, and says what it took. `work` returns bytes. */
async function measured(server: ServerProcess, work: () => Promise<number>): Promise<Figures> {
  const idle = await server.taken();
  const startedAt = performance.now();
  const bytes = await work();
  const seconds = (performance.now() - startedAt) / 1_000;
  const { peak, cpuSeconds, loopMs } = await server.taken();
  const cpuPerGb = cpuSeconds / (bytes / 1e9);
  return { mbPerSecond: bytes / seconds / 1e6, cpuPerGb, peakMib: (peak - idle.rss) / MIB, loopMs };
}

/** Uploads some files at once to a server of its own, which has taken two small ones before. */
async function uploadRound(name: string, count: number, bytes: number): Promise<Figures> {
  const folder = join(base, 'uploads');
  mkdirSync(folder);
  const server = await startServer(name, folder);
  const send = (size: number): Promise<void> => upload(server.port, WIRES[name] ?? 'raw', size);
  try {
    for (const size of [MIB, 32 * MIB]) await send(size);
    return await measured(server, async () => {
      await Promise.all(Array.from({ length: count }, () => send(bytes)));
      return count * bytes;
    });
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

async function uploads(names: readonly string[], count: number, bytes: number, times: number): Promise<Rounds> {
  const found: Rounds = new Map(names.map((name) => [name, []]));
  for (let round = 0; round < times; round += 1) {
    for (const name of names) found.get(name)?.push(await uploadRound(name, count, bytes));
  }
  return found;
}

/** Loads a port with downloads of the whole file, or of random ranges of it. */
async function load(port: number, connections: number, fileBytes: number | null): Promise<number> {
  const draw = seededRandom(1);
  const nextRange = (): string | null => {
    if (fileBytes === null) return null;
    const start = draw(fileBytes - RANGE_BYTES);
    return `bytes=${start}-${start + RANGE_BYTES - 1}`;
  };
  const one = () => download({ port, path: `/media/1/${FILE}`, nextRange, forMs: DOWNLOAD_MS });
  const bytes = await Promise.all(Array.from({ length: connections }, one));
  return bytes.reduce((sum, some) => sum + some, 0);
}

async function tryNginx(folder: string): Promise<Nginx | null> {
  try {
    const location = `location /media/1/ { alias "${folder}/"; sendfile on; }`;
    return await startNginx((port) => `server { listen 127.0.0.1:${port}; ${location} }`);
  } catch (error) {
    say(`nginx is left out: ${String(error)}`);
    return null;
  }
}

async function nginxRound({ url }: Nginx, work: (port: number) => Promise<number>): Promise<Figures> {
  const startedAt = performance.now();
  const bytes = await work(Number(new URL(url).port));
  const seconds = (performance.now() - startedAt) / 1_000;
  return { mbPerSecond: bytes / seconds / 1e6, cpuPerGb: null, peakMib: null, loopMs: null };
}

async function downloads(fileBytes: number): Promise<{ whole: Rounds; ranges: Rounds; nginx: string | null }> {
  const folder = join(base, 'downloads');
  mkdirSync(join(folder, 'videos/7'), { recursive: true });
  await writeFile(join(folder, FILE), Buffer.alloc(fileBytes, 7));
  const servers: Record<string, ServerProcess> = {};
  for (const name of ['send', 'send in Express', 'ours']) servers[name] = await startServer(`download ${name}`, folder);
  const nginx = await tryNginx(folder);
  const [whole, ranges]: [Rounds, Rounds] = [new Map(), new Map()];
  const kinds: [Rounds, (port: number) => Promise<number>][] = [
    [whole, (port) => load(port, 4, null)],
    [ranges, (port) => load(port, 16, fileBytes)],
  ];
  for (let round = 0; round < rounds; round += 1) {
    for (const [found, work] of kinds) {
      for (const [name, server] of Object.entries(servers)) {
        found.set(name, [...(found.get(name) ?? []), await measured(server, () => work(server.port))]);
      }
      if (nginx !== null) found.set('nginx', [...(found.get('nginx') ?? []), await nginxRound(nginx, work)]);
    }
  }
  for (const server of [...Object.values(servers), nginx]) await server?.stop();
  return { whole, ranges, nginx: nginx?.version ?? null };
}

const from = machine();
say(JSON.stringify(from));
const results: Record<string, unknown> = { ...from, rounds, durability: 'each file is synced before the answer' };
const tell = (title: string, found: Rounds): void => {
  const rows = summarize(found);
  results[title] = rows;
  say(table(title, rows));
};
try {
  const names = Object.keys(WIRES);
  tell(`Upload: 1 of ${mebibytes} MiB`, await uploads(names, 1, mebibytes * MIB, rounds));
  const each = Math.max(1, Math.round(mebibytes / 2));
  tell(`Upload: ${AT_ONCE} of ${each} MiB at once`, await uploads(names, AT_ONCE, each * MIB, rounds));
  if (values.full)
    tell('Upload: 8 of 1 GiB at once', await uploads(['bare pipe', 'pipe with SHA-256', 'ours'], 8, 1024 * MIB, 1));
  const { whole, ranges, nginx } = await downloads(mebibytes * MIB);
  results['nginx'] = nginx;
  tell(`Download: whole, ${mebibytes} MiB, 4 connections`, whole);
  tell('Download: random ranges of 1 MiB, 16 connections', ranges);
  save(results);
} finally {
  rmSync(base, { recursive: true, force: true });
}
