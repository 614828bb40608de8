import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Id } from '../../src/domain/scalars.js';
import { insertCompany, insertContent, insertManyContents, insertVideo } from '../support/builders.js';
import { consoleForSuite, type ConsoleBrowser } from '../support/console.js';
import { eventually } from '../support/eventually.js';

describe('the list of contents, in a browser', function () {
  this.timeout(90_000);
  let browser: ConsoleBrowser;
  let company: Id;
  consoleForSuite((console) => (browser = console));
  beforeEach(async () => {
    company = (await insertCompany(browser.database.db, { name: 'Museum', time_zone: 'Asia/Tokyo' })).id;
  });

  const make = async (title: string, given: object = {}): Promise<Id> =>
    (await insertContent(browser.database.db, { company_id: company, title, ...given })).id;

  /** A content that changes from one video to the other at an instant. */
  async function makeChanging(title: string, at: number): Promise<Id> {
    const id = await make(title);
    const videos = await Promise.all(
      ['Spring', 'Summer'].map((title) => insertVideo(browser.database.db, id, { title })),
    );
    const schedule = {
      rotation_type: 'daily',
      time_of_day: '09:00',
      time_zone: 'UTC',
      video_sequence: videos.map(({ id }) => id),
    };
    const { id: scheduleId } = await browser.api.expect(201, 'POST', `/api/ar-content/${id}/rotation`, {
      body: schedule,
    });
    await browser.api.expect(200, 'PUT', `/api/rotation/${String(scheduleId)}`, {
      body: { next_rotation_at: new Date(at).toISOString() },
    });
    return id;
  }

  async function enter(query = ''): Promise<void> {
    await browser.beSignedIn();
    await browser.open(`/c/${company}/contents${query}`);
  }

  const list = (): Locator => browser.page.getByRole('list', { name: 'AR contents' });
  const rowOf = (title: string): Locator =>
    list()
      .locator('[data-id]')
      .filter({ has: browser.page.getByRole('heading', { name: title }) });
  const titles = (): Promise<string[]> => list().getByRole('heading').allTextContents();
  const shows = (wanted: string[]): Promise<void> => eventually(async () => assert.deepEqual(await titles(), wanted));
  const query = (): string => new URL(browser.page.url()).search;

  it('tells the next step where there is nothing yet', async () => {
    await enter();
    await browser.page.getByText('No content yet').waitFor();
    await browser.page.getByRole('button', { name: 'New content' }).click();
    await browser.page.waitForURL(`**/console/c/${company}/contents/new`);
  });

  it('looks as one types, filters and sorts, by keyboard alone, all of it in the address', async () => {
    const { page } = browser;
    for (const title of ['Alpha', 'Beta', 'Gamma']) await make(title);
    await make('Alpine', { is_active: false });
    await enter();
    await shows(['Alpha', 'Alpine', 'Beta', 'Gamma']);
    await page.getByRole('searchbox', { name: 'Search by title or public id' }).focus();
    await page.keyboard.type('alp');
    await shows(['Alpha', 'Alpine']);
    assert.equal(query(), '?q=alp');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Inactive');
    await shows(['Alpine']);
    assert.equal(query(), '?q=alp&active=false');
    await page.reload();
    await shows(['Alpine']);
    await page.getByRole('button', { name: 'Clear filters' }).press('Enter');
    await shows(['Alpha', 'Alpine', 'Beta', 'Gamma']);
    assert.equal(await page.getByRole('searchbox').inputValue(), '');
    await page.getByRole('combobox', { name: 'Sort by' }).focus();
    await page.keyboard.type('Title, Z');
    await shows(['Gamma', 'Beta', 'Alpine', 'Alpha']);
    assert.equal(query(), '?sort=-title');
    await page.goBack();
    await shows(['Alpine']);
    await page.getByRole('searchbox').fill('nothing like it');
    await page.getByText('Nothing fits these filters').waitFor();
  });

  it('finds what wants attention, and says it in words', async () => {
    const { page } = browser;
    await make('Nothing to show');
    const id = await make('Failed');
    await insertVideo(browser.database.db, id, {
      status: 'failed',
      failure_code: 'broken',
      failure_reason: 'It has no end.',
      video_url: null,
      video_path: null,
    });
    await enter();
    await rowOf('Nothing to show').getByText('■ Dark').waitFor();
    await page.getByRole('combobox', { name: 'State' }).selectOption('Video failed');
    await shows(['Failed']);
    assert.deepEqual(await rowOf('Failed').getByRole('listitem').allInnerTexts(), ['■ Dark', '✕ Video failed']);
  });

  it('has projects as folders', async () => {
    const body = { company_id: company, name: 'Spring campaign' };
    const { id } = await browser.api.expect(201, 'POST', '/api/projects', { body });
    await make('Within', { project_id: id });
    await make('Without');
    await enter();
    const folders = browser.page.getByRole('navigation', { name: 'Projects' });
    await folders.getByRole('button', { name: 'Spring campaign' }).click();
    await shows(['Within']);
    await browser.page.getByText('1 content', { exact: true }).waitFor();
    assert.equal(query(), `?project=${id}`);
    await folders.getByRole('button', { name: 'All projects' }).click();
    await shows(['Within', 'Without']);
  });

  it('shows a rotation by itself, and what comes then', async () => {
    const at = Date.now() + 4_000;
    await makeChanging('Seasons', at);
    await enter();
    const row = rowOf('Seasons');
    await row.getByText('Shows Spring').waitFor();
    // As the clocks of the company's zone show it.
    const tokyo = new Date(at + 9 * 3_600_000).toISOString().slice(11, 19);
    await row.getByText(`${tokyo} +09:00`).waitFor();
    await row.getByText('Shows Summer').waitFor();
    await row.getByText('Next Spring').waitFor();
  });

  it('keeps what was loaded while there is no connection, says since when, and goes on by itself', async () => {
    const { page, context } = browser;
    await makeChanging('Seasons', Date.now() + 5_000);
    await enter();
    await rowOf('Seasons').getByText('Shows Spring').waitFor();
    await context.setOffline(true);
    await page.getByText(/^No connection since \d+ \w+ \d+, \d\d:\d\d:\d\d \+09:00/).waitFor();
    await page.getByRole('combobox', { name: 'Sort by' }).selectOption('Newest first');
    await rowOf('Seasons').getByText('Shows Spring').waitFor();
    await context.setOffline(false);
    await rowOf('Seasons').getByText('Shows Summer').waitFor();
    await page.getByText('No connection').waitFor({ state: 'detached' });
    // The browser tells of every request that came to nothing.
    for (const problem of browser.takeProblems()) assert.match(problem, /ERR_INTERNET_DISCONNECTED/);
  });

  describe('with 10,000 of them', () => {
    beforeEach(async function () {
      this.timeout(60_000);
      await insertManyContents(browser.database.db, company, 10_000, Date.now());
    });

    it('shows page after page, by keyboard', async () => {
      const { page } = browser;
      await enter();
      await page.getByText('10,000 contents or more, 50 shown').waitFor();
      await page.getByRole('button', { name: 'Load more' }).press('Enter');
      await page.getByText('10,000 contents or more, 100 shown').waitFor();
      assert.equal(new Set(await titles()).size, 100);
    });
  });
});
