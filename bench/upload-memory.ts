import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createBufferReleaser } from '../src/api/media/buffer-releaser.js';
import { receiveUpload } from '../src/api/media/receive-upload.js';
import { fileLimit } from '../src/domain/upload-limit.js';
import { LocalStorage } from '../src/storage/local-storage.js';
import { createVideoMeasurer } from '../src/storage/measure-video.js';
import { checkThumbnail, MAX_THUMBNAIL_BYTES } from '../src/storage/thumbnail.js';

// How much memory uploads take: `node --import=tsx bench/upload-memory.ts [uploads] [MiB each]`. The server is a process
// of its own, so that the clients' memory does not count; so is the reader of the videos, which is told apart below.
const [, , ...words] = process.argv;
const MIB = 1024 * 1024;
const SAMPLE_MS = 20;

if (words[0] === 'server') await serve();
else await measure(Number(words[0] ?? 4), Number(words[1] ?? 256));

async function serve(): Promise<void> {
  const basePath = await mkdtemp(join(tmpdir(), 'ar-bench-'));
  const tools = {
    storage: await LocalStorage.open({ basePath, baseUrl: '/media/1' }),
    measurer: createVideoMeasurer(),
    checkThumbnail,
    maxUploadBytes: 1024 ** 4,
    maxThumbnailBytes: MAX_THUMBNAIL_BYTES,
    idleTimeoutMs: 60_000,
    onReceived: createBufferReleaser(),
  };
  const handle = async (req: IncomingMessage, res: ServerResponse) => {
    try {
      const upload = await receiveUpload(req, res, tools, { arContentId: 1, limit: fileLimit(tools.maxUploadBytes) });
      await upload.commit();
      res.writeHead(201).end(JSON.stringify(upload.video));
      await upload.abort();
    } catch (error) {
      res.writeHead(500).end(String(error));
    }
  };
  const server = createServer((req, res) => void handle(req, res));
  let peak = 0;
  setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), SAMPLE_MS);
  server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
  process.on('message', () => {
    process.send?.({ rss: process.memoryUsage.rss(), peak });
    peak = 0;
  });
  process.once('disconnect', () => void rm(basePath, { recursive: true, force: true }).then(() => process.exit(0)));
}

async function measure(uploads: number, mebibytes: number): Promise<void> {
  const server = fork(fileURLToPath(import.meta.url), ['server'], { execArgv: process.execArgv });
  const answer = <T>(): Promise<T> =>
    new Promise((resolve) => server.once('message', (message) => resolve(message as T)));
  const { port } = await answer<{ port: number }>();
  const memory = () => {
    const figures = answer<{ rss: number; peak: number }>();
    server.send('memory');
    return figures;
  };
  for (const round of ['cold', 'warm', 'warm']) {
    const idle = await memory();
    const startedAt = performance.now();
    const statuses = await Promise.all(Array.from({ length: uploads }, () => upload(port, mebibytes * MIB)));
    const seconds = (performance.now() - startedAt) / 1000;
    const { peak } = await memory();
    const inMiB = (bytes: number) => (bytes / MIB).toFixed(1);
    process.stdout.write(
      `${round}: ${uploads} x ${mebibytes} MiB [${statuses.join(' ')}] in ${seconds.toFixed(1)} s; RSS idle ${inMiB(idle.rss)} MiB, ` +
        `peak ${inMiB(peak)} MiB, above idle ${inMiB(peak - idle.rss)} MiB\n`,
    );
  }
  server.disconnect();
}

/** Sends a small MP4 that a `free` box makes as large as wanted. */
async function upload(port: number, bytes: number): Promise<number | undefined> {
  const video = await readFile(new URL('../test/fixtures/videos/faststart.mp4', import.meta.url));
  const header = Buffer.alloc(8);
  header.writeUInt32BE(bytes - video.length);
  header.write('free', 4, 'latin1');
  const boundary = 'bench';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="v.mp4"\r\n\r\n`;
  const headers = { 'Content-Type': `multipart/form-data; boundary=${boundary}` };
  const req = request({ port, host: '127.0.0.1', method: 'POST', headers });
  const answered = new Promise<IncomingMessage>((resolve, reject) =>
    req.once('response', resolve).once('error', reject),
  );
  req.write(head);
  req.write(video);
  req.write(header);
  const block = Buffer.alloc(256 * 1024, 7);
  for (let left = bytes - video.length - 8; left > 0; left -= block.length) {
    if (!req.write(block.subarray(0, left))) await new Promise((resolve) => req.once('drain', resolve));
  }
  req.end(`\r\n--${boundary}--\r\n`);
  const res = await answered;
  res.resume();
  return res.statusCode;
}
