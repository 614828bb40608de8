import { setTimeout as delay } from 'node:timers/promises';
import { readOurSwaps, type Swap } from '../peers/swaps.js';
import { latenessBars, latenessFigures, type Aim, type Report } from '../report/figures.js';
import { makeContents, startWorkflows, type BenchContent } from '../support/contents.js';
import { countAsleep } from '../support/herd.js';
import { withInstallation, type Installation } from '../support/installation.js';
import type { Program } from '../support/programs.js';
import { Reader } from '../support/reader.js';
import type { Bench } from '../support/rounds.js';
import { until } from '../support/waiting.js';

const SCHEDULES = 20;
const EVERY_SECONDS = 2;
/** As long as the parent of `npm start` waits before it starts a child again. */
const RESTART_MS = 500;
const PATIENCE_MS = 60_000;

interface Stage {
  installation: Installation;
  contents: BenchContent[];
  worker: Program;
}

/** Who is killed, and how things come back. */
type Blow = (stage: Stage) => Promise<void>;

const blows: Record<string, { aim: Aim; blow: Blow }> = {
  'the only worker': {
    aim: { atMost: 15_000 },
    blow: async (stage) => {
      stage.worker.kill();
      await delay(RESTART_MS);
      stage.worker = await stage.installation.startWorker();
    },
  },
  'one of two workers': {
    aim: { atMost: 3_000 },
    blow: async (stage) => {
      stage.worker.kill();
      await delay(RESTART_MS);
      stage.worker = await stage.installation.startWorker('worker-1');
    },
  },
  Temporal: {
    aim: { atMost: 15_000 },
    blow: async ({ installation }) => {
      await installation.killServer('temporal');
      await delay(RESTART_MS);
      await installation.startServer('temporal');
    },
  },
  Postgres: {
    aim: { atMost: 10_000 },
    blow: async ({ installation }) => {
      await installation.killServer('postgres');
      await delay(RESTART_MS);
      await installation.startServer('postgres');
    },
  },
};

/** The first slot of each schedule that was due after the blow and is committed: so long after the blow. */
function recoveries(swaps: readonly Swap[], blowAt: number): Map<number, number> {
  const found = new Map<number, number>();
  for (const { key, dueAt, committedAt } of swaps) {
    if (dueAt > blowAt && !found.has(key)) found.set(key, committedAt - blowAt);
  }
  return found;
}

/** One kill -9; how long after it each schedule rotated again, in ms. */
async function measureBlow(stage: Stage, blow: Blow): Promise<number[]> {
  const { db } = stage.installation;
  const blowAt = Date.now();
  await blow(stage);
  let found = new Map<number, number>();
  await until(
    async () => {
      // Postgres may be the one that was killed.
      found = recoveries(await readOurSwaps(db).catch(() => []), blowAt);
      return found.size === SCHEDULES;
    },
    PATIENCE_MS,
    200,
  );
  await delay(3_000); // Back to normal before the next one.
  const missing = Array.from({ length: SCHEDULES - found.size }, () => Number.POSITIVE_INFINITY);
  return [...found.values(), ...missing];
}

/** Slots up to now that nobody carried out, or that were carried out twice. */
async function faultsOf({ installation, contents }: Stage): Promise<Record<'early' | 'lost' | 'double', number>> {
  const until = Date.now() - 5_000;
  const counts = new Map<string, number>();
  const swaps = await readOurSwaps(installation.db);
  for (const { key, dueAt } of swaps) counts.set(`${key}@${dueAt}`, (counts.get(`${key}@${dueAt}`) ?? 0) + 1);
  let lost = 0;
  for (const { scheduleId, dueAt } of contents) {
    for (let slot = dueAt; slot < until; slot += EVERY_SECONDS * 1_000)
      lost += counts.has(`${scheduleId}@${slot}`) ? 0 : 1;
  }
  const early = swaps.filter(({ dueAt, committedAt }) => committedAt < dueAt).length;
  return { early, lost, double: [...counts.values()].filter((count) => count > 1).length };
}

/** Reads all the time; how many reads failed is told when it is stopped. */
function readAllTheTime(url: string, uniqueId: string): () => Promise<number> {
  const reader = new Reader(url);
  let failed = 0;
  let stopped = false;
  const reading = (async () => {
    while (!stopped) {
      const status = await reader.read(uniqueId).then(
        (found) => found.status,
        () => 0,
      );
      if (status !== 200) failed += 1;
      await delay(5);
    }
  })();
  return async () => {
    stopped = true;
    await reading;
    reader.close();
    return failed;
  };
}

/** `recovery` (M7): from a kill -9 to the next correct rotation, and reads meanwhile. */
export function recovery(bench: Bench): Promise<Report> {
  return withInstallation(bench, { temporal: true }, async (installation) => {
    const api = await installation.startApi();
    const worker = await installation.startWorker('worker-1');
    const first = Math.ceil(Date.now()) + 8_000;
    const dues = Array.from(
      { length: SCHEDULES },
      (_, n) => first + Math.floor((n * EVERY_SECONDS * 1_000) / SCHEDULES),
    );
    const contents = await makeContents(installation.db, dues, EVERY_SECONDS);
    await startWorkflows(installation.db, contents);
    const stage: Stage = { installation, contents, worker };
    await until(async () => (await countAsleep(installation)) >= SCHEDULES, 30_000);
    await delay(Math.max(0, first - Date.now()));
    const stopReading = readAllTheTime(api.url, contents[0]?.uniqueId ?? '');
    const found: [string, Aim, number[]][] = [];
    for (const [name, { aim, blow }] of Object.entries(blows)) {
      bench.say(`kill -9 of ${name}`);
      const second = name === 'one of two workers' ? await installation.startWorker('worker-2') : null;
      const ms: number[] = [];
      for (let round = 0; round < bench.pick({ quick: 1, usual: 3, full: 25 }); round += 1) {
        ms.push(...(await measureBlow(stage, blow)));
      }
      found.push([name, aim, ms]);
      await second?.stop(5_000);
    }
    const failedReads = await stopReading();
    return {
      figures: found.flatMap(([name, aim, ms]) => latenessFigures(`kill -9 of ${name}`, ms, { max: aim })),
      faults: { ...(await faultsOf(stage)), 'failed reads': failedReads },
      plots: [
        {
          title: 'From a kill -9 to the next rotation',
          unit: 'ms',
          groups: found.map(([name, , ms]) => latenessBars(name, ms)),
        },
      ],
      notes: [
        `${SCHEDULES} schedules, due every ${EVERY_SECONDS} s; what was killed is started again after ${RESTART_MS} ms`,
      ],
    };
  });
}
