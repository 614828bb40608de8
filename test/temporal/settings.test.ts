import assert from 'node:assert/strict';
import { temporalSettings } from '../../src/temporal/settings.js';

describe('the settings for Temporal', () => {
  const config = {
    TEMPORAL_NAMESPACE: 'default',
    TEMPORAL_TASK_QUEUE: 'video-rotation',
    TEMPORAL_DEPLOYMENT_NAME: 'video-rotation',
    TEMPORAL_WORKER_BUILD_ID: undefined,
  };

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

  it('take the version of the workers where there is a build id', () => {
    const { version } = temporalSettings({ ...config, TEMPORAL_WORKER_BUILD_ID: 'v1.2.0-3f' }, {});
    assert.deepEqual(version, { deploymentName: 'video-rotation', buildId: 'v1.2.0-3f' });
  });

  it('take nothing that was not given', () => {
    assert.deepEqual(temporalSettings(config, { TEMPORAL_ADDRESS: '' }), {
      connection: {},
      namespace: 'default',
      taskQueue: 'video-rotation',
    });
  });
});
