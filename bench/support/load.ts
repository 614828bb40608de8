import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { ofProgram, startProgram } from './programs.js';
import { pinned } from './pinning.js';
import { usageOf } from './usage.js';

const run = promisify(execFile);
const CONNECTIONS = 64;
/** Clients run on the second core, servers on the first. */
const CLIENT_CORE = 1;

export interface SteadyLoad {
  perSecond: number;
  /** Milliseconds, from the instant at which the request was due. */
  p50: number;
  p99: number;
  p999: number;
  max: number;
  failed: number;
}

export const loadTool = existsSync('/usr/bin/wrk') ? 'wrk' : 'autocannon';

/** A server under load. */
export interface LoadTarget {
  pid: number;
  /** Of what is read. */
  url: string;
  headers?: string[];
}

export interface Rate {
  perSecond: number;
  /** CPU time of the server for each request: other work on the machine hardly touches it. */
  cpuMicros: number;
}

/** The most requests a second that a server answers. @throws when answers fail. */
export async function measureRate(dataDir: string, target: LoadTarget, seconds: number): Promise<Rate> {
  const before = usageOf(target.pid).cpuMs;
  const perSecond = await (loadTool === 'wrk'
    ? rateByWrk(target, seconds)
    : rateByAutocannon(dataDir, target, seconds));
  const cpuMs = usageOf(target.pid).cpuMs - before;
  return { perSecond, cpuMicros: (cpuMs * 1_000) / (perSecond * seconds) };
}

async function rateByWrk({ url, headers = [] }: LoadTarget, seconds: number): Promise<number> {
  const given = headers.flatMap((header) => ['-H', header]);
  const args = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, ...given, url];
  const { stdout } = await run(...pinned(CLIENT_CORE, 'wrk', args), { timeout: (seconds + 30) * 1_000 });
  if (/Non-2xx or 3xx/.test(stdout)) throw new Error(stdout);
  return Math.round(Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]));
}

async function rateByAutocannon(dataDir: string, { url, headers = [] }: LoadTarget, seconds: number): Promise<number> {
  const words = [url, String(seconds), ...headers];
  const { perSecond, failed } = await answerOf<{ perSecond: number; failed: number }>(dataDir, 'full-load', words);
  if (failed > 0) throw new Error(`${failed} requests to ${url} failed.`);
  return perSecond;
}

/** Loads a server at a steady rate. */
export const loadSteadily = (
  dataDir: string,
  { url }: LoadTarget,
  perSecond: number,
  seconds: number,
): Promise<SteadyLoad> => answerOf(dataDir, 'steady-load', [url, String(perSecond), String(seconds)]);

/** Runs a client, and returns what it found. */
async function answerOf<T>(dataDir: string, name: string, words: readonly string[]): Promise<T> {
  const [command, args] = pinned(CLIENT_CORE, process.execPath, ofProgram(name, ...words));
  const client = await startProgram({ name, command, args, dataDir });
  try {
    return await client.message<T>();
  } finally {
    await client.stop(1_000);
  }
}
