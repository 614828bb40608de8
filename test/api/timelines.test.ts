import assert from 'node:assert/strict';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany, insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import type { TestDatabase } from '../support/database.js';

const HOUR = 3_600_000;
const iso = (at: number): string => new Date(at).toISOString();

interface Timeline {
  reaches: string;
  segments: { from: string; to: string; video_id: number; applied_at: string | null }[] | null;
  cells: { from: string; to: string; switches: number; shares: object[]; warnings: string[] }[] | null;
  warnings: { kind: string; message: string }[];
}

describe('api timelines', () => {
  const clock = new TestClock(NOON);
  let database: TestDatabase;
  let api: TestApi;
  let content: number;
  let videos: number[];
  apiForSuite(clock, (setting) => ({ database, api } = setting));
  beforeEach(async () => {
    clock.set(NOON);
    const { id: company_id } = await insertCompany(database.db, { time_zone: 'Asia/Kolkata' });
    ({ id: content } = await insertContent(database.db, { company_id, settled_at: NOON }));
    videos = [];
    for (const title of ['Spring', 'Summer']) videos.push((await insertVideo(database.db, content, { title })).id);
    const body = { rotation_type: 'interval', interval_seconds: 3_600, video_sequence: videos };
    await api.expect(201, 'POST', `/api/ar-content/${content}/rotation`, { body });
  });

  const timeline = async (query: Record<string, string | number>) => {
    const fields = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
    const answer = await api.call(
      'GET',
      `/api/ar-content/${content}/timeline?${new URLSearchParams(fields).toString()}`,
    );
    return { ...answer, body: answer.body as Timeline };
  };
  const faultsOf = async (query: Record<string, string>): Promise<unknown> => {
    const { status, body } = await timeline(query);
    assert.equal(status, 422);
    return (body as unknown as { errors: unknown }).errors;
  };

  /** The pages of a timeline, one after the other: a busy machine may make more of them. */
  async function pagesOf(query: string): Promise<Timeline[]> {
    const pages: Timeline[] = [];
    let next: string | undefined = `/api/ar-content/${content}/timeline${query}`;
    while (next !== undefined) {
      assert.ok(pages.length < 50);
      const { body, headers } = await api.call('GET', next);
      pages.push(body as Timeline);
      const [, link] = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '') ?? [];
      next = link?.replace(api.url, '');
    }
    return pages;
  }

  const hours = (count: number): string[][] =>
    Array.from({ length: count }, (_, n) => [iso(NOON + n * HOUR), iso(NOON + (n + 1) * HOUR)]);

  it('tell the coming week unless asked for another time', async () => {
    const pages = await pagesOf('');
    const segments = pages.flatMap((page) => page.segments ?? []);
    assert.deepEqual([pages.at(-1)?.reaches, segments.length], [iso(NOON + 168 * HOUR), 168]);
    assert.equal(pages[0]?.cells, null);
  });

  it('link on to what did not fit, without a gap', async () => {
    const pages = await pagesOf(`?to=${iso(NOON + 10 * HOUR)}&limit=4`);
    assert.ok(pages.length >= 3);
    assert.ok(pages.every(({ segments }) => (segments ?? []).length <= 4));
    const segments = pages.flatMap((page) => page.segments ?? []);
    assert.deepEqual(
      segments.map(({ from, to }) => [from, to]),
      hours(10),
    );
  });

  it("tell days of the company's clock, or of another one, and what is shown within each", async () => {
    const [spring, summer] = videos;
    const to = iso(NOON + 36 * HOUR);
    const { body } = await timeline({ resolution: 'day', to });
    assert.deepEqual(
      body.cells?.map((cell) => [cell.from, cell.switches]),
      [
        [iso(NOON), 6],
        ['2026-11-21T18:30:00.000Z', 24],
        ['2026-11-22T18:30:00.000Z', 5],
      ],
    );
    assert.deepEqual(body.cells?.[1]?.shares, [
      { video_id: spring, seconds: 43_200 },
      { video_id: summer, seconds: 43_200 },
    ]);
    assert.equal(body.segments, null);
    const utc = await timeline({ resolution: 'day', to, time_zone: 'UTC' });
    assert.deepEqual(
      utc.body.cells?.map((cell) => cell.from),
      [iso(NOON), '2026-11-22T00:00:00.000Z', '2026-11-23T00:00:00.000Z'].slice(0, 2),
    );
    const coarse = await timeline({ resolution: 'hour', to, limit: 3 });
    assert.equal(coarse.body.cells?.length, 3);
    assert.equal(coarse.body.reaches, '2026-11-21T14:30:00.000Z');
    assert.match(coarse.headers.get('link') ?? '', /from=2026-11-21T14%3A30/);
  });

  it('warn in words, and in the cells that it concerns', async () => {
    const [spring] = videos;
    await database
      .db('videos')
      .where('id', spring)
      .update({ expires_at: iso(NOON + 30 * HOUR) });
    const { body } = await timeline({ resolution: 'day', time_zone: 'UTC' });
    assert.deepEqual(
      body.warnings.map(({ kind, message }) => [kind, message]),
      [['expiry_cliff', `With the expiry of video ${spring}, one video is left.`]],
    );
    assert.deepEqual(
      body.cells?.slice(0, 3).map((cell) => cell.warnings),
      [[], ['expiry_cliff'], []],
    );
  });

  it('refuse what has no end, is too long, or is no zone', async () => {
    const [from, later] = [iso(NOON), iso(NOON + 3_661 * 24 * HOUR)];
    assert.deepEqual(await faultsOf({ from, to: from }), [
      { field: 'to', message: 'must be after from', code: 'out_of_order' },
    ]);
    assert.deepEqual(await faultsOf({ from, to: later }), [
      { field: 'to', message: 'must be at most 3,660 days after from', code: 'too_large' },
    ]);
    assert.deepEqual(await faultsOf({ time_zone: 'Mars/Olympus' }), [
      { field: 'time_zone', message: 'must be the IANA name of a time zone', code: 'wrong_format' },
    ]);
  });

  describe('of one instant', () => {
    const liveAt = (at: string) => api.expect(200, 'GET', `/api/ar-content/${content}/live?at=${at}`);

    it('tell what will be, and what the plan does for it', async () => {
      const { at, known, video_id, reason, caused_by } = await liveAt(iso(NOON + 2.5 * HOUR));
      assert.deepEqual([at, known, video_id, reason], [iso(NOON + 2.5 * HOUR), 'planned', videos[0], 'rotation']);
      const { actor, cause, at: since } = caused_by as Record<string, unknown>;
      assert.deepEqual([actor, cause, since], [null, 'schedule', iso(NOON + 2 * HOUR)]);
    });

    it('tell what was, and whose edit it was', async () => {
      clock.set(NOON + 1_000);
      await api.expect(200, 'POST', `/api/videos/${videos[1]}/activate`);
      clock.set(NOON + 2_000);
      const over = { video_id: videos[0], starts_at: iso(NOON + 2_000) };
      await api.expect(201, 'POST', `/api/ar-content/${content}/overrides`, { body: over });
      const hand = await liveAt(iso(NOON + 1_500));
      assert.deepEqual([hand['known'], hand['video_id'], hand['reason']], ['recorded', videos[1], 'manual']);
      assert.match(String((hand['caused_by'] as Record<string, unknown>)['actor']), /^key:\d+$/);
      const covered = await liveAt(iso(NOON + 3_000));
      assert.deepEqual([covered['reason'], covered['instead_of']], ['override', [videos[1]]]);
      const { at: due, applied_at } = hand['caused_by'] as Record<string, unknown>;
      assert.deepEqual([due, applied_at], [iso(NOON + 1_000), iso(NOON + 1_000)]);
      const told = (await timeline({ from: iso(NOON), to: iso(NOON + 3_000) })).body.segments;
      assert.deepEqual(
        told?.map((segment) => segment.applied_at),
        [iso(NOON), iso(NOON + 1_000), iso(NOON + 2_000)],
      );
      const before = await liveAt(iso(NOON - 1_000));
      assert.deepEqual([before['inferred'], before['caused_by'], before['known']], [true, null, 'recorded']);
    });

    it('say so where it was not looked so far', async () => {
      const body = { rotation_type: 'interval', interval_seconds: 1, video_sequence: videos };
      await api.expect(201, 'POST', `/api/ar-content/${content}/rotation`, { body });
      const { known, video_id, reaches } = await liveAt(iso(NOON + 240 * HOUR));
      assert.deepEqual([known, video_id], ['not_reached', null]);
      assert.ok(String(reaches) < iso(NOON + 240 * HOUR));
    });
  });
});
