import { execFile, type ExecFileOptions } from 'node:child_process';

const MEMORY_KIB = 1024 * 1024;
const CPU_SECONDS = 20;

/** Runs ffmpeg on one local file, within limits; returns what it wrote, which must be something. */
export type Ffmpeg = (input: FfmpegInput, output: readonly string[]) => Promise<Buffer>;

/** The one file that it may read, and as what: no playlists and no other format that names further files. */
export interface FfmpegInput {
  path: string;
  demuxer: string;
  /** Seconds from the beginning; where to begin. */
  from?: number;
}

export interface FfmpegOptions {
  /** FFMPEG_PATH; `ffmpeg` on PATH when left out. */
  ffmpegPath?: string | undefined;
  /** Milliseconds for one run. */
  timeoutMs: number;
  /** Bytes that one run may write. */
  maxOutputBytes: number;
}

/** Sets limits where the system knows them, then becomes ffmpeg. */
const LIMITED = `ulimit -v ${MEMORY_KIB} 2>/dev/null; ulimit -t ${CPU_SECONDS} 2>/dev/null; exec "$@"`;

/** Of the process: it asks nothing, and says only what goes wrong. */
const QUIET = ['-nostdin', '-hide_banner', '-loglevel', 'error'];

/** Of what is decoded: no allocation of more than 256 MiB at once, no picture larger than 8K, one thread. */
export const LIMITS = ['-max_alloc', '268435456', '-filter_threads', '1', '-threads', '1', '-max_pixels', '40000000'];

/** Looks for an ffmpeg that starts; null when there is none. */
export async function findFfmpeg(options: FfmpegOptions): Promise<Ffmpeg | null> {
  const { ffmpegPath = 'ffmpeg', timeoutMs, maxOutputBytes } = options;
  try {
    const path = await absolutePath(ffmpegPath);
    await runLimited(path, ['-version'], { timeout: 10_000 });
    return (input, output) =>
      runLimited(path, [...QUIET, ...LIMITS, ...inputArguments(input), ...output, 'pipe:1'], {
        timeout: timeoutMs,
        maxBuffer: maxOutputBytes,
      });
  } catch {
    return null; // Whatever the reason, there is no ffmpeg to use.
  }
}

async function absolutePath(name: string): Promise<string> {
  if (process.platform === 'win32') return name;
  return (await run('/bin/sh', ['-c', 'command -v "$0"', name], { timeout: 5_000 })).toString().trim();
}

/** Before the input, so that they hold for it: no network, no other file. */
function inputArguments({ path, demuxer, from }: FfmpegInput): string[] {
  const seek = from === undefined ? [] : ['-ss', from.toFixed(3)];
  return ['-protocol_whitelist', 'file', '-f', demuxer, ...seek, '-i', `file:${path}`];
}

/** Without an environment: it decodes what strangers send. */
function runLimited(ffmpeg: string, args: readonly string[], options: ExecFileOptions): Promise<Buffer> {
  if (process.platform === 'win32') return run(ffmpeg, args, { ...options, env: {} });
  return run('/bin/sh', ['-c', LIMITED, 'sh', ffmpeg, ...args], { ...options, env: {} });
}

/** Runs a program to its end; returns what it wrote, which must be something. */
function run(program: string, args: readonly string[], options: ExecFileOptions): Promise<Buffer> {
  const all = { killSignal: 'SIGKILL', ...options, encoding: 'buffer' } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, all, (error, stdout, stderr) => {
      if (error === null && stdout.length > 0) return resolve(stdout);
      const said = stderr.toString('utf8').trim().slice(0, 500);
      reject(new Error(`${program} made nothing: ${said}`, { cause: error }));
    });
    child.stdin?.end();
  });
}
