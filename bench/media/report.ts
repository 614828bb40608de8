import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../src/config/project-root.js';

/** What one server did in one round. */
export interface Figures {
  mbPerSecond: number;
  /** CPU time of the server for each GB, in seconds: other work on the machine hardly touches it. Null: not known. */
  cpuPerGb: number | null;
  /** Memory of the server at its peak above what it took idle, in MiB; null: not known. */
  peakMib: number | null;
  /** 99th percentile of the delay of its event loop, in ms; null: it has none. */
  loopMs: number | null;
}

/** The rounds of each server, by its name. The first is the one that the others are compared with. */
export type Rounds = Map<string, Figures[]>;

export interface Row extends Figures {
  server: string;
  /** Its rate by that of the first, in the same round: the median. */
  ratio: number;
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const medianOrNull = (values: (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
};

/** The medians of the rounds. */
export function summarize(rounds: Rounds): Row[] {
  const [first = []] = rounds.values();
  return [...rounds].map(([server, figures]) => ({
    server,
    mbPerSecond: median(figures.map(({ mbPerSecond }) => mbPerSecond)),
    ratio: median(figures.map(({ mbPerSecond }, round) => mbPerSecond / (first[round]?.mbPerSecond ?? Number.NaN))),
    cpuPerGb: medianOrNull(figures.map(({ cpuPerGb }) => cpuPerGb)),
    peakMib: medianOrNull(figures.map(({ peakMib }) => peakMib)),
    loopMs: medianOrNull(figures.map(({ loopMs }) => loopMs)),
  }));
}

/** The rows as a table in Markdown. */
export function table(title: string, rows: readonly Row[]): string {
  const digits = (value: number | null, count: number): string => (value === null ? '' : value.toFixed(count));
  const lines = rows.map(
    ({ server, mbPerSecond, ratio, cpuPerGb, peakMib, loopMs }) =>
      `| ${server} | ${digits(mbPerSecond, 0)} | ${digits(ratio, 2)} | ${digits(cpuPerGb, 2)} | ${digits(peakMib, 1)} | ${digits(loopMs, 1)} |`,
  );
  const head = `| ${title} | MB/s | ratio | CPU s/GB | MiB above idle | event loop p99, ms |\n| --- | ---: | ---: | ---: | ---: | ---: |`;
  return [head, ...lines, ''].join('\n');
}

/** Where the figures come from. */
export function machine(): Record<string, unknown> {
  const require = createRequire(import.meta.url);
  const { devDependencies, dependencies } = require(join(projectRoot(), 'package.json')) as Record<
    string,
    Record<string, string>
  >;
  const packages = { ...dependencies, ...devDependencies };
  const named = ['multer', 'formidable', '@tus/server', '@tus/file-store', '@fastify/busboy', 'send'];
  return {
    cpus: `${cpus().length} x ${cpus()[0]?.model.trim()}`,
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    system: type(),
    node: process.version,
    loadBefore: loadavg()[0],
    versions: Object.fromEntries(named.map((name) => [name, packages[name]])),
  };
}

/** Keeps the results for the README and for comparison. */
export function save(results: object): void {
  const folder = join(projectRoot(), 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'media.json'), `${JSON.stringify(results, null, 2)}\n`);
}
