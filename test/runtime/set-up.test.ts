import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../../scripts/lib/build.js';
import { areCurrent, matchesLockfile, writeStamp } from '../../scripts/lib/dependencies.js';
import { withLock } from '../../scripts/lib/lock.js';
import { requireNodeVersion } from '../../scripts/lib/node-version.js';
import { makeDataDir, removeDataDir } from '../support/servers.js';

describe('the set-up scripts', () => {
  let folder: string;

  beforeEach(() => {
    folder = makeDataDir();
  });

  afterEach(() => removeDataDir(folder));

  function write(path: string, packages: object): void {
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify({ packages }));
  }

  it('take an installation for current until package-lock.json changes', () => {
    write('package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
    assert.equal(areCurrent(folder), false);
    writeStamp(folder);
    assert.equal(areCurrent(folder), true);
    write('package-lock.json', { 'node_modules/a': { version: '1.0.1' } });
    assert.equal(areCurrent(folder), false);
  });

  it('accept what was installed by hand from the same lock file, without packages of other platforms', () => {
    const optional = { 'node_modules/b': { version: '1.0.0', optional: true } };
    write('package-lock.json', { '': {}, 'node_modules/a': { version: '1.0.0' }, ...optional });
    assert.equal(matchesLockfile(folder), false);
    write('node_modules/.package-lock.json', { 'node_modules/a': { version: '0.9.0' } });
    assert.equal(matchesLockfile(folder), false);
    write('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
    assert.equal(matchesLockfile(folder), true);
  });

  it('see that a workspace is not linked yet', () => {
    const packages = { 'packages/a': { version: '1.0.0' }, 'node_modules/a': { link: true } };
    write('package-lock.json', packages);
    write('node_modules/.package-lock.json', { 'packages/a': { version: '1.0.0' } });
    assert.equal(matchesLockfile(folder), false);
    write('node_modules/.package-lock.json', packages);
    assert.equal(matchesLockfile(folder), true);
  });

  it('build anew when a source changes, is added or is renamed', () => {
    mkdirSync(join(folder, 'src'));
    const digests = new Set<string>();
    const note = () => digests.add(digestOf(folder, ['src']));
    note();
    writeFileSync(join(folder, 'src', 'a.ts'), '1');
    note();
    writeFileSync(join(folder, 'src', 'a.ts'), '2');
    note();
    writeFileSync(join(folder, 'src', 'b.ts'), '2');
    note();
    assert.equal(digests.size, 4);
    note();
    mkdirSync(join(folder, 'src', 'node_modules'));
    writeFileSync(join(folder, 'src', 'node_modules', 'c.js'), '3');
    note();
    assert.equal(digests.size, 4);
  });

  it('let only one do a piece of work at a time', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise(setImmediate);
      inside -= 1;
    };
    let waits = 0;
    await Promise.all([1, 2, 3].map(() => withLock('work', () => (waits += 1), work, folder)));
    assert.equal(most, 1);
    assert.ok(waits >= 1);
  });

  it('take over the lock of a process that was killed', async () => {
    // No process has that pid: it is above the largest that Linux gives out.
    writeFileSync(join(folder, 'work.lock'), '4194305 12345');
    assert.equal(
      await withLock(
        'work',
        () => undefined,
        async () => 'done',
        folder,
      ),
      'done',
    );
  });

  it('refuse a Node that is too old', () => {
    assert.throws(() => requireNodeVersion('18.20.4'), /This needs Node 20\.19 or newer; this is Node 18\.20\.4/);
    assert.throws(() => requireNodeVersion('20.18.3'));
    requireNodeVersion('20.19.0');
    requireNodeVersion('22.0.0');
    requireNodeVersion();
  });
});
