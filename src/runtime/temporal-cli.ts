import { accessSync, constants, statSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { withFileLock } from './file-lock.js';
import { downloadTemporalCli } from './temporal-download.js';
import { installTemporalCli } from './temporal-install.js';
import { messageOf, StartFailure } from './start-failure.js';

/** The version that everything was measured with. A `temporal` of the user's own may be another one. */
const TEMPORAL_CLI_VERSION = '1.5.1';

export interface TemporalCliSearch {
  /** TEMPORAL_CLI_PATH. */
  givenPath?: string | undefined;
  /** PATH, HOME, XDG_CACHE_HOME. */
  environment: NodeJS.ProcessEnv;
  /** Told what is happening: fetching it may take minutes. */
  progress: (line: string) => void;
}

/** A `temporal` executable, and in words where it came from. */
export interface TemporalCli {
  path: string;
  origin: string;
}

/**
 * Finds a `temporal` executable or fetches one.
 * @throws StartFailure that names all that was tried and the ways out.
 */
export async function findTemporalCli(search: TemporalCliSearch): Promise<TemporalCli> {
  const present = presentCli(search);
  if (present) return present;
  const target = cachedCli(search.environment);
  await mkdir(dirname(target), { recursive: true });
  const waiting = () => search.progress('Another process is fetching the Temporal CLI; waiting for it.');
  return withFileLock(join(dirname(target), 'fetch.lock'), waiting, async () => {
    if (isExecutable(target)) return { path: target, origin: 'cache' };
    const staging = await mkdtemp(join(await emptied(join(dirname(target), 'fetching')), 'try-'));
    return { path: target, origin: await fetchTemporalCli(target, staging, search) };
  });
}

/** What a fetch that was killed left behind is of no use. Only the holder of the lock may call this. */
async function emptied(folder: string): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  return folder;
}

async function fetchTemporalCli(target: string, staging: string, search: TemporalCliSearch): Promise<string> {
  const tried = ['TEMPORAL_CLI_PATH: not set', 'PATH: no executable "temporal"', `cache: no ${target}`];
  const keep = (executable: string) => rename(executable, target).then(() => rm(dirname(staging), { recursive: true }));
  try {
    await keep(await downloadTemporalCli(TEMPORAL_CLI_VERSION, staging, search.progress));
    return 'downloaded';
  } catch (error) {
    tried.push(`download from temporal.download: ${messageOf(error)}`);
  }
  try {
    await keep(await installTemporalCli(TEMPORAL_CLI_VERSION, staging, search));
    return 'built by go install';
  } catch (error) {
    tried.push(`go install: ${messageOf(error)}`);
  }
  throw new StartFailure(
    `No Temporal server can be had. Tried, in this order:\n${tried.map((line) => `  - ${line}`).join('\n')}\n` +
      'Ways out: set TEMPORAL_ADDRESS to a running Temporal server; or install the Temporal CLI\n' +
      '(https://docs.temporal.io/cli) and set TEMPORAL_CLI_PATH to it; or install Go, with which it can be built.',
  );
}

/** Where the executable that we fetch is kept: once for all checkouts of this user. */
export function cachedCli(environment: NodeJS.ProcessEnv): string {
  const cache = environment['XDG_CACHE_HOME'] || join(environment['HOME'] || homedir(), '.cache');
  return join(cache, 'ar-video-rotation', `temporal-cli-${TEMPORAL_CLI_VERSION}`, 'temporal');
}

function presentCli({ givenPath, environment }: TemporalCliSearch): TemporalCli | undefined {
  if (givenPath !== undefined) {
    if (isExecutable(givenPath)) return { path: givenPath, origin: 'TEMPORAL_CLI_PATH' };
    throw new StartFailure(`TEMPORAL_CLI_PATH: ${givenPath} is not an executable file. Correct it, or unset it.`);
  }
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = folders.map((folder) => join(folder, 'temporal')).find(isExecutable);
  if (onPath !== undefined) return { path: onPath, origin: 'PATH' };
  const cached = cachedCli(environment);
  return isExecutable(cached) ? { path: cached, origin: 'cache' } : undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
