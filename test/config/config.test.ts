import assert from 'node:assert/strict';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/config.js';
import { projectRoot } from '../../src/config/project-root.js';

describe('the configuration', () => {
  it('lets relative folders start at the project, wherever a process runs', () => {
    const { DATA_DIR, STORAGE_BASE_PATH } = loadConfig({ STORAGE_BASE_PATH: 'media' });
    assert.deepEqual([DATA_DIR, STORAGE_BASE_PATH], [join(projectRoot(), '.data'), join(projectRoot(), 'media')]);
    const absolute = loadConfig({ DATA_DIR: '/data', STORAGE_BASE_PATH: '/disk/media' });
    assert.deepEqual([absolute.DATA_DIR, absolute.STORAGE_BASE_PATH], ['/data', '/disk/media']);
  });

  it('reads durations in milliseconds', () => {
    const read = (text: string): number => loadConfig({ SHUTDOWN_TIMEOUT: text }).SHUTDOWN_TIMEOUT;
    assert.deepEqual(['250ms', '30s', '5m', '2h', '1d'].map(read), [250, 30_000, 300_000, 7_200_000, 86_400_000]);
    for (const wrong of ['5', 's', '5 s', '-1s', '1w', '1constructor']) assert.throws(() => read(wrong), wrong);
  });

  it('takes an empty variable for none, and names every wrong one', () => {
    assert.equal(loadConfig({ PORT: '' }).PORT, 3000);
    assert.throws(() => loadConfig({ PORT: 'x', LOG_LEVEL: 'loud' }), /Not valid: PORT, LOG_LEVEL/);
  });

  it('takes versions of workers that a command can name', () => {
    const read = (text: string) => loadConfig({ TEMPORAL_DEPLOYMENT_NAME: text, TEMPORAL_WORKER_BUILD_ID: text });
    assert.equal(read('video-rotation_2').TEMPORAL_WORKER_BUILD_ID, 'video-rotation_2');
    assert.throws(() => read('v1.2'), /Not valid: TEMPORAL_DEPLOYMENT_NAME\./);
    for (const wrong of ['a b', "it's", '__temporal', 'x'.repeat(201)]) {
      assert.throws(() => read(wrong), /Not valid: TEMPORAL_DEPLOYMENT_NAME, TEMPORAL_WORKER_BUILD_ID\./, wrong);
    }
  });
});
