import { setTimeout as delay } from 'node:timers/promises';
import { ratio, type Plot, type Report } from '../report/figures.js';
import { median } from '../report/statistics.js';
import { makeContents } from '../support/contents.js';
import { PUBLIC_BASE_URL, withInstallation, type Api, type Installation } from '../support/installation.js';
import { loadSteadily, loadTool, measureRate, type Rate, type SteadyLoad, type LoadTarget } from '../support/load.js';
import { canPin, pin } from '../support/pinning.js';
import { ofProgram } from '../support/programs.js';
import { inTurn, type Bench } from '../support/rounds.js';
import { usageOf } from '../support/usage.js';
import { writeSteadily } from '../support/writes.js';

const SERVER_CORE = 0;
const DAY_MS = 86_400_000;

interface Stage {
  installation: Installation;
  api: Api;
  /** The path of the content that is read. */
  path: string;
  ours: LoadTarget;
  /** Edits another content, 50 times a second, until that is stopped; then tells how often. */
  startWriting: () => () => Promise<number>;
}

async function setUp(installation: Installation): Promise<Stage> {
  const api = await installation.startApi();
  await pin(api.program.pid, SERVER_CORE);
  const tomorrow = Date.now() + DAY_MS;
  const [content, other] = await makeContents(installation.db, [tomorrow, tomorrow]);
  const path = `/api/ar/${content?.uniqueId}/active-video`;
  const startWriting = () => writeSteadily(api, other?.videoIds[0] ?? 0);
  return { installation, api, path, ours: { pid: api.program.pid, url: api.url + path }, startWriting };
}

async function whileWriting<T>({ startWriting }: Stage, work: () => Promise<T>): Promise<T> {
  const stopWriting = startWriting();
  const found = await work();
  await stopWriting();
  return found;
}

/** How much CPU time an edit takes of the API process, in ms. */
async function measureWrites({ ours, startWriting }: Stage, { pick }: Bench): Promise<number> {
  const before = usageOf(ours.pid).cpuMs;
  const stopWriting = startWriting();
  await delay(pick({ quick: 1, usual: 4, full: 20 }) * 1_000);
  const count = await stopWriting();
  return (usageOf(ours.pid).cpuMs - before) / count;
}

/** Starts a server of the peers on the servers' core. */
async function startPeer({ installation, path }: Stage, name: string, ...args: string[]): Promise<LoadTarget> {
  const program = await installation.startProgram(name, ofProgram(name, ...args), { NODE_ENV: 'production' });
  await pin(program.pid, SERVER_CORE);
  return { pid: program.pid, url: `${/http:\S+/.exec(program.readyLine)?.[0]}${path}` };
}

/** How many reads a second each of the servers answers, in turn. */
async function measureRates(stage: Stage, bare: LoadTarget, { pick, say }: Bench) {
  const { installation, ours } = stage;
  const { dataDir, databaseUrl } = installation;
  const tag = (await fetch(ours.url)).headers.get('etag') ?? '';
  const fastify = await startPeer(stage, 'fastify-server', databaseUrl, PUBLIC_BASE_URL);
  const express = await startPeer(stage, 'express-server', databaseUrl);
  const seconds = pick({ quick: 1, usual: 2, full: 5 });
  const rate = (target: LoadTarget) => () => measureRate(dataDir, target, seconds);
  const contestants = {
    bare: rate(bare),
    shown: rate(ours),
    same: rate({ ...ours, headers: [`If-None-Match: ${tag}`] }),
    fastify: rate(fastify),
    express: rate(express),
    written: () => whileWriting(stage, rate(ours)),
  };
  say('warming up'); // So that every server's code is compiled before it counts.
  await inTurn(1, contestants);
  say('measuring rates');
  return inTurn(pick({ quick: 2, usual: 4, full: 9 }), contestants);
}

/** How many times as many reads two processes answer as one, on two cores that they share with their clients. */
async function measureTwo({ installation, ours, path }: Stage, { pick }: Bench): Promise<number[]> {
  const second = await installation.startApi('api-2');
  await pin(second.program.pid, 1);
  const other: LoadTarget = { pid: second.program.pid, url: second.url + path };
  const seconds = pick({ quick: 1, usual: 2, full: 5 });
  const rate = async (target: LoadTarget) => (await measureRate(installation.dataDir, target, seconds)).perSecond;
  await rate(other);
  const together = async (): Promise<number> => {
    const [a, b] = await Promise.all([rate(ours), rate(other)]);
    return a + b;
  };
  const { one, two } = await inTurn(pick({ quick: 1, usual: 2, full: 5 }), { one: () => rate(ours), two: together });
  await second.program.stop(5_000);
  return two.map((value, round) => value / (one[round] ?? Number.NaN));
}

