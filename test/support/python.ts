import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { withFileLock } from '../../src/runtime/file-lock.js';

/** What a command said, and how it ended. */
interface Ended {
  code: number | null;
  output: string;
}

interface RunOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string | undefined;
  /** Is given what the command says, as it says it. */
  onText?: (text: string) => void;
}

/** Runs a command to its end. */
export function runCommand(
  command: string,
  args: readonly string[],
  { env = process.env, cwd, onText = () => undefined }: RunOptions = {},
): Promise<Ended> {
  const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      output += bytes.toString();
      onText(bytes.toString());
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** Why packages of Python cannot be had on this machine; null: they can. */
export function whyNoPython(): string | null {
  const probe = spawnSync('python3', ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))']);
  return probe.status === 0 ? null : 'Python 3.10 or later with venv and pip is not installed';
}

/**
 * The Python of a virtual environment with these packages (`name==version`), made once for this user and these versions.
 * @throws Error when pip fails
 */
export async function pythonWith(...packages: [string, ...string[]]): Promise<string> {
  const cache = process.env['XDG_CACHE_HOME'] || join(process.env['HOME'] || homedir(), '.cache');
  const folder = join(cache, 'ar-video-rotation', packages.join('-').replaceAll('==', '-'));
  const python = join(folder, 'venv', 'bin', 'python');
  const stamp = join(folder, 'complete');
  await mkdir(folder, { recursive: true });
  const waiting = (): void =>
    void process.stderr.write(`Another process installs ${packages.join(', ')}; waiting for it.\n`);
  await withFileLock(join(folder, 'install.lock'), waiting, async () => {
    if (existsSync(stamp)) return;
    await rm(join(folder, 'venv'), { recursive: true, force: true });
    await orThrow(packages, runCommand('python3', ['-m', 'venv', join(folder, 'venv')]));
    await orThrow(packages, runCommand(python, ['-m', 'pip', 'install', '--quiet', ...packages]));
    await writeFile(stamp, '');
  });
  return python;
}

async function orThrow(packages: readonly string[], running: Promise<Ended>): Promise<void> {
  const { code, output } = await running;
  if (code !== 0) throw new Error(`Installing ${packages.join(', ')} failed: ${output.slice(-1_000)}`);
}
