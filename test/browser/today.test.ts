import assert from 'node:assert/strict';
import { LATE_MS } from '../../src/domain/plan/lateness.js';
import { consoleForSuite, type ConsoleBrowser } from '../support/console.js';
import { eventually } from '../support/eventually.js';
import { TodayInBrowser } from '../support/today.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A phone, and the narrowest there is. */
const PHONE = { width: 320, height: 640 };

/** What clocks in Tokyo show. */
const tokyo = (at: number): string => new Date(at + 9 * HOUR_MS).toISOString().slice(11, 19);

describe('today, in a browser', function () {
  this.timeout(90_000);
  let browser: ConsoleBrowser;
  let today: TodayInBrowser;
  consoleForSuite((console) => (browser = console));
  beforeEach(async () => {
    today = await TodayInBrowser.make(browser);
  });

  describe('what needs attention', () => {
    it('is said calmly when nothing does', async () => {
      const content = await today.addContent('Fine');
      await today.addVideo(content, 'Spring');
      await today.enter();
      await browser.page.getByText('Nothing needs you now').waitFor();
      assert.equal(await browser.page.getByRole('navigation', { name: 'What needs attention' }).count(), 0);
    });

    it('is what is dark or will be: why, when, until when', async () => {
      await today.addContent('Dark');
      const [ends, begins] = [Date.now() + 3 * DAY_MS, Date.now() + 5 * DAY_MS];
      const soon = await today.addContent('Soon dark');
      await today.addVideo(soon, 'Spring', { expires_at: ends });
      await today.addVideo(soon, 'Summer', { schedule_start: begins });
      const over = await today.addContent('Over soon', { expires_at: ends + HOUR_MS });
      await today.addVideo(over, 'Spring');
      await today.addVideo(await today.addContent('Dark in a month'), 'Spring', {
        expires_at: Date.now() + 29 * DAY_MS,
      });
      await today.enter();
      await today.tells('Dark', [/^DarkNothing is foreseen to follow$/]);
      await today.tells('Dark within 7 days', [
        new RegExp(
          `^Soon darkin 3 days, .* ${tokyo(ends)} \\+09:00: no video can be shown any more.*shown again in 5 days, .*${tokyo(begins)}`,
        ),
        /^Over soon.*: the content itself expires.*Nothing is foreseen to follow$/,
      ]);
      await today
        .section('Dark')
        .getByText('None of their videos is ready, within its window and hours, and not expired.')
        .waitFor();
      const link = today.section('Dark').getByRole('link', { name: 'Dark' });
      assert.match(String(await link.getAttribute('href')), new RegExp(`^/console/c/${today.company}/contents/\\d+$`));
    });

    it('is what failed, is late or paused, with the reasons, and counted where one sees it first', async () => {
      const { page, database, api } = browser;
      await today.addFailed('Failed');
      const late = await today.addChanging('Late');
      const overdue = new Date(Date.now() - LATE_MS - 1_000);
      await database.db('ar_content').where('id', late.content).update({ next_step_at: overdue });
      const { schedule } = await today.addChanging('Paused');
      await api.expect(200, 'POST', `/api/rotation/${schedule}/pause`, {
        body: { note: 'The frame is being cleaned' },
      });
      await today.enter();
      await today.tells('Video failed', [/^FailedBroken one: It has no end\.$/]);
      await today.tells('Late', [/^Late$/]);
      await today.tells('Paused', [/^PausedPaused .*second.* ago, .*\+09:00 by you“The frame is being cleaned”$/]);
      const counts = page.getByRole('navigation', { name: 'What needs attention' });
      assert.deepEqual(await counts.getByRole('link').allInnerTexts(), [
        '✕ Video failed: 1',
        '! Late: 1',
        '‖ Paused: 1',
      ]);
      await counts.getByRole('link', { name: 'Paused' }).click();
      assert.equal(new URL(page.url()).hash, '#paused');
      await api.expect(200, 'POST', `/api/rotation/${schedule}/resume`, { body: {} });
      await today.open();
      await today.section('Late').waitFor();
      assert.equal(await today.section('Paused').count(), 0);
    });

    it('shows a few of each, and leads to all of them', async () => {
      for (let each = 1; each <= 7; each += 1) {
        await today.addContent(`Dark ${each}`);
        await today.addFailed(`Failed ${each}`);
      }
      await today.enter();
      await eventually(async () => assert.equal((await today.textsOf('Dark')).length, 5));
      await today.section('Dark').getByRole('button', { name: 'Show all 7' }).click();
      assert.equal((await today.textsOf('Dark')).length, 7);
      assert.equal((await today.textsOf('Video failed')).length, 5);
      await today.section('Video failed').getByRole('link', { name: 'All 7 of them' }).click();
      await browser.page.getByText('7 contents', { exact: true }).waitFor();
      assert.equal(new URL(browser.page.url()).search, '?state=failed_video');
    });
  });

  it('looks on from content to content for what is dark, and stops where one has seen enough', async () => {
    const { page, database } = browser;
    await database.db.raw(
      `WITH made AS (
         INSERT INTO ar_content (company_id, title, settled_at)
         SELECT ?, 'Poster ' || n, now() FROM generate_series(1, 450) n RETURNING id, title)
       INSERT INTO videos (ar_content_id, title, status, video_path)
       SELECT id, 'Spring', 'ready', 'x.mp4' FROM made WHERE title <> 'Poster 450'`,
      [today.company],
    );
    await today.enter();
    await today.tells('Dark', [/^Poster 450/]);
    const contents = database.db('ar_content').where('company_id', today.company).select('id');
    await database.db('videos').whereIn('ar_content_id', contents).del();
    await page.reload();
    await page.getByRole('link', { name: 'Dark: 200+' }).waitFor();
    const further = page.getByRole('button', { name: 'Look at further contents' });
    await further.click();
    await page.getByRole('link', { name: 'Dark: 400+' }).waitFor();
    await further.click();
    await page.getByRole('link', { name: 'Dark: 450', exact: true }).waitFor();
    assert.equal(await further.count(), 0);
  });

  describe('the next 24 hours', () => {
    it('tell the next change of each content: from what to what, when and why; later ones are left out', async () => {
      const now = Date.now();
      await today.addChanging('Second', now + 2 * HOUR_MS);
      await today.addChanging('First', now + HOUR_MS);
      await today.addChanging('Too late', now + 25 * HOUR_MS);
      const windowed = await today.addContent('Windowed');
      await today.addVideo(windowed, 'Every day');
      await today.addVideo(windowed, 'Feast', { schedule_start: now + 3 * HOUR_MS });
      await browser.database
        .db('ar_content')
        .where('id', windowed)
        .update({ next_step_at: new Date(now + 3 * HOUR_MS) });
      await today.enter();
      await today.tells('The next 24 hours', [
        new RegExp(`^FirstSpring → Summerin \\d+ \\w+ · .*${tokyo(now + HOUR_MS)} \\+09:00, by rotation$`),
        /^SecondSpring → Summerin 2 hours · .*, by rotation$/,
        /^WindowedEvery day → Feastin 3 hours · .*, in its window$/,
      ]);
    });

    it('go on by themselves as changes happen', async () => {
      await today.addChanging('Seasons', Date.now() + 8_000);
      await today.enter();
      await today.tells('The next 24 hours', [/^SeasonsSpring → Summerin \d+ seconds?/]);
      await today.tells('The next 24 hours', [/^SeasonsSummer → Springin \d+ (minutes?|hours?)/]);
    });

    it('say so when nothing changes', async () => {
      await today.addCalm('Still');
      await today.enter();
      await browser.page.getByText('No content changes within 24 hours').waitFor();
    });
  });

  it('keeps what was loaded while there is no connection', async () => {
    const { page, context, api } = browser;
    const { schedule } = await today.addChanging('Seasons');
    await today.enter();
    await today.tells('The next 24 hours', [/^SeasonsSpring → Summer/]);
    await context.setOffline(true);
    await page.getByRole('link', { name: 'Contents' }).click();
    await page.getByText(/^No connection since/).waitFor();
    await page.getByRole('link', { name: 'Today' }).click();
    await api.expect(200, 'POST', `/api/rotation/${schedule}/rotate-now`);
    await today.tells('The next 24 hours', [/^SeasonsSpring → Summer/]);
    await context.setOffline(false);
    await today.tells('The next 24 hours', [/^SeasonsSummer → Spring/]);
    for (const problem of browser.takeProblems()) assert.match(problem, /ERR_INTERNET_DISCONNECTED/);
  });

  describe('with something of everything', () => {
    beforeEach(async () => {
      await today.addContent('Плакат с очень длинным названием достопримечательности и ееголенинградскогопрошлого');
      await today.addFailed('Failed');
      await today.addChanging('Seasons', Date.now() + HOUR_MS);
      const { schedule } = await today.addChanging('Paused');
      await browser.api.expect(200, 'POST', `/api/rotation/${schedule}/pause`, { body: { note: 'Frame' } });
    });

    const enterWhole = async (): Promise<void> => {
      await today.enter();
      await today.section('Paused').getByText('Frame').waitFor();
      await today.section('The next 24 hours').getByRole('link', { name: 'Seasons' }).waitFor();
      await today.section('Since your last visit').getByRole('link', { name: 'Seasons' }).waitFor();
    };

    for (const colorScheme of ['light', 'dark'] as const) {
      it(`is for everybody, in ${colorScheme} colours`, async () => {
        await browser.page.emulateMedia({ colorScheme });
        await enterWhole();
        assert.deepEqual(await browser.axeFindings(), []);
        today = await TodayInBrowser.make(browser);
        await today.open();
        await browser.page.getByRole('heading', { name: 'From nothing' }).waitFor();
        assert.deepEqual(await browser.axeFindings(), []);
      });
    }

    it('has these tab stops, in this order', async () => {
      await enterWhole();
      const stops = await browser.tabStops();
      assert.deepEqual(stops.slice(stops.findIndex((stop) => stop.startsWith('Settings')) + 1), [
        '■ Dark: 1',
        '✕ Video failed: 1',
        '‖ Paused: 1',
        'Плакат с очень длинным названием достопримечательности и ееголенинградскогопрошлого',
        'Failed',
        'Paused',
        'Seasons',
        'Paused',
        'Seasons',
      ]);
    });

    it('needs no scrolling to the side on a small phone', async () => {
      await browser.page.setViewportSize(PHONE);
      await enterWhole();
      assert.equal(await browser.page.evaluate('document.documentElement.scrollWidth'), PHONE.width);
    });
  });
});