/** How long reads take at half of the rate that can be reached: of a bare server, ours, and ours during edits. */
function measureLatency(stage: Stage, bare: LoadTarget, rate: number, { pick }: Bench) {
  const { installation, ours } = stage;
  const seconds = pick({ quick: 2, usual: 4, full: 10 });
  const load = (target: LoadTarget) => () => loadSteadily(installation.dataDir, target, rate, seconds);
  const contestants = { limit: load(bare), quiet: load(ours), busy: () => whileWriting(stage, load(ours)) };
  return inTurn(pick({ quick: 1, usual: 3, full: 9 }), contestants);
}

const rates = (found: readonly Rate[]): number[] => found.map(({ perSecond }) => perSecond);
const p99s = (found: readonly SteadyLoad[]): number[] => found.map(({ p99 }) => p99);
const p999s = (found: readonly SteadyLoad[]): number[] => found.map(({ p999 }) => p999);
const cpuTimes = (found: readonly Rate[]): number[] => found.map(({ cpuMicros }) => cpuMicros);

/** `read` (M4): how fast a read is answered from memory, beside the limit and the peers. */
export function read(bench: Bench): Promise<Report> {
  return withInstallation(bench, { temporal: false }, async (installation) => {
    const stage = await setUp(installation);
    const bareServer = await startPeer(stage, 'bare-server', stage.ours.url);
    const { bare, shown, same, fastify, express, written } = await measureRates(stage, bareServer, bench);
    bench.say('measuring latency at half load');
    const half = Math.round(median(rates(shown)) / 2);
    const { limit, quiet, busy } = await measureLatency(stage, bareServer, half, bench);
    const writeMs = await measureWrites(stage, bench);
    const two = await measureTwo(stage, bench);
    return {
      figures: [
        { what: '200, ours', unit: '/s', values: rates(shown) },
        { what: 'the same bytes, bare node:http', unit: '/s', values: rates(bare) },
        { what: '200, Fastify with our cache', unit: '/s', values: rates(fastify) },
        { what: '200, Express and a query', unit: '/s', values: rates(express) },
        { what: 'CPU time a read, ours', unit: 'us', values: cpuTimes(shown) },
        { what: 'CPU time a read, bare node:http', unit: 'us', values: cpuTimes(bare) },
        ratio('ours / bare node:http', rates(shown), rates(bare), { atLeast: 0.85 }),
        ratio('ours / bare node:http, by CPU time', cpuTimes(bare), cpuTimes(shown)),
        ratio('ours / Fastify with our cache', rates(shown), rates(fastify), { atLeast: 1 }),
        ratio('ours / Express and a query', rates(shown), rates(express), { atLeast: 4 }),
        ratio('304 / 200', rates(same), rates(shown), { atLeast: 1 }),
        ratio('304 / 200, by CPU time', cpuTimes(shown), cpuTimes(same)),
        ratio('during 50 writes a second / without', rates(written), rates(shown)),
        { what: 'CPU time of a write', unit: 'ms', values: [writeMs] },
        { what: 'p99 at half load, bare node:http', unit: 'ms', values: p99s(limit) },
        { what: 'p99 at half load', unit: 'ms', values: p99s(quiet), aim: { atMost: 5 } },
        { what: 'p99.9 at half load', unit: 'ms', values: p999s(quiet), aim: { atMost: 20 } },
        { what: 'p99 at half load, 50 writes a second', unit: 'ms', values: p99s(busy), aim: { atMost: 5 } },
        { what: 'two processes / one', unit: '', values: two },
      ],
      faults: { 'failed reads': [...limit, ...quiet, ...busy].reduce((sum, { failed }) => sum + failed, 0) },
      plots: [plotOf({ bare, shown, same, written, fastify, express })],
      notes: [
        `load by ${loadTool}, ${canPin ? 'servers on core 0, client on core 1; Postgres on either' : 'nothing pinned'}`,
        `half load: ${half}/s, sent evenly; latency from the instant at which a request was due`,
        'two processes: on a core each, which they share with their clients',
      ],
    };
  });
}

function plotOf(found: Record<'bare' | 'shown' | 'same' | 'written' | 'fastify' | 'express', Rate[]>): Plot {
  const bars = {
    'bare node:http, same bytes': found.bare,
    ours: found.shown,
    'ours, 304': found.same,
    'ours, 50 writes a second': found.written,
    'Fastify with our cache': found.fastify,
    'Express and a query': found.express,
  };
  return {
    title: 'Reads answered a second by one process, 64 connections',
    unit: '/s',
    groups: [
      { name: '', bars: Object.entries(bars).map(([name, values]) => ({ name, value: median(rates(values)) })) },
    ],
  };
}
