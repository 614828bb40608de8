import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { DatabaseClock } from '../../src/db/clock.js';
import type { Database } from '../../src/db/database.js';
import type { TestApi } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { makeFollowed, openPage, type Followed, type Opening } from '../support/followed.js';
import { followingForSuite } from './following-suite.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';

describe('in Chromium: the page of a content', function () {
  this.timeout(60_000);
  let api: TestApi;
  let db: Database;
  let browser: Browser;
  const clock = new DatabaseClock();
  followingForSuite(clock, (setting) => ({ browser, api, db } = setting));

  const open = (uniqueId: string, options?: Opening) => openPage(browser, `${api.url}/view/${uniqueId}`, options);
  const openContent = ({ unique_id }: Followed, options?: Opening) => open(unique_id, options);

  const PLAYS =
    "[...document.querySelectorAll('video')].some(({ currentTime, paused }) => currentTime > 0.2 && !paused)";

  it('plays on phones and on large screens, as large as they are, and nothing is complained of', async () => {
    const content = await makeFollowed(api, db, ['Spring']);
    for (const [width, height] of [
      [320, 568],
      [1280, 800],
      [2560, 1440],
    ] as const) {
      const { page, complaints } = await openContent(content, { viewport: { width, height } });
      await eventually(async () => assert.equal(await page.evaluate(PLAYS), true));
      assert.equal(await page.title(), 'Spring');
      for (const video of await page.locator('video').all()) {
        assert.deepEqual(await video.boundingBox(), { x: 0, y: 0, width, height });
      }
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
      assert.deepEqual(complaints, []);
    }
  });

  it('has sound when a button says so, which the keyboard reaches, too', async () => {
    const content = await makeFollowed(api, db, ['Spring']);
    const { page } = await openContent(content);
    await eventually(async () => assert.equal(await page.evaluate(PLAYS), true));
    const button = page.getByRole('button', { name: 'Sound' });
    const isMuted = () => page.evaluate("[...document.querySelectorAll('video')].find(({ paused }) => !paused)?.muted");
    assert.deepEqual([await button.getAttribute('aria-pressed'), await isMuted()], ['false', true]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.deepEqual([await button.getAttribute('aria-pressed'), await isMuted()], ['true', false]);
    await button.click();
    assert.deepEqual([await button.getAttribute('aria-pressed'), await isMuted()], ['false', true]);
  });

  it('says so when nothing is shown, or nothing any more, and goes on when something is', async () => {
    const content = await makeFollowed(api, db, ['Spring']);
    const video = `/api/videos/${content.videos[0]?.id}`;
    const schedule_end = new Date(clock.now() - 1_000).toISOString();
    await api.expect(200, 'PUT', video, { body: { schedule_end } });
    const { page } = await openContent(content, { locale: 'ru' });
    await page.getByText('Сейчас здесь ничего не показывают.').waitFor();
    assert.equal(await page.locator('#sound').isVisible(), false);
    await api.expect(200, 'PUT', video, { body: { schedule_end: null } });
    await eventually(async () => assert.equal(await page.evaluate(PLAYS), true));
    assert.equal(await page.locator('p:visible').count(), 0);
    await api.expect(200, 'PUT', `/api/ar-content/${content.id}`, { body: { is_active: false } });
    await page.getByText('Это больше не показывают.').waitFor();
    await api.expect(200, 'DELETE', `/api/ar-content/${content.id}`);
    await page.getByText('Здесь ничего нет.').waitFor();
  });

  it('says that there is nothing at an address that leads nowhere', async () => {
    const { page } = await open(NOBODY);
    await page.getByText('There is nothing here.').waitFor();
    assert.equal(await page.locator('video, script').count(), 0);
  });

  it('lets no script of others run in it', async () => {
    const content = await makeFollowed(api, db, ['Spring']);
    const { page, complaints } = await openContent(content);
    const isRun = await page.evaluate(`
      const script = document.createElement('script');
      script.textContent = 'window.isRun = true';
      document.body.append(script);
      window.isRun === true;
    `);
    assert.equal(isRun, false);
    await eventually(() => assert.match(complaints.join(), /Content Security Policy/));
  });
});
