import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { withFileLock } from '../../src/runtime/file-lock.js';

/** A server that is written in Go, pinned. */
export interface GoProgram {
  name: string;
  module: string;
  version: string;
}

/** What a test needs cannot be had on this machine: no fault of what is tested. */
export class CannotBeHad extends Error {}

/**
 * The executable, built once for this user and kept beside the Temporal CLI.
 * @throws CannotBeHad when it cannot be built here.
 */
export async function goProgram({ name, module, version }: GoProgram): Promise<string> {
  const home = process.env['HOME'] || homedir();
  const cache = process.env['XDG_CACHE_HOME'] || join(home, '.cache');
  const target = join(cache, 'ar-video-rotation', `${name}-${version}`, name);
  if (existsSync(target)) return target;
  const go = ['go', '/usr/local/go/bin/go', '/opt/homebrew/bin/go'].find(
    (command) => spawnSync(command, ['version']).status === 0,
  );
  if (go === undefined) throw new CannotBeHad('Go is not installed');
  await mkdir(dirname(target), { recursive: true });
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  const waiting = (): void => tell(`Another process is building ${name}; waiting for it.`);
  return withFileLock(join(dirname(target), 'build.lock'), waiting, async () => {
    if (existsSync(target)) return target;
    tell(`Building ${name} with Go: once for this user, takes two to four minutes.`);
    const staging = await mkdtemp(join(dirname(target), 'try-'));
    try {
      await install(go, `${module}@v${version}`, { ...process.env, HOME: home, GOBIN: staging });
      await rename(join(staging, name), target);
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
    return target;
  });
}

function install(go: string, what: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const env = { ...environment, GOFLAGS: '-buildvcs=false' };
  const child = spawn(go, ['install', what], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => (said = (said + bytes.toString()).slice(-500)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new CannotBeHad(`go install ${what}: ${said}`))));
  });
}
