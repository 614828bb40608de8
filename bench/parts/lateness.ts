import { latenessBars, latenessFigures, type Report } from '../report/figures.js';
import { POLLER_SCALE } from '../peers/poller.js';
import { pollerVisibleLateness } from '../peers/scaled-poller.js';
import { makeContents, startWorkflows, type BenchContent } from '../support/contents.js';
import { TASK_QUEUE, withInstallation, type Api, type Installation } from '../support/installation.js';
import { PostgresTime } from '../support/postgres-time.js';
import { Reader } from '../support/reader.js';
import type { Bench } from '../support/rounds.js';
import { watchSwitches, type Watch } from '../support/watch-switches.js';

/** The first sampled switch comes this long after the rows were made. */
const LEAD_MS = 3_000;

interface Stage {
  installation: Installation;
  /** Two processes, which are asked in turn. */
  apis: [Api, Api];
  bench: Bench;
}

/** Instants one after the other. */
const series = (first: number, count: number, everyMs: number): number[] =>
  Array.from({ length: count }, (_, index) => Math.ceil(first) + index * everyMs);

async function watch({ apis }: Stage, time: PostgresTime, contents: readonly BenchContent[]): Promise<Watch> {
  const readers = apis.map(({ url }) => new Reader(url));
  try {
    return await watchSwitches(readers, time, contents);
  } finally {
    for (const reader of readers) reader.close();
  }
}

/** Contents that switch one after the other. */
async function measureSeries(stage: Stage): Promise<Watch> {
  const { db } = stage.installation;
  const time = await PostgresTime.sample(db);
  const count = stage.bench.pick({ quick: 40, usual: 200, full: 1_000 });
  const contents = await makeContents(db, series(time.now() + LEAD_MS, count, 50));
  return watch(stage, time, contents);
}

/** Ten thousand contents that switch within one second, some of them looked at. */
async function measureHerd(stage: Stage): Promise<Watch> {
  const { bench, installation } = stage;
  const { db } = installation;
  const time = await PostgresTime.sample(db);
  const size = bench.pick({ quick: 1_000, usual: 10_000, full: 10_000 });
  const working = bench.pick({ quick: 100, usual: 1_000, full: 10_000 });
  // Each workflow's start and first look take a worker and a server some ten milliseconds.
  const first = time.now() + 10_000 + working * 15;
  const contents = await makeContents(
    db,
    Array.from({ length: size }, (_, n) => Math.ceil(first) + (n % 1_000)),
  );
  await startWorkflows(db, contents.slice(0, working));
  const watched = contents.filter((_, index) => index < 1_000 && index % 20 === 0);
  for (const { url } of stage.apis) {
    const reader = new Reader(url);
    // In memory, as contents that are read are.
    for (const { uniqueId } of contents.slice(0, 3_000)) await reader.read(uniqueId);
    reader.close();
  }
  return watch(stage, time, watched);
}

/** `lateness` (M2): how long after its instant the public sees a switch, whoever is down and however many there are. */
export function lateness(bench: Bench): Promise<Report> {
  return withInstallation(bench, { temporal: true }, async (installation) => {
    const apis: [Api, Api] = [await installation.startApi(), await installation.startApi('api-2')];
    // No reconciliation meanwhile: it would start the workflows of every content that is made here.
    const worker = await installation.startWorker('worker', { RECONCILE_INTERVAL: '1d' });
    const stage: Stage = { installation, apis, bench };
    await untilReconciled(installation);
    bench.say('switches one after the other');
    const running = await measureSeries(stage);
    bench.say('switches of one second');
    const herd = await measureHerd(stage);
    await worker.stop(5_000);
    await installation.stopServer('temporal');
    bench.say('switches without a worker and without Temporal');
    const stopped = await measureSeries(stage);
    bench.say(`a poller, ${POLLER_SCALE} times as often as every 5 minutes`);
    const poller = await pollerVisibleLateness(installation, bench.pick({ quick: 20, usual: 200, full: 500 }));
    return reportOf({ running, herd, stopped }, poller, bench);
  });
}

/** The worker has itself compared rows and workflows at its start. */
async function untilReconciled({ client }: Installation): Promise<void> {
  for (;;) {
    const query = `WorkflowType = 'reconcileWorkflow' AND TaskQueue = '${TASK_QUEUE}' AND ExecutionStatus = 'Completed'`;
    if ((await client.workflow.count(query)).count > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function reportOf(watches: Record<'running' | 'herd' | 'stopped', Watch>, poller: number[], bench: Bench): Report {
  const aims = { p99: { atMost: 5 }, max: { atMost: 50 } };
  const all = Object.values(watches);
  const names = {
    running: 'everything running',
    herd: `${bench.pick({ quick: '1,000', usual: '10,000', full: '10,000' })} due in one second`,
    stopped: 'worker and Temporal stopped',
  };
  const rate = Math.min(...all.map(({ perSecond }) => perSecond));
  const keys = ['running', 'herd', 'stopped'] as const;
  return {
    figures: [
      ...keys.flatMap((key) => [
        ...latenessFigures(names[key], watches[key].latenessMs, aims),
        { what: `${names[key]}, certain`, unit: 'ms', values: [Math.max(0, ...watches[key].stillOldMs)] },
      ]),
      ...latenessFigures('poller of 5 minutes', poller),
      { what: 'reads a second while sampling, at least', unit: '/s', values: [rate], aim: { atLeast: 1_000 } },
    ],
    faults: {
      early: all.reduce((sum, { early }) => sum + early, 0),
      'gone back across processes': all.reduce((sum, { wentBack }) => sum + wentBack, 0),
      'never seen': all.reduce((sum, { missed }) => sum + missed, 0),
    },
    plots: [
      {
        title: 'How late the public sees a switch',
        unit: 'ms',
        logarithmic: true,
        groups: [
          ...keys.map((key) => latenessBars(names[key], watches[key].latenessMs)),
          latenessBars('poller of 5 minutes', poller),
        ],
      },
    ],
    notes: [
      `two API processes asked in turn; the due instant by Postgres's clock, known to ${Math.max(...all.map(({ errorMs }) => errorMs)).toFixed(2)} ms`,
      `sampled switches: ${all.map(({ latenessMs }) => latenessMs.length).join(', ')}`,
      'certain: the longest that the old video was still asked for and given; the rest may be the readers',
      `the poller looks ${POLLER_SCALE} times as often as every 5 minutes; its lateness is told times ${POLLER_SCALE}`,
    ],
  };
}
