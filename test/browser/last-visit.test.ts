import assert from 'node:assert/strict';
import { consoleForSuite, type ConsoleBrowser } from '../support/console.js';
import { eventually } from '../support/eventually.js';
import { TodayInBrowser } from '../support/today.js';

const HOUR_MS = 3_600_000;

describe('what changed since the last visit, in a browser', function () {
  this.timeout(90_000);
  let browser: ConsoleBrowser;
  let today: TodayInBrowser;
  consoleForSuite((console) => (browser = console));
  beforeEach(async () => {
    today = await TodayInBrowser.make(browser);
  });

  const CHANGES = 'Since your last visit';

  /** Has the browser think that somebody was here last so long ago. */
  async function wasHere(agoMs: number): Promise<void> {
    // The page of signing in is none of the console's, and notes nothing.
    await browser.open('/sign-in');
    await browser.page.getByText('You are signed in.').waitFor();
    await browser.page.evaluate(`
      for (const key of Object.keys(localStorage).filter((name) => name.startsWith('console:visit:')))
        localStorage.setItem(key, JSON.stringify({ before: null, at: Date.now() - ${agoMs} }));
    `);
    await today.open();
  }

  it('tells who did what to which content, in words, and nothing of before', async () => {
    const { api, database } = browser;
    const { content, schedule } = await today.addChanging('Seasons');
    await today.enter();
    await browser.page.getByText('This is your first visit').waitFor();
    await database.db('audit_log').update({ created_at: new Date(Date.now() - 2 * HOUR_MS) });
    const body = { name: 'Ada Lovelace', company_id: today.company, role: 'editor' };
    const key = String((await api.expect(201, 'POST', '/api/api-keys', { body }))['key']);
    await api.expect(200, 'POST', `/api/rotation/${schedule}/skips`, { key, body: { next: true } });
    await api.expect(200, 'POST', `/api/rotation/${schedule}/rotate-now`, { key });
    for (const title of ['Four seasons', 'The four seasons'])
      await api.expect(200, 'PUT', `/api/ar-content/${content}`, { key, body: { title } });
    const gone = await api.expect(201, 'POST', '/api/ar-content', { key, body: { title: 'Gone again' } });
    await api.expect(200, 'DELETE', `/api/ar-content/${String(gone['id'])}`, { key });
    await wasHere(HOUR_MS);
    await eventually(async () => {
      const groups = await today
        .section(CHANGES)
        .locator(':scope > ul > li')
        .evaluateAll((rows) => rows.map((row) => row.textContent ?? ''));
      assert.equal(groups.length, 3, JSON.stringify(groups));
      assert.match(groups[0] ?? '', /^Gone againContent deletedContent madeAda Lovelace · \d+ seconds? ago/);
      assert.match(
        groups[1] ?? '',
        /^The four seasonsContent changed \(2 times\)Rotated at onceSlot skippedAda Lovelace · /,
      );
      assert.match(groups[2] ?? '', /^API key made: Ada LovelaceYou · /);
    });
    await today
      .section(CHANGES)
      .getByText(/^Your last visit ended 1 hour ago, .*\+09:00$/)
      .waitFor();
    const link = today.section(CHANGES).getByRole('link', { name: 'The four seasons' });
    assert.equal(await link.getAttribute('href'), `/console/c/${today.company}/contents/${content}`);
    assert.equal(await today.section(CHANGES).getByRole('link').count(), 1);
  });

  it('says so when nobody did anything, in every language', async () => {
    await today.addCalm('Still');
    await today.enter();
    await browser.page.getByText('Nobody changed anything').waitFor();
    await browser.page.evaluate("localStorage.setItem('console:language', '\"ru\"')");
    await wasHere(HOUR_MS);
    await browser.page.getByText('Никто ничего не менял').waitFor();
    await browser.page.getByText(/^Прошлый визит закончился 1 час назад/).waitFor();
  });

  it('goes on with a visit that is not over', async () => {
    await today.addCalm('Still');
    await today.enter();
    await browser.page.getByText('This is your first visit').waitFor();
    await wasHere(60_000);
    await browser.page.getByText('This is your first visit').waitFor();
  });

  it('is not told to those who may not know', async () => {
    await today.addContent('Dark');
    await browser.signInAs('editor', today.company);
    await today.section(CHANGES).getByText('Who changed what is told to the role admin.').waitFor();
    await today.section('Dark').waitFor();
  });
});
