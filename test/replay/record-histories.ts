import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findTemporalCli } from '../../src/runtime/temporal-cli.js';
import { freePort } from '../../src/runtime/ports.js';
import { startService } from '../../src/runtime/service.js';
import { prepareTemporalDevServer } from '../../src/runtime/temporal-server.js';
import { makeDataDir, removeDataDir } from '../support/servers.js';
import { startTestWorker, type TestWorker } from '../support/temporal.js';
import { scenarios, stagedActivities, type Scenario } from './scenarios.js';

/**
 * Records the histories that `replay.test.ts` replays, anew, from a real server:
 * `node --import tsx test/replay/record-histories.ts <folder> [<scenario>]`, the folder named for the release, such as
 * `v1`; all scenarios, or one.
 * Those of a release that may still run somewhere stay; a change of the workflows adds a folder.
 */
const HISTORIES = join(import.meta.dirname, 'histories');

/**
 * A protobuf message as JSON that its encoder takes back as it is: numbers for enums and 64-bit integers, base64 for
 * bytes. (The SDK's `historyToJSON` needs a single copy of protobufjs, which npm does not give it here.)
 */
function toPlain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value;
  if ('toNumber' in value && typeof value.toNumber === 'function') return value.toNumber();
  const fields = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
  return Object.fromEntries(fields.map(([name, field]) => [name, toPlain(field)]));
}

async function recordScenario(scenario: Scenario, worker: TestWorker, folder: string): Promise<void> {
  const { client, taskQueue } = worker;
  await scenario.play({
    client,
    taskQueue,
    calls: () => scene.calls,
    async record(handle, suffix) {
      const name = suffix === undefined ? scenario.name : `${scenario.name}-${suffix}`;
      const recorded = { workflowId: handle.workflowId, history: toPlain(await handle.fetchHistory()) };
      // Stack traces of failures name the folder that it was recorded in.
      const text = JSON.stringify(recorded).replaceAll(`${process.cwd()}/`, '');
      await writeFile(join(folder, `${name}.json`), `${text}\n`);
      process.stdout.write(`recorded ${name}\n`);
    },
  });
}

let scene = { script: scenarios[0]?.script ?? (() => ({ status: 'gone' as const })), calls: 0 };

async function main(): Promise<void> {
  const [, , name = 'v1', only] = process.argv;
  const folder = join(HISTORIES, name);
  await mkdir(folder, { recursive: true });
  const dataDir = makeDataDir();
  const progress = (line: string): boolean => process.stderr.write(`${line}\n`);
  const cli = await findTemporalCli({
    givenPath: process.env['TEMPORAL_CLI_PATH'],
    environment: process.env,
    progress,
  });
  const server = prepareTemporalDevServer({
    cliPath: cli.path,
    dataDir,
    port: await freePort(),
    uiPort: await freePort(),
    namespace: 'default',
    // So that the history of a run that is continued stays short.
    dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': '40' },
  });
  const child = await startService(server);
  const settings = { connection: { address: server.address }, namespace: 'default', taskQueue: 'video-rotation' };
  const worker = await startTestWorker(
    stagedActivities(() => scene),
    settings,
  );
  for (const scenario of scenarios.filter((one) => one.name === (only ?? one.name))) {
    scene = { script: scenario.script, calls: 0 };
    await recordScenario(scenario, worker, folder);
  }
  await worker.stop();
  await child.stop(5_000);
  await removeDataDir(dataDir);
}

await main();
