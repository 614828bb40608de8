import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { projectRoot } from '../../src/config/project-root.js';

/** Runs a file of tests as `npm test` does. */
async function runTests(file: string, environment: object): Promise<{ code: unknown; said: string }> {
  const args = [join(projectRoot(), 'scripts', 'test.js'), join(import.meta.dirname, 'fixtures', file)];
  const run = spawn(process.execPath, args, { env: { ...process.env, ...environment }, stdio: 'pipe' });
  const [[code], said, complaint] = await Promise.all([once(run, 'close'), text(run.stdout), text(run.stderr)]);
  return { code, said: said + complaint };
}

describe('npm test', function () {
  this.timeout(60_000);

  it('kills a test that lets nothing else run, and names it', async () => {
    const { code, said } = await runTests('stalled-run.ts', { TEST_STALLED_SECONDS: '3' });
    assert.match(said, /Killed after 3 s in which nothing else could run: a run lets nothing else run/);
    assert.notEqual(code, 0);
  });

  it('takes a skipped test for a failed one on CI', async () => {
    const onCi = await runTests('skipped-run.ts', { CI: 'true' });
    assert.match(onCi.said, /skipped, though it may not be on CI: a run is skipped\n0 passed, 1 failed, 1 skipped/);
    assert.equal(onCi.code, 1);
    const elsewhere = await runTests('skipped-run.ts', { CI: '' });
    assert.match(elsewhere.said, /0 passed, 0 failed, 1 skipped/);
    assert.equal(elsewhere.code, 0);
  });
});
