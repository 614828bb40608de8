import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { messageOf } from './start-failure.js';

const CONNECT_TIMEOUT_MS = 8_000;
/** Two minutes for 60 MB; whoever's line is slower still has `go install`. */
const DOWNLOAD_TIMEOUT_MS = 120_000;
const PROGRESS_BYTES = 10 * 1024 ** 2;

/** Node's names and Temporal's. */
const PLATFORMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin' };
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

const archiveInfo = z.object({ archiveUrl: z.url({ protocol: /^https$/ }), fileToExtract: z.string().min(1) });

/**
 * Fetches the CLI from where Temporal's own SDKs fetch it: a small JSON names the archive for a platform, and the
 * executable in it.
 * @returns the executable, below `folder`, tried out.
 */
export async function downloadTemporalCli(version: string, folder: string, progress: (line: string) => void) {
  const info = await findArchive(version);
  const archive = join(folder, 'archive.tar.gz');
  await fetchTo(info.archiveUrl, archive, progress);
  await promisify(execFile)('tar', ['-xzf', archive, '-C', folder, info.fileToExtract]);
  const executable = join(folder, info.fileToExtract);
  await chmod(executable, 0o755);
  await requireAnswer(executable, version);
  return executable;
}

/** Runs the executable once: a wrong version, a cut-off file or one for another machine is not kept. */
export async function requireAnswer(executable: string, expected: string): Promise<void> {
  const { stdout } = await promisify(execFile)(executable, ['--version']);
  if (!stdout.includes(expected)) throw new Error(`it calls itself "${stdout.trim()}", without ${expected}`);
}

async function findArchive(version: string): Promise<z.infer<typeof archiveInfo>> {
  const platform = PLATFORMS[process.platform];
  const arch = ARCHITECTURES[process.arch];
  if (!platform || !arch) throw new Error(`there is none for ${process.platform} ${process.arch}`);
  const url = new URL(`https://temporal.download/cli/v${version}`);
  url.search = new URLSearchParams({ platform, arch, format: 'tar.gz' }).toString();
  const response = await reach(url.toString(), CONNECT_TIMEOUT_MS);
  return archiveInfo.parse(await response.json());
}

async function fetchTo(url: string, file: string, progress: (line: string) => void): Promise<void> {
  const response = await reach(url, DOWNLOAD_TIMEOUT_MS);
  const total = Number(response.headers.get('content-length') ?? 0);
  if (!response.body) throw new Error('empty answer');
  let got = 0;
  let shown = 0;
  const source = Readable.fromWeb(response.body).on('data', (chunk: Buffer) => {
    got += chunk.length;
    if (got - shown < PROGRESS_BYTES) return;
    shown = got;
    progress(`Downloading the Temporal CLI: ${inMegabytes(got)} of ${total > 0 ? inMegabytes(total) : '?'} MB`);
  });
  await pipeline(source, createWriteStream(file));
}

async function reach(url: string, timeoutMs: number): Promise<Response> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) throw new Error(`answered ${response.status}`);
    return response;
  } catch (error) {
    // `fetch failed` says nothing; what failed is in the cause.
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw new Error(messageOf(cause), { cause: error });
  }
}

function inMegabytes(bytes: number): string {
  return (bytes / 1024 ** 2).toFixed(0);
}
