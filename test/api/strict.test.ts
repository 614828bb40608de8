import assert from 'node:assert/strict';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import type { TestDatabase } from '../support/database.js';

describe('api writes with strict=true', () => {
  const clock = new TestClock(NOON);
  let database: TestDatabase;
  let api: TestApi;
  let content: number;
  let body: { rotation_type: string; time_of_day: string; video_sequence: number[] };
  apiForSuite(clock, (setting) => ({ database, api } = setting));
  beforeEach(async () => {
    ({ id: content } = await insertContent(database.db, { settled_at: NOON }));
    const video_sequence: number[] = [];
    for (const title of ['Spring', 'Summer'])
      video_sequence.push((await insertVideo(database.db, content, { title })).id);
    body = { rotation_type: 'daily', time_of_day: '09:00', video_sequence };
  });

  const schedulesOf = () => database.db('video_rotation_schedules').where('ar_content_id', content).pluck('id');

  it('are refused where they add a warning, which the refusal names, and change nothing', async () => {
    const path = `/api/ar-content/${content}/rotation`;
    const { id } = await api.expect(201, 'POST', `${path}?strict=true`, { body });
    const again = await api.call('POST', `${path}?strict=true`, { body });
    const { code, detail } = again.body as { code: string; detail: string };
    assert.deepEqual([again.status, code], [409, 'warning_added']);
    assert.match(detail, new RegExp(`Slots of schedules ${id}, \\d+ fall on one instant, 30 times`));
    assert.deepEqual(await schedulesOf(), [id]);
    await api.expect(201, 'POST', `${path}?strict=false`, { body });
    assert.equal((await schedulesOf()).length, 2);
  });

  it('are made where the warning was there before', async () => {
    const path = `/api/ar-content/${content}/rotation`;
    const { id } = await api.expect(201, 'POST', path, { body });
    await api.expect(201, 'POST', path, { body });
    await api.expect(200, 'PUT', `/api/rotation/${id}?strict=true`, { body: { starts_at: null } });
  });

  it('are answered as before when they are repeated', async () => {
    const path = `/api/ar-content/${content}/rotation?strict=true`;
    const headers = { 'idempotency-key': `strict-${content}` };
    const { id } = await api.expect(201, 'POST', path, { body, headers });
    assert.equal((await api.expect(201, 'POST', path, { body, headers })).id, id);
  });

  it('name what expires and leaves one video or none', async () => {
    const [spring] = body.video_sequence;
    const expires_at = new Date(NOON + 86_400_000).toISOString();
    const answer = await api.call('PUT', `/api/videos/${spring}?strict=true`, { body: { expires_at } });
    assert.equal(answer.status, 409);
    await api.expect(200, 'PUT', `/api/videos/${spring}`, { body: { expires_at } });
  });

  it('are refused of a skip that leaves a video unseen', async () => {
    const [, summer] = body.video_sequence;
    const { id } = await api.expect(201, 'POST', `/api/ar-content/${content}/rotation`, { body });
    const { slots } = await api.expect(200, 'GET', `/api/rotation/${id}/upcoming?count=2`);
    const [first, slot] = (slots as { slot_at: string; video_id: number }[]).toSorted(
      (a, b) => Number(a.video_id === summer) - Number(b.video_id === summer),
    );
    const expires_at = new Date(Date.parse(`${slot?.slot_at}`) + 3_600_000).toISOString();
    await api.expect(200, 'PUT', `/api/videos/${summer}`, { body: { expires_at } });
    const skips = `/api/rotation/${id}/skips`;
    const answer = await api.call('POST', `${skips}?strict=true`, { body: { slot_at: slot?.slot_at } });
    assert.deepEqual([answer.status, (answer.body as { code: string }).code], [409, 'warning_added']);
    assert.deepEqual((await api.call('GET', skips)).body, []);
    await api.expect(200, 'POST', `${skips}?strict=true`, { body: { slot_at: first?.slot_at } });
    await api.expect(200, 'DELETE', `${skips}/${first?.slot_at}?strict=true`);
  });

  it('are refused of a removal that leaves nothing to be shown', async () => {
    const [spring, summer] = body.video_sequence;
    await api.expect(200, 'DELETE', `/api/videos/${spring}?strict=true`);
    const answer = await api.call('DELETE', `/api/videos/${summer}?strict=true`);
    assert.deepEqual([answer.status, (answer.body as { code: string }).code], [409, 'warning_added']);
    assert.match((answer.body as { detail: string }).detail, /Nothing is shown/);
    await api.expect(200, 'DELETE', `/api/videos/${summer}`);
  });
});
