import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentSchema, loadConfig } from '../../src/config/config.js';
import { projectRoot } from '../../src/config/project-root.js';

describe('.env.example', () => {
  const lines = readFileSync(join(projectRoot(), '.env.example'), 'utf8').split('\n');
  const entries = lines.filter((line) => /^[A-Z_]+=/.test(line)).map((line) => line.split('=', 2));

  it('lists every variable, in the order of the schema', () => {
    assert.deepEqual(
      entries.map(([name]) => name),
      Object.keys(environmentSchema.shape),
    );
  });

  it('shows the defaults', () => {
    assert.deepEqual(loadConfig(Object.fromEntries(entries)), loadConfig({}));
  });

  it('explains each variable in a line above it', () => {
    const bare = lines.filter((line, index) => /^[A-Z_]+=/.test(line) && !lines[index - 1]?.startsWith('# '));
    assert.deepEqual(bare, []);
  });
});
