import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { LATE_MS } from '../../src/domain/plan/lateness.js';
import type { Id } from '../../src/domain/scalars.js';
import { insertCompany, insertContent, insertVideo } from '../support/builders.js';
import { consoleForSuite, type ConsoleBrowser } from '../support/console.js';
import { eventually } from '../support/eventually.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A phone, and the narrowest there is. */
const PHONE = { width: 320, height: 640 };

describe('today, in a browser', function () {
  this.timeout(90_000);
  let browser: ConsoleBrowser;
  let company: Id;
  consoleForSuite((console) => (browser = console));
  beforeEach(async () => {
    company = (await insertCompany(browser.database.db, { name: 'Museum', time_zone: 'Asia/Tokyo' })).id;
  });

  const make = async (title: string, given: object = {}): Promise<Id> =>
    (await insertContent(browser.database.db, { company_id: company, title, settled_at: Date.now(), ...given })).id;
  const addVideo = async (content: Id, title: string, given: object = {}): Promise<Id> =>
    (await insertVideo(browser.database.db, content, { title, ...given })).id;

  /** A content with a video, from which it changes to another one by a schedule. @param at when; undefined: tomorrow or so */
  async function makeChanging(title: string, at?: number): Promise<{ content: Id; schedule: Id }> {
    const content = await make(title);
    const video_sequence = [await addVideo(content, 'Spring'), await addVideo(content, 'Summer')];
    const body = { rotation_type: 'daily', time_of_day: '09:00', time_zone: 'UTC', video_sequence };
    const made = await browser.api.expect(201, 'POST', `/api/ar-content/${content}/rotation`, { body });
    const schedule = made['id'];
    if (at !== undefined) {
      const next = { next_rotation_at: new Date(at).toISOString() };
      await browser.api.expect(200, 'PUT', `/api/rotation/${schedule}`, { body: next });
    }
    return { content, schedule };
  }

  async function makeFailed(title: string): Promise<Id> {
    const content = await make(title);
    await addVideo(content, 'Sound one');
    const failed = { status: 'failed', failure_code: 'broken', video_url: null, video_path: null };
    await addVideo(content, 'Broken one', { ...failed, failure_reason: 'It has no end.' });
    return content;
  }

  const open = (): Promise<void> => browser.open(`/c/${company}/today`);

  async function enter(): Promise<void> {
    await browser.signIn();
    await open();
  }

  /** Signs in by a key, as somebody with a role in the company. */
  async function enterAs(role: 'viewer' | 'editor' | 'admin'): Promise<void> {
    await browser.open('/sign-in');
    await browser.page.getByLabel('API key').fill(await browser.api.makeKey(role, company));
    await browser.page.getByRole('button', { name: 'Sign in' }).click();
    await browser.page.waitForURL(`**/console/c/${company}/today`);
    // The browser tells of the 401 by which the page saw that nobody was signed in.
    browser.takeProblems();
  }

  const section = (name: string): Locator => browser.page.getByRole('region', { name, exact: true });
  const textsOf = (name: string): Promise<string[]> =>
    section(name)
      .locator('ul > li')
      .evaluateAll((rows) => rows.map((row) => row.textContent ?? ''));
  /** The texts of a section's rows fit, in this order. */
  const tells = (name: string, wanted: readonly RegExp[]): Promise<void> =>
    eventually(async () => {
      const texts = await textsOf(name);
      assert.equal(texts.length, wanted.length, JSON.stringify(texts));
      for (const [index, pattern] of wanted.entries()) assert.match(texts[index] ?? '', pattern);
    });
  const tokyo = (at: number): string => new Date(at + 9 * HOUR_MS).toISOString().slice(11, 19);

  describe('what needs attention', () => {
    it('is said calmly when nothing does', async () => {
      const content = await make('Fine');
      await addVideo(content, 'Spring');
      await enter();
      await browser.page.getByText('Nothing needs you now').waitFor();
      assert.equal(await browser.page.getByRole('navigation', { name: 'What needs attention' }).count(), 0);
    });

    it('is what is dark or will be: why, when, until when', async () => {
      await make('Dark');
      const [ends, begins] = [Date.now() + 3 * DAY_MS, Date.now() + 5 * DAY_MS];
      const soon = await make('Soon dark');
      await addVideo(soon, 'Spring', { expires_at: ends });
      await addVideo(soon, 'Summer', { schedule_start: begins });
      const over = await make('Over soon', { expires_at: ends + HOUR_MS });
      await addVideo(over, 'Spring');
      await addVideo(await make('Dark in a month'), 'Spring', { expires_at: Date.now() + 29 * DAY_MS });
      await enter();
      await tells('Dark', [/^DarkNothing is foreseen to follow$/]);
      await tells('Dark within 7 days', [
        new RegExp(
          `^Soon darkin 3 days, .* ${tokyo(ends)} \\+09:00: no video can be shown any more.*shown again in 5 days, .*${tokyo(begins)}`,
        ),
        /^Over soon.*: the content itself expires.*Nothing is foreseen to follow$/,
      ]);
      await section('Dark')
        .getByText('None of their videos is ready, within its window and hours, and not expired.')
        .waitFor();
      const link = section('Dark').getByRole('link', { name: 'Dark' });
      assert.match(String(await link.getAttribute('href')), new RegExp(`^/console/c/${company}/contents/\\d+$`));
    });

    it('is what failed, is late or paused, with the reasons, and counted where one sees it first', async () => {
      const { page, database, api } = browser;
      await makeFailed('Failed');
      const late = await makeChanging('Late');
      const overdue = new Date(Date.now() - LATE_MS - 1_000);
      await database.db('ar_content').where('id', late.content).update({ next_step_at: overdue });
      const { schedule } = await makeChanging('Paused');
      await api.expect(200, 'POST', `/api/rotation/${schedule}/pause`, {
        body: { note: 'The frame is being cleaned' },
      });
      await enter();
      await tells('Video failed', [/^FailedBroken one: It has no end\.$/]);
      await tells('Late', [/^Late$/]);
      await tells('Paused', [/^PausedPaused .*second.* ago, .*\+09:00 by you“The frame is being cleaned”$/]);
      const counts = page.getByRole('navigation', { name: 'What needs attention' });
      assert.deepEqual(await counts.getByRole('link').allInnerTexts(), [
        '✕ Video failed: 1',
        '! Late: 1',
        '‖ Paused: 1',
      ]);
      await counts.getByRole('link', { name: 'Paused' }).click();
      assert.equal(new URL(page.url()).hash, '#paused');
      await api.expect(200, 'POST', `/api/rotation/${schedule}/resume`, { body: {} });
      await open();
      await section('Late').waitFor();
      assert.equal(await section('Paused').count(), 0);
    });

    it('shows a few of each, and leads to all of them', async () => {
      for (let each = 1; each <= 7; each += 1) {
        await make(`Dark ${each}`);
        await makeFailed(`Failed ${each}`);
      }
      await enter();
      await eventually(async () => assert.equal((await textsOf('Dark')).length, 5));
      await section('Dark').getByRole('button', { name: 'Show all 7' }).click();
      assert.equal((await textsOf('Dark')).length, 7);
      assert.equal((await textsOf('Video failed')).length, 5);
      await section('Video failed').getByRole('link', { name: 'All 7 of them' }).click();
      await browser.page.getByText('7 contents', { exact: true }).waitFor();
      assert.equal(new URL(browser.page.url()).search, '?state=failed_video');
    });
  });

  describe('the next 24 hours', () => {
    it('tell the next change of each content: from what to what, when and why; later ones are left out', async () => {
      const now = Date.now();
      await makeChanging('Second', now + 2 * HOUR_MS);
      await makeChanging('First', now + HOUR_MS);
      await makeChanging('Too late', now + 25 * HOUR_MS);
      const windowed = await make('Windowed');
      await addVideo(windowed, 'Every day');
      await addVideo(windowed, 'Feast', { schedule_start: now + 3 * HOUR_MS });
      await browser.database
        .db('ar_content')
        .where('id', windowed)
        .update({ next_step_at: new Date(now + 3 * HOUR_MS) });
      await enter();
      await tells('The next 24 hours', [
        new RegExp(`^FirstSpring → Summerin \\d+ \\w+ · .*${tokyo(now + HOUR_MS)} \\+09:00, by rotation$`),
        /^SecondSpring → Summerin 2 hours · .*, by rotation$/,
        /^WindowedEvery day → Feastin 3 hours · .*, in its window$/,
      ]);
    });

    it('go on by themselves as changes happen', async () => {
      await makeChanging('Seasons', Date.now() + 8_000);
      await enter();
      await tells('The next 24 hours', [/^SeasonsSpring → Summerin \d+ seconds?/]);
      await tells('The next 24 hours', [/^SeasonsSummer → Springin \d+ hours?/]);
    });

    it('say so when nothing changes', async () => {
      await addVideo(await make('Still'), 'Spring');
      await enter();
      await browser.page.getByText('No content changes within 24 hours').waitFor();
    });
  });

  describe('since the last visit', () => {
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
      await open();
    }

    it('tells who did what to which content, in words, and nothing of before', async () => {
      const { api, database } = browser;
      const { content, schedule } = await makeChanging('Seasons');
      await enter();
      await browser.page.getByText('This is your first visit').waitFor();
      await database.db('audit_log').update({ created_at: new Date(Date.now() - 2 * HOUR_MS) });
      const body = { name: 'Ada Lovelace', company_id: company, role: 'editor' };
      const key = String((await api.expect(201, 'POST', '/api/api-keys', { body }))['key']);
      await api.expect(200, 'POST', `/api/rotation/${schedule}/skips`, { key, body: { next: true } });
      await api.expect(200, 'POST', `/api/rotation/${schedule}/rotate-now`, { key });
      for (const title of ['Four seasons', 'The four seasons'])
        await api.expect(200, 'PUT', `/api/ar-content/${content}`, { key, body: { title } });
      const gone = await api.expect(201, 'POST', '/api/ar-content', { key, body: { title: 'Gone again' } });
      await api.expect(200, 'DELETE', `/api/ar-content/${String(gone['id'])}`, { key });
      await wasHere(HOUR_MS);
      await eventually(async () => {
        const groups = await section(CHANGES)
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
      await section(CHANGES)
        .getByText(/^Your last visit ended 1 hour ago, .*\+09:00$/)
        .waitFor();
      const link = section(CHANGES).getByRole('link', { name: 'The four seasons' });
      assert.equal(await link.getAttribute('href'), `/console/c/${company}/contents/${content}`);
      assert.equal(await section(CHANGES).getByRole('link').count(), 1);
    });

    it('says so when nobody did anything, in every language', async () => {
      await addVideo(await make('Still'), 'Spring');
      await enter();
      await browser.page.getByText('Nobody changed anything').waitFor();
      await browser.page.evaluate("localStorage.setItem('console:language', '\"ru\"')");
      await wasHere(HOUR_MS);
      await browser.page.getByText('Никто ничего не менял').waitFor();
      await browser.page.getByText(/^Прошлый визит закончился 1 час назад/).waitFor();
    });

    it('goes on with a visit that is not over', async () => {
      await addVideo(await make('Still'), 'Spring');
      await enter();
      await browser.page.getByText('This is your first visit').waitFor();
      await wasHere(60_000);
      await browser.page.getByText('This is your first visit').waitFor();
    });

    it('is not told to those who may not know', async () => {
      await make('Dark');
      await enterAs('editor');
      await section(CHANGES).getByText('Who changed what is told to the role admin.').waitFor();
      await section('Dark').waitFor();
    });
  });

  describe('the checklist', () => {
    const list = (): Locator => section('From nothing to a poster that comes alive');
    const steps = (wanted: string): Promise<void> =>
      eventually(async () => {
        const states = await list().getByRole('listitem').allInnerTexts();
        assert.equal(states.map((text) => text.replaceAll(/\s+/g, ' ').split(' ')[0]).join(''), wanted);
      });

    it('leads from an empty company to a content that is watched, and is then over', async () => {
      const { page, context, database } = browser;
      await enter();
      await steps('✓→···');
      assert.equal(await section('The next 24 hours').count(), 0);
      await list().getByRole('link', { name: 'Make a content: a poster or portrait' }).click();
      await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Poster');
      await page.getByRole('button', { name: 'Make the content' }).click();
      await page.getByText('“Poster” was made.').waitFor();
      const [made] = (await database.db('ar_content').where('company_id', company)) as { id: Id; title: string }[];
      assert.equal(made?.title, 'Poster');
      await page.waitForURL(`**/console/c/${company}/contents/${made.id}`);
      await page.getByRole('link', { name: 'Today' }).click();
      await steps('✓✓→··');
      const pages = `/console/c/${company}/contents/${made.id}`;
      const hrefOf = (name: string) => list().getByRole('link', { name }).getAttribute('href');
      assert.equal(await hrefOf('Upload a video or two'), `${pages}/videos`);
      assert.equal(await hrefOf('Say when they rotate'), `${pages}/schedules/new`);
      const video = await addVideo(made.id, 'Spring');
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
      await section('The next 24 hours').waitFor();
      await page.getByText('Nothing needs you now').waitFor();
      assert.equal(await list().count(), 0);
    });

    it('can be put away, and is for nobody who has contents that rotate', async () => {
      const { page } = browser;
      await enter();
      await list().getByRole('button', { name: 'Put away' }).click();
      await page.getByText('No content yet').waitFor();
      await page.getByRole('button', { name: 'New content' }).waitFor();
      await page.reload();
      await page.getByText('No content yet').waitFor();
      assert.equal(await list().count(), 0);
      company = (await insertCompany(browser.database.db, { name: 'Gallery' })).id;
      await makeChanging('Seasons');
      await open();
      await section('The next 24 hours').getByRole('link', { name: 'Seasons' }).waitFor();
      assert.equal(await list().count(), 0);
    });

    it('says to whoever may only look who may go on', async () => {
      await enterAs('viewer');
      await list().getByText('Make a content: a poster or portrait (It takes the role editor)').waitFor();
      assert.equal(await list().getByRole('link').count(), 0);
    });
  });

  it('keeps what was loaded while there is no connection', async () => {
    const { page, context, api } = browser;
    const { schedule } = await makeChanging('Seasons');
    await enter();
    await tells('The next 24 hours', [/^SeasonsSpring → Summer/]);
    await context.setOffline(true);
    await page.getByRole('link', { name: 'Contents' }).click();
    await page.getByText(/^No connection since/).waitFor();
    await page.getByRole('link', { name: 'Today' }).click();
    await api.expect(200, 'POST', `/api/rotation/${schedule}/rotate-now`);
    await tells('The next 24 hours', [/^SeasonsSpring → Summer/]);
    await context.setOffline(false);
    await tells('The next 24 hours', [/^SeasonsSummer → Spring/]);
    for (const problem of browser.takeProblems()) assert.match(problem, /ERR_INTERNET_DISCONNECTED/);
  });

  describe('with something of everything', () => {
    beforeEach(async () => {
      await make('Плакат с очень длинным названием достопримечательности и ееголенинградскогопрошлого');
      await makeFailed('Failed');
      await makeChanging('Seasons', Date.now() + HOUR_MS);
      const { schedule } = await makeChanging('Paused');
      await browser.api.expect(200, 'POST', `/api/rotation/${schedule}/pause`, { body: { note: 'Frame' } });
    });

    const enterWhole = async (): Promise<void> => {
      await enter();
      await section('Paused').getByText('Frame').waitFor();
      await section('The next 24 hours').getByRole('link', { name: 'Seasons' }).waitFor();
      await section('Since your last visit').getByRole('link', { name: 'Seasons' }).waitFor();
    };

    for (const colorScheme of ['light', 'dark'] as const) {
      it(`is for everybody, in ${colorScheme} colours`, async () => {
        await browser.page.emulateMedia({ colorScheme });
        await enterWhole();
        assert.deepEqual(await browser.axeFindings(), []);
        company = (await insertCompany(browser.database.db)).id;
        await open();
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
