import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { startProcess, type ManagedProcess } from './managed-process.js';
import { endOf, type Service } from './service.js';
import { StartFailure } from './start-failure.js';

const READY_TIMEOUT_MS = 90_000;

/**
 * How glibc keeps memory, for a worker with its many threads. Else each thread has a heap of its own, and blocks of up
 * to 32 MiB stay in those heaps once one of that size was freed. After the start of 2,000 schedules: 737 MiB without any
 * of it, 530 to 590 with two heaps, 420 to 460 with all, and as fast (`npm run bench -- settings`, in turn). The
 * Dockerfile says it, too.
 */
export const WORKER_ENVIRONMENT = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
} as const;

/** What the children of one start have in common. */
export interface NodeServices {
  /** `import.meta.url` of the main file; its siblings are the entries of the children. */
  mainUrl: string;
  env: NodeJS.ProcessEnv;
  dataDir: string;
  /** Takes each line that a child writes. */
  onLine: (line: string) => void;
}

/** `main-migrate`: a process that does its work and ends. Nothing older is left here that the upgrade would wait for. */
export function migrateService(common: NodeServices): Service {
  return {
    name: 'migrate',
    launch: async () => launch('migrate', common, common.onLine, ['--finish-when-alone']),
    whenReady: async () => {},
  };
}

/** `main-api`: ready when it says so over HTTP. */
export function apiService(common: NodeServices, readyUrl: string): Service {
  const whenReady = (child: ManagedProcess) => untilReady('API', child, () => answersOk(readyUrl));
  return { name: 'api', launch: async () => launch('api', common, common.onLine), whenReady };
}

/** `main-worker`: ready when it has said so in its log. */
export function workerService(common: NodeServices): Service {
  let ready = false;
  const onLine = (line: string) => {
    ready ||= line.includes('worker ready');
    common.onLine(line);
  };
  const launchAnew = async () => {
    ready = false;
    return launch('worker', { ...common, env: { ...WORKER_ENVIRONMENT, ...common.env } }, onLine);
  };
  return { name: 'worker', launch: launchAnew, whenReady: (child) => untilReady('worker', child, () => ready) };
}

function launch(
  name: string,
  common: NodeServices,
  onLine: (line: string) => void,
  options: readonly string[] = [],
): ManagedProcess {
  const extension = extname(fileURLToPath(common.mainUrl));
  const entry = fileURLToPath(new URL(`./main-${name}${extension}`, common.mainUrl));
  // Not compiled: in tests and while developing. Resolved here, because the child may be run in any folder.
  const loader =
    extension === '.ts' ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href] : [];
  const args = ['--enable-source-maps', ...loader, entry, ...options];
  return startProcess({
    name,
    command: process.execPath,
    args,
    env: common.env,
    dataDir: common.dataDir,
    output: { onLine },
  });
}

async function untilReady(what: string, child: ManagedProcess, isReady: () => boolean | Promise<boolean>) {
  const ended = endOf(child);
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (!ended() && performance.now() < deadline) {
    if (await isReady()) return;
    await delay(50);
  }
  const fault = ended() ? 'ended before it was ready' : `was not ready after ${READY_TIMEOUT_MS / 1_000} s`;
  throw new StartFailure(`The ${what} ${fault}. Its own lines above say why.`);
}

async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false; // Not listening yet.
  }
}
