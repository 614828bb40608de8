import type { Report } from '../report/figures.js';
import { latenessOf, rateOf, runOurs, type Herd } from '../support/herd.js';
import { withInstallation, type Installation } from '../support/installation.js';
import { quantile } from '../report/statistics.js';
import { inTurn, type Bench } from '../support/rounds.js';
import { usageOf } from '../support/usage.js';

const MIB = 1024 ** 2;

/** What a worker may be told, by the name under which it is told of. */
const VARIANTS: Record<string, NodeJS.ProcessEnv> = {
  'as shipped': {},
  'cache 250': { TEMPORAL_MAX_CACHED_WORKFLOWS: '250' },
  'cache 2000': { TEMPORAL_MAX_CACHED_WORKFLOWS: '2000' },
  '20 activity slots': { TEMPORAL_ACTIVITY_SLOTS: '20' },
  '100 activity slots': { TEMPORAL_ACTIVITY_SLOTS: '100' },
  '20 connections': { DATABASE_POOL_SIZE: '20' },
};

interface Outcome {
  herd: Herd;
  workerMiB: number;
  workerMs: number;
  temporalMs: number;
}

async function measure(installation: Installation, env: NodeJS.ProcessEnv, count: number): Promise<Outcome> {
  const worker = await installation.startWorker('worker', { RECONCILE_INTERVAL: '1d', ...env });
  const temporalPid = installation.pidOf('temporal');
  const before = [usageOf(worker.pid).cpuMs, usageOf(temporalPid).cpuMs] as const;
  const herd = await runOurs(
    installation,
    Array.from({ length: count }, () => 0),
  );
  const { bytes, cpuMs } = usageOf(worker.pid);
  const temporalMs = (usageOf(temporalPid).cpuMs - before[1]) / count;
  await worker.stop(5_000);
  return { herd, workerMiB: bytes / MIB, workerMs: (cpuMs - before[0]) / count, temporalMs };
}

/** `settings`: what a worker does with a herd under other settings; how those of the service were chosen. */
export function settings(bench: Bench): Promise<Report> {
  return withInstallation(bench, { temporal: true }, async (installation) => {
    const count = bench.pick({ quick: 200, usual: 500, full: 1_000 });
    const contestants = Object.fromEntries(
      Object.entries(VARIANTS).map(([name, env]) => [
        name,
        () => {
          bench.say(name);
          return measure(installation, env, count);
        },
      ]),
    );
    const found = await inTurn(bench.pick({ quick: 1, usual: 3, full: 5 }), contestants);
    const all = Object.values(found).flat();
    const sum = (what: keyof Herd['faults']): number => all.reduce((total, { herd }) => total + herd.faults[what], 0);
    const p99 = ({ herd }: Outcome): number => quantile(latenessOf(herd.swaps), 0.99);
    return {
      figures: Object.entries(found).flatMap(([name, rounds]) => [
        { what: `${name}: rotations`, unit: '/s', values: rounds.map(({ herd }) => rateOf(herd)) },
        { what: `${name}: p99 late`, unit: 'ms', values: rounds.map(p99) },
        { what: `${name}: worker`, unit: 'MiB', values: rounds.map(({ workerMiB }) => workerMiB) },
        {
          what: `${name}: CPU of the worker, start and rotation`,
          unit: 'ms',
          values: rounds.map(({ workerMs }) => workerMs),
        },
        {
          what: `${name}: CPU of Temporal, start and rotation`,
          unit: 'ms',
          values: rounds.map(({ temporalMs }) => temporalMs),
        },
      ]),
      faults: { early: sum('early'), lost: sum('lost'), double: sum('double') },
      plots: [],
      notes: [`${count} schedules due at one instant, each time`],
    };
  });
}
