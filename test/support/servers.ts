import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopLeftOvers } from '../../src/runtime/left-overs.js';
import type { ManagedProcess } from '../../src/runtime/managed-process.js';
import { freePort } from '../../src/runtime/ports.js';
import { prepareEmbeddedPostgres } from '../../src/runtime/postgres.js';
import { startOf } from '../../src/platform/process-identity.js';
import { startService } from '../../src/runtime/service.js';
import { findTemporalCli } from '../../src/runtime/temporal-cli.js';
import { prepareTemporalDevServer } from '../../src/runtime/temporal-server.js';

/** A real Postgres with an empty database. Tests make databases of their own beside it. */
export interface TestPostgres {
  url: string;
}

/** A real Temporal dev server that knows our search attributes. Tests use task queues of their own. */
export interface TestTemporal {
  address: string;
  namespace: string;
  uiUrl: string;
}

interface Running<T> {
  value: T;
  child: ManagedProcess;
  dataDir: string;
}

const PREFIX = 'ar-video-rotation-test-';
const started: { postgres?: Promise<Running<TestPostgres>>; temporal?: Promise<Running<TestTemporal>> } = {};

/** The Postgres of this test run, started by whoever asks first. */
export async function testPostgres(): Promise<TestPostgres> {
  started.postgres ??= startPostgres();
  return (await started.postgres).value;
}

/** The Temporal dev server of this test run, started by whoever asks first. */
export async function testTemporal(): Promise<TestTemporal> {
  started.temporal ??= startTemporal();
  return (await started.temporal).value;
}

/** Stops what was started and removes its data. Called once, by the root hook at the end of the run. */
export async function stopTestServers(): Promise<void> {
  const { temporal, postgres } = started;
  delete started.temporal;
  delete started.postgres;
  await stopServer(temporal);
  await stopServer(postgres);
}

async function stopServer(start: Promise<Running<unknown>> | undefined): Promise<void> {
  const running = await start?.catch(() => undefined); // One that did not start has told so where it was asked for.
  if (!running) return;
  await running.child.stop(5_000);
  rmSync(running.dataDir, { recursive: true, force: true });
}

/** A folder for one test's data, which a server under another user can enter. Remove it with `removeDataDir`. */
export function makeDataDir(): string {
  // The blank is on purpose: a checkout may lie in such a folder.
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}data dir-`));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, OWNER), JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) }));
  return folder;
}

/** Removes a folder of `makeDataDir` and stops what may still run on it. */
export async function removeDataDir(folder: string): Promise<void> {
  await stopLeftOvers(folder, 500);
  rmSync(folder, { recursive: true, force: true });
}

const OWNER = 'owner.json';

async function startPostgres(): Promise<Running<TestPostgres>> {
  await removeAbandoned();
  const dataDir = makeDataDir();
  const server = await prepareEmbeddedPostgres({
    dataDir,
    port: await freePort(), // The usual one is left to `npm start`.
    // Nothing here has to survive a power failure. Many test files, each with pools of its own.
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '400' },
  });
  return killedAtExit({ value: { url: server.url }, child: await startService(server), dataDir });
}

async function startTemporal(): Promise<Running<TestTemporal>> {
  await removeAbandoned();
  const dataDir = makeDataDir();
  const givenPath = process.env['TEMPORAL_CLI_PATH'] || undefined;
  const progress = (line: string) => process.stderr.write(`${line}\n`);
  const cli = await findTemporalCli({ givenPath, environment: process.env, progress });
  const [port, uiPort] = [await freePort(), await freePort()];
  const server = prepareTemporalDevServer({ cliPath: cli.path, dataDir, port, uiPort, namespace: 'default' });
  const value = { address: server.address, namespace: 'default', uiUrl: server.uiUrl };
  return killedAtExit({ value, child: await startService(server), dataDir });
}

/** Also a run that ends without its last hook (an uncaught error, a second Ctrl-C) leaves no server behind. */
function killedAtExit<T>(running: Running<T>): Running<T> {
  process.once('exit', () => running.child.kill());
  return running;
}

/** What a test run that was killed left behind: its servers and its folders. */
export async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    if (isAbandoned(folder)) await removeDataDir(folder).catch(() => undefined);
  }
}

function isAbandoned(folder: string): boolean {
  try {
    const owner: unknown = JSON.parse(readFileSync(join(folder, OWNER), 'utf8'));
    if (typeof owner !== 'object' || owner === null || !('pid' in owner) || !('startedAt' in owner)) return false;
    return startOf(Number(owner.pid)) !== owner.startedAt;
  } catch {
    return false; // Another user's, or being made at this moment.
  }
}
