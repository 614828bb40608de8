import { execFile } from 'node:child_process';
import { createServer, type RequestListener, type Server } from 'node:http';
import { promisify } from 'node:util';
import { pino } from 'pino';
import type { ApiDeps } from '../src/api/api-deps.js';
import { closeGracefully, listen, portOf } from '../src/api/http/http-server.js';
import { ContentCache } from '../src/api/public-read/content-cache.js';
import { HotRead } from '../src/api/public-read/hot-read.js';
import type { ContentState } from '../src/domain/types.js';

// How fast a read is answered from memory, beside a bare node:http server that sends the same bytes, in turn and several
// times: `npm run bench:read -- [rounds] [seconds]`. It needs `wrk`. Client and server share this machine.

const [rounds = 3, seconds = 3] = process.argv.slice(2).map(Number);
const UUID = '7f0c1f0e-55c7-4b9e-9d43-5a2a8c8f7b11';
const PATH = `/api/ar/${UUID}/active-video`;

const at = Date.now();
const clock = { now: () => Math.floor(performance.timeOrigin + performance.now()) };

/** A content that shows one of two videos. */
function contentState(): ContentState {
  const common = { id: 1, revision: 1, created_at: at, updated_at: at };
  const video = {
    ...common,
    ar_content_id: 1,
    storage_connection_id: 1,
    video_path: 'x',
    thumbnail_url: '/media/1/t/1/a.jpg',
    video_url: '/media/1/videos/1/a.mp4',
    title: 'Spring',
    duration: 6,
    width: 640,
    height: 360,
    rotation: 0 as const,
    video_codec: 'avc',
    audio_codec: null,
    bit_rate: 1_333,
    frame_rate: 30,
    thumbnails: [],
    processing_step: null,
    processing_problem: null,
    failure_code: null,
    failure_reason: null,
    activation_requested_by: null,
    size_bytes: 1_000,
    mime_type: 'video/mp4',
    sha256: null,
    status: 'ready' as const,
    schedule_start: null,
    schedule_end: null,
    expires_at: null,
    rotation_order: 0,
  };
  const arContent = {
    ...common,
    company_id: 1,
    project_id: null,
    unique_id: UUID,
    title: 'Portrait',
    active_video_id: 1,
    active_reason: 'manual' as const,
    active_schedule_id: null,
    default_video_id: null,
    is_active: true,
    video_rotation_enabled: true,
    expires_at: null,
    version: 1,
    settled_at: at,
  };
  return { arContent, videos: [video], schedules: [] };
}

function hotRead(): RequestListener {
  const cache = new ContentCache({
    load: async () => contentState(),
    clock: clock as ApiDeps['clock'],
    feed: { isLive: () => true, hasToldUntil: () => true, catchUp: async () => undefined },
    translateFault: (error) => error,
    maxBytes: 10_000_000,
  });
  const deps = {
    settings: { publicBaseUrl: 'https://ar.example', readMaxAgeMs: 5_000, deletedFileGraceMs: 0 },
    clock,
    cache,
    metrics: { countRead: () => undefined },
    log: pino({ level: 'silent' }),
  };
  // Of the dependencies, a hot read uses these.
  return new HotRead(deps as unknown as ApiDeps, (_req, res) => void res.writeHead(404).end()).handle;
}

/** A bare server that sends what it was told. */
async function bareServer(url: string): Promise<Server> {
  const answer = await fetch(url);
  const body = Buffer.from(await answer.arrayBuffer());
  const skipped = new Set(['date', 'connection', 'keep-alive']);
  const headers = [...answer.headers].filter(([name]) => !skipped.has(name)).flat();
  const server = createServer((_req, res) => {
    res.writeHead(200, headers);
    res.end(body);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return server;
}

interface Figures {
  perSecond: number;
  /** CPU time of this process for each request: other work on the machine hardly touches it. */
  cpuMicros: number;
}

/** Loads a server with 64 connections. */
async function measure(server: Server, headers: string[] = []): Promise<Figures> {
  const url = `http://127.0.0.1:${portOf(server)}${PATH}`;
  const given = headers.flatMap((header) => ['-H', header]);
  const before = process.cpuUsage();
  const { stdout } = await promisify(execFile)('wrk', ['-t1', '-c64', `-d${seconds}s`, ...given, url]);
  const { user, system } = process.cpuUsage(before);
  if (/Non-2xx or 3xx/.test(stdout)) throw new Error(stdout);
  const requests = Number(/(\d+) requests in/.exec(stdout)?.[1]);
  return {
    perSecond: Math.round(Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1])),
    cpuMicros: Number(((user + system) / requests).toFixed(1)),
  };
}

const median = (values: number[]): string =>
  (values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN).toFixed(2);

const ours = await listen(hotRead(), '127.0.0.1', 0);
const url = `http://127.0.0.1:${portOf(ours)}${PATH}`;
const tag = (await fetch(url)).headers.get('etag') ?? '';
const bare = await bareServer(url);
const all: Record<'bare' | 'shown' | 'same', Figures>[] = [];
for (let round = 0; round < rounds; round += 1) {
  const figures = {
    bare: await measure(bare),
    shown: await measure(ours),
    same: await measure(ours, [`If-None-Match: ${tag}`]),
  };
  all.push(figures);
  console.log(JSON.stringify(figures));
}
console.log('medians', {
  'ours / bare, by rate': median(all.map(({ bare: limit, shown }) => shown.perSecond / limit.perSecond)),
  'ours / bare, by CPU time': median(all.map(({ bare: limit, shown }) => limit.cpuMicros / shown.cpuMicros)),
  '304 / 200, by CPU time': median(all.map(({ shown, same }) => shown.cpuMicros / same.cpuMicros)),
});
await Promise.all([ours, bare].map((server) => closeGracefully(server, 500)));
