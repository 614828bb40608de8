import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DOWNLOAD_SERVERS } from './download-servers.js';
import { UPLOAD_SERVERS } from './upload-servers.js';

// A server of the media benchmark, as a process of its own: `server.ts <name> <folder>`. It tells its port, and at each
// message what it took since the last one.

const SAMPLE_MS = 20;
const [, , name = '', folder = ''] = process.argv;
const [, make] =
  Object.entries({ ...UPLOAD_SERVERS, ...prefixed(DOWNLOAD_SERVERS) }).find(([own]) => own === name) ?? [];
if (make === undefined) throw new Error(`There is no server ${name}.`);
const handle = await make(folder);

/** Two servers have the same name on both sides. */
function prefixed<T>(servers: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(servers).map(([own, make]) => [`download ${own}`, make]));
}

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  try {
    await handle(req, res);
  } catch (error) {
    res.writeHead(500).end(String(error));
  }
}

const loop = monitorEventLoopDelay({ resolution: 1 });
loop.enable();
let peak = 0;
let cpu = process.cpuUsage();
setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), SAMPLE_MS);
const server = createServer((req, res) => void answer(req, res));
server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.on('message', () => {
  const rss = process.memoryUsage.rss();
  const { user, system } = process.cpuUsage(cpu);
  const cpuSeconds = (user + system) / 1e6;
  process.send?.({ rss, peak: Math.max(peak, rss), cpuSeconds, loopMs: loop.percentile(99) / 1e6 });
  peak = 0;
  cpu = process.cpuUsage();
  loop.reset();
});
process.once('disconnect', () => process.exit(0));
