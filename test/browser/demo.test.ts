import assert from 'node:assert/strict';
import type { Id } from '../../src/domain/scalars.js';
import { insertCompany, insertContent } from '../support/builders.js';
import { consoleForSuite, type ConsoleBrowser } from '../support/console.js';

describe('the demo, in a browser', function () {
  this.timeout(60_000);
  let browser: ConsoleBrowser;
  let company: Id;
  consoleForSuite((console) => (browser = console));

  beforeEach(async () => {
    const { db } = browser.database;
    company = (await insertCompany(db, { name: 'Demo company', is_demo: true })).id;
    for (const title of ['Poster that is dark', 'Poster of my own']) {
      await insertContent(db, { company_id: company, title });
    }
  });

  const removeButton = () => browser.page.getByRole('button', { name: 'Remove the demo' });

  it('is removed by a click, once it was said what goes, and the choice of companies comes then', async () => {
    const { page, database } = browser;
    const museum = await insertCompany(database.db, { name: 'Museum' });
    await browser.beSignedIn();
    await browser.open(`/c/${company}/contents`);
    await removeButton().press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Remove “Demo company”?' });
    await dialog.getByText('With it go 2 contents').waitFor();
    for (const title of ['Poster that is dark', 'Poster of my own']) await dialog.getByText(title).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    assert.equal((await database.db('ar_content').where('company_id', company)).length, 2);
    await removeButton().click();
    await dialog.getByRole('button', { name: 'Remove the demo' }).click();
    await page.getByRole('link', { name: 'Museum' }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'Demo company' }).count(), 0);
    assert.equal(await database.db('companies').where('id', company).first(), undefined);
    await browser.open(`/c/${museum.id}/contents`);
    await page.getByText('No content yet').waitFor();
    assert.equal(await removeButton().count(), 0);
  });

  it('says why it stays where there is more in it', async () => {
    const { page } = browser;
    await browser.api.expect(201, 'POST', '/api/projects', { body: { company_id: company, name: 'Spring campaign' } });
    await browser.beSignedIn();
    await browser.open(`/c/${company}/contents`);
    await removeButton().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove the demo' }).click();
    await page.getByRole('alert').getByText('is in use: 1 project').waitFor();
    // The browser tells of every 409.
    browser.takeProblems();
  });

  it('is not offered to be removed to whoever may not', async () => {
    const { page } = browser;
    const look = async (): Promise<void> => {
      await browser.open(`/c/${company}/contents`);
      await page.getByText('This company is a demo').waitFor();
    };
    await browser.beSignedInAs('editor', null);
    await look();
    await page.locator('button[title="It takes the role admin"]').waitFor();
    assert.equal(await removeButton().isDisabled(), true);
    await browser.beSignedInAs('admin', company);
    await look();
    await page.getByRole('list', { name: 'AR contents' }).waitFor();
    assert.equal(await removeButton().count(), 0);
  });
});
