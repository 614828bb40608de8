import assert from 'node:assert/strict';
import { defaultConnection } from '../../src/assembly/default-connection.js';
import { loadConfig } from '../../src/config/config.js';
import type { AppError } from '../../src/domain/errors.js';

describe('the first storage connection', () => {
  const seal = (credentials: object): Buffer => Buffer.from(`sealed ${JSON.stringify(credentials)}`);
  const begin = (environment: Record<string, string>) => defaultConnection(loadConfig(environment), seal);
  const faultsOf = (environment: Record<string, string>) => {
    try {
      begin(environment);
    } catch (error) {
      return (error as AppError).fields.map(({ field }) => field);
    }
    return [];
  };

  it('is a folder on the disk, unless variables say otherwise', () => {
    const { provider, base_path, credentials } = begin({ DATA_DIR: '/data' });
    assert.deepEqual([provider, base_path, credentials], ['local', '/data/media', undefined]);
    assert.equal(begin({ STORAGE_BASE_PATH: '/disk' }).base_path, '/disk');
  });

  it('is a bucket with sealed credentials where the variables name one', () => {
    const connection = begin({
      STORAGE_TYPE: 's3',
      STORAGE_SETTINGS: '{"bucket": "videos", "region": "eu-central-1"}',
      STORAGE_CREDENTIALS: '{"access_key_id": "key", "secret_access_key": "secret"}',
    });
    assert.deepEqual([connection.provider, connection.base_path], ['s3', undefined]);
    assert.equal(connection.settings?.['bucket'], 'videos');
    assert.equal(connection.credentials?.toString(), 'sealed {"access_key_id":"key","secret_access_key":"secret"}');
  });

  it('names the variable at fault', () => {
    const s3 = { STORAGE_TYPE: 's3', STORAGE_SETTINGS: '{"bucket": "videos"}' };
    assert.deepEqual(faultsOf(s3), ['STORAGE_CREDENTIALS']);
    assert.deepEqual(faultsOf({ ...s3, STORAGE_SETTINGS: '{"bucket": "NO"}', STORAGE_CREDENTIALS: '{"a": 1}' }), [
      'STORAGE_SETTINGS.bucket',
      'STORAGE_CREDENTIALS.access_key_id',
      'STORAGE_CREDENTIALS.secret_access_key',
      'STORAGE_CREDENTIALS.a',
    ]);
    assert.deepEqual(faultsOf({ STORAGE_SETTINGS: '{}' }), ['STORAGE_SETTINGS']);
    assert.throws(() => begin({ STORAGE_SETTINGS: '{' }), /STORAGE_SETTINGS/);
  });
});
