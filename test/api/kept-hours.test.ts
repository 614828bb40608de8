import assert from 'node:assert/strict';
import { startTestApi, type ApiObject, type TestApi } from '../support/api.js';
import { insertCompany, insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

const HOUR = 3_600_000;
const iso = (at: number): string => new Date(at).toISOString();

describe('hours and days of videos and overrides, over HTTP', () => {
  const clock = new TestClock(NOON);
  let database: TestDatabase;
  let api: TestApi;
  let content: number;
  let video: number;
  let daypart_id: number;
  before(async () => {
    database = await testDatabase();
    api = await startTestApi(database.db, clock);
  });
  after(async () => {
    await api.stop();
    await database.drop();
  });
  beforeEach(async () => {
    clock.set(NOON);
    const { id: company_id } = await insertCompany(database.db, { time_zone: 'Europe/Berlin' });
    ({ id: content } = await insertContent(database.db, { company_id, settled_at: NOON }));
    ({ id: video } = await insertVideo(database.db, content));
    // From 13:00 to 15:00 UTC.
    const hours = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '14:00', to: '16:00' }];
    const body = { company_id, name: 'Afternoons', hours };
    daypart_id = (await api.expect(201, 'POST', '/api/dayparts', { body })).id;
  });

  const liveAt = async (at: number): Promise<unknown> =>
    (await api.expect(200, 'GET', `/api/ar-content/${content}/live?at=${iso(at)}`))['reason'];

  it('are written, read, and written back as they were read', async () => {
    const put = await api.expect(200, 'PUT', `/api/videos/${video}`, { body: { daypart_id } });
    const told = ({
      daypart_id: id,
      calendar_id,
      calendar_mode,
      time_zone,
      revision_pending,
    }: ApiObject): unknown[] => [id, calendar_id, calendar_mode, time_zone, revision_pending];
    assert.deepEqual(told(put), [daypart_id, null, null, 'Europe/Berlin', false]);
    const read = await api.expect(200, 'GET', `/api/videos/${video}`);
    await api.expect(200, 'PUT', `/api/videos/${video}`, { body: { ...read, title: 'Another name' } });
    assert.deepEqual(told(await api.expect(200, 'GET', `/api/videos/${video}`)), told(put));
    const overrides = `/api/ar-content/${content}/overrides`;
    const made = await api.expect(201, 'POST', overrides, { body: { video_id: video, daypart_id, time_zone: 'UTC' } });
    assert.deepEqual(told(made), [daypart_id, null, null, 'UTC', false]);
    const { body: list } = await api.call('GET', overrides);
    assert.deepEqual((list as ApiObject[]).map(told), [told(made)]);
    const [listed] = list as ApiObject[];
    const changed = await api.expect(200, 'PUT', `/api/overrides/${made.id}`, {
      body: { ...listed, note: 'Evenings' },
    });
    assert.deepEqual([told(changed), changed['note']], [told(made), 'Evenings']);
  });

  it('are told of by live, timeline and forecast', async () => {
    await api.expect(200, 'PUT', `/api/videos/${video}`, { body: { daypart_id } });
    assert.deepEqual(
      [await liveAt(NOON + 1), await liveAt(NOON + HOUR), await liveAt(NOON + 3 * HOUR)],
      [null, 'fallback', null],
    );
    const { body } = await api.call('GET', `/api/forecast?days=1&company_id=${(await company()).id}`);
    const [foretold] = body as ApiObject[];
    assert.deepEqual([foretold?.['dark_at'], foretold?.['dark_until']], [iso(NOON), iso(NOON + HOUR)]);
    const changes = [{ op: 'update_video', id: video, body: { daypart_id: null } }];
    const tried = await api.expect(200, 'POST', `/api/ar-content/${content}/dry-run`, { body: { changes } });
    assert.ok(JSON.stringify(tried).includes(`"video_id":${video}`));
  });

  const company = async (): Promise<{ id: number }> => {
    const row: { company_id: number } = await database.db('ar_content').where('id', content).first('company_id');
    return { id: row.company_id };
  };

  it('are refused by name', async () => {
    const faults = async (method: string, path: string, body: object): Promise<string[]> => {
      const answer = await api.call(method, path, { body });
      assert.equal(answer.status, 422);
      return (answer.body as { errors: { field: string }[] }).errors.map(({ field }) => field);
    };
    const ids = { daypart_id: 999_999, calendar_id: 999_999, calendar_mode: 'only' };
    assert.deepEqual(await faults('PUT', `/api/videos/${video}`, ids), ['daypart_id', 'calendar_id']);
    assert.deepEqual(await faults('PUT', `/api/videos/${video}`, { calendar_mode: 'never' }), ['calendar_mode']);
    const overrides = `/api/ar-content/${content}/overrides`;
    assert.deepEqual(await faults('POST', overrides, { video_id: video, calendar_mode: 'only' }), ['calendar_mode']);
    assert.deepEqual(await faults('POST', overrides, { video_id: video, time_zone: 'Berlin' }), ['time_zone']);
  });
});
