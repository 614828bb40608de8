import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Id } from '../../src/domain/scalars.js';
import { insertCompany, insertContent, insertVideo } from '../support/builders.js';
import { consoleForSuite, type ConsoleBrowser } from '../support/console.js';

describe('the console, in a browser', function () {
  this.timeout(60_000);
  let browser: ConsoleBrowser;
  let company: Id;
  let museum: string;
  consoleForSuite((console) => (browser = console));

  beforeEach(async () => {
    const { db } = browser.database;
    museum = `Museum ${randomUUID()}`;
    company = (await insertCompany(db, { name: museum, time_zone: 'Asia/Tokyo' })).id;
    const content = await insertContent(db, { company_id: company, title: 'Portrait of a lady' });
    await insertVideo(db, content.id, { title: 'Spring' });
    await insertContent(db, { company_id: company, title: 'Poster', is_active: false });
  });

  const contents = (): string => `/c/${company}/contents`;
  const rowOf = (title: string) => browser.page.getByRole('listitem').filter({ hasText: title });

  async function enter(): Promise<void> {
    await browser.beSignedIn();
    await browser.open(contents());
    await rowOf('Poster').waitFor();
  }

  // The first, as long as there is but one.
  it('leads from the link of npm start to today of the only company there is', async () => {
    await browser.signIn();
    await browser.page.waitForURL(`**/console/c/${company}/today`);
    await browser.page.getByRole('heading', { name: 'Today' }).waitFor();
    await browser.page.getByRole('link', { name: 'Contents' }).click();
    await rowOf('Portrait of a lady').getByText('Shows Spring, a fallback').waitFor();
    await rowOf('Poster').getByText('Inactive: it shows nothing on purpose').waitFor();
    await browser.page.getByText('2 contents', { exact: true }).waitFor();
  });

  it('lets people of the whole installation choose a company, and shows those of one theirs', async () => {
    const other = await insertCompany(browser.database.db, { name: 'Gallery' });
    await browser.signIn();
    await browser.page.getByRole('link', { name: museum }).waitFor();
    await browser.page.getByRole('searchbox', { name: 'Filter by name' }).fill('gal');
    await browser.page.getByRole('link', { name: 'Gallery' }).click();
    await browser.page.waitForURL(`**/console/c/${other.id}/today`);
    await browser.page.getByRole('heading', { name: 'From nothing to a poster' }).waitFor();
    await browser.page.getByRole('link', { name: 'Gallery, Change company' }).click();
    await browser.page.getByRole('link', { name: museum }).waitFor();
    await browser.open('/sign-in');
    await browser.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await browser.page.getByLabel('API key').fill(await browser.api.makeKey('viewer', company));
    await browser.page.getByRole('button', { name: 'Sign in' }).click();
    await browser.page.waitForURL(`**/console/c/${company}/today`);
    await browser.page.getByRole('link', { name: 'Contents' }).click();
    await rowOf('Poster').waitFor();
  });

  it('shows no choice of companies on the way to the only one', async () => {
    const { page } = browser;
    await page.addInitScript(`new MutationObserver(() => {
      for (const link of document.querySelectorAll('main li a[href$="/today"]')) console.warn('a choice', link.href);
    }).observe(document, { childList: true, subtree: true })`);
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    await page.route(`**/console/c/${company}/today`, (route) => gate.then(() => route.continue()));
    await browser.open('/sign-in');
    await page.getByLabel('API key').fill(await browser.api.makeKey('viewer', company));
    const [told, asked] = [page.waitForResponse(/\/api\/companies\?/), page.waitForRequest('**/today')];
    await page.getByRole('button', { name: 'Sign in' }).click();
    await Promise.all([told, asked]);
    await setTimeout(300);
    go();
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    const problems = browser.takeProblems().filter((problem) => !problem.includes(' 401 '));
    assert.deepEqual(problems, []);
  });

  it('asks whoever is not signed in to sign in, and leads back to where they were', async () => {
    await browser.open(`${contents()}?q=portrait`);
    await browser.page.waitForURL('**/console/sign-in');
    await browser.page.getByLabel('API key').fill(await browser.api.makeKey('viewer', null));
    await browser.page.getByRole('button', { name: 'Sign in' }).click();
    await browser.page.waitForURL(`**/console${contents()}?q=portrait`);
    await rowOf('Portrait of a lady').waitFor();
    assert.equal(await rowOf('Poster').count(), 0);
    // The browser tells of every 401.
    browser.takeProblems();
  });

  it('signs out', async () => {
    await enter();
    await browser.page.getByRole('button', { name: /Settings and account/ }).click();
    await browser.page.getByRole('button', { name: 'Sign out' }).click();
    await browser.page.getByLabel('API key').waitFor();
    assert.deepEqual(await browser.context.cookies(), []);
    browser.takeProblems();
  });

  it('remembers zone, colours and language', async () => {
    const { page } = browser;
    await enter();
    const choose = async (label: string, value: string): Promise<void> => {
      await page.getByRole('button', { name: /Settings and account/ }).click();
      await page.getByLabel(label).selectOption(value);
      await page.keyboard.press('Escape');
    };
    await rowOf('Poster').waitFor();
    await choose('Times in', 'mine');
    await choose('Colours', 'dark');
    await choose('Language', 'ru');
    await page.reload();
    await page.getByText('2 контента', { exact: true }).waitFor();
    const html = page.locator('html');
    assert.deepEqual(
      [await html.getAttribute('lang'), await html.getAttribute('data-mantine-color-scheme')],
      ['ru', 'dark'],
    );
    await page.getByRole('button', { name: /Настройки/ }).click();
    assert.equal(await page.getByLabel('Время').inputValue(), 'mine');
  });

  it('finds a content from everywhere by Ctrl+K, by keyboard alone', async () => {
    const { page } = browser;
    await enter();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('lady');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('link', { name: 'Portrait of a lady' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('heading', { name: 'Portrait of a lady' }).waitFor();
    await page.keyboard.press('Control+k');
    assert.equal(await dialog.getByRole('textbox').inputValue(), '');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('keeps its frame where a file of a page cannot be loaded, and tries again', async () => {
    const { page } = browser;
    await enter();
    await page.route('**/assets/today-page*.js', (route) => route.abort());
    await page.getByRole('link', { name: 'Today' }).click();
    await page.getByText('This could not be loaded').waitFor();
    await page.unroute('**/assets/today-page*.js');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    await page.route('**/assets/content-page*.js', (route) => route.abort());
    await browser.open(contents());
    await page.getByRole('link', { name: 'Portrait of a lady' }).click();
    await page.getByText('This could not be loaded').waitFor();
    // Another page is not touched by it.
    await page.getByRole('link', { name: 'Contents', exact: true }).click();
    await rowOf('Poster').waitFor();
    // The browser tells of the files, and of the fault.
    browser.takeProblems();
  });

  it('says so where an address leads nowhere', async () => {
    await enter();
    for (const path of ['/nowhere', `/c/${company}/nowhere`, `/c/${company + 1_000}/contents`]) {
      await browser.open(path);
      await browser.page.getByText('There is nothing here').waitFor();
    }
    // The browser tells of every 404.
    browser.takeProblems();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`is for everybody, in ${colorScheme} colours`, async () => {
      const { page } = browser;
      await page.emulateMedia({ colorScheme });
      await enter();
      assert.deepEqual(await browser.axeFindings(), []);
      await page.getByRole('button', { name: /Settings and account/ }).click();
      await page.getByLabel('Times in').waitFor();
      assert.deepEqual(await browser.axeFindings(), []);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.keyboard.type('p');
      await page.getByRole('dialog').getByRole('link').first().waitFor();
      assert.deepEqual(await browser.axeFindings(), []);
      await browser.open('/?choose');
      await page.getByRole('link', { name: museum }).waitFor();
      assert.deepEqual(await browser.axeFindings(), []);
    });
  }

  it('has these tab stops, in this order', async () => {
    await enter();
    assert.deepEqual(await browser.tabStops(), [
      'Skip to the content',
      'Video rotation',
      `${museum}, Change company`,
      'Today',
      'Contents',
      'API docs',
      'Find a content\nCtrl K',
      'Settings and account: first key',
      'New content',
      'Search by title or public id',
      'State',
      'Active',
      'Sort by',
      'Portrait of a lady',
      'Poster',
    ]);
  });

  it('needs no scrolling to the side on a small phone', async () => {
    await browser.page.setViewportSize({ width: 320, height: 640 });
    await enter();
    assert.equal(await browser.page.evaluate('document.documentElement.scrollWidth'), 320);
  });
});
