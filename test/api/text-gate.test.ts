import assert from 'node:assert/strict';
import { DatabaseClock } from '../../src/db/clock.js';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany, insertContent } from '../support/builders.js';
import type { TestDatabase } from '../support/database.js';

describe('texts from outside', () => {
  let database: TestDatabase;
  let api: TestApi;
  let contentId: number;
  let uniqueId: string;
  const clock = new DatabaseClock();

  apiForSuite(clock, (setting) => ({ database, api } = setting));
  before(async () => {
    const content = await insertContent(database.db, { company_id: (await insertCompany(database.db)).id });
    contentId = content.id;
    uniqueId = content.unique_id;
  });

  const fields = (body: unknown): string[] =>
    ((body as { errors?: { field: string }[] }).errors ?? []).map(({ field }) => field);

  for (const [what, text] of [
    ['NUL', '\0'],
    ['a first half of a surrogate pair', '\ud800'],
    ['a second half', '\udc00'],
  ] as const) {
    it(`are refused by the name of their field for ${what}`, async () => {
      const settings = { bucket: 'a-bucket', prefix: `a${text}b` };
      const credentials = { access_key_id: `a${text}`, secret_access_key: 'x' };
      const named = { name: `a${text}b`, company_id: 1, provider: 's3', settings, credentials };
      const answer = await api.call('POST', '/api/storage-connections', { body: named });
      assert.equal(answer.status, 422);
      assert.deepEqual(fields(answer.body).toSorted(), ['credentials.access_key_id', 'name', 'settings.prefix']);
      const schedule = { rotation_type: 'cron', cron_expression: `0 0 * * ${text}`, video_sequence: [1] };
      const refused = await api.call('POST', `/api/ar-content/${contentId}/rotation`, { body: schedule });
      assert.deepEqual([refused.status, fields(refused.body)], [422, ['cron_expression']]);
    });
  }

  it('are refused in queries, whichever list they filter', async () => {
    for (const path of ['/api/companies?name=%00', '/api/projects?name=a%00b']) {
      const answer = await api.call('GET', path);
      assert.deepEqual([answer.status, fields(answer.body)], [422, ['name']], path);
    }
  });

  it('are refused in the metadata of resumable uploads, also where they are not used', async () => {
    const encode = (text: string): string => Buffer.from(text).toString('base64');
    for (const name of ['title', 'filename', 'filetype']) {
      const headers = {
        'tus-resumable': '1.0.0',
        'upload-length': '10',
        'upload-metadata': `${name} ${encode('a\0b')}`,
      };
      const answer = await api.call('POST', `/api/ar-content/${contentId}/videos/resumable`, { headers });
      assert.deepEqual([answer.status, fields(answer.body)], [422, [name]]);
    }
  });

  it('are refused when they are nested without end', async () => {
    const depth = 20_000;
    const body = `{"name": "x", "company_id": 1, "provider": "s3", "settings": ${'['.repeat(depth)}${']'.repeat(depth)}}`;
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'deep' };
    const answer = await api.call('POST', '/api/storage-connections', { body, headers });
    assert.equal(answer.status, 422);
  });

  it('pass over what others hang on the links of public routes', async () => {
    for (const path of [
      `/api/ar/${uniqueId}/plan?fbclid=x&hours=2&utm_source=%00`,
      '/health/live?x=1',
      '/openapi.json?x=%00',
    ]) {
      assert.equal((await api.call('GET', path, { key: null })).status, 200, path);
    }
  });
});
