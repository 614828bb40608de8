import assert from 'node:assert/strict';
import { MOST_COUNTED } from '../../src/db/find-contents.js';
import { LATE_MS } from '../../src/domain/plan/lateness.js';
import type { Id } from '../../src/domain/scalars.js';
import type { ApiAnswer, TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany, insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import type { TestDatabase } from '../support/database.js';

interface Listed {
  id: Id;
  title: string;
  [field: string]: unknown;
}

describe('api looks for contents', () => {
  let database: TestDatabase;
  let api: TestApi;
  let key: string;
  let companyId: Id;
  const clock = new TestClock(NOON);
  apiForSuite(clock, (setting) => ({ database, api } = setting));
  beforeEach(async () => {
    clock.set(NOON);
    companyId = (await insertCompany(database.db)).id;
    key = await api.makeKey('viewer', companyId);
  });

  const make = async (title: string, given: object = {}): Promise<Id> =>
    (await insertContent(database.db, { company_id: companyId, title, ...given })).id;

  const ask = (query: string): Promise<ApiAnswer> => api.call('GET', `/api/ar-content?${query}`, { key });
  async function found(query: string): Promise<Listed[]> {
    const { status, body } = await ask(query);
    assert.equal(status, 200, JSON.stringify(body));
    return body as Listed[];
  }
  const titles = async (query: string): Promise<string[]> => (await found(query)).map(({ title }) => title);
  const total = async (query: string): Promise<string | null> =>
    (await ask(`include=count&${query}`)).headers.get('x-total-count');

  /** All rows, as a client follows the Link headers. */
  async function walk(query: string): Promise<{ pages: number; ids: Id[] }> {
    const ids: Id[] = [];
    let pages = 0;
    for (let path: string | undefined = `/api/ar-content?${query}`; path !== undefined; pages += 1) {
      const { body, headers } = await api.call('GET', path, { key });
      ids.push(...(body as Listed[]).map(({ id }) => id));
      path = /<https?:\/\/[^/]+([^>]+)>/.exec(headers.get('link') ?? '')?.[1];
    }
    return { pages, ids };
  }

  it('by a part of the title, whatever its letter case, language and marks', async () => {
    for (const title of ['Spring in Berlin', 'Осень', 'Лето 100%', '春の広告', 'Cafe\u0301', 'a_b', 'aXb'])
      await make(title);
    const other = await insertCompany(database.db);
    await insertContent(database.db, { company_id: other.id, title: 'Spring elsewhere' });
    const cases: [string, string[]][] = [
      ['SPRING', ['Spring in Berlin']],
      ['ng in b', ['Spring in Berlin']],
      ['осень', ['Осень']],
      ['ЛЕТО', ['Лето 100%']],
      ['00%', ['Лето 100%']],
      ['の広告', ['春の広告']],
      ['春', ['春の広告']],
      ['CAFÉ', ['Cafe\u0301']],
      ['a_b', ['a_b']],
      ['%', ['Лето 100%']],
      [String.raw`\\`, []],
      ['autumn', []],
    ];
    for (const [q, wanted] of cases) assert.deepEqual(await titles(`q=${encodeURIComponent(q)}`), wanted, q);
    assert.equal(await total('q=spring'), '1');
  });

  it('by the new title once it is changed, and no longer by the old one', async () => {
    const id = await make('Spring');
    await api.expect(200, 'PUT', `/api/ar-content/${id}`, { body: { title: 'Summer' } });
    assert.deepEqual([await titles('q=spring'), await titles('q=summer')], [[], ['Summer']]);
    await api.call('DELETE', `/api/ar-content/${id}`);
    assert.deepEqual(await titles('q=summer'), []);
  });

  it('by the beginning of the uuid', async () => {
    const unique_id = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
    const id = await make('Portrait', { unique_id });
    await make('Portrait');
    const other = await insertCompany(database.db);
    await insertContent(database.db, { company_id: other.id, unique_id: '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4e' });
    for (const q of [
      unique_id,
      unique_id.toUpperCase(),
      unique_id.slice(0, 8),
      unique_id.slice(0, 9),
      unique_id.slice(0, 20),
    ])
      assert.deepEqual(
        (await found(`q=${q}`)).map((row) => row.id),
        [id],
        q,
      );
    for (const q of [unique_id.slice(0, 7), '0a1b2c3d4', '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d0'])
      assert.deepEqual(await found(`q=${q}`), [], q);
  });

  it('by ids, of which the caller sees his own', async () => {
    const ids = [await make('A'), await make('B'), await make('C')];
    const foreign = await insertContent(database.db, { company_id: (await insertCompany(database.db)).id });
    const rows = await found(`ids=${[ids[2], ids[0], foreign.id].join(',')}`);
    assert.deepEqual(
      rows.map(({ id }) => id),
      [ids[0], ids[2]],
    );
  });

  it('sorted as people sort, forwards and backwards', async () => {
    for (const title of ['Poster 10', 'poster 2', 'Äpfel', 'Zebra', 'Ёлка', 'Яблоко', 'Ель']) await make(title);
    const sorted = ['Äpfel', 'poster 2', 'Poster 10', 'Zebra', 'Ёлка', 'Ель', 'Яблоко'];
    assert.deepEqual(await titles('sort=title'), sorted);
    assert.deepEqual(await titles('sort=-title'), sorted.toReversed());
    assert.deepEqual((await titles('sort=-id'))[0], 'Ель');
  });

  it('by the next step, the soonest first, and only those that have one', async () => {
    const videos = async (id: Id): Promise<Id[]> => [
      (await insertVideo(database.db, id)).id,
      (await insertVideo(database.db, id)).id,
    ];
    for (const seconds of [300, 60, 120]) {
      const id = await make(`every ${seconds}`);
      const body = { rotation_type: 'interval', interval_seconds: seconds, video_sequence: await videos(id) };
      await api.expect(201, 'POST', `/api/ar-content/${id}/rotation`, { body });
    }
    await make('never');
    assert.deepEqual(await titles('sort=next_step_at'), ['every 60', 'every 120', 'every 300']);
    assert.equal(await total('sort=next_step_at'), '3');
  });

  it('page by page in every order, with nothing twice and nothing left out', async () => {
    for (let n = 0; n < 9; n += 1) {
      await make(n % 3 === 0 ? 'Same' : `Poster ${n}`, {
        next_step_at: n === 4 ? null : NOON + (n % 2) * 1_000,
        is_active: n !== 5,
      });
    }
    for (const sort of ['id', '-id', 'title', '-title', 'next_step_at']) {
      for (const query of ['', '&is_active=true', '&q=poster', '&q=po']) {
        const whole = (await found(`sort=${sort}${query}`)).map(({ id }) => id);
        for (const limit of [1, 2, 4]) {
          const { ids, pages } = await walk(`sort=${sort}${query}&limit=${limit}`);
          assert.deepEqual(ids, whole, `${sort}${query} by ${limit}`);
          assert.equal(pages, Math.ceil(whole.length / limit), `${sort}${query} by ${limit}`);
        }
        assert.equal(await total(`sort=${sort}${query}`), String(whole.length), sort + query);
      }
    }
  });

  it('of a project, in every order', async () => {
    const project = await api.expect(201, 'POST', '/api/projects', { body: { company_id: companyId, name: 'P' } });
    await make('B', { project_id: project.id });
    await make('outside');
    await make('A', { project_id: project.id });
    assert.deepEqual(await titles(`project_id=${project.id}`), ['B', 'A']);
    assert.deepEqual(await titles(`project_id=${project.id}&sort=title`), ['A', 'B']);
    assert.equal(await total(`project_id=${project.id}`), '2');
    assert.deepEqual(await titles(`project_id=${project.id + 1}`), []);
    assert.equal(await total(`project_id=${project.id + 1}`), '0');
  });

  it('that are late, paused, or have a failed video', async () => {
    await make('well');
    const [late, paused, failed] = [await make('late'), await make('paused'), await make('failed')];
    await database
      .db('ar_content')
      .where('id', late)
      .update({ next_step_at: new Date(NOON - LATE_MS) });
    const video = await insertVideo(database.db, paused);
    const body = { rotation_type: 'daily', time_of_day: '09:00', video_sequence: [video.id] };
    for (const _ of [1, 2]) {
      const schedule = await api.expect(201, 'POST', `/api/ar-content/${paused}/rotation`, { body });
      await api.expect(200, 'POST', `/api/rotation/${schedule.id}/pause`, { body: {} });
    }
    const broken = await insertVideo(database.db, failed, { status: 'failed' });
    for (const state of ['late', 'paused', 'failed_video'])
      assert.deepEqual(await titles(`state=${state}`), [state.replace('_video', '')]);
    assert.equal(await total('state=paused'), '1');
    const [row] = await found('state=failed_video&q=fai&include=badges');
    assert.deepEqual(row?.['badges'], ['dark', 'failed_video']);
    await database.db('videos').where('id', broken.id).update({ status: 'ready' });
    assert.deepEqual(await titles('state=failed_video'), []);
    await database.db('videos').where('id', broken.id).update({ status: 'failed' });
    await database.db('videos').where('id', broken.id).delete();
    assert.deepEqual(await titles('state=failed_video'), []);
  });

  it('with title and smallest thumbnail of the video that is shown and of the next, as of now', async () => {
    const id = await make('Portrait');
    const thumbnails = JSON.stringify([
      { width: 160, height: 90, url: '/media/1/thumbnails/s.jpg' },
      { width: 640, height: 360, url: '/media/1/thumbnails/l.jpg' },
    ]);
    const one = await insertVideo(database.db, id, { title: 'One', thumbnail_url: '/media/1/thumbnails/l.jpg' });
    await database.db('videos').where('id', one.id).update({ thumbnails });
    const two = await insertVideo(database.db, id, { title: 'Two', thumbnail_url: '/media/1/thumbnails/two.jpg' });
    const body = { rotation_type: 'interval', interval_seconds: 60, video_sequence: [one.id, two.id] };
    await api.expect(201, 'POST', `/api/ar-content/${id}/rotation`, { body });
    const seen = async (query: string) => {
      const [row] = await found(`ids=${id}&${query}`);
      return [row?.['live_video'], row?.['next_video'], row?.['badges']];
    };
    const first = { id: one.id, title: 'One', thumbnail_url: `${api.url}/media/1/thumbnails/s.jpg` };
    const second = { id: two.id, title: 'Two', thumbnail_url: `${api.url}/media/1/thumbnails/two.jpg` };
    assert.deepEqual(await seen(''), [undefined, undefined, undefined]);
    assert.deepEqual(await seen('include=live'), [first, undefined, undefined]);
    assert.deepEqual(await seen('include=live,next,badges'), [first, second, []]);
    clock.set(NOON + 60_000 + LATE_MS);
    assert.deepEqual(await seen('include=live,next,badges'), [second, first, ['late']]);
  });

  it('refuses what it cannot read, and names the field', async () => {
    const wide = await api.makeKey('viewer', null);
    const placeOfTitle = Buffer.from('["Spring",7]').toString('base64url');
    const cases: [string, string][] = [
      ['ids=', ''],
      ['ids=1,x', 'ids.1'],
      ['ids=1,,2', 'ids.1'],
      [`ids=${Array.from({ length: 201 }, (_, n) => n + 1).join(',')}`, 'ids'],
      ['include=live,sound', 'include.1'],
      ['sort=size', 'sort'],
      ['state=dark', 'state'],
      [`q=${'x'.repeat(201)}`, 'q'],
      ['sort=title&after=7', 'after'],
      [`sort=id&after=${placeOfTitle}`, 'after'],
      [`sort=next_step_at&after=${placeOfTitle}`, 'after'],
      ['sort=title&after=rubbish', 'after'],
      [`sort=title&after=${Buffer.from('["A\\u0000",7]').toString('base64url')}`, 'after'],
    ];
    for (const [query, field] of cases) {
      const { status, body } = await ask(query);
      const errors = (body as { errors?: { field: string }[] }).errors?.map((error) => error.field);
      assert.deepEqual([status, errors], field === '' ? [200, undefined] : [422, [field]], query);
    }
    for (const query of ['q=spring', 'state=late', 'sort=title', 'sort=next_step_at']) {
      const { status, body } = await api.call('GET', `/api/ar-content?${query}`, { key: wide });
      assert.deepEqual(
        [status, (body as { errors: { field: string }[] }).errors[0]?.field],
        [422, 'company_id'],
        query,
      );
      const ofOne = await api.call('GET', `/api/ar-content?${query}&company_id=${companyId}`, { key: wide });
      assert.equal(ofOne.status, 200, query);
    }
  });

  it('among more than can be counted', async function () {
    this.timeout(60_000);
    const more = MOST_COUNTED + 50;
    for (let first = 1; first <= more; first += 1_000) {
      await database.db.raw(
        `INSERT INTO ar_content (company_id, title, settled_at, is_active)
         SELECT ?, 'Poster ' || n, now(), n <> 9000 FROM generate_series(?::int, ?::int) n`,
        [companyId, first, Math.min(first + 999, more)],
      );
    }
    assert.deepEqual(await titles('sort=title&limit=2&q=poster'), ['Poster 1', 'Poster 2']);
    assert.deepEqual(await titles('sort=-title&limit=1&q=poster'), [`Poster ${more}`]);
    assert.deepEqual(await titles('q=poster%209999'), ['Poster 9999']);
    assert.equal(await total('q=poster'), null);
    assert.equal(await total(''), String(MOST_COUNTED));
    assert.equal(await total('is_active=false'), null);
    const { ids, pages } = await walk('is_active=false');
    assert.deepEqual([ids.length, pages], [1, 3]);
    assert.equal((await walk('q=poster&sort=title&limit=200')).ids.length, more);
  });
});
