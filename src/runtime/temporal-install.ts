import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { withFileLock } from './file-lock.js';
import { requireAnswer } from './temporal-download.js';

const PROGRESS_MS = 10_000;
/** How many packages `go list -deps` counts for this version: what "how far" is measured against. */
const PACKAGES = 2_600;

export interface InstallContext {
  environment: NodeJS.ProcessEnv;
  progress: (line: string) => void;
}

/**
 * Builds the CLI with Go, which needs nothing but the Go module proxy. Takes minutes, so it is done once a user, under
 * a lock (`npm start` and `npm test` may both need it), and the executable appears at `target` only when it is whole.
 */
export async function installTemporalCli(version: string, target: string, context: InstallContext): Promise<void> {
  const go = findGo(context.environment);
  await mkdir(dirname(target), { recursive: true });
  const waiting = () => context.progress('Another process is building the Temporal CLI; waiting for it.');
  await withFileLock(join(dirname(target), 'install.lock'), waiting, async () => {
    if (existsSync(target)) return;
    const staging = await mkdtemp(join(dirname(target), '.install-'));
    try {
      await goInstall(go, version, staging, context);
      // Built this way it does not know its own version, only that of the server in it.
      await requireAnswer(join(staging, 'temporal'), 'Server');
      await rename(join(staging, 'temporal'), target);
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  });
}

/** Go is often installed without being on PATH. */
function findGo(environment: NodeJS.ProcessEnv): string {
  const candidates = [
    'go',
    '/usr/local/go/bin/go',
    '/opt/homebrew/bin/go',
    join(environment['HOME'] ?? '/', 'go/bin/go'),
  ];
  const found = candidates.find((go) => spawnSync(go, ['version'], { env: environment }).status === 0);
  if (found === undefined) throw new Error('Go is not installed');
  return found;
}

function goInstall(go: string, version: string, folder: string, context: InstallContext): Promise<void> {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1_000);
  context.progress('Building the Temporal CLI with Go: once for this user, takes three to six minutes.');
  const count = { downloaded: 0, compiled: 0 };
  const report = () =>
    context.progress(
      count.compiled === 0
        ? `Building the Temporal CLI: ${seconds()} s, ${count.downloaded} modules downloaded`
        : `Building the Temporal CLI: ${seconds()} s, ${count.compiled} of about ${PACKAGES} packages compiled`,
    );
  const timer = setInterval(report, PROGRESS_MS);
  const child = spawn(go, ['install', '-v', `github.com/temporalio/cli/cmd/temporal@v${version}`], {
    env: { ...context.environment, GOBIN: folder, GOFLAGS: '-buildvcs=false' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lastLines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.startsWith('go: downloading')) count.downloaded += 1;
    else count.compiled += 1;
    lastLines.push(line);
    if (lastLines.length > 5) lastLines.shift();
  });
  return new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`ended with ${code ?? 'a signal'}: ${lastLines.join(' | ')}`)),
    );
  }).finally(() => clearInterval(timer));
}
