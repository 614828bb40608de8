import assert from 'node:assert/strict';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import type { TestDatabase } from '../support/database.js';

const MINUTE = 60_000;
const at = (instant: number): string => new Date(instant).toISOString();

describe('api contents, videos and schedules', () => {
  let database: TestDatabase;
  let api: TestApi;
  const clock = new TestClock(NOON);
  let companyId: number;

  apiForSuite(clock, (setting) => ({ database, api } = setting));
  before(async () => {
    companyId = (await insertCompany(database.db, { time_zone: 'Europe/Berlin' })).id;
  });

  /** A content with some videos; time goes on from where it stands. */
  async function makeContent(videos = 3) {
    const content = await api.expect(201, 'POST', '/api/ar-content', { body: { company_id: companyId, title: 'P' } });
    const id = content.id;
    const ids: number[] = [];
    for (let n = 0; n < videos; n += 1) {
      ids.push((await insertVideo(database.db, id, { title: `V${n}`, video_url: `/media/1/videos/${n}.mp4` })).id);
    }
    return { id, videos: ids, uniqueId: String(content['unique_id']) };
  }

  const every = (seconds: number, video_sequence: number[], more: object = {}) => ({
    body: { rotation_type: 'interval', interval_seconds: seconds, video_sequence, ...more },
  });

  it('makes a schedule in the time zone of its company and shows its first video at once', async () => {
    const { id, videos } = await makeContent();
    const body = { rotation_type: 'daily', time_of_day: '09:00', video_sequence: videos, is_active: 1 };
    const schedule = await api.expect(201, 'POST', `/api/ar-content/${id}/rotation`, { body });
    assert.deepEqual(
      [schedule['time_zone'], schedule['time_of_day'], schedule['next_rotation_at'], schedule['is_active']],
      ['Europe/Berlin', '09:00:00', '2026-11-22T08:00:00.000Z', true],
    );
    const content = await api.expect(200, 'GET', `/api/ar-content/${id}`);
    assert.deepEqual([content['active_video_id'], content['video_rotation_type']], [videos[0], 'daily']);
  });

  it('shows lists and details with due steps applied, though nobody has committed them', async () => {
    const { id, videos } = await makeContent();
    const { id: scheduleId } = await api.expect(201, 'POST', `/api/ar-content/${id}/rotation`, every(60, videos));
    const due = clock.now() + MINUTE;
    clock.set(due + 1);
    const [listed] = (await api.call('GET', `/api/rotation?ar_content_id=${id}`)).body as Record<string, unknown>[];
    const detail = await api.expect(200, 'GET', `/api/rotation/${scheduleId}`);
    const [ofContent] = (await api.call('GET', `/api/ar-content/${id}/rotation`)).body as object[];
    assert.deepEqual([listed, ofContent], [detail, detail]);
    assert.deepEqual(
      [detail['next_rotation_at'], detail['last_rotation_at'], detail['next_video_id']],
      [at(due + MINUTE), at(due), videos[2]],
    );
    const content = await api.expect(200, 'GET', `/api/ar-content/${id}`);
    const live = content['live'] as Record<string, unknown>;
    assert.deepEqual(
      [content['active_video_id'], live['video_id'], live['next_video_id']],
      [videos[1], videos[1], videos[2]],
    );
    const shown = (await api.call('GET', `/api/ar-content/${id}/videos?is_active=true`)).body as { id: number }[];
    assert.deepEqual(
      shown.map((video) => video.id),
      [videos[1]],
    );
    const listedContents = (await api.call('GET', `/api/ar-content?unique_id=${String(content['unique_id'])}`)).body;
    assert.deepEqual(listedContents, [content]);
  });

  it('filters schedules by content, activity, type and what is due before', async () => {
    const { id, videos } = await makeContent();
    const path = `/api/ar-content/${id}/rotation`;
    const first = await api.expect(201, 'POST', path, every(600, videos));
    const second = await api.expect(201, 'POST', path, {
      body: { rotation_type: 'cron', cron_expression: '0 3 * * *', time_zone: 'UTC', video_sequence: videos },
    });
    const third = await api.expect(201, 'POST', path, every(60, videos, { is_active: false }));
    const found = async (query: string) =>
      ((await api.call('GET', `/api/rotation?ar_content_id=${id}&${query}`)).body as { id: number }[]).map(
        (row) => row.id,
      );
    assert.deepEqual(await found('is_active=1'), [first['id'], second['id']]);
    assert.deepEqual(await found('is_active=false'), [third['id']]);
    assert.deepEqual(await found('rotation_type=cron'), [second['id']]);
    const fared = { late_count: 2, failed_count: 1 };
    await database.db('video_rotation_schedules').where('id', third.id).update(fared);
    assert.deepEqual(await found('late=true'), [third['id']]);
    assert.deepEqual(await found('failed=false'), [first['id'], second['id']]);
    const before = encodeURIComponent(at(clock.now() + 11 * MINUTE));
    assert.deepEqual(await found(`due_before=${before}`), [first['id']]);
    assert.deepEqual(await found('limit=1&after=' + first['id']), [second['id']]);
  });

  it('changes a schedule at once, tells its status, and says what is wrong with the whole', async () => {
    const { id, videos } = await makeContent();
    const { id: scheduleId } = await api.expect(201, 'POST', `/api/ar-content/${id}/rotation`, every(60, videos));
    const path = `/api/rotation/${scheduleId}`;
    const put = await api.expect(200, 'PUT', path, { body: { interval_seconds: 90 } });
    assert.deepEqual(
      [put['status'], put['next_rotation_at'], put['revision']],
      ['updated', at(clock.now() + 90_000), 2],
    );
    const faults = { rotation_type: 'weekly', cron_expression: 'nonsense', time_zone: 'Mars/X', current_index: 3 };
    const refused = await api.expect(422, 'PUT', path, { body: faults });
    const fields = (refused['errors'] as { field: string }[]).map(({ field }) => field).toSorted();
    assert.deepEqual(fields, ['cron_expression', 'current_index', 'day_of_week', 'time_zone']);
    const foreign = (await makeContent(1)).videos;
    await api.expect(422, 'PUT', path, { body: { video_sequence: [...videos, ...foreign] } });
    assert.equal(
      (await api.call('PUT', path, { body: { is_active: false }, headers: { 'if-match': '"1"' } })).status,
      412,
    );
    const paused = await api.expect(200, 'PUT', path, { body: { is_active: false }, headers: { 'if-match': '"2"' } });
    assert.equal(paused['next_rotation_at'], null);
    assert.deepEqual(await api.expect(200, 'DELETE', path), { status: 'deleted' });
    await api.expect(404, 'GET', path);
  });

  it('rotates now, once for one Idempotency-Key, and tells the history newest first', async () => {
    const { id, videos } = await makeContent();
    const { id: scheduleId } = await api.expect(201, 'POST', `/api/ar-content/${id}/rotation`, every(600, videos));
    const headers = { 'idempotency-key': 'again' };
    const path = `/api/rotation/${scheduleId}/rotate-now`;
    const first = await api.expect(200, 'POST', path, { headers });
    assert.deepEqual(await api.expect(200, 'POST', path, { headers }), first);
    clock.set(clock.now() + 1_000);
    await api.expect(200, 'POST', path);
    const history = (await api.call('GET', `/api/rotation/${scheduleId}/history`)).body as Record<string, unknown>[];
    assert.deepEqual(
      history.map((row) => [row['cause'], row['to_video_id']]),
      [
        ['rotate_now', videos[2]],
        ['rotate_now', videos[1]],
        ['manual', videos[0]],
      ],
    );
    const page = await api.call('GET', `/api/ar-content/${id}/history?limit=1`);
    assert.match(page.headers.get('link') ?? '', new RegExp(`after=${String(history[0]?.['id'])}`));
    await api.expect(200, 'DELETE', `/api/rotation/${scheduleId}`);
    assert.equal(((await api.call('GET', `/api/rotation/${scheduleId}/history`)).body as unknown[]).length, 3);
    await api.expect(404, 'GET', '/api/rotation/999999/history');
  });

  it('holds an activation and a rotate-now to the state that was seen', async () => {
    const { id, videos } = await makeContent();
    const schedule = await api.expect(201, 'POST', `/api/ar-content/${id}/rotation`, every(60, videos));
    for (const path of [`/api/videos/${videos[1]}/activate`, `/api/rotation/${schedule.id}/rotate-now`]) {
      await api.expect(412, 'POST', path, { headers: { 'if-match': '"9"' } });
      const { active_video_id } = await api.expect(200, 'GET', `/api/ar-content/${id}`);
      assert.equal(active_video_id, videos[0], path);
    }
    await api.expect(200, 'POST', `/api/videos/${videos[1]}/activate`, { headers: { 'if-match': '"1"' } });
    await api.expect(200, 'POST', `/api/rotation/${schedule.id}/rotate-now`, { headers: { 'if-match': '"1"' } });
  });

  it('activates, clears and deletes videos, and refuses to delete what a schedule names', async () => {
    const { id, videos } = await makeContent();
    const [first, second] = videos;
    const activated = await api.expect(200, 'POST', `/api/videos/${second}/activate`);
    assert.deepEqual([activated['status'], activated['active_video_id']], ['activated', second]);
    const put = await api.expect(200, 'PUT', `/api/videos/${first}`, { body: { is_active: 1, title: 'First' } });
    assert.deepEqual([put['is_active'], put['is_live'], put['title']], [true, true, 'First']);
    assert.match(String(put['video_url']), /^http:\/\/127\.0\.0\.1:\d+\/media\/1\/videos\/0\.mp4$/);
    const cleared = await api.expect(200, 'PUT', `/api/videos/${first}`, { body: { is_active: false } });
    assert.deepEqual([cleared['is_active'], cleared['is_live']], [false, true]);
    const { id: scheduleId } = await api.expect(201, 'POST', `/api/ar-content/${id}/rotation`, every(60, videos));
    const refused = await api.expect(409, 'DELETE', `/api/videos/${first}`);
    assert.match(String(refused['detail']), new RegExp(`schedule ${scheduleId}`));
    await api.expect(200, 'DELETE', `/api/videos/${first}?detach=true`);
    const schedule = await api.expect(200, 'GET', `/api/rotation/${scheduleId}`);
    assert.deepEqual(schedule['video_sequence'], videos.slice(1));
    const window = { schedule_start: at(NOON), schedule_end: at(NOON) };
    const empty = await api.expect(422, 'PUT', `/api/videos/${second}`, { body: window });
    assert.deepEqual((empty['errors'] as { field: string }[])[0]?.field, 'schedule_end');
  });

  it('changes a content: default video, pointer, project, expiry; null clears', async () => {
    const { id, videos } = await makeContent();
    const path = `/api/ar-content/${id}`;
    const body = { default_video_id: videos[2], expires_at: at(clock.now() + MINUTE) };
    const put = await api.expect(200, 'PUT', path, { body });
    assert.deepEqual([put['default_video_id'], (put['live'] as { reason: string }).reason], [videos[2], 'default']);
    const cleared = await api.expect(200, 'PUT', path, { body: { expires_at: null, active_video_id: videos[0] } });
    assert.deepEqual([cleared['expires_at'], cleared['active_video_id'], cleared['title']], [null, videos[0], 'P']);
    await api.expect(422, 'PUT', path, { body: { project_id: 999_999 } });
    await api.expect(422, 'PUT', path, { body: { company_id: companyId + 1 } });
    const taken = { company_id: companyId, title: 'x', unique_id: cleared['unique_id'] };
    await api.expect(409, 'POST', '/api/ar-content', { body: taken });
  });
});
