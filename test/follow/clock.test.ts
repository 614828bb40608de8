import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { DatabaseClock } from '../../src/db/clock.js';
import type { Database } from '../../src/db/database.js';
import { insertContent, insertVideo } from '../support/builders.js';
import { eventually } from '../support/eventually.js';
import type { Line } from '../support/line.js';
import type { Site } from '../support/site.js';
import { followingForSuite } from './following-suite.js';
import { followingUrl } from './following-page.js';

const HOUR_MS = 3_600_000;
/** Of the two clocks within a test: they are read one after the other. */
const READ_MS = 50;
/** What a page's clock may lose while a test moves it: it stands still meanwhile, for as long as a busy machine takes. */
const STANDSTILL_MS = 1000;
const ONLINE = "dispatchEvent(new Event('online'))";

describe('in Chromium: the clock of a follower', function () {
  this.timeout(60_000);
  let db: Database;
  let browser: Browser;
  let site: Site;
  let line: Line;
  let uniqueId: string;
  const clock = new DatabaseClock();
  followingForSuite(clock, (setting) => ({ browser, db, site, line } = setting));
  before(async () => {
    const { id, unique_id } = await insertContent(db);
    await insertVideo(db, id, { video_url: '/media/x' });
    uniqueId = unique_id;
  });

  /** Opens a page on a device whose clock is wrong by so much; counts how often it asks for the time. */
  async function open(wrongMs: number): Promise<{ page: Page; asked: () => number }> {
    const context = await browser.newContext();
    const page = await context.newPage();
    let asked = 0;
    page.on('request', (request) => void (request.url().endsWith('/api/time') && (asked += 1)));
    await page.clock.install({ time: Date.now() + wrongMs });
    await page.goto(followingUrl(site, { baseUrl: line.url, uniqueId }));
    await eventually(async () => assert.ok(!Number.isNaN((await read(page)).now)));
    return { page, asked: () => asked };
  }

  const read = (page: Page): Promise<{ now: number; error: number }> =>
    page.evaluate('({ now: followers[0].serverNow(), error: followers[0].accuracyMs() })');

  async function assertRight(page: Page, leewayMs = READ_MS): Promise<void> {
    const before = clock.now();
    const { now, error } = await read(page);
    const after = clock.now();
    assert.ok(
      now >= before - error - leewayMs && now <= after + error + leewayMs,
      `${now - before} ms off, ${error} told`,
    );
  }

  for (const [what, wrongMs] of [
    ['right', 0],
    ['five hours fast', 5 * HOUR_MS],
    ['a day slow', -24 * HOUR_MS],
  ] as const) {
    it(`is that of the service where the device's is ${what}, by four samples`, async () => {
      const { page, asked } = await open(wrongMs);
      await assertRight(page);
      assert.ok((await read(page)).error < 100);
      assert.equal(asked(), 4);
      await page.context().close();
    });
  }

  it('keeps the sample with the shortest round trip, and says how far it may be off', async () => {
    line.delayAnswers(400);
    const slow = await open(HOUR_MS);
    const { error } = await read(slow.page);
    assert.ok(error >= 200, `${error} ms`);
    await assertRight(slow.page);
    // The line gets better: the better sample takes the place of the worse.
    line.delayAnswers(0);
    await slow.page.evaluate(ONLINE);
    await eventually(async () => assert.ok((await read(slow.page)).error < 100));
    // It gets worse again: what is known is better than what is told.
    line.delayAnswers(400);
    const before = slow.asked();
    await slow.page.evaluate(ONLINE);
    await eventually(() => assert.equal(slow.asked(), before + 4));
    await assertRight(slow.page);
    // That is as good as a setting: nothing more is asked.
    await slow.page.clock.fastForward(60_000);
    await slow.page.clock.runFor(5_000);
    assert.equal(slow.asked(), before + 4);
    assert.ok((await read(slow.page)).error < 100);
    await slow.page.context().close();
  });

  it('is set again on wake, on return, on another network and after ten minutes', async () => {
    const { page, asked } = await open(0);
    let before = asked();
    const assertAsked = async (): Promise<void> => {
      await eventually(() => assert.ok(asked() >= before + 4, `${asked() - before} questions`));
      await page.clock.runFor(1);
      before = asked();
      await assertRight(page, STANDSTILL_MS);
    };
    // The device's clock goes on in sleep, that of the page does not.
    await page.clock.setSystemTime(Date.now() + 3 * HOUR_MS);
    await page.clock.runFor(5_000);
    await assertAsked();
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
    await assertAsked();
    await page.context().setOffline(true);
    await page.context().setOffline(false);
    await assertAsked();
    await page.clock.fastForward(610_000);
    await assertAsked();
    await page.context().close();
  });
});
