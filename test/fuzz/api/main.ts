import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { stopTestServers } from '../../support/servers.js';
import { countOperations, fuzzApi } from './fuzz-api.js';

// Requests made from the OpenAPI document, sent to real API processes, for six minutes at most:
// `npm run fuzz:api -- [--count 25000] [--seconds 330] [--seed N]`. A run with the same seed makes the same requests.

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '25000' },
    seconds: { type: 'string', default: '330' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
  },
});
/** One process of Python keeps one core busy: each part has one of its own, and an API. */
const PARTS = [['examples', 'coverage', 'stateful'], ['fuzzing']];
const maxExamples = Math.ceil(Number(values.count) / countOperations());
const say = (text: string): void => void process.stdout.write(text);
try {
  const options = { seed: Number(values.seed), seconds: Number(values.seconds), maxExamples };
  const reports = await Promise.all(PARTS.map((phases) => fuzzApi({ ...options, phases, onText: say })));
  const cases = reports.reduce((sum, report) => sum + report.cases, 0);
  say(`seed ${values.seed}, ${cases} requests\n`);
  if (reports.some(({ isGood }) => !isGood)) process.exitCode = 1;
} finally {
  await stopTestServers();
}
