import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/config/project-root.js';
import { ALL_MUTANTS, locate } from '../mutants/locate.js';

describe('the bugs that npm run test:mutants plants', () => {
  it('can be planted in this tree, each in one place', () => {
    assert.deepEqual(locate(ALL_MUTANTS).faults, []);
  });

  it('name a test that exists, and have a name of their own', () => {
    const names = ALL_MUTANTS.map(({ name }) => name);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
    const missing = ALL_MUTANTS.filter(({ test }) => !existsSync(join(projectRoot(), test)));
    assert.deepEqual(missing, []);
  });
});
