import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { stopTestServers } from '../support/servers.js';
import { fuzzMedia } from './fuzz-media.js';

// Hostile uploads, sent to a real API process: `npm run fuzz:media -- [--count 10000] [--seed N] [--first N]`. A fault is
// named with its number; `--seed N --first <number> --count 1` sends that one again.

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    first: { type: 'string', default: '0' },
  },
});
const [seed, count, first] = [Number(values.seed), Number(values.count), Number(values.first)];
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const inMiB = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;

say(`seed ${seed}, ${count} uploads from number ${first} on`);
const startedAt = performance.now();
try {
  const onProgress = (done: number): void => {
    if (done % 1_000 === 0) say(`${done} in ${Math.round((performance.now() - startedAt) / 1_000)} s`);
  };
  const { answers, faults, slowest, warm, last } = await fuzzMedia({ seed, count, first, onProgress });
  for (const [answer, times] of Object.entries(answers)) say(`${String(times).padStart(7)}  ${answer}`);
  say(`slowest answer: ${slowest.ms} ms, number ${slowest.number} (${slowest.what})`);
  say(`memory ${inMiB(warm.rssBytes)} when warm, ${inMiB(last.rssBytes)} at the end`);
  say(`open files ${warm.openFiles} when warm, ${last.openFiles} at the end`);
  for (const fault of faults) say(`FAULT ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
} finally {
  await stopTestServers();
}
