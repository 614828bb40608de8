import assert from 'node:assert/strict';
import type { ApiObject, TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany, insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import type { TestDatabase } from '../support/database.js';

const MINUTE_MS = 60_000;

describe('api audit log', () => {
  let database: TestDatabase;
  let api: TestApi;
  apiForSuite(new TestClock(NOON), (setting) => ({ database, api } = setting));

  const list = async (query: Record<string, string | number>, key?: string): Promise<ApiObject[]> => {
    const text = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    ).toString();
    const { status, body } = await api.call('GET', `/api/audit-log?${text}`, key === undefined ? {} : { key });
    assert.equal(status, 200, JSON.stringify(body));
    return body as ApiObject[];
  };

  it('tells who changed what, before and after, by subject, actor and action', async () => {
    const { id: company_id } = await insertCompany(database.db);
    const body = { company_id, name: 'Spring' };
    const { id } = await api.expect(201, 'POST', '/api/projects', { body });
    const writer = await api.expect(201, 'POST', '/api/api-keys', { body: { company_id, name: 'w', role: 'admin' } });
    const key = String(writer['key']);
    await api.expect(200, 'PUT', `/api/projects/${id}`, { key, body: { name: 'Summer' } });
    const [changed, made] = await list({ subject: `project:${id}` }, key);
    assert.deepEqual(
      [changed, made].map((row) => [row?.['action'], row?.['actor']]),
      [
        ['project.update', `key:${writer.id}`],
        ['project.create', made?.['actor']],
      ],
    );
    const names = [changed?.['before'], changed?.['after']].map((row) => (row as { name: string }).name);
    assert.deepEqual(names, ['Spring', 'Summer']);
    assert.equal(made?.['before'], null);
    assert.deepEqual(await list({ actor: `key:${writer.id}` }, key), [changed]);
    assert.deepEqual(await list({ action: 'project.create' }, key), [made]);
    const told = JSON.stringify(await list({}, key));
    assert.ok(told.includes(`api_key:${writer.id}`));
    assert.ok(!/hash/.test(told) && !told.includes(key), told);
  });

  it('tells addresses to keys of the installation alone', async () => {
    const { id: company_id } = await insertCompany(database.db);
    await api.expect(201, 'POST', '/api/projects', { body: { company_id, name: 'Spring' } });
    const [whole] = await list({ company_id });
    const [own] = await list({}, await api.makeKey('admin', company_id));
    assert.deepEqual([typeof whole?.['address'], own?.['address']], ['string', null]);
  });

  it('names the content of what tells of no row: a skip, and a video that is shown by hand', async () => {
    const { id: company_id } = await insertCompany(database.db);
    const { id: content } = await insertContent(database.db, { company_id, settled_at: NOON });
    const { id: video } = await insertVideo(database.db, content);
    const body = { rotation_type: 'daily', time_of_day: '09:00', time_zone: 'UTC', video_sequence: [video] };
    const { id } = await api.expect(201, 'POST', `/api/ar-content/${content}/rotation`, { body });
    const skips = `/api/rotation/${id}/skips`;
    const { slot_at } = await api.expect(200, 'POST', skips, { body: { next: true } });
    await api.expect(200, 'DELETE', `${skips}/${String(slot_at)}`);
    await api.expect(200, 'POST', `/api/videos/${video}/activate`);
    const [activate, unskip, skip] = await list({ company_id });
    assert.deepEqual(
      [activate?.['after'], unskip?.['before'], skip?.['after']].map((facts) => (facts as ApiObject)['ar_content_id']),
      [content, content, content],
    );
  });

  /** Rows of a company, a minute apart, the first one at noon. */
  async function rows(count: number, row: object = {}): Promise<number> {
    const { id } = await insertCompany(database.db);
    const entry = { company_id: id, actor: 'key:1', action: 'video.update', subject: 'video:1', ...row };
    const at = (n: number) => new Date(NOON + n * MINUTE_MS).toISOString();
    const made = Array.from({ length: count }, (_, n) => ({ ...entry, request_id: `r${n}`, created_at: at(n) }));
    await database.db('audit_log').insert(made);
    return id;
  }
  const namesOf = (found: readonly ApiObject[]) => found.map((row) => row['request_id']);

  it('is narrowed down to a stretch of time, to the millisecond', async () => {
    const company_id = await rows(6);
    const at = (ms: number) => new Date(NOON + ms).toISOString();
    const [from, to] = [at(2 * MINUTE_MS), at(4 * MINUTE_MS)];
    assert.deepEqual(namesOf(await list({ company_id, from, to })), ['r3', 'r2']);
    assert.deepEqual(namesOf(await list({ company_id, from: at(2 * MINUTE_MS + 1), to })), ['r3']);
    assert.deepEqual(namesOf(await list({ company_id, from: at(5 * MINUTE_MS) })), ['r5']);
    assert.deepEqual(namesOf(await list({ company_id, to: at(1) })), ['r0']);
    assert.deepEqual(await list({ company_id, from: '2999-01-01T00:00:00Z' }), []);
    assert.deepEqual(await list({ company_id, to: '1971-01-01T00:00:00Z' }), []);
    const answer = await api.call('GET', `/api/audit-log?from=${from}&to=${from}`);
    assert.deepEqual(
      (answer.body as { errors: { field: string }[] }).errors.map(({ field }) => field),
      ['to'],
    );
  });

  /** All pages, one after the other. */
  async function pages(path: string): Promise<unknown[][]> {
    const found: unknown[][] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const { headers, body } = await api.call('GET', next);
      found.push(namesOf(body as ApiObject[]));
      const link = /<([^>]+)>/.exec(headers.get('link') ?? '')?.[1];
      next = link === undefined ? undefined : link.slice(link.indexOf('/api/'));
    }
    return found;
  }

  it('comes in pages, with and without what it is narrowed down to', async () => {
    const company_id = await rows(5);
    const wanted = [['r4', 'r3'], ['r2', 'r1'], ['r0']];
    for (const query of ['', '&actor=key:1', `&from=${new Date(NOON).toISOString()}`, '&subject=video:1']) {
      assert.deepEqual(await pages(`/api/audit-log?limit=2&company_id=${company_id}${query}`), wanted, query);
    }
  });

  it('ends a page where its rows hold very much', async () => {
    const company_id = await rows(4, { after: JSON.stringify({ days: 'x'.repeat(1_200_000) }) });
    assert.deepEqual(await pages(`/api/audit-log?company_id=${company_id}`), [
      ['r3', 'r2'],
      ['r1', 'r0'],
    ]);
  });
});
