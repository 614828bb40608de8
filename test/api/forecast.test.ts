import assert from 'node:assert/strict';
import type { ApiObject, TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany, insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import type { TestDatabase } from '../support/database.js';

const DAY_MS = 86_400_000;

describe('api forecast', () => {
  let database: TestDatabase;
  let api: TestApi;
  apiForSuite(new TestClock(NOON), (setting) => ({ database, api } = setting));

  /** A content whose videos expire after so many days each. */
  async function content(company_id: number, ...days: number[]): Promise<number> {
    const { id } = await insertContent(database.db, { company_id, settled_at: NOON });
    for (const day of days) await insertVideo(database.db, id, { expires_at: NOON + day * DAY_MS });
    return id;
  }
  const forecast = async (query: string, key: string) => {
    const { status, body, headers } = await api.call('GET', `/api/forecast?${query}`, { key });
    assert.equal(status, 200, JSON.stringify(body));
    return { rows: body as ApiObject[], link: headers.get('link') };
  };

  it('tells of the contents of the company that go dark or come down to one video', async () => {
    const [ours, theirs] = [(await insertCompany(database.db)).id, (await insertCompany(database.db)).id];
    const [dark, one] = [await content(ours, 3, 5), await content(ours, 3, 60)];
    await content(ours, 60, 60);
    await content(theirs, 1);
    const key = await api.makeKey('viewer', ours);
    const at = (days: number) => new Date(NOON + days * DAY_MS).toISOString();
    const { rows, link } = await forecast('', key);
    assert.deepEqual(
      rows.map((row) => [row['ar_content_id'], row['one_left_at'], row['dark_at'], row['dark_because']]),
      [
        [dark, at(3), at(5), 'no_video'],
        [one, at(3), null, null],
      ],
    );
    assert.equal(link, null);
    assert.deepEqual(
      (await forecast('days=4', key)).rows.map((row) => row['dark_at']),
      [null, null],
    );
    assert.deepEqual((await forecast('days=2', key)).rows, []);
    assert.deepEqual((await forecast(`company_id=${theirs}`, key)).rows, []);
    assert.equal((await api.call('GET', '/api/forecast?days=367', { key })).status, 422);
  });

  it('comes in pages of contents that were looked at', async () => {
    const { id } = await insertCompany(database.db);
    const ids = [await content(id, 1), await content(id, 60, 60), await content(id, 1)];
    const key = await api.makeKey('viewer', id);
    const first = await forecast('limit=2', key);
    assert.deepEqual(
      first.rows.map((row) => row['ar_content_id']),
      [ids[0]],
    );
    assert.match(first.link ?? '', new RegExp(`after=${ids[1]}\\b`));
    const last = await forecast(`limit=2&after=${ids[1]}`, key);
    assert.deepEqual([last.rows.map((row) => row['ar_content_id']), last.link], [[ids[2]], null]);
  });
});
