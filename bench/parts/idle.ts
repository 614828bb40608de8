import { setTimeout as delay } from 'node:timers/promises';
import type { Report } from '../report/figures.js';
import { makeContents, startWorkflows } from '../support/contents.js';
import { countAsleep } from '../support/herd.js';
import { withInstallation, type Installation } from '../support/installation.js';
import type { Program } from '../support/programs.js';
import type { Bench } from '../support/rounds.js';
import { usageOf } from '../support/usage.js';
import { until } from '../support/waiting.js';

const DAY_MS = 86_400_000;
const MIB = 1024 ** 2;
/** Rows are made and workflows started so many at a time. */
const CHUNK = 5_000;

/** What a worker costs while nothing is due. */
interface Cost {
  workerMiB: number;
  /** Of one core. */
  workerCpuPercent: number;
  temporalMiB: number;
  temporalCpuPercent: number;
  /** Statements that the worker sends to Postgres. */
  queriesPerSecond: number;
}

async function countQueries({ db }: Installation): Promise<number> {
  const { rows } = await db.raw<{ rows: { calls: number }[] }>(
    `SELECT coalesce(sum(calls), 0)::float8 AS calls FROM pg_stat_statements WHERE query NOT LIKE '%pg_stat_statements%'`,
  );
  return rows[0]?.calls ?? 0;
}

async function measureCost(installation: Installation, worker: Program, seconds: number): Promise<Cost> {
  const temporalPid = installation.pidOf('temporal');
  const look = async () => ({
    worker: usageOf(worker.pid),
    temporal: usageOf(temporalPid),
    queries: await countQueries(installation),
  });
  const before = await look();
  await delay(seconds * 1_000);
  const after = await look();
  const percent = (cpuMs: number): number => cpuMs / (seconds * 10);
  return {
    workerMiB: after.worker.bytes / MIB,
    workerCpuPercent: percent(after.worker.cpuMs - before.worker.cpuMs),
    temporalMiB: after.temporal.bytes / MIB,
    temporalCpuPercent: percent(after.temporal.cpuMs - before.temporal.cpuMs),
    queriesPerSecond: (after.queries - before.queries) / seconds,
  };
}

/** Makes sleeping schedules, and waits until each workflow has looked once. */
async function makeSleepers(installation: Installation, count: number, say: (line: string) => void): Promise<boolean> {
  for (let made = 0; made < count; made += CHUNK) {
    const size = Math.min(CHUNK, count - made);
    const tomorrow = Date.now() + DAY_MS;
    const contents = await makeContents(
      installation.db,
      Array.from({ length: size }, (_, n) => tomorrow + n),
    );
    await startWorkflows(installation.db, contents);
    const all = made + size;
    const areAsleep = await until(async () => (await countAsleep(installation)) >= all, 30_000 + size * 60, 1_000);
    say(`${all} asleep`);
    if (!areAsleep) return false;
  }
  return true;
}

/** `idle` (M8): what many sleeping schedules cost. */
export function idle(bench: Bench): Promise<Report> {
  return withInstallation(bench, { temporal: true }, async (installation) => {
    const { db } = installation;
    await db.raw('CREATE EXTENSION pg_stat_statements');
    const seconds = bench.pick({ quick: 10, usual: 20, full: 60 });
    const count = bench.pick({ quick: 500, usual: 5_000, full: 100_000 });
    const quiet = { RECONCILE_INTERVAL: '1d', CLEAN_UP_INTERVAL: '1d' };
    const worker = await installation.startWorker('worker', quiet);
    await delay(5_000);
    const empty = await measureCost(installation, worker, seconds);
    const areAsleep = await makeSleepers(installation, count, bench.say);
    await delay(10_000);
    const full = await measureCost(installation, worker, seconds);
    const ledger = await db('rotations').where('cause', 'schedule').count('* as count').first();
    return {
      figures: [
        { what: 'memory of a worker with no schedule', unit: 'MiB', values: [empty.workerMiB] },
        { what: `memory of a worker, ${count} asleep`, unit: 'MiB', values: [full.workerMiB], aim: { atMost: 300 } },
        { what: 'CPU of a worker, of one core', unit: '%', values: [full.workerCpuPercent], aim: { atMost: 2 } },
        { what: 'queries with no schedule', unit: '/s', values: [empty.queriesPerSecond] },
        { what: `queries, ${count} asleep`, unit: '/s', values: [full.queriesPerSecond] },
        {
          what: 'queries more than with no schedule',
          unit: '/s',
          values: [Math.max(0, full.queriesPerSecond - empty.queriesPerSecond)],
          aim: { atMost: 0.2 },
        },
        { what: `memory of the Temporal server, ${count} asleep`, unit: 'MiB', values: [full.temporalMiB] },
        { what: 'CPU of the Temporal server, of one core', unit: '%', values: [full.temporalCpuPercent] },
      ],
      faults: { 'not asleep in time': areAsleep ? 0 : 1, early: Number(ledger?.['count'] ?? 0) },
      plots: [],
      notes: [
        `over ${seconds} s, right after all of them were started: the worker holds as many workflows as it may`,
        'the queries of a worker with no schedule: the outbox, once a second, and the clock',
      ],
    };
  });
}
