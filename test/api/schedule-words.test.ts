import assert from 'node:assert/strict';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import type { TestDatabase } from '../support/database.js';

const ENGLISH = 'Every weekday at 09:00 (Europe/Moscow), the next of 2 videos.';
const RUSSIAN = 'По будням в 09:00 (Europe/Moscow), следующее из 2 видео.';

describe('api schedules in words', () => {
  let database: TestDatabase;
  let api: TestApi;
  let content: number;
  let body: object;
  apiForSuite(new TestClock(NOON), (setting) => ({ database, api } = setting));
  before(async () => {
    ({ id: content } = await insertContent(database.db, { settled_at: NOON }));
    const video_sequence: number[] = [];
    for (const title of ['Spring', 'Summer']) {
      video_sequence.push((await insertVideo(database.db, content, { title })).id);
    }
    const timing = { rotation_type: 'cron', cron_expression: '0 9 * * 1-5', time_zone: 'Europe/Moscow' };
    body = { ...timing, video_sequence };
  });

  it('come in the language that the client would rather read', async () => {
    const { id } = await api.expect(201, 'POST', `/api/ar-content/${content}/rotation`, { body });
    const asked: [string | undefined, string][] = [
      [undefined, 'en'],
      ['ru', 'ru'],
      ['ru-RU,ru;q=0.9,en;q=0.8', 'ru'],
      ['en-US,ru;q=0.5', 'en'],
      ['de, ru;q=0.1', 'ru'],
      ['de', 'en'],
      ['*', 'en'],
      [';;,q=', 'en'],
    ];
    for (const [accepted, language] of asked) {
      const headers = accepted === undefined ? {} : { 'accept-language': accepted };
      const answer = await api.call('GET', `/api/rotation/${id}`, { headers });
      const { words } = answer.body as { words: string };
      assert.equal(words, language === 'ru' ? RUSSIAN : ENGLISH, accepted);
      assert.equal(answer.headers.get('content-language'), language);
      assert.match(answer.headers.get('vary') ?? '', /accept-language/i);
    }
  });

  it('are told of schedules that are listed, changed or only tried, and may be sent back', async () => {
    const headers = { 'accept-language': 'ru' };
    const tried = await api.expect(200, 'POST', '/api/rotation/preview', {
      headers,
      body: { ...body, ar_content_id: content },
    });
    assert.equal(tried['words'], RUSSIAN);
    const { id } = await api.expect(201, 'POST', `/api/ar-content/${content}/rotation`, { body });
    const list = await api.call('GET', `/api/ar-content/${content}/rotation`, { headers });
    assert.deepEqual(
      (list.body as { words: string }[]).map(({ words }) => words),
      (list.body as unknown[]).map(() => RUSSIAN),
    );
    const read = await api.expect(200, 'GET', `/api/rotation/${id}`, { headers });
    const changed = await api.expect(200, 'PUT', `/api/rotation/${id}`, {
      body: { ...read, cron_expression: '0 10 * * *' },
    });
    assert.equal(changed['words'], 'Every day at 10:00 (Europe/Moscow), the next of 2 videos.');
    const said = await api.call('PUT', `/api/rotation/${id}`, { body: { words: 'Never.' } });
    assert.equal(said.status, 422);
  });
});
