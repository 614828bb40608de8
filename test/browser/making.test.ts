import assert from 'node:assert/strict';
import type { Id } from '../../src/domain/scalars.js';
import { insertCompany } from '../support/builders.js';
import { consoleForSuite, type ConsoleBrowser } from '../support/console.js';
import { eventually } from '../support/eventually.js';

describe('making companies and contents, in a browser', function () {
  this.timeout(90_000);
  let browser: ConsoleBrowser;
  consoleForSuite((console) => (browser = console));

  const field = (name: string) => browser.page.getByRole('textbox', { name, exact: true });
  const button = (name: string) => browser.page.getByRole('button', { name, exact: true });

  // The first, as long as there is no company.
  it('leads from an empty installation to a company, and tells what is wrong at its field', async () => {
    const { page, api } = browser;
    await browser.signIn();
    await page.getByText('There is no company yet').waitFor();
    await button('New company').click();
    await page.waitForURL('**/console/companies/new');
    assert.equal(await page.getByLabel('Time zone').inputValue(), 'Europe/Berlin');
    await button('Make the company').click();
    await eventually(async () => assert.equal(await field('Name').getAttribute('aria-invalid'), 'true'));
    await page.getByText('must not be empty').waitFor();
    // The browser tells of every 422.
    assert.equal(browser.takeProblems().length, 1);
    await field('Name').fill('Museum');
    await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
    await page.reload();
    await page.getByText('Not saved yet').waitFor();
    assert.equal(await field('Name').inputValue(), 'Museum');
    await field('Name').press('Enter');
    await page.waitForURL(/\/console\/c\/\d+\/today$/);
    await page.getByRole('heading', { name: 'From nothing to a poster that comes alive' }).waitFor();
    const { body } = await api.call('GET', '/api/companies');
    const companies = body as { name: string; time_zone: string }[];
    assert.deepEqual(
      companies.map(({ name, time_zone }) => [name, time_zone]),
      [['Museum', 'Asia/Tokyo']],
    );
    await browser.open('/companies/new');
    assert.equal(await field('Name').inputValue(), '');
  });

  it('leads from the choice of companies to another one, whoever may make it', async () => {
    await insertCompany(browser.database.db, { name: 'Gallery' });
    await insertCompany(browser.database.db, { name: 'Library' });
    await browser.signInAs('editor', null);
    await browser.page.getByRole('link', { name: 'Gallery' }).waitFor();
    assert.equal(await button('New company').isDisabled(), true);
    assert.equal(await button('New company').getAttribute('title'), 'It takes the role admin');
    await browser.signIn();
    await button('New company').click();
    await field('Name').waitFor();
    assert.deepEqual(await browser.axeFindings(), []);
  });

  describe('of a company in Tokyo', () => {
    let company: Id;
    beforeEach(async () => {
      company = (await insertCompany(browser.database.db, { name: 'Museum', time_zone: 'Asia/Tokyo' })).id;
    });

    const rows = (): Promise<object[]> =>
      browser.database
        .db('ar_content')
        .where({ company_id: company })
        .select('title', 'project_id', 'is_active', 'expires_at');

    async function fill(): Promise<Id> {
      const body = { company_id: company, name: 'Spring campaign' };
      const { id } = await browser.api.expect(201, 'POST', '/api/projects', { body });
      await browser.beSignedIn();
      await browser.open(`/c/${company}/contents/new`);
      await field('Title').fill('Poster');
      await browser.page.getByLabel('Project').selectOption('Spring campaign');
      await browser.page.getByRole('checkbox', { name: /^Active/ }).uncheck();
      await browser.page.getByLabel('Expires').fill('2030-06-01T12:00');
      return id;
    }

    it('takes what was written over a reload, expires by the clocks that are shown, and leads to the content', async () => {
      const { page } = browser;
      const project = await fill();
      await page.evaluate("localStorage.setItem('console:zone', '\"utc\"')");
      await page.reload();
      await page.getByText('Not saved yet').waitFor();
      await page.getByText('By the clocks of Asia/Tokyo').waitFor();
      await button('Make the content').click();
      await page.waitForURL(/\/contents\/\d+$/);
      await page.getByText('“Poster” was made.').waitFor();
      await page.getByText('Switched off: nothing is shown').waitFor();
      // The browser tells of the 410 by which the player saw that.
      browser.takeProblems();
      const expires_at = Date.parse('2030-06-01T12:00:00+09:00');
      assert.deepEqual(await rows(), [{ title: 'Poster', project_id: project, is_active: false, expires_at }]);
      await page.getByRole('link', { name: 'Contents', exact: true }).click();
      await button('New content').click();
      assert.equal(await field('Title').inputValue(), '');
    });

    it('makes one though the answer was lost', async () => {
      const { page } = browser;
      await fill();
      let lost = 0;
      await page.route('**/api/ar-content', async (route) => {
        if (route.request().method() !== 'POST' || lost > 0) return route.continue();
        lost += 1;
        await route.fetch();
        return route.abort();
      });
      await button('Make the content').click();
      await page.waitForURL(/\/contents\/\d+$/);
      await page.getByText('Switched off: nothing is shown').waitFor();
      assert.deepEqual([lost, (await rows()).length], [1, 1]);
      for (const problem of browser.takeProblems()) assert.match(problem, /ERR_FAILED|410/);
    });

    it('tells what is wrong at its field, in every language, and keeps what was written', async () => {
      const { page } = browser;
      await fill();
      await field('Title').fill('x'.repeat(501));
      await page.getByLabel('Expires').fill('2001-01-01T00:00');
      await button('Make the content').click();
      await eventually(async () => assert.equal(await field('Title').getAttribute('aria-invalid'), 'true'));
      assert.equal((await field('Title').inputValue()).length, 501);
      assert.deepEqual(await browser.axeFindings(), []);
      await page.evaluate("localStorage.setItem('console:language', '\"ru\"')");
      await page.reload();
      await button('Создать контент').click();
      await page.getByText('слишком длинно').waitFor();
      await button('Отменить изменения').click();
      assert.equal(await field('Название').inputValue(), '');
      assert.deepEqual(await rows(), []);
      assert.equal(browser.takeProblems().length, 2);
    });

    it('says to whoever may only look who may make one', async () => {
      await browser.signInAs('viewer', company);
      await browser.open(`/c/${company}/contents`);
      await browser.page.getByText('No content yet').waitFor();
      assert.equal(await button('New content').getAttribute('title'), 'It takes the role editor');
      await browser.open(`/c/${company}/contents/new`);
      await eventually(async () => assert.equal(await field('Title').isDisabled(), true));
      assert.equal(await button('Make the content').isDisabled(), true);
    });

    it('needs no scrolling to the side on a small phone', async () => {
      await browser.page.setViewportSize({ width: 320, height: 640 });
      await fill();
      assert.equal(await browser.page.evaluate('document.documentElement.scrollWidth'), 320);
    });
  });
});
