import assert from 'node:assert/strict';
import { Planner } from '../../src/planning/planner.js';
import { startTestApi, type TestApi } from '../support/api.js';
import { insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { WORKFLOW } from '../support/planning.js';

const MINUTE = 60_000;
const iso = (at: number) => new Date(at).toISOString();

interface VideoShare {
  video_id: number;
  title: string | null;
  wanted_share: number;
  steps: number;
  step_share: number | null;
  seconds_shown: number;
  time_share: number | null;
}

describe('api exposure', () => {
  let clock: TestClock;
  let database: TestDatabase;
  let api: TestApi;
  let content: number;
  let schedule: number;
  let videos: number[];
  beforeEach(async () => {
    clock = new TestClock(NOON);
    database = await testDatabase();
    api = await startTestApi(database.db, clock);
    content = (await insertContent(database.db, { settled_at: NOON })).id;
    videos = [];
    for (const title of ['Spring', 'Summer']) videos.push((await insertVideo(database.db, content, { title })).id);
    const body = {
      rotation_type: 'interval',
      interval_seconds: 60,
      video_sequence: videos,
      selection: 'weighted',
      weights: [3, 1],
    };
    schedule = (await api.expect(201, 'POST', `/api/ar-content/${content}/rotation`, { body })).id;
  });
  afterEach(async () => {
    await api.stop();
    await database.drop();
  });

  const settle = () => new Planner({ db: database.db, clock }).settle(content, WORKFLOW);
  const path = (query = '') => `/api/rotation/${schedule}/exposure${query}`;
  const exposure = async (query = '') =>
    (await api.expect(200, 'GET', path(query))) as unknown as {
      reaches_to: string;
      steps: number;
      seconds_shown: number;
      videos: VideoShare[];
    };

  it('tells the shares that are wanted beside those that were given', async () => {
    // The step at once and three more are one whole run of the weights.
    clock.set(NOON + 4 * MINUTE - 1);
    await settle();
    const { videos: shares, ...rest } = await exposure();
    const from = clock.now() - 30 * 24 * 60 * MINUTE;
    assert.deepEqual(rest, {
      schedule_id: schedule,
      from: iso(from),
      to: iso(clock.now()),
      reaches_to: iso(clock.now()),
      steps: 4,
      seconds_shown: 239.999,
    });
    assert.deepEqual(shares, [
      {
        video_id: videos[0],
        title: 'Spring',
        wanted_share: 0.75,
        steps: 3,
        step_share: 0.75,
        seconds_shown: 179.999,
        time_share: 0.749999,
      },
      {
        video_id: videos[1],
        title: 'Summer',
        wanted_share: 0.25,
        steps: 1,
        step_share: 0.25,
        seconds_shown: 60,
        time_share: 0.250001,
      },
    ]);
  });

  it('goes as far as the ledger is known: up to the first step that is due and not committed', async () => {
    clock.set(NOON + 10 * MINUTE);
    const { reaches_to, steps, seconds_shown } = await exposure();
    assert.deepEqual([reaches_to, steps, seconds_shown], [iso(NOON + MINUTE), 1, 60]);
    const later = await exposure(`?from=${iso(NOON + 5 * MINUTE)}`);
    assert.deepEqual([later.reaches_to, later.steps], [iso(NOON + 5 * MINUTE), 0]);
    assert.deepEqual(
      later.videos.map(({ step_share, time_share }) => [step_share, time_share]),
      [
        [null, null],
        [null, null],
      ],
    );
  });

  it('knows what was live when the stretch began', async () => {
    clock.set(NOON + 10 * MINUTE);
    await settle();
    const [from, to] = [NOON + 90_000, NOON + 100_000];
    const { videos: shares, steps } = await exposure(`?from=${iso(from)}&to=${iso(to)}`);
    assert.equal(steps, 0);
    assert.deepEqual(new Set(shares.map(({ seconds_shown }) => seconds_shown)), new Set([0, 10]));
  });

  it('goes over so many rows, says how far, and where it goes on: whole and in parts it is the same', async () => {
    const [company] = await database.db('ar_content').where('id', content).pluck('company_id');
    await database.db.raw(
      `INSERT INTO rotations (company_id, ar_content_id, schedule_id, to_video_id, beneath_video_id, reason, due_at,
         applied_at, cause, actor)
       SELECT ?, ?, ?, v, v, 'rotation', at, at, 'schedule', 'worker'
       FROM (SELECT ?::timestamptz + n * interval '1 second' AS at, CASE n % 4 WHEN 0 THEN ?::bigint ELSE ?::bigint END AS v
             FROM generate_series(1, 10500) n) s`,
      [company, content, schedule, iso(NOON), videos[1], videos[0]],
    );
    await database.db('video_rotation_schedules').update({ next_rotation_at: iso(NOON + 20_000_000) });
    await database.db('ar_content').update({ next_step_at: iso(NOON + 20_000_000) });
    clock.set(NOON + 10_501_000);
    const query = `?from=${iso(NOON)}&to=${iso(NOON + 20_000_000)}`;
    const answer = await api.call('GET', path(query));
    const first = answer.body as { reaches_to: string; steps: number; seconds_shown: number };
    assert.equal(first.reaches_to, iso(NOON + 10_000_000));
    const link = /<(.*)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? '';
    const next = await api.call('GET', link.slice(api.url.length));
    const second = next.body as typeof first;
    assert.equal(next.headers.get('link'), null);
    assert.equal(second.reaches_to, iso(clock.now()));
    assert.equal(first.steps + second.steps, 10_501);
    assert.equal(first.seconds_shown + second.seconds_shown, 10_501);
  });

  it('refuses a stretch that has not begun, or ends before it begins, by name', async () => {
    const errors = async (query: string) => {
      const { status, body } = await api.call('GET', path(query));
      return [status, ...(body as { errors: { field: string }[] }).errors.map(({ field }) => field)];
    };
    assert.deepEqual(await errors(`?from=${iso(NOON)}`), [422, 'from']);
    assert.deepEqual(await errors(`?from=${iso(NOON - 5)}&to=${iso(NOON - 5)}`), [422, 'to']);
    assert.deepEqual(await errors('?from=yesterday'), [422, 'from']);
  });

  it('names a video that was deleted, without a title', async () => {
    clock.set(NOON + 4 * MINUTE - 1);
    await settle();
    await api.expect(200, 'DELETE', `/api/videos/${videos[1]}?detach=true`);
    const { videos: shares } = await exposure();
    assert.deepEqual(
      shares.map(({ video_id, title, wanted_share, steps }) => [video_id, title, wanted_share, steps]),
      [
        [videos[0], 'Spring', 1, 3],
        [videos[1], null, 0, 1],
      ],
    );
  });
});
