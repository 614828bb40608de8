import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { testDatabase } from '../support/database.js';
import { stopTestServers } from '../support/servers.js';
import { compareSlots, type Compared } from './compare-slots.js';
import { compareZones } from './compare-zones.js';

// What clocks show in all zones, held against Postgres, and slots of random rules, held against python-dateutil and
// zoneinfo: `npm run test:oracles -- [--count 1000000] [--seed N]`.

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
  },
});
const [seed, count] = [Number(values.seed), Number(values.count)];
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const startedAt = performance.now();
/** Tells as it goes: whoever ends it knows what was found by then. */
const onProgress = ({ count: done, differences: { length } }: Compared): void => {
  if (done % 50_000 !== 0) return;
  say(`${done} slots in ${Math.round((performance.now() - startedAt) / 1_000)} s, ${length} different`);
};

/** Says what differs, and how often. */
function judge(what: string, differences: readonly object[]): void {
  for (const difference of differences.slice(0, 20)) say(`DIFFERENT ${JSON.stringify(difference)}`);
  say(`${what}, ${differences.length} different`);
  if (differences.length > 0) process.exitCode = 1;
}

say(`seed ${seed}, zones of ${process.versions['tz']}`);
try {
  const database = await testDatabase();
  judge(`${count} clocks compared with Postgres`, await compareZones(database.db, { seed, count }));
  await database.drop();
} finally {
  await stopTestServers();
}
const slots = await compareSlots({ seed, count, onProgress });
judge(`${slots.count} slots compared with Python, ${slots.without} of them none`, slots.differences);
