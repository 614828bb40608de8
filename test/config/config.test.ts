import assert from 'node:assert/strict';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/config.js';
import { AppError } from '../../src/domain/errors.js';
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

  it('says of every wrong variable in words of its own what it must be', () => {
    const wrong: Record<string, string[]> = {
      PORT: ['x', '0x10', '1e3', '-1', '1.5', '65536'],
      WORKER_METRICS_PORT: ['none'],
      DATABASE_POOL_SIZE: ['0', 'Infinity', '99999999999999999999'],
      MIN_FREE_DISK_BYTES: ['-1', '1GB'],
      PUBLIC_BASE_URL: ['example.com', 'ftp://example.com'],
      DATABASE_URL: ['mysql://localhost/a', 'localhost'],
      STORAGE_TYPE: ['S4'],
      STORAGE_SETTINGS: ['[1]', '{', 'null'],
      MEDIA_ACCEL: ['nginx'],
      MEDIA_ACCEL_PREFIX: ['media'],
      TRUST_PROXY: ['me', '10.0.0.0/33', '::1/129', '10.0.0.0/8/8'],
      WEBHOOK_ALLOW_PRIVATE: ['yes'],
      LOG_LEVEL: ['loud'],
      LOG_FORMAT: ['xml'],
      ADMIN_API_KEY: ['short'],
      CREDENTIALS_KEY: ['short'],
      KEEP_AUDIT: ['59m'],
      // A timer of Node that is to wait for longer fires at once.
      SHUTDOWN_TIMEOUT: ['25d', '0s', '8'],
      RECONCILE_INTERVAL: ['0ms', '999999999d'],
      DELETED_FILE_GRACE: ['999999999d'],
    };
    for (const [name, values] of Object.entries(wrong)) {
      for (const value of values) {
        assert.throws(
          () => loadConfig({ [name]: value }),
          (error) => {
            assert.ok(error instanceof AppError, `${name}=${value}`);
            const [fault] = error.fields;
            assert.equal(fault?.field, name);
            assert.doesNotMatch(
              fault?.message ?? '',
              /expected|received|invalid|NaN|Infinity|Too /i,
              `${name}=${value}`,
            );
            return true;
          },
          `${name}=${value}`,
        );
      }
    }
  });

  it('passes blanks over', () => {
    assert.deepEqual(loadConfig({ PORT: ' 80 ', WORKER_METRICS_PORT: ' ' }), loadConfig({ PORT: '80' }));
  });
});
