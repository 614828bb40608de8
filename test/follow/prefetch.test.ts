import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import type { Database } from '../../src/db/database.js';
import type { TestApi } from '../support/api.js';
import { NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { eventually } from '../support/eventually.js';
import { makeFollowed, type Followed } from '../support/followed.js';
import type { Site } from '../support/site.js';
import { followingForSuite } from './following-suite.js';
import { openFollowing } from './following-page.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

describe('in Chromium: what is fetched ahead', function () {
  this.timeout(60_000);
  let api: TestApi;
  let db: Database;
  let browser: Browser;
  let site: Site;
  const clock = new TestClock(NOON);
  followingForSuite(clock, (setting) => ({ browser, api, db, site } = setting));

  /** A content that switches to its second video in an hour, by a schedule. */
  async function make(): Promise<Followed & { schedule: number }> {
    const content = await makeFollowed(api, db);
    const next_rotation_at = new Date(clock.now() + HOUR_MS).toISOString();
    const video_sequence = content.videos.map(({ id }) => id);
    const body = { rotation_type: 'interval', interval_seconds: 2_592_000, video_sequence, next_rotation_at };
    const { id: schedule } = await api.expect(201, 'POST', `/api/ar-content/${content.id}/rotation`, { body });
    return { ...content, schedule };
  }

  /** Opens a page that follows. @param random what Math.random says there @param prepare as it is known to Playwright */
  async function open(
    content: Followed,
    {
      random = 0,
      plays = false,
      prefetch = true,
      mediaMark = '',
      prepare = async () => undefined,
    }: {
      random?: number;
      plays?: boolean;
      prefetch?: boolean;
      mediaMark?: string;
      prepare?: (page: Page) => Promise<unknown>;
    } = {},
  ) {
    const fetched: string[] = [];
    const opened = await openFollowing(
      browser,
      site,
      { baseUrl: api.url, uniqueId: content.unique_id, plays, prefetch, mediaMark },
      {
        prepare: async (page) => {
          page.on('request', (request) => void (request.url().includes('/videos/') && fetched.push(request.url())));
          await page.clock.install({ time: clock.now() });
          await page.addInitScript(`Math.random = () => ${random}`);
          await prepare(page);
        },
      },
    );
    await eventually(async () => assert.equal((await opened.told('next')).length, 1));
    await eventually(async () => assert.ok((await opened.page.evaluate<number>('followers[0].accuracyMs()')) < 1_000));
    return { ...opened, fetched };
  }

  /** Where the page would play a video from. */
  const addressOf = (page: Page): Promise<string> =>
    page.evaluate("followers[0].addressOf(told.findLast(({ what }) => what === 'next').next.video)");

  for (const [random, seconds] of [
    [0, 3_000],
    [0.5, 3_290],
    [0.999, 3_579],
  ] as const) {
    it(`is fetched ${3_600 - seconds} s before its instant where chance says ${random}`, async () => {
      const content = await make();
      const { page, fetched, told } = await open(content, { random });
      // The page's clock has gone on by some seconds at most.
      await page.clock.fastForward((seconds - 15) * SECOND_MS);
      assert.deepEqual(fetched, []);
      await page.clock.fastForward(16 * SECOND_MS);
      await eventually(async () => assert.equal((await told('ready')).length, 1));
      assert.deepEqual(fetched, [content.videos[1]?.video_url]);
      assert.match(await addressOf(page), /^blob:/);
    });
  }

  it('is nothing where the page wants none of it: the element loads the next video before its instant', async () => {
    const content = await make();
    const { page, fetched, told } = await open(content, { plays: true, prefetch: false, mediaMark: '?of=page' });
    await page.clock.fastForward(3_001 * SECOND_MS);
    await eventually(async () => assert.equal((await told('ready')).length, 1));
    assert.equal(await addressOf(page), content.videos[1]?.video_url);
    // What the page loads has the address that it wants.
    const loaded = content.videos.map(({ video_url: url }) => `${url}?of=page`);
    await eventually(() => assert.deepEqual([...new Set(fetched)], loaded));
  });

  it('is left to be streamed where it is larger than 50 MB', async () => {
    const content = await make();
    await db('videos').where({ id: content.videos[1]?.id }).update({ size_bytes: 50_000_001 });
    const { page, fetched, told } = await open(content);
    await page.clock.fastForward(51 * MINUTE_MS);
    await eventually(async () => assert.equal((await told('ready')).length, 1));
    assert.deepEqual(fetched, []);
    assert.equal(await addressOf(page), content.videos[1]?.video_url);
  });

  it('is left to be streamed where a part of it came, or a refusal', async () => {
    for (const status of [206, 503]) {
      const content = await make();
      const prepare = (page: Page) => page.route('**/videos/*/*', (route) => route.fulfill({ status, body: 'x' }));
      const { page, told } = await open(content, { prepare });
      await page.clock.fastForward(51 * MINUTE_MS);
      await eventually(async () => assert.equal((await told('ready')).length, 1));
      assert.equal(await addressOf(page), content.videos[1]?.video_url);
    }
  });

  it('is not fetched for who saves data: of the next no more than its size and length is asked for', async () => {
    const content = await make();
    const { page, fetched, told } = await open(content, {
      plays: true,
      prepare: async (page) => {
        const session = await page.context().newCDPSession(page);
        await session.send('Emulation.setDataSaverOverride', { dataSaverEnabled: true });
      },
    });
    await page.clock.fastForward(51 * MINUTE_MS);
    await eventually(async () => assert.equal((await told('ready')).length, 1));
    assert.equal(await addressOf(page), content.videos[1]?.video_url);
    // The one that does not play is the next.
    const preload = "[...document.querySelectorAll('video')].find(({ paused }) => paused)?.preload";
    await eventually(async () => assert.equal(await page.evaluate(preload), 'metadata'));
    assert.equal(fetched.filter((url) => url === content.videos[0]?.video_url).length, 1);
  });

  it('is forgotten when it has been shown', async () => {
    const content = await make();
    const { page, told } = await open(content);
    await page.clock.fastForward(51 * MINUTE_MS);
    await eventually(async () => assert.equal((await told('ready')).length, 1));
    const blob = await addressOf(page);
    clock.advance(HOUR_MS);
    await page.clock.fastForward(10 * MINUTE_MS);
    await eventually(async () => assert.equal((await told('now')).length, 2));
    assert.equal(await page.evaluate(`fetch('${blob}').then(({ ok }) => ok, () => false)`), true);
    // Another one is shown, and it does not come again.
    await api.expect(200, 'DELETE', `/api/rotation/${content.schedule}`);
    await api.expect(200, 'POST', `/api/videos/${content.videos[0]?.id}/activate`);
    await eventually(async () =>
      assert.equal(await page.evaluate(`fetch('${blob}').then(({ ok }) => ok, () => false)`), false),
    );
  });
});
