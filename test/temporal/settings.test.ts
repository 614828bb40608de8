import assert from 'node:assert/strict';
import { temporalSettings } from '../../src/temporal/settings.js';

describe('the settings for Temporal', () => {
  const config = { TEMPORAL_NAMESPACE: 'default', TEMPORAL_TASK_QUEUE: 'video-rotation' };

  it('come from the usual variables', () => {
    const settings = temporalSettings(config, { TEMPORAL_ADDRESS: 'temporal:7233', TEMPORAL_NAMESPACE: 'videos' });
    assert.deepEqual(settings, {
      connection: { address: 'temporal:7233' },
      namespace: 'videos',
      taskQueue: 'video-rotation',
    });
  });

  it('take TLS and an API key', () => {
    const { connection } = temporalSettings(config, {
      TEMPORAL_ADDRESS: 'videos.a2dd6.tmprl.cloud:7233',
      TEMPORAL_API_KEY: 'secret',
      TEMPORAL_TLS: 'true',
    });
    assert.equal(connection.apiKey, 'secret');
    assert.ok(connection.tls);
  });

  it('take nothing that was not given', () => {
    assert.deepEqual(temporalSettings(config, { TEMPORAL_ADDRESS: '' }), {
      connection: {},
      namespace: 'default',
      taskQueue: 'video-rotation',
    });
  });
});
