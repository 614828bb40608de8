import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Database } from '../../src/db/database.js';
import type { TestApi } from '../support/api.js';
import { NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { eventually } from '../support/eventually.js';
import { makeFollowed, type Followed } from '../support/followed.js';
import type { Line } from '../support/line.js';
import type { Site } from '../support/site.js';
import { followingForSuite } from './following-suite.js';
import { followingUrl } from './following-page.js';

const HOUR_MS = 3_600_000;
/** The device's clock is wrong by so much. */
const WRONG_MS = 5 * HOUR_MS;

describe('in Chromium: hours without a network', function () {
  this.timeout(60_000);
  let api: TestApi;
  let db: Database;
  let browser: Browser;
  let context: BrowserContext;
  let site: Site;
  let line: Line;
  const clock = new TestClock(NOON);
  followingForSuite(clock, (setting) => ({ browser, api, db, site, line } = setting));
  beforeEach(async () => {
    context = await browser.newContext();
  });

  /** A content that takes turns each hour. */
  async function make(): Promise<Followed> {
    const content = await makeFollowed(api, db, ['Spring', 'Summer', 'Autumn']);
    const video_sequence = content.videos.map(({ id }) => id);
    const body = { rotation_type: 'interval', interval_seconds: 3_600, video_sequence };
    await api.expect(201, 'POST', `/api/ar-content/${content.id}/rotation`, { body });
    return content;
  }

  /** Opens a page, which looks what is to be kept after five seconds. */
  async function open(
    { unique_id }: Followed,
    prepare = async (_page: Page): Promise<unknown> => undefined,
  ): Promise<Page> {
    const page = await context.newPage();
    await page.clock.install({ time: clock.now() + WRONG_MS });
    await prepare(page);
    await page.goto(followingUrl(site, { baseUrl: line.url, uniqueId: unique_id, offline: true, plays: true }));
    return page;
  }

  const shown = (page: Page): Promise<number | undefined> =>
    page.evaluate("told.findLast(({ what }) => what === 'shown')?.id");

  const kept = ({ unique_id }: Followed, page: Page): Promise<string[]> =>
    page.evaluate(
      `caches.open('follow-1 ${unique_id}').then(async (cache) => (await cache.keys()).map(({ url }) => url))`,
    );

  const urls = (content: Followed): string[] =>
    content.videos.map(({ video_url }) => video_url.replace(api.url, line.url.replace(/\/$/, '')));

  async function untilKept(content: Followed, page: Page): Promise<void> {
    await eventually(async () => assert.notEqual(await shown(page), undefined));
    await page.clock.runFor(6_000);
    await eventually(async () => {
      const found = (await kept(content, page)).filter((url) => url.includes('/videos/'));
      assert.deepEqual(found.toSorted(), urls(content).toSorted());
    });
  }

  it('are bridged by the plan and the videos that were kept, after a start without a network, too', async () => {
    const content = await make();
    const [spring, summer, autumn] = content.videos;
    const page = await open(content);
    await eventually(async () => assert.equal(await shown(page), spring?.id));
    await untilKept(content, page);
    line.cut();
    // It goes on, switch by switch, ...
    await page.clock.fastForward(HOUR_MS);
    await eventually(async () => assert.equal(await shown(page), summer?.id));
    assert.match(await page.evaluate('players[0].video.src'), /^blob:/);
    await page.close();
    // ... and so does a page that begins hours later, by a clock that is as wrong as it was.
    clock.advance(2 * HOUR_MS);
    const later = await open(content);
    await eventually(async () => assert.equal(await shown(later), autumn?.id));
    assert.match(await later.evaluate('players[0].video.src'), /^blob:/);
    await later.clock.fastForward(HOUR_MS);
    await eventually(async () => assert.equal(await shown(later), spring?.id));
  });

  it('end with what the service says when it is back', async () => {
    const content = await make();
    const [, summer] = content.videos;
    await untilKept(content, await open(content));
    line.cut();
    const later = await open(content);
    await eventually(async () => assert.notEqual(await shown(later), undefined));
    await api.expect(200, 'POST', `/api/videos/${summer?.id}/activate`);
    line.mend();
    await later.clock.fastForward(6_000);
    await eventually(async () => assert.equal(await shown(later), summer?.id));
  });

  it('keep no part of a file, and no file for which there is no room', async () => {
    const content = await make();
    const [spring, , autumn] = content.videos;
    const partly = urls(content)[2] ?? '';
    const page = await open(content, async (page) => {
      await page.route(partly, (route) => route.fulfill({ status: 206, body: 'x' }));
      const session = await context.newCDPSession(page);
      // Half of what is left is for two of them, but not for Summer beside Spring.
      await session.send('Storage.overrideQuotaForOrigin', { origin: site.url, quotaSize: 240_000 });
    });
    assert.ok(autumn);
    await eventually(async () => assert.equal(await shown(page), spring?.id));
    await page.clock.runFor(6_000);
    await eventually(async () => assert.ok((await kept(content, page)).includes(urls(content)[0] ?? '')));
    await eventually(async () =>
      assert.equal((await kept(content, page)).filter((url) => url.includes('/videos/')).length, 1),
    );
  });

  it('leave nothing of a content that was deleted', async () => {
    const content = await make();
    const page = await open(content);
    await untilKept(content, page);
    await api.expect(200, 'DELETE', `/api/ar-content/${content.id}`);
    await eventually(async () => assert.deepEqual(await page.evaluate('caches.keys()'), []));
  });
});
