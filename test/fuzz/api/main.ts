import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { stopTestServers } from '../../support/servers.js';
import { countOperations, fuzzApi } from './fuzz-api.js';

// Requests made from the OpenAPI document, sent to a real API process, for six minutes at most:
// `npm run fuzz:api -- [--count 25000] [--seconds 330] [--seed N]`. A run with the same seed makes the same requests.

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '25000' },
    seconds: { type: 'string', default: '330' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
  },
});
const phases = ['examples', 'coverage', 'fuzzing', 'stateful'];
const maxExamples = Math.ceil(Number(values.count) / countOperations());
const say = (text: string): void => void process.stdout.write(text);
try {
  const options = { seed: Number(values.seed), seconds: Number(values.seconds), phases, maxExamples };
  const { cases, isGood } = await fuzzApi({ ...options, onText: say });
  say(`seed ${values.seed}, ${cases} requests\n`);
  if (!isGood) process.exitCode = 1;
} finally {
  await stopTestServers();
}
