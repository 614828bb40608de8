import { parseArgs } from 'node:util';
import { removeAbandoned } from '../test/support/servers.js';
import { extraParts, parts } from './parts/parts.js';
import type { Report } from './report/figures.js';
import { describeMachine } from './report/machine.js';
import { saveReport } from './report/save.js';
import { renderTable } from './report/table.js';
import type { Bench, Size } from './support/rounds.js';

// `npm run bench`: runs ours and the peers in turn on servers of their own, prints one table and writes bench/results/.

const allParts = { ...parts, ...extraParts };
const USAGE = `npm run bench -- [part ...] [--quick | --full]

Parts (all of them, if none is named): ${Object.keys(parts).join(', ')}
Only when named: ${Object.keys(extraParts).join(', ')}
  --quick   short rounds, to see that everything works: the figures say little
  --full    as many and as large rounds as the aims speak of; takes far longer than 15 minutes`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, full: { type: 'boolean' }, help: { type: 'boolean' } },
});

/** Children of a terminal's Ctrl-C: they are killed when this process exits. */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

async function run(names: readonly string[], size: Size): Promise<void> {
  await removeAbandoned();
  const circumstances: Record<string, string> = { measured_at: new Date().toISOString(), size, ...describeMachine() };
  const bench = (part: string): Bench => ({
    pick: (sizes) => sizes[size],
    noteCircumstances: (found) => void Object.assign(circumstances, found),
    say: (line) => console.log(`${new Date().toISOString().slice(11, 19)} ${part}: ${line}`),
  });
  const reports: Record<string, Report> = {};
  for (const name of names) {
    const startedAt = performance.now();
    const report = await allParts[name]?.(bench(name));
    if (report === undefined) continue;
    reports[name] = report;
    bench(name).say(`done after ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
    saveReport(name, report, circumstances);
  }
  console.log(`\n${renderTable(reports)}\n`);
  for (const [what, words] of Object.entries(circumstances)) console.log(`${what}: ${words}`);
  const faults = Object.values(reports).flatMap((report) => Object.values(report.faults));
  if (faults.some((count) => count > 0)) {
    console.log('\nWRONG: something happened that must never happen; see "must be 0" above.');
    process.exitCode = 1;
  }
}

const unknown = positionals.filter((name) => !(name in allParts));
if (values.help === true || unknown.length > 0) {
  console.log(unknown.length > 0 ? `There is no part ${unknown.join(', ')}.\n\n${USAGE}` : USAGE);
  process.exitCode = unknown.length > 0 ? 2 : 0;
} else {
  const size = values.full === true ? 'full' : values.quick === true ? 'quick' : 'usual';
  await run(positionals.length > 0 ? positionals : Object.keys(parts), size);
}
