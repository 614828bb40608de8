import assert from 'node:assert/strict';
import { testDatabase } from '../support/database.js';
import { whyNoPython } from '../support/python.js';
import { compareSlots } from './compare-slots.js';
import { compareZones } from './compare-zones.js';

const SEED = 20_261_127;

// A sample of what `npm run test:oracles` compares.

describe('clocks in all zones', () => {
  it('show what Postgres says that they showed', async () => {
    const database = await testDatabase();
    try {
      assert.deepEqual(await compareZones(database.db, { seed: SEED, count: 20_000 }), []);
    } finally {
      await database.drop();
    }
  });
});

describe('slots of random rules', function () {
  this.timeout(300_000);

  before(function () {
    const reason = whyNoPython();
    if (reason === null) return;
    process.stderr.write(`Skipped: ${reason}.\n`);
    this.skip(); // Python is optional: the line above says what of it is missing.
  });

  it('are those that python-dateutil and zoneinfo find, 3,000 of them', async () => {
    const { count, without, differences } = await compareSlots({ seed: SEED, count: 3_000 });
    assert.deepEqual(differences, []);
    assert.equal(count, 3_000);
    assert.ok(without < 300, `${without} of them none`);
  });
});
