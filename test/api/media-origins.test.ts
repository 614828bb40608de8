import assert from 'node:assert/strict';
import { createMediaOrigins } from '../../src/api/console/media-origins.js';
import { DatabaseClock } from '../../src/db/clock.js';
import type { Id } from '../../src/domain/scalars.js';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';

describe('origins of media', () => {
  let api: TestApi;
  apiForSuite(new DatabaseClock(), (setting) => ({ api } = setting));

  /** A company with a bucket. */
  async function make(bucket: string): Promise<{ company: Id; connection: Id; origins: string[] }> {
    const { id: company } = await api.expect(201, 'POST', '/api/companies', { body: { name: bucket } });
    const { id: connection } = await api.expect(201, 'POST', '/api/storage-connections', {
      body: {
        company_id: company,
        name: bucket,
        provider: 's3',
        settings: { bucket, region: 'eu-central-1' },
        credentials: { access_key_id: 'a', secret_access_key: 'b' },
      },
    });
    return { company, connection, origins: [`https://${bucket}.s3.eu-central-1.amazonaws.com`] };
  }

  it('are remembered of so many companies, and forgotten of the one that was looked at longest ago', async () => {
    const originsOf = createMediaOrigins(api.deps.repositories.storageConnections, api.deps.media.open, 2);
    const [first, second, third] = [await make('first'), await make('second'), await make('third')];
    for (const { company, origins } of [first, second, third]) assert.deepEqual(await originsOf(company), origins);
    for (const { connection } of [first, second, third]) {
      await api.expect(200, 'DELETE', `/api/storage-connections/${connection}`);
    }
    for (const { company, origins } of [second, third]) assert.deepEqual(await originsOf(company), origins);
    assert.deepEqual(await originsOf(first.company), []);
    assert.deepEqual(await originsOf(second.company), []);
  });
});
