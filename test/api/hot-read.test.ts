import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { openDatabase, type Database } from '../../src/db/database.js';
import type { Clock, DatabaseClock } from '../../src/db/clock.js';
import { startTestApi, type TestApi } from '../support/api.js';
import { insertContent, insertVideo } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startLine, type Line } from '../support/line.js';
import { startedClock } from '../support/planning.js';

interface Read {
  id: number;
  version: number;
  valid_until: string | null;
}

/** Two API processes, as it were, on one database: each with its own cache, feed and clock. */
describe('hot read', () => {
  let database: TestDatabase;
  let line: Line;
  let otherDb: Database;
  let clocks: DatabaseClock[];
  let api: TestApi;
  let other: TestApi;

  before(async () => {
    database = await testDatabase();
    line = await startLine(new URL(database.url));
    otherDb = openDatabase({ url: line.url, poolSize: 5, applicationName: 'other' });
    clocks = [await startedClock(database.db), await startedClock(otherDb)];
    const [own, others] = clocks;
    assert.ok(own && others);
    api = await startTestApi(database.db, own, { feedUrl: database.url, publicBaseUrl: 'https://ar.example/' });
    other = await startTestApi(otherDb, others, { feedUrl: line.url });
  });
  after(async () => {
    await Promise.all([api.stop(), other.stop()]);
    for (const clock of clocks) clock.stop();
    await otherDb.destroy();
    line.close();
    await database.drop();
  });

  async function make(rotation?: object) {
    const { id, unique_id } = await insertContent(database.db, { settled_at: Date.now() });
    const videos: number[] = [];
    for (const title of ['Spring', 'Summer']) videos.push((await insertVideo(database.db, id, { title })).id);
    const path = `/api/ar/${unique_id}/active-video`;
    if (rotation) {
      await api.expect(201, 'POST', `/api/ar-content/${id}/rotation`, {
        body: { ...rotation, video_sequence: videos },
      });
    }
    return { id, unique_id, path, videos };
  }
  const read = (from: TestApi, path: string, headers: Record<string, string> = {}) =>
    from.call('GET', path, { key: null, headers });
  const held = (from: TestApi, path: string) => from.deps.cache.peek(path.split('/')[3] ?? '');
  /** Reads until the answer is held in memory. */
  const warm = (from: TestApi, path: string) =>
    eventually(async () => {
      await read(from, path);
      assert.ok(held(from, path), 'held');
    });
  const activate = (videoId: number | undefined) => api.expect(200, 'POST', `/api/videos/${videoId}/activate`);

  it('answers in front of Express exactly what Express answers, security and CORS included', async () => {
    const { path } = await make({ rotation_type: 'interval', interval_seconds: 3_600 });
    await warm(api, path);
    // The same path, written in a way that only Express reads.
    const unusual = path.replace(/(?<=ar\/)./, (first) => `%${first.charCodeAt(0).toString(16)}`);
    const [hot, express] = [await read(api, path), await read(api, unusual)];
    const headers = (answer: typeof hot) =>
      [...answer.headers].filter(
        ([name]) => !['date', 'x-request-id', 'x-server-time', 'cache-control'].includes(name),
      );
    assert.deepEqual(hot.body, express.body);
    assert.deepEqual(headers(hot), headers(express));
    assert.equal(hot.headers.get('x-content-type-options'), 'nosniff');
    assert.equal((await read(api, path, { 'x-request-id': 'mine-1' })).headers.get('x-request-id'), 'mine-1');
  });

  it('says whether an answer came from memory, and how long Postgres took if not', async () => {
    const { path } = await make();
    const timing = async () => (await read(api, path)).headers.get('server-timing') ?? '';
    assert.match(await timing(), /^cache;desc=miss, db;dur=\d+\.\d$/);
    await warm(api, path);
    assert.equal(await timing(), 'cache;desc=hit');
    // Without this header, a page of another site is not shown the timing.
    assert.equal((await read(api, path)).headers.get('timing-allow-origin'), '*');
  });

  it('answers 304, HEAD and unknown uuids, and varies by host only if the answer does', async () => {
    const { path } = await make();
    await warm(api, path);
    const tag = (await read(api, path)).headers.get('etag') ?? '';
    const same = await read(api, path, { 'if-none-match': `"x", W/${tag}` });
    assert.deepEqual([same.status, same.body, same.headers.get('etag')], [304, '', tag]);
    const head = await api.call('HEAD', path, { key: null });
    assert.deepEqual([head.status, head.body, head.headers.get('etag')], [200, '', tag]);
    assert.ok(Number(head.headers.get('content-length')) > 100);
    assert.equal(head.headers.get('vary'), null);
    assert.equal((await read(other, path)).headers.get('vary'), 'Host');
    assert.equal((await api.call('HEAD', `/api/ar/${randomUUID()}/active-video`, { key: null })).status, 404);
    const upper = path.replace(/[0-9a-f-]{36}/, (uuid) => uuid.toUpperCase());
    assert.equal((await read(api, upper)).headers.get('etag'), tag);
  });

  it('does not show one host the URLs of another', async () => {
    const { id, path } = await make();
    await database.db('videos').where('ar_content_id', id).update({ video_url: '/media/1/x.mp4' });
    const { port } = new URL(other.url);
    const urlFor = (host: string) =>
      new Promise<string>((resolve, reject) => {
        const sent = request({ port, path, headers: { host } }, (res) => {
          let text = '';
          res.on('data', (part) => (text += part));
          res.on('end', () => resolve((JSON.parse(text) as { video_url: string }).video_url));
        });
        sent.on('error', reject).end();
      });
    for (const host of ['a.example', 'b.example', 'c.example', 'd.example', 'e.example', 'a.example']) {
      assert.equal(await urlFor(host), `http://${host}/media/1/x.mp4`);
    }
  });

  it('shows an edit at once where it was made, and at once elsewhere, deletion included', async () => {
    const { id, path, videos } = await make();
    for (const from of [api, other]) await warm(from, path);
    for (const video of [videos[1], videos[0], videos[1]]) {
      await activate(video);
      assert.equal(((await read(api, path)).body as Read).id, video);
      await eventually(async () => assert.equal(((await read(other, path)).body as Read).id, video), 1_000, 1);
      await warm(other, path);
    }
    await api.expect(200, 'DELETE', `/api/ar-content/${id}`);
    assert.equal((await read(api, path)).status, 404);
    await eventually(async () => assert.equal((await read(other, path)).status, 404), 1_000, 1);
  });

  it('finds a content that was asked for before it was made', async () => {
    const unique_id = randomUUID();
    const path = `/api/ar/${unique_id}/active-video`;
    const company_id = (await api.expect(201, 'POST', '/api/companies', { body: { name: 'Acme' } })).id;
    await eventually(async () => {
      await read(other, path);
      assert.equal(other.deps.cache.peek(unique_id), null);
    });
    assert.equal((await read(api, path)).status, 404);
    await api.expect(201, 'POST', '/api/ar-content', { body: { company_id, title: 'Poster', unique_id } });
    const code = async (from: TestApi) => ((await read(from, path)).body as { code: string }).code;
    assert.equal(await code(api), 'nothing_to_show');
    await eventually(async () => assert.equal(await code(other), 'nothing_to_show'), 1_000, 1);
  });

  it('notices that its feed was terminated, and forgets everything', async () => {
    const { path } = await make();
    await warm(other, path);
    await database.db.raw(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'feed' AND datname = current_database()`,
    );
    await eventually(() => assert.equal(held(other, path), undefined), 1_000, 1);
    await warm(other, path);
  });

  it('goes on while Postgres does not answer, says so, and catches up with edits afterwards', async () => {
    const { path, videos } = await make();
    await warm(other, path);
    const before = (await read(other, path)).body as Read;
    line.swallow();
    await activate(before.id === videos[0] ? videos[1] : videos[0]);
    await eventually(() => assert.equal(held(other, path), undefined), 1_500, 5);
    const stale = await read(other, path);
    assert.equal((stale.body as Read).id, before.id);
    assert.ok(Math.abs(Date.parse(stale.headers.get('x-known-at') ?? '') - Date.now()) < 5_000);
    assert.match(stale.headers.get('server-timing') ?? '', /^cache;desc=stale, db;dur=\d+\.\d$/);
    line.mend();
    await eventually(async () => {
      const answer = await read(other, path);
      assert.equal(answer.headers.get('x-known-at'), null);
      assert.notEqual((answer.body as Read).id, before.id);
    });
    await warm(other, path);
  });

  it('answers 503 while Postgres is away and nothing is known', async () => {
    line.cut();
    const answer = await read(other, `/api/ar/${randomUUID()}/active-video`);
    assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '2']);
    line.mend();
    await eventually(() => assert.equal(other.deps.cache.peek(randomUUID()), undefined));
  });

  /** Puts a step off just before it comes, with word of it late at `reader`; null: a busy machine was too slow for it. */
  async function putOffJustInTime(reader: TestApi, feed: Line, clock: Clock) {
    const { id, path, videos } = await make();
    const body = { rotation_type: 'interval', interval_seconds: 3_600, video_sequence: videos };
    const schedule = await api.expect(201, 'POST', `/api/ar-content/${id}/rotation`, { body });
    const rotateAt = (instant: number) =>
      api.expect(200, 'PUT', `/api/rotation/${schedule.id}`, {
        body: { next_rotation_at: new Date(instant).toISOString() },
      });
    const due = clock.now() + 1_200;
    await rotateAt(due);
    await warm(reader, path);
    feed.delayAnswers(200);
    await clock.waitUntil(due - 140);
    await rotateAt(due + 60_000);
    const isInTime = clock.now() < due;
    const seen = new Set<number>();
    while (clock.now() < due + 500) seen.add(((await read(reader, path)).body as Read).id);
    feed.delayAnswers(0);
    return isInTime ? { seen: [...seen], shown: videos[0] } : null;
  }

  it('does not show a step that an edit put off when word of the edit is late', async () => {
    const feed = await startLine(new URL(database.url));
    const [own] = clocks;
    assert.ok(own);
    const lateToKnow = await startTestApi(database.db, own, { feedUrl: feed.url });
    try {
      const { seen, shown } = await eventually(async () => {
        const result = await putOffJustInTime(lateToKnow, feed, own);
        assert.ok(result, 'no edit was in time');
        return result;
      }, 15_000);
      assert.deepEqual(seen, [shown]);
    } finally {
      await lateToKnow.stop();
      feed.close();
    }
  });

  it('does not go back to the old video in a process that knows the time less well', async () => {
    const far = await startLine(new URL(database.url));
    far.delayAnswers(40);
    const farDb = openDatabase({ url: far.url, poolSize: 5, applicationName: 'far' });
    const clock = await startedClock(farDb);
    const behind = await startTestApi(farDb, clock, { feedUrl: far.url });
    const idOf = async (from: TestApi, path: string) => ((await read(from, path)).body as Read).id;
    try {
      const { path } = await make({ rotation_type: 'interval', interval_seconds: 1 });
      for (const from of [api, behind]) await warm(from, path);
      for (let slot = 0; slot < 5; slot += 1) {
        const before = await idOf(api, path);
        let now = before;
        while (now === before) now = await idOf(api, path);
        assert.equal(await idOf(behind, path), now);
      }
    } finally {
      await behind.stop();
      clock.stop();
      await farDb.destroy();
      far.close();
    }
  });

  it('never goes back nor past its promise, while slots and edits happen under a stream of reads', async () => {
    const { path, videos } = await make({ rotation_type: 'interval', interval_seconds: 1 });
    for (const from of [api, other]) await warm(from, path);
    let isOver = false;
    const readAll = async (from: TestApi): Promise<number> => {
      let last = 0;
      let reads = 0;
      while (!isOver) {
        const answer = await read(from, path);
        const { version, valid_until } = answer.body as Read;
        assert.ok(version >= last, `version ${version} after ${last}`);
        const serverTime = Date.parse(answer.headers.get('x-server-time') ?? '');
        assert.ok(valid_until === null || serverTime < Date.parse(valid_until));
        [last, reads] = [version, reads + 1];
      }
      return reads;
    };
    const readers = [api, api, other, other].map(readAll);
    for (let edit = 0; edit < 25; edit += 1) await activate(videos[edit % 2]);
    isOver = true;
    const counts = await Promise.all(readers);
    assert.ok(Math.min(...counts) > 100, `only ${counts.join(', ')} reads`);
  });
});
