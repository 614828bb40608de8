import { setTimeout as delay } from 'node:timers/promises';
import { measureBareLoop } from '../peers/bare-loop.js';
import { findRedis, REDIS_DURABILITY, startBullMq } from '../peers/bullmq.js';
import { startGraphileWorker } from '../peers/graphile-worker.js';
import { startPgBoss } from '../peers/pg-boss.js';
import { POLLER_SCALE, startPoller } from '../peers/poller.js';
import { faultsOf, preparePeers, readSwaps, type Due, type Peer, type Swap } from '../peers/swaps.js';
import { latenessBars, latenessFigures, ratio, type Figure, type Report } from '../report/figures.js';
import { quantile } from '../report/statistics.js';
import { latenessOf, rateOf, runOurs } from '../support/herd.js';
import { withInstallation, type Installation } from '../support/installation.js';
import { inTurn, type Bench } from '../support/rounds.js';
import { until } from '../support/waiting.js';

/** A peer's jobs are made so long before the first of them is due. */
const LEAD_MS = 4_000;
const EVERY_MS = 40;
/** A peer that has not done its jobs by then has lost them. */
const PATIENCE_MS = 30_000;

interface Outcome {
  latenessMs: number[];
  faults: ReturnType<typeof faultsOf>;
}

const offsets = (count: number): number[] => Array.from({ length: count }, (_, n) => n * EVERY_MS);

async function measureOurs(installation: Installation, count: number): Promise<Outcome> {
  const worker = await installation.startWorker();
  const { swaps, faults } = await runOurs(installation, offsets(count), PATIENCE_MS);
  await worker.stop(5_000);
  return { latenessMs: latenessOf(swaps), faults };
}

async function measurePeer(
  installation: Installation,
  start: (installation: Installation) => Promise<Peer>,
  count: number,
): Promise<Outcome> {
  const { db } = installation;
  await preparePeers(db);
  const peer = await start(installation);
  await delay(2_000); // Its first looks, with nothing to do.
  const first = Date.now() + LEAD_MS;
  const dues: Due[] = offsets(count).map((offset, key) => ({ key, dueAt: first + offset }));
  await peer.schedule(dues);
  const done = async (): Promise<boolean> => (await readSwaps(db)).length >= count;
  await until(done, first + count * EVERY_MS + PATIENCE_MS - Date.now(), 500);
  await delay(1_000); // So that what is done twice is seen, too.
  await peer.stop();
  const swaps: Swap[] = await readSwaps(db);
  return { latenessMs: latenessOf(swaps), faults: faultsOf(dues, swaps) };
}

/** Ours and the bare loop, so many at one instant, in turn: rotations a second. */
async function measureLimit(installation: Installation, { pick }: Bench): Promise<Record<'ours' | 'bare', number[]>> {
  const count = pick({ quick: 100, usual: 300, full: 1_000 });
  const ours = async (): Promise<number> => {
    const worker = await installation.startWorker();
    const herd = await runOurs(
      installation,
      Array.from({ length: count }, () => 0),
    );
    await worker.stop(5_000);
    return rateOf(herd);
  };
  const bare = (): Promise<number> => measureBareLoop(installation, count);
  return inTurn(pick({ quick: 1, usual: 2, full: 5 }), { ours, bare });
}

/** `rotation` (M1): how long after its instant a rotation is committed, beside job queues on the same Postgres. */
export function rotation(bench: Bench): Promise<Report> {
  return withInstallation(bench, { temporal: true }, async (installation) => {
    const count = bench.pick({ quick: 100, usual: 250, full: 1_000 });
    const redis = findRedis();
    const peer = (name: string, start: (installation: Installation) => Promise<Peer>) => () => {
      bench.say(name);
      return measurePeer(installation, start, count);
    };
    const ours = (): Promise<Outcome> => {
      bench.say('ours');
      return measureOurs(installation, count);
    };
    const found: Record<string, Outcome[]> = await inTurn<string, Outcome>(
      bench.pick({ quick: 1, usual: 2, full: 3 }),
      {
        ours,
        'graphile-worker': peer('graphile-worker', startGraphileWorker),
        'pg-boss': peer('pg-boss', startPgBoss),
        ...(redis !== undefined && { BullMQ: peer('BullMQ', (at) => startBullMq(at, redis)) }),
        poller: peer('poller', startPoller),
      },
    );
    bench.say('the bare loop');
    const rates = await measureLimit(installation, bench);
    return reportOf(found, rates, redis);
  });
}

function reportOf(
  found: Record<string, Outcome[]>,
  rates: Record<'ours' | 'bare', number[]>,
  redis: string | undefined,
): Report {
  const latenessMs = Object.fromEntries(
    Object.entries(found).map(([name, rounds]) => {
      const scale = name === 'poller' ? POLLER_SCALE : 1;
      return [name, rounds.flatMap((round) => round.latenessMs.map((ms) => ms * scale))];
    }),
  );
  const p99 = (name: string): number => quantile(latenessMs[name] ?? [], 0.99);
  const sum = (what: keyof Outcome['faults'], rounds: readonly Outcome[] = []): number =>
    rounds.reduce((total, { faults }) => total + faults[what], 0);
  const p999: Figure = { what: 'ours, p99.9', unit: 'ms', values: [quantile(latenessMs['ours'] ?? [], 0.999)] };
  return {
    figures: [
      ...latenessFigures('ours', latenessMs['ours'] ?? [], { p99: { atMost: 1_500 }, max: { atMost: 1_500 } }),
      p999,
      ...Object.entries(latenessMs).flatMap(([name, values]) => (name === 'ours' ? [] : latenessFigures(name, values))),
      ratio('ours / graphile-worker, p99', [p99('ours')], [p99('graphile-worker')], { atMost: 0.5 }),
      { what: 'at one instant, ours', unit: '/s', values: rates.ours },
      { what: 'at one instant, a bare Temporal loop', unit: '/s', values: rates.bare },
      ratio('ours / bare Temporal loop', rates.ours, rates.bare, { atLeast: 0.8 }),
    ],
    faults: {
      early: sum('early', found['ours']),
      lost: sum('lost', found['ours']),
      double: sum('double', found['ours']),
    },
    plots: [
      {
        title: 'How long after its instant a rotation is committed',
        unit: 'ms',
        logarithmic: true,
        groups: Object.entries(latenessMs).map(([name, values]) => latenessBars(name, values)),
      },
    ],
    notes: [
      ...Object.entries(found).map(
        ([name, rounds]) =>
          `${name}: ${latenessMs[name]?.length} rotations, early ${sum('early', rounds)}, lost ${sum('lost', rounds)}, double ${sum('double', rounds)}`,
      ),
      'graphile-worker and pg-boss look every 2 s, as they do unless told otherwise',
      `the poller looks ${POLLER_SCALE} times as often as every 5 minutes; its lateness is told times ${POLLER_SCALE}`,
      redis === undefined ? 'BullMQ left out: no redis-server on PATH' : `Redis: ${REDIS_DURABILITY}`,
    ],
  };
}
