import { spawn, spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { requireAnswer } from './temporal-download.js';

const PROGRESS_MS = 10_000;
/** How many packages Go names when it builds this version from nothing: what "how far" is measured against. */
const PACKAGES = 1_340;

export interface InstallContext {
  environment: NodeJS.ProcessEnv;
  progress: (line: string) => void;
}

/**
 * Builds the CLI with Go, which needs nothing but the Go module proxy.
 * @returns the executable, in `folder`, tried out.
 */
export async function installTemporalCli(version: string, folder: string, context: InstallContext): Promise<string> {
  await goInstall(findGo(context.environment), version, folder, context);
  const executable = join(folder, 'temporal');
  // Built this way it does not know its own version, only that of the server in it.
  await requireAnswer(executable, 'Server');
  return executable;
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
    env: {
      ...context.environment,
      HOME: context.environment['HOME'] || homedir(),
      GOBIN: folder,
      GOFLAGS: '-buildvcs=false',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const killWithUs = () => child.kill();
  process.once('exit', killWithUs);
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
  }).finally(() => {
    clearInterval(timer);
    process.off('exit', killWithUs);
  });
}
