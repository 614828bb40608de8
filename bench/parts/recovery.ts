import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../src/db/database.js';
import { readOurSwaps, type Swap } from '../peers/swaps.js';
import { latenessBars, latenessFigures, type Aim, type Report } from '../report/figures.js';
import { makeContents, startWorkflows, type BenchContent } from '../support/contents.js';
import { countAsleep } from '../support/herd.js';
import { withInstallation, type Installation } from '../support/installation.js';
import type { Program } from '../support/programs.js';
import { Reader } from '../support/reader.js';
import { inTurn, type Bench } from '../support/rounds.js';
import { until } from '../support/waiting.js';

const SCHEDULES = 20;
const EVERY_SECONDS = 2;
/** As long as the parent of `npm start` waits before it starts a child again. */
const RESTART_MS = 500;
const PATIENCE_MS = 60_000;
/** Back to normal before the next blow. */
const SETTLING_MS = 3_000;

interface Stage {
  installation: Installation;
  /** Due all the time. */
  contents: BenchContent[];
  worker: Program;
}

/** Who is killed, and how it comes back. */
type Blow = (stage: Stage) => Promise<void>;

const killWorker: Blow = async (stage) => {
  stage.worker.kill();
  await delay(RESTART_MS);
  stage.worker = await stage.installation.startWorker('worker-1');
};

const killServer =
  (server: 'temporal' | 'postgres'): Blow =>
  async ({ installation }) => {
    await installation.killServer(server);
    await delay(RESTART_MS);
    await installation.startServer(server);
  };

const blows: { name: string; aim: Aim; withSecondWorker?: boolean; blow: Blow }[] = [
  { name: 'the only worker', aim: { atMost: 15_000 }, blow: killWorker },
  { name: 'one of two workers', aim: { atMost: 15_000 }, withSecondWorker: true, blow: killWorker },
  { name: 'Temporal', aim: { atMost: 15_000 }, blow: killServer('temporal') },
  { name: 'Postgres', aim: { atMost: 10_000 }, blow: killServer('postgres') },
];

/** So long after each schedule's first commit of a slot that was due after `from`, in ms. */
function firstCommits(swaps: readonly Swap[], keys: ReadonlySet<number>, from: number): number[] {
  const found = new Map<number, number>();
  for (const { key, dueAt, committedAt } of swaps) {
    if (keys.has(key) && dueAt > from && !found.has(key)) found.set(key, committedAt - from);
  }
  return [...found.values()];
}

const keysOf = (contents: readonly BenchContent[]): Set<number> =>
  new Set(contents.map(({ scheduleId }) => scheduleId));

/** Waits for a commit of every schedule; one that never comes counts as infinitely late. */
async function untilRotated(db: Database, contents: readonly BenchContent[], from: number): Promise<number[]> {
  const keys = keysOf(contents);
  let found: number[] = [];
  const look = async (): Promise<boolean> => {
    // Postgres may be what was killed.
    found = firstCommits(await readOurSwaps(db).catch(() => []), keys, from);
    return found.length === contents.length;
  };
  await until(look, PATIENCE_MS, 200);
  return [...found, ...Array.from({ length: contents.length - found.length }, () => Number.POSITIVE_INFINITY)];
}

/** One kill -9; how long after it each of the schedules that are due all the time rotated again, in ms. */
async function measureBlow(stage: Stage, blow: Blow): Promise<number[]> {
  const blowAt = Date.now();
  await blow(stage);
  const ms = await untilRotated(stage.installation.db, stage.contents, blowAt);
  await delay(SETTLING_MS);
  return ms;
}

/** Schedules that sleep while their worker is killed, and come due soon after, with a second worker at hand: how late. */
async function measureSleepers(stage: Stage): Promise<number[]> {
  const { installation } = stage;
  const { db } = installation;
  const before = await countAsleep(installation);
  const blowAt = Date.now() + 8_000;
  const dueAt = blowAt + 3_000;
  const contents = await makeContents(
    db,
    Array.from({ length: SCHEDULES }, (_, n) => dueAt + n),
  );
  await startWorkflows(db, contents);
  await until(async () => (await countAsleep(installation)) >= before + SCHEDULES, 7_000);
  await delay(Math.max(0, blowAt - Date.now()));
  await killWorker(stage);
  const ms = await untilRotated(db, contents, dueAt - 1);
  await delay(SETTLING_MS);
  return ms;
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
    const rounds = bench.pick({ quick: 1, usual: 1, full: 25 });
    const repeat = async (measure: () => Promise<number[]>): Promise<number[]> =>
      (await inTurn(rounds, { measure })).measure.flat();
    for (const { name, aim, withSecondWorker, blow } of blows) {
      bench.say(`kill -9 of ${name}`);
      const second = withSecondWorker === true ? await installation.startWorker('worker-2') : null;
      found.push([name, aim, await repeat(() => measureBlow(stage, blow))]);
      if (second !== null) {
        found.push([`${name}, schedules asleep`, { atMost: 3_000 }, await repeat(() => measureSleepers(stage))]);
      }
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
        'schedules asleep: how long after their own instant, which comes 3 s after the kill, they rotated',
        `${SCHEDULES} schedules, due every ${EVERY_SECONDS} s; what was killed is started again after ${RESTART_MS} ms`,
      ],
    };
  });
}
