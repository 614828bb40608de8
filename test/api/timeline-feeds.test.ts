import assert from 'node:assert/strict';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany, insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { eventually } from '../support/eventually.js';
import type { TestDatabase } from '../support/database.js';

const HOUR_MS = 3_600_000;

describe('api timeline feeds', () => {
  const clock = new TestClock(NOON);
  let database: TestDatabase;
  let api: TestApi;
  let company: number;
  let content: number;
  apiForSuite(clock, (setting) => ({ database, api } = setting));
  beforeEach(async () => {
    clock.set(NOON);
    ({ id: company } = await insertCompany(database.db, { time_zone: 'Europe/Moscow' }));
    ({ id: content } = await insertContent(database.db, { company_id: company, settled_at: NOON }));
    const video_sequence: number[] = [];
    for (const title of ['Весна, и лето', 'Summer'])
      video_sequence.push((await insertVideo(database.db, content, { title })).id);
    const body = { rotation_type: 'daily', time_of_day: '18:00', time_zone: 'Europe/Moscow', video_sequence };
    await api.expect(201, 'POST', `/api/ar-content/${content}/rotation`, { body });
  });

  const path = () => `/api/ar-content/${content}/timeline-feed`;
  /** Where the feed is, without the host. */
  async function opened(): Promise<string> {
    const { calendar_url: url } = await api.expect(200, 'POST', path());
    const address = new URL(String(url));
    return address.pathname + address.search;
  }
  // Said outright, as fetch asks for a fresh answer where it sees If-None-Match.
  const read = (address: string, headers: Record<string, string> = {}) =>
    fetch(new URL(address, api.url), { headers: { 'cache-control': 'max-age=0', ...headers } });

  it('tell calendar programs what a content shows, on the clocks of its company', async () => {
    const answer = await read(await opened());
    const text = await answer.text();
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'text/calendar; charset=utf-8']);
    assert.match(text, /^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/);
    assert.match(text, /TZID:Europe\/Moscow\r\n/);
    assert.match(text, /SUMMARY:Весна\\, и лето\r\n/);
    assert.match(text, /DTSTART;TZID=Europe\/Moscow:20261121T180000\r\n/);
    assert.match(text, /DTSTART;TZID=Europe\/Moscow:20261122T180000\r\n/);
    assert.ok(text.endsWith('END:VCALENDAR\r\n'));
    const uids = text.match(/^UID:.*$/gm) ?? [];
    assert.equal(new Set(uids).size, uids.length);
    assert.ok(uids.length > 2, `${uids.length} events`);
  });

  it('stay the same until something changes', async () => {
    const address = await opened();
    // How far it is told hangs on how busy the machine is.
    const { first, tag } = await eventually(async () => {
      clock.set(NOON);
      const first = await read(address);
      const tag = first.headers.get('etag') ?? '';
      clock.set(NOON + HOUR_MS);
      assert.equal((await read(address, { 'if-none-match': tag })).status, 304);
      return { first, tag };
    });
    const [video] = await database.db('videos').where({ ar_content_id: content, title: 'Summer' }).pluck('id');
    await api.expect(200, 'PUT', `/api/videos/${video}`, { body: { title: 'Autumn' } });
    const changed = await read(address, { 'if-none-match': tag });
    assert.equal(changed.status, 200);
    const uidsOf = (text: string) => text.match(/^UID:.*$/gm)?.slice(0, 3);
    assert.deepEqual(uidsOf(await changed.text()), uidsOf(await first.text()));
  });

  it('go from thirty days ago to ninety days ahead', async () => {
    const at = new Date(NOON - 40 * 24 * HOUR_MS).toISOString();
    const [to_video_id] = await database.db('videos').where('ar_content_id', content).orderBy('id').pluck('id');
    const row = { company_id: company, ar_content_id: content, to_video_id, due_at: at, applied_at: at };
    await database.db('rotations').insert({ ...row, cause: 'manual', actor: 'key:1' });
    const address = await opened();
    // How far it is told hangs on how busy the machine is.
    await eventually(async () => {
      const text = await (await read(address)).text();
      assert.match(text, /DTSTART;TZID=Europe\/Moscow:20261022T030000\r\n/);
      assert.match(text, /DTEND;TZID=Europe\/Moscow:20270219T030000\r\n/);
    });
  });

  it('are for whoever has the secret of this content, as long as it is not changed or taken back', async () => {
    const mine = await opened();
    const token = String(mine.split('token=')[1]);
    const { id: other } = await insertContent(database.db, { company_id: company, settled_at: NOON });
    const wrong = [
      `/api/ar-content/${content}/timeline.ics`,
      `/api/ar-content/${content}/timeline.ics?token=`,
      `/api/ar-content/${content}/timeline.ics?token=${token.slice(1)}`,
      `/api/ar-content/${other}/timeline.ics?token=${token}`,
      `/api/ar-content/999999/timeline.ics?token=${token}`,
    ];
    for (const address of wrong) assert.equal((await read(address)).status, 404, address);
    const next = await opened();
    assert.deepEqual([(await read(mine)).status, (await read(next)).status], [404, 200]);
    await api.expect(200, 'DELETE', path());
    assert.equal((await read(next)).status, 404);
    assert.equal((await api.call('DELETE', path())).status, 404);
  });

  it('keep their secrets from the database, the audit log and the answers to repeated requests', async () => {
    const headers = { 'idempotency-key': `feed-${content}` };
    const first = await api.expect(200, 'POST', path(), { headers });
    assert.equal((await api.expect(200, 'POST', path(), { headers }))['calendar_url'], null);
    const token = String(String(first['calendar_url']).split('token=')[1]);
    const tables = await Promise.all(
      ['timeline_feeds', 'audit_log', 'idempotency_keys'].map((table) =>
        database.db(table).select(database.db.raw(`to_jsonb(${table}) AS row`)),
      ),
    );
    assert.ok(!JSON.stringify(tables).includes(token));
    const log = await database.db('audit_log').where('subject', `ar_content:${content}`).orderBy('id');
    assert.ok(!JSON.stringify(log).includes('hash'));
  });

  it('tell the coming days also where very much has changed', async () => {
    const rows = Array.from({ length: 6_000 }, (_, n) => ({
      company_id: company,
      ar_content_id: content,
      due_at: new Date(NOON - 20 * 24 * HOUR_MS + n * 60_000).toISOString(),
      applied_at: new Date(NOON).toISOString(),
      cause: 'manual',
      actor: 'key:1',
    }));
    for (let begin = 0; begin < rows.length; begin += 1_000) {
      await database.db('rotations').insert(rows.slice(begin, begin + 1_000));
    }
    const text = await (await read(await opened())).text();
    assert.match(text, /DTSTART;TZID=Europe\/Moscow:20261122T180000\r\n/);
  });
});
