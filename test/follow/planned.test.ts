import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import type { Database } from '../../src/db/database.js';
import type { TestApi } from '../support/api.js';
import { insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { eventually } from '../support/eventually.js';
import type { Line } from '../support/line.js';
import type { Site } from '../support/site.js';
import { followingForSuite } from './following-suite.js';
import { openFollowing } from './following-page.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** The device's clock is wrong by so much. */
const WRONG_MS = 5 * HOUR_MS;

/** Counts what timers are set to. */
const NOTE_TIMERS = `
  window.longestTimer = 0;
  const { setTimeout: set } = window;
  window.setTimeout = (work, ms) => {
    window.longestTimer = Math.max(window.longestTimer, ms ?? 0);
    return set(work, ms);
  };
`;

/** Runs the tests where streams are open, and where each is refused. */
for (const streams of [100, 0]) {
  describe(`in Chromium: plans and edits, followed ${streams > 0 ? 'by a stream' : 'by questions'}`, function () {
    this.timeout(60_000);
    let api: TestApi;
    let db: Database;
    let browser: Browser;
    let site: Site;
    let line: Line;
    // Both sides have a clock that the test moves: the service's stands still otherwise, the page's goes on.
    const clock = new TestClock(NOON);
    followingForSuite(clock, (setting) => ({ browser, api, db, site, line } = setting), {
      streams: { inAll: streams, perKey: streams },
    });
    afterEach(async () => {
      await eventually(() => assert.equal(api.deps.events.open, 0));
    });

    /** A content with two videos, the first of which is shown. */
    async function make(): Promise<{ id: number; uniqueId: string; videos: number[] }> {
      const { id, unique_id } = await insertContent(db, { settled_at: clock.now() });
      const videos: number[] = [];
      for (const title of ['Spring', 'Summer']) {
        videos.push((await insertVideo(db, id, { title, video_url: `/media/${title}` })).id);
      }
      await api.expect(200, 'POST', `/api/videos/${videos[0]}/activate`);
      return { id, uniqueId: unique_id, videos };
    }

    /** Has it switch to the second video in so many milliseconds. @returns the schedule and its instant */
    async function switchIn(
      content: { id: number; videos: number[] },
      ms: number,
    ): Promise<{ id: number; at: number }> {
      const at = clock.now() + ms;
      const next_rotation_at = new Date(at).toISOString();
      const body = {
        rotation_type: 'interval',
        interval_seconds: 2_592_000,
        video_sequence: content.videos,
        next_rotation_at,
      };
      const { id } = await api.expect(201, 'POST', `/api/ar-content/${content.id}/rotation`, { body });
      return { id, at };
    }

    async function open(uniqueId: string, isThere = true) {
      const opened = await openFollowing(
        browser,
        site,
        { baseUrl: line.url, uniqueId },
        {
          prepare: async (page) => {
            await page.clock.install({ time: clock.now() + WRONG_MS });
            await page.addInitScript(NOTE_TIMERS);
          },
        },
      );
      const shown = async (): Promise<number | string | undefined> => {
        const now = (await opened.told('now')).at(-1)?.now;
        return now?.video?.id ?? now?.status;
      };
      const assertShows = (what: number | string | undefined): Promise<void> =>
        eventually(async () => assert.equal(await shown(), what));
      await eventually(async () => assert.ok((await opened.page.evaluate<number>('followers[0].serverNow()')) > 0));
      if (streams > 0 && isThere) await eventually(() => assert.equal(api.deps.events.open, 1));
      return { ...opened, shown, assertShows };
    }

    /** Time goes by, here and there. */
    async function pass(page: Page, ms: number): Promise<void> {
      clock.advance(ms);
      await page.clock.fastForward(ms);
    }

    it('switches at an instant that is a month ahead, by timers of an hour', async () => {
      const content = await make();
      const { at } = await switchIn(content, 30 * DAY_MS);
      const { page, told, shown, assertShows } = await open(content.uniqueId);
      await eventually(async () => assert.equal((await told('next')).at(-1)?.next?.startsAt, at));
      await pass(page, 30 * DAY_MS - 2 * MINUTE_MS);
      assert.equal(await shown(), content.videos[0]);
      line.cut();
      await pass(page, 2 * MINUTE_MS);
      await assertShows(content.videos[1]);
      const late = ((await told('now')).at(-1)?.at ?? 0) - at;
      assert.ok(late >= 0, `${-late} ms early`);
      assert.equal(await page.evaluate('longestTimer <= 3600000'), true);
    });

    it('switches on time where the clock of the device is wrong by hours', async () => {
      const content = await make();
      const { at } = await switchIn(content, 40_000);
      const { page, told, shown, assertShows } = await open(content.uniqueId);
      await pass(page, 20_000);
      assert.equal(await shown(), content.videos[0]);
      await page.clock.fastForward(21_000);
      await assertShows(content.videos[1]);
      const late = ((await told('now')).at(-1)?.at ?? 0) - at;
      // The line swallowed nothing: it is the page's own timer, as the service's clock stands still.
      assert.ok(late >= 0 && late < 15_000, `${late} ms`);
    });

    it('shows what is right after sleep, with and without a network', async () => {
      for (const isCut of [false, true]) {
        const content = await make();
        await switchIn(content, HOUR_MS);
        const { page, assertShows } = await open(content.uniqueId);
        await assertShows(content.videos[0]);
        if (isCut) line.cut();
        clock.advance(3 * HOUR_MS);
        // The device's clock goes on in sleep; timers and the page's own clock do not.
        await page.clock.setSystemTime(clock.now() + WRONG_MS);
        await page.clock.runFor(5_000);
        await assertShows(content.videos[1]);
        await page.context().close();
        line.mend();
      }
    });

    it('keeps to its plan while somebody sets the clock of the device', async () => {
      const content = await make();
      await switchIn(content, HOUR_MS);
      const { page, told, assertShows } = await open(content.uniqueId);
      await assertShows(content.videos[0]);
      for (const hours of [7, -7]) {
        await page.clock.setSystemTime(clock.now() + hours * HOUR_MS);
        await page.clock.runFor(5_000);
        await eventually(async () =>
          assert.ok(Math.abs((await page.evaluate<number>('followers[0].serverNow()')) - clock.now()) < MINUTE_MS),
        );
      }
      assert.equal((await told('now')).length, 1);
    });

    it('says what comes next, and that it was changed', async () => {
      const content = await make();
      const { id, at } = await switchIn(content, 2 * HOUR_MS);
      const { page, told, shown, assertShows } = await open(content.uniqueId);
      const next = async () => (await told('next')).at(-1)?.next;
      await eventually(async () =>
        assert.deepEqual([(await next())?.video?.id, (await next())?.startsAt], [content.videos[1], at]),
      );
      const sooner = clock.now() + HOUR_MS;
      await api.expect(200, 'PUT', `/api/rotation/${id}`, {
        body: { next_rotation_at: new Date(sooner).toISOString() },
      });
      await pass(page, 6 * MINUTE_MS);
      await eventually(async () => assert.equal((await next())?.startsAt, sooner));
      await api.expect(200, 'DELETE', `/api/rotation/${id}`);
      await pass(page, 6 * MINUTE_MS);
      await eventually(async () => assert.equal(await next(), null));
      await pass(page, 3 * HOUR_MS);
      await assertShows(content.videos[0]);
      assert.equal(await shown(), content.videos[0]);
    });

    it('goes on as planned while the network is cut, and hears of edits when it is back', async () => {
      const content = await make();
      await switchIn(content, HOUR_MS);
      const { page, assertShows } = await open(content.uniqueId);
      await assertShows(content.videos[0]);
      line.cut();
      await pass(page, HOUR_MS);
      await assertShows(content.videos[1]);
      await api.expect(200, 'POST', `/api/videos/${content.videos[0]}/activate`);
      line.mend();
      // Tried again ever more seldom, but within five minutes.
      await pass(page, 6 * MINUTE_MS);
      await assertShows(content.videos[0]);
    });

    it('is on time on a line that takes seconds', async () => {
      const content = await make();
      const { at } = await switchIn(content, 2 * MINUTE_MS);
      line.delayAnswers(1_500);
      const { page, told, assertShows } = await open(content.uniqueId);
      await assertShows(content.videos[0]);
      await pass(page, 2 * MINUTE_MS + 2_000);
      await assertShows(content.videos[1]);
      assert.ok(((await told('now')).at(-1)?.at ?? 0) >= at);
    });

    it('says that there is no such content', async () => {
      const { assertShows } = await open('00000000-0000-4000-8000-000000000000', false);
      await assertShows('unknown');
    });

    it('tells unknown, switched off and dark apart, and what comes after them', async () => {
      const content = await make();
      const { page, shown, assertShows } = await open(content.uniqueId);
      await assertShows(content.videos[0]);
      // A question that was under way during the edit tells what was before; the next one comes minutes later.
      const comesTo = (what: number | string | undefined): Promise<void> =>
        eventually(async () => {
          await pass(page, 6 * MINUTE_MS);
          assert.equal(await shown(), what);
        });
      const path = `/api/ar-content/${content.id}`;
      await api.expect(200, 'PUT', path, { body: { is_active: false } });
      await comesTo('gone');
      await api.expect(200, 'PUT', path, { body: { is_active: true } });
      await comesTo(content.videos[0]);
      await api.expect(200, 'DELETE', path);
      await comesTo('unknown');
    });

    it('knows while it is dark what comes, and shows it at its instant', async () => {
      const { id, unique_id } = await insertContent(db, { settled_at: clock.now() });
      const schedule_start = new Date(clock.now() + HOUR_MS).toISOString();
      const video = await insertVideo(db, id, { title: 'Spring', video_url: '/media/x' });
      await api.expect(200, 'PUT', `/api/videos/${video.id}`, { body: { schedule_start } });
      const { page, told, assertShows } = await open(unique_id);
      await assertShows('dark');
      await pass(page, 15_000);
      await eventually(async () => assert.equal((await told('next')).at(-1)?.next?.video?.id, video.id));
      line.cut();
      await pass(page, HOUR_MS);
      await assertShows(video.id);
    });
  });
}
