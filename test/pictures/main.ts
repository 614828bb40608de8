import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { ensureClients } from '../../scripts/lib/clients.js';
import { ensureConsole } from '../../scripts/lib/console.js';
import { projectRoot } from '../../src/config/project-root.js';
import { startTestApi, type TestApi } from '../support/api.js';
import { NOON } from '../support/builders.js';
import { startChromium } from '../support/chromium.js';
import { TestClock } from '../support/clock.js';
import { pressSignIn } from '../support/console.js';
import { testDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { stopTestServers } from '../support/servers.js';
import { LOST, makeGallery, pagesOf } from './gallery.js';

const FOLDER = join(projectRoot(), 'pictures');
const SCHEMES = ['light', 'dark'] as const;
const WIDTHS = [320, 1280, 2560];
const HEIGHT = 900;

/** Takes pictures of all pages, in a scheme and a width, by a browser whose clock stands where the service's does. */
async function takeAll(browser: Browser, api: TestApi, key: string, pages: Record<string, string>): Promise<void> {
  for (const colorScheme of SCHEMES) {
    for (const width of WIDTHS) {
      const viewport = { width, height: HEIGHT };
      const page = await browser.newPage({ viewport, colorScheme, locale: 'en-GB', timezoneId: 'Europe/Berlin' });
      await page.clock.setFixedTime(NOON);
      await page.goto(`${api.url}/console/sign-in`);
      await page.getByLabel('API key').fill(key);
      await pressSignIn(page);
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(`${api.url}/console${path}`);
        await page.locator('main h1').first().waitFor();
        await eventually(async () => assert.equal(await page.locator('main [aria-busy=true]').count(), 0));
        const take = (what: string): Promise<unknown> =>
          page.screenshot({ path: join(FOLDER, `${what}-${colorScheme}-${width}.png`), fullPage: true });
        await take(name);
        if (LOST.has(name)) {
          await page.context().setOffline(true);
          await page.getByText(/No connection since/).waitFor();
          await take(`${name}-lost`);
          await page.context().setOffline(false);
        }
      }
      await page.close();
    }
  }
}

/**
 * `npm run pictures`: every page of the console, in both colour schemes and three widths, with the same data and at the
 * same instant each time. They are there to be looked at; nothing compares them.
 */
async function main(): Promise<void> {
  await ensureClients();
  await ensureConsole();
  await mkdir(FOLDER, { recursive: true });
  const browser = await startChromium();
  if (browser === null) throw new Error('There is no Chromium on PATH.');
  const database = await testDatabase();
  const api = await startTestApi(database.db, new TestClock(NOON));
  try {
    const gallery = await makeGallery(api, database.db);
    await takeAll(browser, api, await api.makeKey('admin', null), pagesOf(gallery));
    process.stdout.write(`${FOLDER}\n`);
  } finally {
    await browser.close();
    await api.stop();
    await database.drop();
    await stopTestServers();
  }
}

await main();
