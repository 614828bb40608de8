import assert from 'node:assert/strict';
import { withoutSecrets } from '../../src/domain/audit-entry.js';

describe('what the audit log is told', () => {
  it('is a row without its secrets, also those within it', () => {
    const row = {
      id: 1,
      name: 'Hook',
      key_hash: 'x',
      secret: 'x',
      settings: { bucket: 'videos', access_token: 'x', nested: { password: 'x', days: [1] } },
      credentials: null,
      video_sequence: [1, 2],
      ends_at: null,
    };
    assert.deepEqual(withoutSecrets(row), {
      id: 1,
      name: 'Hook',
      settings: { bucket: 'videos', nested: { days: [1] } },
      video_sequence: [1, 2],
      ends_at: null,
    });
  });
});
