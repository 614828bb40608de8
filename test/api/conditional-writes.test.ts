import assert from 'node:assert/strict';
import { DatabaseClock } from '../../src/db/clock.js';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany } from '../support/builders.js';
import type { TestDatabase } from '../support/database.js';

describe('conditional writes', () => {
  let database: TestDatabase;
  let api: TestApi;
  let companyId: number;
  const clock = new DatabaseClock();

  apiForSuite(clock, (setting) => ({ database, api } = setting));
  before(async () => {
    companyId = (await insertCompany(database.db)).id;
  });

  /** What a PUT with these headers answers, of a project whose revision is 2. */
  async function statusWith(headers: Record<string, string>): Promise<number> {
    const body = { company_id: companyId, name: 'p' };
    const { id } = await api.expect(201, 'POST', '/api/projects', { body });
    await api.expect(200, 'PUT', `/api/projects/${id}`, { body: { name: 'q' } });
    return (await api.call('PUT', `/api/projects/${id}`, { body: { name: 'r' }, headers })).status;
  }

  const matches: [string, number][] = [
    ['"2"', 200],
    ['*', 200],
    ['"1", "2"', 200],
    ['"1","2"', 200],
    ['"1" \t, , "2",', 200],
    ['"a,b", "2"', 200],
    ['"1"', 412],
    ['"1", "3"', 412],
    ['W/"2"', 412],
    ['W/"2", "2"', 200],
    ['"abc"', 412],
    ['""', 412],
    ['2', 400],
    ['"2', 400],
    ['"1" "2"', 400],
    ['*, "2"', 400],
    ['w/"2"', 400],
  ];
  for (const [header, status] of matches) {
    it(`answer ${status} to If-Match: ${header}`, async () => {
      assert.equal(await statusWith({ 'if-match': header }), status);
    });
  }

  const noneMatches: [string, number][] = [
    ['"1"', 200],
    ['"1", "3"', 200],
    ['"2"', 412],
    ['W/"2"', 412],
    ['"1", W/"2"', 412],
    ['*', 412],
    ['2', 400],
  ];
  for (const [header, status] of noneMatches) {
    it(`answer ${status} to If-None-Match: ${header}`, async () => {
      assert.equal(await statusWith({ 'if-none-match': header }), status);
    });
  }

  it('hold a deletion and a deed to lists, too', async () => {
    const body = { company_id: companyId, name: 'p' };
    const { id } = await api.expect(201, 'POST', '/api/projects', { body });
    const refused = await api.call('DELETE', `/api/projects/${id}`, { headers: { 'if-match': '"7", "8"' } });
    assert.equal(refused.status, 412);
    await api.expect(200, 'DELETE', `/api/projects/${id}`, { headers: { 'if-match': '"7", "1"' } });
  });
});
