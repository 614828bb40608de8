import assert from 'node:assert/strict';
import pg from 'pg';
import { isServing } from '../../src/runtime/grpc-health.js';
import { testPostgres, testTemporal } from '../support/servers.js';

describe('the servers of a test run', () => {
  it('is a Postgres 18 in UTF-8 whose order does not depend on the machine', async () => {
    const { url } = await testPostgres();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ encoding: string; version: string; zone: string; order: string[] }>(
      `SELECT current_setting('server_encoding') AS encoding, current_setting('server_version') AS version,
              current_setting('TimeZone') AS zone, array(SELECT unnest(ARRAY['b', 'ä', 'A']) ORDER BY 1) AS order`,
    );
    await client.end();
    assert.deepEqual(rows, [{ encoding: 'UTF8', version: '18.4', zone: 'UTC', order: ['A', 'b', 'ä'] }]);
  });

  it('is a Temporal server that takes requests and shows its Web UI', async function () {
    this.timeout(600_000); // The first run on a machine may have to build it.
    const { address, uiUrl } = await testTemporal();
    assert.equal(await isServing(address, 2_000), true);
    assert.equal((await fetch(uiUrl)).status, 200);
  });

  it('are the same for everyone who asks', async () => {
    assert.equal((await testPostgres()).url, (await testPostgres()).url);
  });
});
