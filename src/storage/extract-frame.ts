import { execFile, type ExecFileOptions } from 'node:child_process';
import { createLimiter } from './limiter.js';
import type { VideoMeasures } from './read-video.js';
import { MAX_THUMBNAIL_BYTES } from './thumbnail.js';

/** Takes one frame of a video as a JPEG; null when that cannot be had, which is logged and does no harm. */
export type FrameExtractor = (path: string, measures: VideoMeasures) => Promise<Buffer | null>;

/** The part of a logger that is used here. */
export interface FrameLog {
  warn(details: object, message: string): void;
}

/** The defaults serve. */
export interface FrameExtractorOptions {
  log: FrameLog;
  /** FFMPEG_PATH; `ffmpeg` on PATH when left out. */
  ffmpegPath?: string | undefined;
  /** Milliseconds for one frame. */
  timeoutMs?: number;
}

const MAX_WIDTH = 640;
const MEMORY_KIB = 1024 * 1024;
const CPU_SECONDS = 20;
/** What ffmpeg may read the file as: no playlists and no other format that names further files. */
const DEMUXERS = { mp4: 'mov', mov: 'mov', webm: 'matroska' } as const;

/** Sets limits where the system knows them, then becomes ffmpeg. */
const LIMITED = `ulimit -v ${MEMORY_KIB} 2>/dev/null; ulimit -t ${CPU_SECONDS} 2>/dev/null; exec "$@"`;

/** Looks for ffmpeg once. Returns null when there is none: the service then has no thumbnails of its own making. */
export async function createFrameExtractor(options: FrameExtractorOptions): Promise<FrameExtractor | null> {
  const { log, timeoutMs = 15_000 } = options;
  const ffmpeg = await findFfmpeg(options.ffmpegPath ?? 'ffmpeg');
  if (ffmpeg === null) {
    if (options.ffmpegPath !== undefined)
      log.warn({ ffmpegPath: options.ffmpegPath }, 'FFMPEG_PATH names no ffmpeg that runs.');
    return null;
  }
  const oneAtATime = createLimiter(1);
  return (path, measures) =>
    oneAtATime(async () => {
      try {
        return await runLimited(ffmpeg, frameArguments(path, measures), timeoutMs);
      } catch (error) {
        log.warn({ err: error }, 'ffmpeg made no thumbnail; the video has none.');
        return null;
      }
    });
}

/** The absolute path of an ffmpeg that starts, or null. */
async function findFfmpeg(name: string): Promise<string | null> {
  try {
    const isWindows = process.platform === 'win32';
    const path = isWindows
      ? name
      : (await run('/bin/sh', ['-c', 'command -v "$0"', name], { timeout: 5_000 })).toString().trim();
    await runLimited(path, ['-version'], 10_000);
    return path;
  } catch {
    return null; // Whatever the reason, there is no ffmpeg to use.
  }
}

function frameArguments(path: string, { duration, extension }: VideoMeasures): string[] {
  const at = Math.min(1, duration / 2).toFixed(3);
  const limits = ['-nostdin', '-hide_banner', '-loglevel', 'error', '-max_alloc', '268435456', '-filter_threads', '1'];
  const input = [
    '-threads',
    '1',
    '-protocol_whitelist',
    'file',
    '-f',
    DEMUXERS[extension],
    '-ss',
    at,
    '-i',
    `file:${path}`,
  ];
  const picture = ['-map', '0:v:0', '-frames:v', '1', '-vf', `scale=w='min(${MAX_WIDTH},iw*sar)':h=-2,setsar=1`];
  return [...limits, ...input, ...picture, '-threads', '1', '-f', 'image2pipe', '-c:v', 'mjpeg', '-q:v', '4', 'pipe:1'];
}

/** Runs ffmpeg within limits and without an environment: it decodes what strangers send. */
function runLimited(ffmpeg: string, args: readonly string[], timeoutMs: number): Promise<Buffer> {
  if (process.platform === 'win32') return run(ffmpeg, args, { timeout: timeoutMs, env: {} });
  return run('/bin/sh', ['-c', LIMITED, 'sh', ffmpeg, ...args], { timeout: timeoutMs, env: {} });
}

/** Runs a program to its end; returns what it wrote, which must be something. */
function run(program: string, args: readonly string[], options: ExecFileOptions): Promise<Buffer> {
  const all = { killSignal: 'SIGKILL', maxBuffer: MAX_THUMBNAIL_BYTES, ...options, encoding: 'buffer' } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, all, (error, stdout, stderr) => {
      if (error === null && stdout.length > 0) return resolve(stdout);
      const said = stderr.toString('utf8').trim().slice(0, 500);
      reject(new Error(`${program} made nothing: ${said}`, { cause: error }));
    });
    child.stdin?.end();
  });
}
