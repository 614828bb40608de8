import assert from 'node:assert/strict';
import { cacheControl } from '../../src/api/public-read/active-video-answer.js';
import { startTestApi, type TestApi } from '../support/api.js';
import { insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

const at = (instant: number): string => new Date(instant).toISOString();

describe('api public read', () => {
  let database: TestDatabase;
  let api: TestApi;
  let clock: TestClock;

  before(async () => {
    database = await testDatabase();
    clock = new TestClock(NOON);
    api = await startTestApi(database.db, clock);
  });
  beforeEach(() => clock.set(NOON));
  after(async () => {
    await api.stop();
    await database.drop();
  });

  async function makeRotating(seconds: number) {
    const { id, unique_id } = await insertContent(database.db);
    const file = (n: number) => ({ title: `V${n}`, video_url: `/media/1/videos/${n}.mp4`, duration: 6.5 });
    const videos = [(await insertVideo(database.db, id, file(1))).id, (await insertVideo(database.db, id, file(2))).id];
    const body = { rotation_type: 'interval', interval_seconds: seconds, video_sequence: videos };
    const schedule = await api.expect(201, 'POST', `/api/ar-content/${id}/rotation`, { body });
    return { id, path: `/api/ar/${unique_id}/active-video`, videos, scheduleId: schedule['id'] };
  }

  const read = (path: string, headers: Record<string, string> = {}) => api.call('GET', path, { key: null, headers });

  it('tells what is live, why, until when, and what comes next', async () => {
    const { path, videos, scheduleId } = await makeRotating(60);
    const answer = await read(path);
    const shown = (n: number) => ({
      id: videos[n - 1],
      title: `V${n}`,
      video_url: `${api.url}/media/1/videos/${n}.mp4`,
      thumbnail_url: null,
      duration: 6.5,
      width: null,
      height: null,
      size_bytes: null,
      mime_type: null,
    });
    const until = at(NOON + 60_000);
    const { version, ...body } = answer.body as { version: number };
    assert.equal(typeof version, 'number');
    assert.deepEqual(body, {
      ...shown(1),
      reason: 'rotation',
      schedule_id: scheduleId,
      override_id: null,
      valid_until: until,
      next_video: { ...shown(2), starts_at: until },
    });
    assert.equal(answer.headers.get('x-server-time'), at(NOON));
    assert.equal(answer.headers.get('cache-control'), 'public, max-age=5');
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
  });

  it('changes at the exact instant, though nobody has committed it', async () => {
    const { path, videos } = await makeRotating(60);
    const shownAt = async (instant: number) => {
      clock.set(instant);
      return ((await read(path)).body as { id: number }).id;
    };
    assert.deepEqual([await shownAt(NOON + 59_999), await shownAt(NOON + 60_000)], videos);
  });

  it('answers 304 while the answer holds, and HEAD without a body', async () => {
    const { path } = await makeRotating(60);
    const tag = (await read(path)).headers.get('etag') ?? '';
    for (const header of [tag, `"x", W/${tag}`, '*']) {
      const answer = await read(path, { 'if-none-match': header });
      assert.deepEqual([answer.status, answer.body, answer.headers.get('etag')], [304, '', tag]);
      assert.equal(answer.headers.get('cache-control'), 'public, max-age=5');
    }
    const head = await api.call('HEAD', path, { key: null });
    assert.deepEqual([head.status, head.body, head.headers.get('etag')], [200, '', tag]);
    clock.set(NOON + 60_000);
    assert.equal((await read(path, { 'if-none-match': tag })).status, 200);
  });

  it('passes over what others add to the link', async () => {
    const { path } = await makeRotating(60);
    assert.equal((await read(`${path}?utm_source=poster&_=1`)).status, 200);
    assert.equal((await read('/health/live?from=prober')).status, 200);
  });

  it('is never to be kept past the instant at which it may change', () => {
    assert.equal(cacheControl(null, NOON, 5_000), 'public, max-age=5');
    assert.equal(cacheControl(NOON + 3_999, NOON, 5_000), 'public, max-age=3');
    assert.equal(cacheControl(NOON + 999, NOON, 5_000), 'public, no-cache');
    assert.equal(cacheControl(null, NOON, 0), 'public, no-cache');
  });

  it('says why there is nothing: unknown, nothing to show, inactive, expired', async () => {
    const outcome = async (path: string) => {
      const answer = await read(path);
      assert.equal(answer.headers.get('cache-control'), 'no-cache');
      return [answer.status, (answer.body as { code: string }).code];
    };
    assert.deepEqual(await outcome('/api/ar/not-a-uuid/active-video'), [404, 'not_found']);
    assert.deepEqual(await outcome('/api/ar/00000000-0000-4000-8000-000000000000/active-video'), [404, 'not_found']);
    const make = async (given: object) => `/api/ar/${(await insertContent(database.db, given)).unique_id}/active-video`;
    assert.deepEqual(await outcome(await make({})), [404, 'nothing_to_show']);
    assert.deepEqual(await outcome(await make({ is_active: false })), [410, 'gone']);
    assert.deepEqual(await outcome(await make({ expires_at: NOON })), [410, 'gone']);
    const metrics = String((await api.call('GET', '/metrics')).body);
    for (const name of ['shown', 'not_modified', 'not_found', 'nothing_to_show', 'gone']) {
      assert.match(metrics, new RegExp(`active_video_reads_total\\{outcome="${name}"\\} [1-9]`));
    }
  });

  it('has a content with a long backlog settled, and goes on answering meanwhile', async () => {
    const { id, path, videos } = await makeRotating(1);
    clock.set(NOON + 1_001_500);
    const answers = await Promise.all(Array.from({ length: 10 }, () => read(path)));
    for (const { body } of answers) assert.equal((body as { id: number }).id, videos[1]);
    await eventually(async () => {
      const [row] = await database.db('rotations').where({ ar_content_id: id, cause: 'schedule' }).count({ n: '*' });
      assert.equal(row?.['n'], 1_001);
    });
  });
});
