import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { ensureConsole } from '../../scripts/lib/console.js';
import { projectRoot } from '../../src/config/project-root.js';
import { browserForSuite } from '../support/chromium.js';
import { eventually } from '../support/eventually.js';
import { startWholeService, type Foreground } from '../support/foreground.js';
import { makeDataDir, removeDataDir } from '../support/servers.js';

const READY = 'Ctrl-C stops everything';
/** Where this machine never had Temporal before, it is built. */
const FIRST_MS = 1_200_000;

/** What somebody does who has just typed `npm start` and opens the address that it printed. */
describe('the first minutes of a new user, in a browser', function () {
  this.timeout(180_000);
  let dataDir: string;
  let service: Foreground;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];
  browserForSuite((started) => (browser = started));

  before(async function () {
    this.timeout(FIRST_MS);
    await ensureConsole();
    dataDir = makeDataDir();
    service = startWholeService(dataDir);
    await service.line(READY, FIRST_MS);
    page = await browser.newPage({ locale: 'en-GB' });
    page.on('console', (message) => {
      // That a content without a video shows nothing is a 404, which the browser tells of.
      if (message.location().url.endsWith('/active-video')) return;
      if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
    });
    page.on('pageerror', (error) => void problems.push(String(error)));
  });

  after(async () => {
    // Where there is no browser, nothing was started.
    if (service === undefined) return;
    service.signal('SIGKILL');
    await service.ended();
    await removeDataDir(dataDir);
  });

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const link = (name: string) => page.getByRole('link', { name, exact: true });
  const liveNow = () => page.getByRole('region', { name: 'Live and next' }).locator('p').first();

  it('sign in by the printed address, and see what a content of the demo shows', async () => {
    const address = /http:\S+/.exec(await service.line('Sign in'))?.[0] ?? assert.fail();
    await page.goto(address);
    await button('Sign in').click();
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    await link('Contents').click();
    await page.getByRole('list', { name: 'AR contents' }).getByText('Shows').first().waitFor();
    await page.getByRole('link', { name: /changes every minute/ }).click();
    await page.getByRole('grid').or(page.getByRole('table')).waitFor();
    await liveNow()
      .filter({ hasText: /Spring|Summer|Autumn/ })
      .waitFor();
  });

  it('make a content of their own, give it two videos, and say when they change', async () => {
    await link('Contents').click();
    await button('New content').click();
    await page.getByRole('textbox', { name: 'Title', exact: true }).fill('My poster');
    await button('Make the content').click();
    await page.getByRole('heading', { name: 'My poster' }).waitFor();
    const asked = page.waitForEvent('filechooser');
    await button('Add videos').click();
    const videos = join(projectRoot(), 'test', 'fixtures', 'videos');
    await (await asked).setFiles(['faststart.mp4', 'vp8.webm'].map((name) => join(videos, name)));
    await page.getByText('faststart is ready to be shown.').waitFor({ timeout: 90_000 });
    await page.getByRole('list', { name: 'Videos' }).getByText('Live').waitFor();
    await link('New schedule').first().click();
    await page.getByLabel('Every so often', { exact: true }).check();
    await page.getByLabel('Every', { exact: true }).fill('5');
    await page.getByLabel('Unit', { exact: true }).selectOption('seconds');
    await page.getByRole('region', { name: 'What it will do' }).getByText('Every 5 seconds').waitFor();
    await button('Save').click();
    await page.getByText('The schedule is made.').waitFor();
  });

  it('watch it switch, as viewers do, without a complaint of the browser', async () => {
    const titles = new Set<string>();
    await eventually(async () => {
      titles.add(await liveNow().innerText());
      assert.deepEqual([...titles].toSorted(), ['faststart', 'vp8']);
    }, 60_000);
    // They are played, by the elements of the follower.
    await eventually(async () => {
      const times = await page.evaluate<number[]>(
        '[...document.querySelectorAll("video")].map((one) => one.currentTime)',
      );
      assert.ok(
        times.some((time) => time > 0),
        times.join(),
      );
    });
    assert.deepEqual(problems, []);
  });
});
