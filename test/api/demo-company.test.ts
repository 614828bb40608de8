import assert from 'node:assert/strict';
import { DatabaseClock } from '../../src/db/clock.js';
import type { Database } from '../../src/db/database.js';
import type { Id } from '../../src/domain/scalars.js';
import type { ApiAnswer, TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { makeFollowed } from '../support/followed.js';

const EVERY_HOUR = { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' };

describe('a company that is a demo', () => {
  let api: TestApi;
  let db: Database;
  apiForSuite(
    new DatabaseClock(),
    (setting) =>
      ({
        api,
        database: { db },
      } = setting),
  );

  const make = async (path: string, body: object): Promise<Id> => (await api.expect(201, 'POST', path, { body })).id;
  const remove = (company: Id, headers = {}): Promise<ApiAnswer> =>
    api.call('DELETE', `/api/companies/${company}`, { headers });
  const contentsOf = async (company: Id): Promise<unknown[]> => db('ar_content').where('company_id', company);

  /** A demo with a content that has videos, a schedule and an override, one that keeps to hours, and an empty one. */
  async function makeDemo(): Promise<{ company: Id; contents: Id[] }> {
    const { id: content, videos } = await makeFollowed(api, db);
    const { company_id: company } = await db('ar_content').where('id', content).first('company_id');
    await db('companies').where('id', company).update({ is_demo: true });
    const [first, second] = videos.map(({ id }) => id);
    await make(`/api/ar-content/${content}/rotation`, {
      rotation_type: 'interval',
      interval_seconds: 60,
      video_sequence: [first, second],
    });
    await make(`/api/ar-content/${content}/overrides`, { video_id: second });
    const daypart_id = await make('/api/dayparts', { company_id: company, name: 'Open', hours: [EVERY_HOUR] });
    const keeping = await make('/api/ar-content', { company_id: company, title: 'Keeps to hours' });
    await make(`/api/ar-content/${keeping}/videos/copies`, { copy_of: first, daypart_id });
    const empty = await make('/api/ar-content', { company_id: company, title: 'Empty' });
    return { company, contents: [content, keeping, empty] };
  }

  it('is made as one, says so, and stays one', async () => {
    const { id, is_demo } = await api.expect(201, 'POST', '/api/companies', { body: { name: 'Demo', is_demo: true } });
    assert.equal(is_demo, true);
    assert.equal((await api.expect(200, 'GET', `/api/companies/${id}`))['is_demo'], true);
    const refused = await api.call('PUT', `/api/companies/${id}`, { body: { is_demo: false } });
    assert.equal(refused.status, 422);
    assert.equal((await api.expect(201, 'POST', '/api/companies', { body: { name: 'Gallery' } }))['is_demo'], false);
  });

  it('is deleted with its AR contents and dayparts, each of which is audited, and their files are let go', async () => {
    const { company, contents } = await makeDemo();
    const paths = await db('videos').whereIn('ar_content_id', contents).whereNotNull('video_path').pluck('video_path');
    assert.equal((await remove(company)).status, 200);
    for (const table of ['companies', 'ar_content', 'dayparts']) {
      const column = table === 'companies' ? 'id' : 'company_id';
      assert.deepEqual(await db(table).where(column, company), [], table);
    }
    const audited = await db('audit_log')
      .where({ company_id: company })
      .where('action', 'like', '%.delete')
      .orderBy('id');
    assert.deepEqual(
      audited.map(({ action }) => action),
      ['ar_content.delete', 'ar_content.delete', 'ar_content.delete', 'daypart.delete', 'company.delete'],
    );
    assert.equal((await db('file_deletions').whereIn('path', paths)).length, paths.length);
  });

  it('is another one than a company in earnest, which keeps its AR contents', async () => {
    const { company, contents } = await makeDemo();
    await db('companies').where('id', company).update({ is_demo: false });
    assert.equal((await remove(company)).status, 409);
    assert.equal((await contentsOf(company)).length, contents.length);
  });

  it('stays as it is where somebody has added what does not go with it, which is named', async () => {
    const { company, contents } = await makeDemo();
    await make('/api/projects', { company_id: company, name: 'Spring campaign' });
    const { status, body } = await remove(company);
    assert.deepEqual(
      [status, (body as { detail: string }).detail],
      [409, `Company ${company} is in use: 1 project. Delete or move them first.`],
    );
    assert.equal((await contentsOf(company)).length, contents.length);
  });

  it('stays as it is where it has more AR contents than one request deletes', async () => {
    const company = await make('/api/companies', { name: 'Demo', is_demo: true });
    await db.raw(
      `INSERT INTO ar_content (company_id, title, settled_at)
       SELECT ?, 'Poster ' || n, now() FROM generate_series(1, 101) n`,
      [company],
    );
    const { status, body } = await remove(company);
    assert.equal(status, 409);
    assert.match((body as { detail: string }).detail, /is in use: 101 AR contents/);
    assert.equal((await contentsOf(company)).length, 101);
  });

  it('stays as it is where it was changed meanwhile', async () => {
    const { company, contents } = await makeDemo();
    await api.expect(200, 'PUT', `/api/companies/${company}`, { body: { name: 'Renamed' } });
    assert.equal((await remove(company, { 'if-match': '"1"' })).status, 412);
    assert.equal((await contentsOf(company)).length, contents.length);
  });

  it('is deleted once by two who do so at once, and for good by one who was broken off', async () => {
    const { company, contents } = await makeDemo();
    const statuses = (await Promise.all([remove(company), remove(company)])).map(({ status }) => status);
    assert.deepEqual(new Set(statuses), new Set([200, 404]));
    const audited = await db('audit_log').where({ company_id: company, action: 'ar_content.delete' });
    assert.equal(audited.length, contents.length);

    const other = await makeDemo();
    await api.expect(200, 'DELETE', `/api/ar-content/${other.contents[0]}`);
    assert.equal((await remove(other.company)).status, 200);
  });

  it('is whole but for what is gone where that fails on the way, and then deleted by the same request', async () => {
    const { company, contents } = await makeDemo();
    const audited = (): Promise<string[]> =>
      db('audit_log').where({ company_id: company, action: 'ar_content.delete' }).orderBy('id').pluck('subject');
    const subjects = contents.map((id) => `ar_content:${id}`);
    await db.raw(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'The disk is full.'; END $$;
      CREATE TRIGGER refuse BEFORE DELETE ON ar_content FOR EACH ROW WHEN (OLD.id = ${contents[1]}) EXECUTE FUNCTION refuse();
    `);
    assert.equal((await remove(company)).status, 500);
    assert.deepEqual(await audited(), subjects.slice(0, 1));
    assert.deepEqual(await db('ar_content').where('company_id', company).orderBy('id').pluck('id'), contents.slice(1));
    await api.expect(200, 'GET', `/api/companies/${company}`);
    assert.equal((await db('videos').where('ar_content_id', contents[1])).length, 1);
    await db.raw('DROP FUNCTION refuse CASCADE');
    assert.equal((await remove(company)).status, 200);
    assert.deepEqual(await audited(), subjects);
  });

  it('is deleted once for an Idempotency-Key', async () => {
    const { company } = await makeDemo();
    const headers = { 'idempotency-key': 'remove-the-demo' };
    for (let time = 1; time <= 2; time += 1) assert.equal((await remove(company, headers)).status, 200);
  });
});
