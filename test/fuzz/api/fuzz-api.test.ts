import assert from 'node:assert/strict';
import { whyNoPython } from '../../support/python.js';
import { fuzzApi } from './fuzz-api.js';

const SEED = 20_261_127;
const COUNT = 500;

describe('requests made from the OpenAPI document', function () {
  this.timeout(600_000);

  before(function () {
    const reason = whyNoPython();
    if (reason === null) return;
    process.stderr.write(`Skipped: ${reason}.\n`);
    this.skip(); // Python is optional: the line above says what of it is missing.
  });

  it('are answered as it says, hundreds of them', async () => {
    const phases = ['examples', 'fuzzing', 'stateful'];
    const { cases, isGood, output } = await fuzzApi({ seed: SEED, phases, maxExamples: 6, seconds: null });
    assert.ok(isGood, output);
    assert.ok(cases >= COUNT, `${cases} requests`);
  });
});
