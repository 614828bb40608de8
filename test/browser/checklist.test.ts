import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Id } from '../../src/domain/scalars.js';
import { consoleForSuite, type ConsoleBrowser } from '../support/console.js';
import { eventually } from '../support/eventually.js';
import { TodayInBrowser } from '../support/today.js';

describe('the checklist, in a browser', function () {
  this.timeout(90_000);
  let browser: ConsoleBrowser;
  let today: TodayInBrowser;
  consoleForSuite((console) => (browser = console));
  beforeEach(async () => {
    today = await TodayInBrowser.make(browser);
  });

  const list = (): Locator => today.section('From nothing to a poster that comes alive');
  const steps = (wanted: string): Promise<void> =>
    eventually(async () => {
      const states = await list().getByRole('listitem').allInnerTexts();
      assert.equal(states.map((text) => text.replaceAll(/\s+/g, ' ').split(' ')[0]).join(''), wanted);
    });

  it('leads from an empty company to a content that is watched, and is then over', async () => {
    const { page, context, database } = browser;
    await today.enter();
    await steps('✓→···');
    assert.equal(await today.section('The next 24 hours').count(), 0);
    await list().getByRole('link', { name: 'Make a content: a poster or portrait' }).click();
    await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Poster');
    await page.getByRole('button', { name: 'Make the content' }).click();
    await page.getByText('“Poster” was made.').waitFor();
    const [made] = (await database.db('ar_content').where('company_id', today.company)) as { id: Id; title: string }[];
    assert.equal(made?.title, 'Poster');
    await page.waitForURL(`**/console/c/${today.company}/contents/${made.id}`);
    await page.getByRole('link', { name: 'Today' }).click();
    await steps('✓✓→··');
    const pages = `/console/c/${today.company}/contents/${made.id}`;
    const hrefOf = (name: string) => list().getByRole('link', { name }).getAttribute('href');
    assert.equal(await hrefOf('Upload a video or two'), `${pages}/videos`);
    assert.equal(await hrefOf('Say when they rotate'), `${pages}/schedules/new`);
    const video = await today.addVideo(made.id, 'Spring');
    await page.reload();
    await steps('✓✓✓→·');
    const body = { rotation_type: 'daily', time_of_day: '09:00', time_zone: 'UTC', video_sequence: [video] };
    await browser.api.expect(201, 'POST', `/api/ar-content/${made.id}/rotation`, { body });
    await page.reload();
    await steps('✓✓✓✓→');
    const viewer = context.waitForEvent('page');
    await list().getByRole('link', { name: 'Watch it, as a phone shows it' }).click();
    await (await viewer).waitForURL('**/view/*');
    await (await viewer).close();
    await steps('✓✓✓✓✓');
    await list().getByText('That was all.').waitFor();
    await page.reload();
    await today.section('The next 24 hours').waitFor();
    await page.getByText('Nothing needs you now').waitFor();
    assert.equal(await list().count(), 0);
  });

  it('can be put away, and is for nobody who has contents that rotate', async () => {
    const { page } = browser;
    await today.enter();
    await list().getByRole('button', { name: 'Put away' }).click();
    await page.getByText('No content yet').waitFor();
    await page.getByRole('button', { name: 'New content' }).waitFor();
    await page.reload();
    await page.getByText('No content yet').waitFor();
    assert.equal(await list().count(), 0);
    today = await TodayInBrowser.make(browser);
    await today.addChanging('Seasons');
    await today.open();
    await today.section('The next 24 hours').getByRole('link', { name: 'Seasons' }).waitFor();
    assert.equal(await list().count(), 0);
  });

  it('says to whoever may only look who may go on', async () => {
    await browser.signInAs('viewer', today.company);
    await list().getByText('Make a content: a poster or portrait (It takes the role editor)').waitFor();
    assert.equal(await list().getByRole('link').count(), 0);
  });
});
