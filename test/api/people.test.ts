import assert from 'node:assert/strict';
import { DatabaseClock } from '../../src/db/clock.js';
import type { Id } from '../../src/domain/scalars.js';
import { problemCode, type ApiAnswer, type ApiObject, type TestApi } from '../support/api.js';
import { insertCompany } from '../support/builders.js';
import type { TestDatabase } from '../support/database.js';
import { secretIn, TestPage } from '../support/page.js';
import { pagesForSuite } from '../support/pages-for-suite.js';

const HOUR = 3_600_000;

describe('api people', () => {
  let database: TestDatabase;
  let api: TestApi;
  let company: Id;
  const clock = new DatabaseClock();

  pagesForSuite(clock, (setting) => ({ database, api, company } = setting));

  const invite = (given: object = {}, key?: string): Promise<ApiObject> =>
    api.expect(201, 'POST', '/api/people', {
      body: { company_id: company, name: 'Ada', role: 'editor', ...given },
      ...(key !== undefined && { key }),
    });
  const joined = async (person: ApiObject): Promise<TestPage> => {
    const page = new TestPage(api);
    await page.signIn({ link: secretIn(person['sign_in_url']) });
    return page;
  };

  it('come by an invitation of 24 hours, once, and act in their role and company', async () => {
    const person = await invite();
    const left = Date.parse(String(person['link_expires_at'])) - clock.now();
    assert.ok(left > 23.9 * HOUR && left <= 24 * HOUR, `${left} ms`);
    assert.ok(String(person['sign_in_url']).startsWith(`${api.url}/console/sign-in#arv_`));
    const page = await joined(person);
    const told = await page.expect(200, 'GET', '/api/session');
    assert.deepEqual(
      [told['person_id'], told['name'], told['role'], told['company_id'], told['actor']],
      [person.id, 'Ada', 'editor', company, `key:${person.id}`],
    );
    await page.expect(201, 'POST', '/api/projects', { name: 'One' });
    await page.expect(403, 'GET', '/api/people');
    const again = await new TestPage(api).call('POST', '/api/session', { link: secretIn(person['sign_in_url']) });
    assert.equal(problemCode(again), 'sign_in_refused');
    const read = await api.expect(200, 'GET', `/api/people/${person.id}`);
    assert.equal(read['link_expires_at'], null);
    assert.ok(read['last_used_at'] !== undefined && !('sign_in_url' in read));
  });

  it('are named by the audit log, as they are called now; to others than their company they are not', async () => {
    const person = await invite({ role: 'admin' });
    const page = await joined(person);
    const { id } = await page.expect(201, 'POST', '/api/projects', { name: 'Named' });
    await api.expect(200, 'PUT', `/api/projects/${id}`, { body: { name: 'Renamed' } });
    await api.expect(200, 'PUT', `/api/people/${person.id}`, { body: { name: 'Ada Lovelace' } });
    const namesIn = ({ body }: ApiAnswer) =>
      (body as ApiObject[]).map((entry) => [entry['action'], entry['actor'], entry['actor_name']]);
    const actor = `key:${person.id}`;
    const own = namesIn(await page.call('GET', `/api/audit-log?subject=project:${id}`));
    assert.deepEqual(own[1], ['project.create', actor, 'Ada Lovelace']);
    assert.deepEqual([own[0]?.[0], own[0]?.[2]], ['project.update', null], 'Operators have no name for a company.');
    const all = namesIn(await api.call('GET', `/api/audit-log?subject=project:${id}`));
    assert.deepEqual([all[0]?.[2], all[1]?.[2]], ['first key', 'Ada Lovelace']);
    const signedIn = await database.db('audit_log').where({ actor, action: 'person.sign_in' });
    assert.equal(signedIn.length, 1);
  });

  it('get another link when they are invited again, and the one before is good for nothing', async () => {
    const person = await invite();
    const page = await joined(person);
    const second = await api.expect(200, 'POST', `/api/people/${person.id}/invitation`);
    const third = await api.expect(200, 'POST', `/api/people/${person.id}/invitation`);
    const stale = await new TestPage(api).call('POST', '/api/session', { link: secretIn(second['sign_in_url']) });
    assert.equal(stale.status, 401);
    await joined(third);
    await page.expect(200, 'GET', '/api/session');
  });

  it('are in at the next request with another role, and out at once when they are removed', async () => {
    const person = await invite({ role: 'viewer' });
    const page = await joined(person);
    await page.expect(403, 'POST', '/api/projects', { name: 'x' });
    await api.expect(200, 'PUT', `/api/people/${person.id}`, { body: { role: 'editor' } });
    await page.expect(201, 'POST', '/api/projects', { name: 'x' });
    const { sign_in_url } = await api.expect(200, 'POST', `/api/people/${person.id}/invitation`);
    const removed = await api.expect(200, 'DELETE', `/api/people/${person.id}`);
    assert.deepEqual([removed['status'], removed['link_expires_at']], ['removed', null]);
    await page.expect(401, 'GET', '/api/session');
    assert.equal((await new TestPage(api).call('POST', '/api/session', { link: secretIn(sign_in_url) })).status, 401);
    assert.deepEqual(await database.db('browser_sessions').where('api_key_id', person.id), []);
    await api.expect(409, 'POST', `/api/people/${person.id}/invitation`);
    const again = await api.expect(200, 'DELETE', `/api/people/${person.id}`);
    assert.equal(again['revoked_at'], removed['revoked_at']);
    const list = await api.call('GET', `/api/people?company_id=${company}&limit=200`);
    assert.ok((list.body as ApiObject[]).some(({ id, revoked_at }) => id === person.id && revoked_at !== null));
  });

  it('are no API keys, nor API keys people', async () => {
    const person = await invite();
    const key = await api.expect(201, 'POST', '/api/api-keys', {
      body: { company_id: company, name: 'k', role: 'viewer' },
    });
    for (const [method, body] of [['GET'], ['PUT', { name: 'x' }], ['DELETE']] as const) {
      const options = body === undefined ? {} : { body };
      await api.expect(404, method, `/api/api-keys/${person.id}`, options);
      await api.expect(404, method, `/api/people/${key.id}`, options);
    }
    await api.expect(404, 'POST', `/api/people/${key.id}/invitation`);
    const idsAt = async (path: string) =>
      ((await api.call('GET', `${path}?company_id=${company}&limit=200`)).body as ApiObject[]).map(({ id }) => id);
    assert.ok(!(await idsAt('/api/api-keys')).includes(person.id));
    assert.ok(!(await idsAt('/api/people')).includes(key.id));
  });

  it('leave the installation its last admin key', async () => {
    const person = await invite({ company_id: null, role: 'admin' });
    await joined(person);
    const [{ id }] = (await api.call('GET', '/api/api-keys')).body as [ApiObject];
    await api.expect(409, 'DELETE', `/api/api-keys/${id}`);
    await api.expect(200, 'DELETE', `/api/people/${person.id}`);
  });

  it('are invited within the company of who invites them', async () => {
    const { id: other } = await insertCompany(database.db);
    const admin = await joined(await invite({ role: 'admin' }));
    const body = { name: 'Bob', role: 'admin' };
    const made = await admin.expect(201, 'POST', '/api/people', body);
    assert.equal(made['company_id'], company);
    await admin.expect(403, 'POST', '/api/people', { ...body, company_id: null });
    await admin.expect(422, 'POST', '/api/people', { ...body, company_id: other });
    await api.expect(422, 'POST', '/api/people', { body });
    const faults = await api.call('POST', '/api/people', { body: { company_id: company, name: ' ', role: 'owner' } });
    const { errors } = faults.body as { errors: { field: string }[] };
    assert.deepEqual(errors.map(({ field }) => field).toSorted(), ['name', 'role']);
    const strange = await invite({ company_id: other }, undefined);
    await admin.expect(404, 'DELETE', `/api/people/${strange.id}`);
  });

  it('are forgotten with their company', async () => {
    const { id: passing } = await insertCompany(database.db);
    const page = await joined(await invite({ company_id: passing }));
    await api.expect(200, 'DELETE', `/api/companies/${passing}`);
    await page.expect(401, 'GET', '/api/session');
    assert.deepEqual(await database.db('api_keys').where('company_id', passing), []);
  });
});
