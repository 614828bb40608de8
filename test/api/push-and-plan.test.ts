import assert from 'node:assert/strict';
import type { DatabaseClock } from '../../src/db/clock.js';
import { HeldPlan } from '../../src/reading/held-plan.js';
import { startTestApi, type TestApi } from '../support/api.js';
import { insertContent, insertVideo } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startedClock } from '../support/planning.js';
import { countCalls } from '../support/count-calls.js';
import { assertEach } from '../support/assert-each.js';

interface Event {
  id: number;
  event: string;
  data: { id: number; version: number; code?: string };
  arrivedAt: number;
}

const BEAT = 'event: beat\ndata:';

describe('push and plan', () => {
  let database: TestDatabase;
  let clock: DatabaseClock;
  let api: TestApi;
  const streams: AbortController[] = [];

  before(async () => {
    database = await testDatabase();
    clock = await startedClock(database.db);
    api = await startTestApi(database.db, clock, { feedUrl: database.url });
  });
  afterEach(() => {
    for (const stream of streams.splice(0)) stream.abort();
  });
  after(async () => {
    await api.stop();
    clock.stop();
    await database.drop();
  });

  async function make(rotation?: object) {
    const { id, unique_id } = await insertContent(database.db, { settled_at: clock.now() });
    const videos: number[] = [];
    for (const title of ['Spring', 'Summer']) {
      videos.push((await insertVideo(database.db, id, { title, video_url: `/media/${title}` })).id);
    }
    const body = { ...rotation, video_sequence: videos };
    if (rotation) await api.expect(201, 'POST', `/api/ar-content/${id}/rotation`, { body });
    return { id, unique_id, videos };
  }

  /** The events of a content, as they come. */
  async function open(uniqueId: string, lastEventId?: number): Promise<{ events: Event[]; ended: Promise<void> }> {
    const abort = new AbortController();
    streams.push(abort);
    const headers = lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) };
    const response = await fetch(`${api.url}/api/ar/${uniqueId}/events`, { headers, signal: abort.signal });
    assert.deepEqual(
      [response.status, response.headers.get('content-type')],
      [200, 'text/event-stream; charset=utf-8'],
    );
    const events: Event[] = [];
    const follow = async (): Promise<void> => {
      let text = '';
      for await (const part of response.body ?? []) {
        text += Buffer.from(part as Uint8Array).toString();
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks.filter((one) => !one.startsWith(':') && one !== BEAT)) {
          const fields = Object.fromEntries(block.split('\n').map((one) => one.split(/: (.*)/s).slice(0, 2)));
          events.push({
            id: Number(fields['id']),
            event: String(fields['event']),
            data: JSON.parse(String(fields['data'])),
            arrivedAt: clock.now(),
          });
        }
      }
    };
    return { events, ended: follow().catch(() => undefined) };
  }

  it('pushes the present state, then each change at its instant', async () => {
    const { unique_id } = await make({ rotation_type: 'interval', interval_seconds: 1 });
    const { events } = await open(unique_id);
    await eventually(() => assert.ok(events.length >= 4, 'four events'));
    for (const [i, event] of events.entries()) {
      const before = events[i - 1];
      if (before === undefined) continue;
      assert.ok(event.id > before.id && event.data.id !== before.data.id);
      const due = (before.data as unknown as { next_video: { starts_at: string } }).next_video.starts_at;
      const late = event.arrivedAt - Date.parse(due);
      assert.ok(late >= 0 && late < 500, `${late} ms late`);
    }
  });

  it('pushes edits, the end of a content included', async () => {
    const { id, unique_id, videos } = await make();
    const { events } = await open(unique_id);
    await eventually(() => assert.equal(events.length, 1));
    await api.expect(200, 'POST', `/api/videos/${videos[1]}/activate`);
    await eventually(() => assert.equal(events[1]?.data.id, videos[1]));
    await api.expect(200, 'PUT', `/api/ar-content/${id}`, { body: { is_active: false } });
    await eventually(() => assert.deepEqual([events[2]?.event, events[2]?.data.code], ['unavailable', 'gone']));
    await api.expect(200, 'DELETE', `/api/ar-content/${id}`);
    await eventually(() => assert.equal(events[3]?.data.code, 'not_found'));
  });

  it('tells a client that comes back only what it has not been told', async () => {
    const { unique_id, videos } = await make();
    const first = await open(unique_id);
    const told = await eventually(() => first.events[0] ?? assert.fail('nothing was told'));
    const again = await open(unique_id, told.id);
    await api.expect(200, 'POST', `/api/videos/${videos[1]}/activate`);
    await eventually(() => assert.equal(again.events.length, 1));
    assert.equal(again.events[0]?.data.id, videos[1]);
    const missed = await open(unique_id, told.id);
    await eventually(() => assert.equal(missed.events[0]?.data.id, videos[1]));
    const nonsense = await open(unique_id, 999_999);
    await eventually(() => assert.equal(nonsense.events.length, 1));
  });

  it('says every fifteen seconds that a stream lives, in an event that pages hear of', async () => {
    const { unique_id } = await make();
    const abort = new AbortController();
    streams.push(abort);
    const { body } = await fetch(`${api.url}/api/ar/${unique_id}/events`, { signal: abort.signal });
    let text = '';
    for await (const part of body ?? []) {
      text += Buffer.from(part as Uint8Array).toString();
      if (text.includes(`${BEAT}\n\n`)) break;
    }
    assert.match(text, /event: active-video[\s\S]*\n\nevent: beat\ndata:\n\n$/);
  });

  it('refuses unknown contents', async () => {
    for (const what of ['events', 'plan']) {
      const path = `/api/ar/00000000-0000-4000-8000-000000000000/${what}`;
      assert.equal((await api.call('GET', path, { key: null })).status, 404);
    }
  });

  it('plans what then happens', async () => {
    const { unique_id, videos } = await make({ rotation_type: 'interval', interval_seconds: 1, selection: 'random' });
    const path = `/api/ar/${unique_id}/plan`;
    const plan = (await api.expect(200, 'GET', `${path}?hours=1`, { key: null })) as unknown as {
      entries: { starts_at: string; version: number; video: { id: number; video_url: string } }[];
      until: string;
    };
    assert.equal(plan.entries.length, 500);
    assert.ok(Date.parse(plan.until) > Date.parse(plan.entries[499]?.starts_at ?? ''));
    assertEach(plan.entries, ({ video }) => video.video_url.startsWith(`${api.url}/media/`));
    const { events } = await open(unique_id);
    await eventually(() => assert.ok(events.length >= 4, 'four events'));
    for (const { id, data } of events) {
      const planned = plan.entries.find(({ version }) => version === id);
      assert.equal(planned?.video.id, data.id);
      assert.ok(videos.includes(data.id));
    }
    for (const hours of ['0', '49', 'x']) {
      assert.equal((await api.call('GET', `${path}?hours=${hours}`, { key: null })).status, 422);
    }
  });

  it('looks ahead once for all who ask', async () => {
    const { id, unique_id, videos } = await make();
    const { events } = await open(unique_id);
    await eventually(() => assert.equal(events.length, 1));
    const body = { rotation_type: 'interval', interval_seconds: 60, video_sequence: videos };
    await api.expect(201, 'POST', `/api/ar-content/${id}/rotation`, { body });
    // Once the edit was heard of there is but one state, and one plan of it.
    await eventually(() => assert.equal(events.length, 2));
    const ask = () => api.expect(200, 'GET', `/api/ar/${unique_id}/plan?hours=2`, { key: null });
    const looks = countCalls(HeldPlan.prototype, 'advance');
    try {
      const asked = await Promise.all(Array.from({ length: 16 }, ask));
      assertEach(asked, ({ entries }) => Array.isArray(entries) && entries.length >= 119);
      // One look an instant, not one of each who asks.
      assert.ok(looks.count >= 119 && looks.count < 130, `${looks.count} looks`);
    } finally {
      looks.stop();
    }
  });

  it('says how far it came', async () => {
    const { id, unique_id, videos } = await make();
    const rule = { rotation_type: 'cron', cron_expression: '* * * * * *', time_zone: 'America/New_York' };
    // They take turns: each changes what is live, and all but the first are passed over at their instant.
    for (let i = 0; i < 12; i += 1) {
      const video_sequence = i % 2 === 0 ? videos : videos.toReversed();
      await api.expect(201, 'POST', `/api/ar-content/${id}/rotation`, { body: { ...rule, video_sequence } });
    }
    const path = `/api/ar/${unique_id}/plan?hours=48`;
    const plan = (await api.expect(200, 'GET', path, { key: null })) as unknown as {
      until: string;
      entries: { starts_at: string }[];
    };
    const told = Date.parse(plan.until) - clock.now();
    assert.ok(told > 1_000 && told < 47 * 3_600_000, `${told} ms`);
    assertEach(plan.entries, ({ starts_at }) => starts_at <= plan.until);
  });

  it('limits the schedules of a content, and names the limit', async () => {
    const { id } = await make({ rotation_type: 'daily', time_of_day: '09:00' });
    const limited = await startTestApi(database.db, clock, { limits: { schedulesPerContent: 1, videosPerContent: 2 } });
    const videos = (await limited.call('GET', `/api/ar-content/${id}/videos`)).body as { id: number }[];
    const body = { rotation_type: 'daily', time_of_day: '10:00', video_sequence: videos.map((video) => video.id) };
    const refused = await limited.expect(409, 'POST', `/api/ar-content/${id}/rotation`, { body });
    assert.match(String(refused['detail']), /may have 1 schedules \(MAX_SCHEDULES_PER_CONTENT\), and has 1/);
    await limited.stop();
  });

  it('ends the streams when the process stops', async () => {
    const { unique_id } = await make();
    const { events, ended } = await open(unique_id);
    await eventually(() => assert.equal(events.length, 1));
    api.deps.events.close();
    await ended;
  });

  it('tells the time by which plans are meant, to everybody, and has nobody keep it', async () => {
    const { rows } = await database.db.raw<{ rows: { now: number }[] }>('SELECT clock_timestamp() AS now');
    const response = await fetch(`${api.url}/api/time`, { headers: { Origin: 'https://elsewhere.example' } });
    const { now } = (await response.json()) as { now: string };
    const later = await database.db.raw<{ rows: { now: number }[] }>('SELECT clock_timestamp() AS now');
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.ok(Date.parse(now) >= Number(rows[0]?.now) - 50 && Date.parse(now) <= Number(later.rows[0]?.now) + 50, now);
  });
});
