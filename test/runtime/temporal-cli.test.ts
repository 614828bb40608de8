import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cachedCli, findTemporalCli } from '../../src/runtime/temporal-cli.js';
import { makeDataDir, removeDataDir } from '../support/servers.js';

describe('finding a temporal executable', () => {
  let home: string;

  beforeEach(() => {
    home = makeDataDir();
  });

  afterEach(() => removeDataDir(home));

  const progress = () => undefined;

  function executable(path: string): string {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '#!/bin/sh\n');
    chmodSync(path, 0o755);
    return path;
  }

  it('takes TEMPORAL_CLI_PATH before PATH before the cache', async () => {
    const environment = { HOME: home, PATH: join(home, 'bin') };
    const cached = executable(cachedCli(environment));
    assert.deepEqual(await findTemporalCli({ environment, progress }), { path: cached, origin: 'cache' });
    const onPath = executable(join(home, 'bin', 'temporal'));
    assert.deepEqual(await findTemporalCli({ environment, progress }), { path: onPath, origin: 'PATH' });
    const givenPath = executable(join(home, 'given'));
    const found = await findTemporalCli({ givenPath, environment, progress });
    assert.deepEqual(found, { path: givenPath, origin: 'TEMPORAL_CLI_PATH' });
  });

  it('keeps the cache where the user keeps caches', () => {
    const path = cachedCli({ HOME: home, XDG_CACHE_HOME: '/caches' });
    assert.equal(path, '/caches/ar-video-rotation/temporal-cli-1.5.1/temporal');
  });
});
