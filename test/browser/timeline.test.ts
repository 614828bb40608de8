import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Id } from '../../src/domain/scalars.js';
import { createOverride } from '../../src/planning/override-edits.js';
import { activateVideo } from '../../src/planning/video-edits.js';
import { insertCompany, insertContent, insertVideo } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { consoleForSuite, type ConsoleBrowser } from '../support/console.js';
import { eventually } from '../support/eventually.js';
import { aStage, CALLER, type Stage } from '../support/planning.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const iso = (at: number): string => new Date(at).toISOString();

describe('the timeline of a content, in a browser', function () {
  this.timeout(90_000);
  let browser: ConsoleBrowser;
  let company: Id;
  consoleForSuite((console) => (browser = console));
  beforeEach(async () => {
    company = (await insertCompany(browser.database.db, { name: 'Museum', time_zone: 'Europe/Berlin' })).id;
  });

  /** Spring was activated at an instant of the past, and the planner may make a history from there. */
  async function staged(startedAt: number): Promise<{ stage: Stage; clock: TestClock }> {
    const clock = new TestClock(startedAt);
    const stage = await aStage(browser.database.db, clock, { content: { company_id: company, title: 'Portrait' } });
    await activateVideo(stage.planner, CALLER, stage.videos[0] ?? 0);
    return { stage, clock };
  }

  /** A content with Spring and Summer that a schedule shows in turn, from now on. */
  async function rotating(schedule: object): Promise<Id> {
    const { id } = await insertContent(browser.database.db, {
      company_id: company,
      title: 'Seasons',
      settled_at: Date.now(),
    });
    const videos: Id[] = [];
    for (const title of ['Spring', 'Summer']) videos.push((await insertVideo(browser.database.db, id, { title })).id);
    const body = { rotation_type: 'interval', video_sequence: videos, ...schedule };
    await browser.api.expect(201, 'POST', `/api/ar-content/${id}/rotation`, { body });
    return id;
  }

  async function enter(id: Id, query = ''): Promise<void> {
    await browser.beSignedIn();
    await look(id, query);
  }

  async function look(id: Id, query = ''): Promise<void> {
    await browser.open(`/c/${company}/contents/${id}/timeline?${query}`);
    await browser.page.getByRole('region', { name: 'Timeline' }).getByRole('row').first().waitFor();
    await isWhole();
  }

  /** A busy service tells it in several answers. */
  const isWhole = (): Promise<void> =>
    browser.page.getByText(/^Told up to/).waitFor({ state: 'detached', timeout: 60_000 });
  const grid = (): Locator => browser.page.getByRole('grid');
  const row = (name: string | RegExp): Locator =>
    grid()
      .getByRole('row')
      .filter({ has: browser.page.getByRole('rowheader', { name }) });
  const piecesOf = (name: string | RegExp): Locator => row(name).getByRole('gridcell');
  const wordsOf = (pieces: Locator): Promise<string[]> =>
    pieces.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
  /** What the keys have led to. */
  const current = async (): Promise<string> =>
    String(
      await browser.page.evaluate(`(() => {
        const id = document.querySelector('[role=grid]')?.getAttribute('aria-activedescendant');
        return document.getElementById(id)?.getAttribute('aria-label');
      })()`),
    );
  const leadsTo = async (key: string, words: RegExp): Promise<void> => {
    await browser.page.keyboard.press(key);
    await eventually(async () => assert.match(await current(), words));
  };
  const address = (): URLSearchParams => new URL(browser.page.url()).searchParams;

  it('tells left of now what happened and how late, and right of it what is planned and why', async () => {
    const now = Date.now();
    const { stage, clock } = await staged(now - 3 * HOUR);
    await stage.addSchedule({ interval_seconds: 3_600 });
    for (const [hoursAgo, lateMs] of [
      [2, 12],
      [1, 90_000],
    ] as const) {
      clock.set(now - hoursAgo * HOUR + lateMs);
      await stage.settle();
    }
    clock.set(now);
    const sale = {
      video_id: stage.videos[2] ?? 0,
      starts_at: now + 30 * 60_000,
      ends_at: now + 90 * 60_000,
      note: 'Sale',
    };
    await createOverride(stage.planner, CALLER, stage.content.id, sale);
    await browser.beSignedIn();
    for (const [hours, ...words] of [
      [-3.5, 'Inferred, as it was before the history began', 'Spring'],
      [-2, 'Committed 12 ms after its instant', 'Schedule'],
      [-1, '1 min 30 sec late', 'Schedule'],
      [0.5, 'Planned', 'Autumn', 'Sale'],
    ] as const) {
      const at = iso(now + hours * HOUR).slice(0, 16);
      await look(stage.content.id, `view=table&range=hour&at=${at}Z`);
      let row = browser.page.getByRole('row');
      for (const hasText of words) row = row.filter({ hasText });
      await row.waitFor();
    }
  });

  it('goes by keyboard alone from piece to piece, row to row and week to week, and opens what it is at', async () => {
    const { page } = browser;
    const start = Date.parse('2035-06-04T00:00:00+02:00');
    const { stage } = await staged(Date.now() - DAY);
    const over = { video_id: stage.videos[2] ?? 0, starts_at: start + 2 * DAY, ends_at: start + 3 * DAY, note: 'Sale' };
    await createOverride(stage.planner, CALLER, stage.content.id, over);
    await enter(stage.content.id, 'view=grid&at=2035-06-06T12:00Z');
    await piecesOf('Live').nth(2).waitFor();
    await page.getByRole('button', { name: 'As a table' }).focus();
    // There are warnings in between.
    while ((await page.evaluate('document.activeElement.tagName')) === 'BUTTON') await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.getAttribute("role")'), 'grid');
    await leadsTo('Home', /^Spring, activated by hand, from 4 Jun 2035, 00:00:00 \+02:00 to 6 Jun/);
    await leadsTo('ArrowRight', /^Autumn, Override \d+: Sale, from 6 Jun 2035, 00:00:00 \+02:00 to 7 Jun.*, Planned$/);
    await leadsTo('End', /^Spring, activated by hand, from 7 Jun 2035/);
    await leadsTo('ArrowLeft', /^Autumn/);
    await leadsTo('ArrowDown', /^Spring, .*from 4 Jun/);
    await leadsTo('ArrowDown', /^Autumn/);
    await leadsTo('ArrowDown', /^Spring, Override \d+: Sale, from 6 Jun/);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Spring' });
    await dialog.getByText('an override began or ended').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await leadsTo('PageDown', /^Spring, .*from 11 Jun 2035, 00:00:00/);
    assert.equal(address().get('at'), '2035-06-14T10:00Z');
    await page.getByText('11 – 17 June 2035').waitFor();
    // The row where one was is there again.
    await leadsTo('PageUp', /Override \d+: Sale, from 6 Jun 2035/);
    // The next tab stop is beyond the grid.
    await page.keyboard.press('Tab');
    assert.notEqual(await page.evaluate('document.activeElement.getAttribute("role")'), 'gridcell');
  });

  it('draws days of 23 and 25 hours as long as they are, and anew in another zone', async () => {
    const { page } = browser;
    const id = await rotating({ interval_seconds: 86_400, starts_at: '2035-01-01T00:00:00Z' });
    const width = (day: string): Promise<number> =>
      page
        .getByText(day, { exact: false })
        .last()
        .evaluate((element) => element.getBoundingClientRect().width);
    await enter(id, 'view=grid&at=2035-03-22T12:00Z');
    await page.getByText('Sun 25 Mar').getByText('23 h').waitFor();
    assert.ok(Math.abs((await width('Sun 25 Mar')) / (await width('Sat 24 Mar')) - 23 / 24) < 0.01);
    await look(id, 'view=grid&at=2035-10-25T12:00Z');
    await page.getByText('Sun 28 Oct').getByText('25 h').waitFor();
    assert.ok(Math.abs((await width('Sun 28 Oct')) / (await width('Sat 27 Oct')) - 25 / 24) < 0.01);
    assert.match((await wordsOf(piecesOf('Live')))[0] ?? '', /from 22 Oct 2035, 00:00:00 \+02:00/);
    await page.getByRole('button', { name: /Settings and account/ }).click();
    await page.getByLabel('Times in').selectOption('utc');
    await page.keyboard.press('Escape');
    await page.getByText('25 h').waitFor({ state: 'detached' });
    await eventually(async () =>
      assert.match((await wordsOf(piecesOf('Live')))[0] ?? '', /from 22 Oct 2035, 00:00:00 \+00:00/),
    );
    await look(id, 'view=grid&range=day&at=2035-10-28T12:00Z');
    assert.equal(await page.getByText('02:00', { exact: true }).count(), 1);
    await page.getByRole('button', { name: /Settings and account/ }).click();
    await page.getByLabel('Times in').selectOption('company');
    await page.keyboard.press('Escape');
    await page.getByText('02:00 +01:00').waitFor();
  });

  it('joins what is too narrow, and zooms into it, from where the way back leads', async () => {
    const { page } = browser;
    const id = await rotating({ interval_seconds: 3_600, starts_at: '2035-06-01T00:00:00Z' });
    await enter(id, 'view=grid&range=month&at=2035-06-15T12:00Z&resolution=switch');
    const joined = piecesOf('Live').filter({ hasText: /^\d+$/ });
    const [words = ''] = await wordsOf(joined);
    assert.match(words, /^\d+ switches, from .*, (Spring|Summer) for \d+ hr, /);
    const switches = (await wordsOf(piecesOf('Live'))).map((one) => Number(/^(\d+) switch/.exec(one)?.[1] ?? 0));
    // The first of a month does not switch at its beginning, where it is already so.
    assert.ok(Math.abs(switches.reduce((sum, one) => sum + one, 0) - 720) <= 2);
    await grid().focus();
    await leadsTo('End', /switches/);
    await page.keyboard.press('Enter');
    await page.getByText('25 June – 1 July 2035').waitFor();
    assert.deepEqual([address().get('range'), address().get('resolution')], ['week', null]);
    await page.goBack();
    await page.getByText('June 2035', { exact: true }).first().waitFor();
  });

  it('tells the same as a table, one click away, which is remembered', async () => {
    const { page } = browser;
    const id = await rotating({ interval_seconds: 43_200, starts_at: '2035-06-01T00:00:00Z' });
    await enter(id, 'at=2035-06-06T12:00Z');
    await piecesOf('Live').nth(13).waitFor();
    const drawn = await wordsOf(piecesOf('Live'));
    await page.getByRole('button', { name: 'As a table' }).click();
    await page.getByRole('table').waitFor();
    const rows = page.getByRole('row').filter({ has: page.getByRole('rowheader') });
    const told = await rows.evaluateAll((all) =>
      all.map((one) => {
        const [from, to, , shows, why, , state] = [...one.children].map((field) => field.textContent);
        return `${shows}, ${why}, from ${from} to ${to}, ${state}`;
      }),
    );
    assert.deepEqual(told, drawn);
    assert.equal(address().get('view'), 'table');
    await look(id);
    await page.getByRole('table').waitFor();
  });

  it('tells a year of a schedule of each minute by days, as the answers come', async () => {
    const { page } = browser;
    const [starts_at, ends_at] = ['2035-06-01T00:00:00Z', '2035-06-11T00:00:00Z'];
    const id = await rotating({ interval_seconds: 60, starts_at, ends_at });
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/timeline?from')) asked.push(request.url());
    });
    await enter(id, 'view=grid&range=year&at=2035-06-10T00:00Z');
    const switches = async (): Promise<number> => {
      const words = await wordsOf(piecesOf('Live'));
      assert.ok(words.length < 100, 'what is drawn is what can be seen');
      const counts = words.map((one) => Number(/^([\d,]+) switch/.exec(one)?.[1]?.replace(',', '') ?? 0));
      return counts.reduce((sum, count) => sum + count, 0);
    };
    // A switch on which an answer ends is told by neither.
    await eventually(async () => assert.ok((await switches()) > 14_000));
    assert.ok(asked.some((url) => url.includes('resolution=day')));
  });

  it('says by itself what is due and what was committed', async () => {
    await browser.beSignedIn();
    const now = Date.now();
    const { stage, clock } = await staged(now - HOUR);
    clock.set(now);
    const over = { video_id: stage.videos[2] ?? 0, starts_at: now + 8_000 };
    await createOverride(stage.planner, CALLER, stage.content.id, over);
    await look(stage.content.id, 'view=table');
    const last = browser.page.getByRole('row').last();
    await last.getByText('Planned').waitFor();
    await last.getByText('Due, but not committed yet').waitFor();
    clock.set(now + 8_250);
    await stage.settle();
    await last.getByText('Committed 250 ms after its instant').waitFor();
  });

  it('has a line where now is, which moves on', async () => {
    const id = await rotating({ interval_seconds: 86_400, starts_at: '2035-01-01T00:00:00Z' });
    await enter(id, 'view=grid&range=hour');
    const line = browser.page.getByText('Now', { exact: true }).last().locator('..');
    const place = async (): Promise<number> => Number.parseFloat(String(await line.getAttribute('style')).slice(6));
    const before = await place();
    const minutes = (Date.now() % HOUR) / 60_000;
    const off = Math.abs(before - (minutes / 60) * 100);
    // The hour may be over meanwhile.
    assert.ok(Math.min(off, 100 - off) < 2, `${before} % at ${minutes} minutes`);
    await eventually(async () => assert.notEqual(await place(), before));
  });

  it('warns of what may not be meant, and leads to where it is', async () => {
    const { stage } = await staged(Date.now() - DAY);
    const dark = Date.parse('2035-06-06T08:00:00Z');
    await browser.database
      .db('videos')
      .whereIn('id', stage.videos)
      .update({ expires_at: iso(dark) });
    await enter(stage.content.id, 'view=grid&at=2035-06-06T12:00Z');
    const warnings = browser.page.getByRole('list', { name: 'What may not be meant' });
    await warnings.getByText('With the expiry of Spring, Summer, Autumn, no video is left').waitFor();
    await warnings.getByText('Nothing is shown').getByRole('button').press('Enter');
    await eventually(async () =>
      assert.match(await current(), /^Dark: nothing is shown, from 6 Jun 2035, 10:00:00 \+02:00/),
    );
    assert.equal(await browser.page.evaluate('document.activeElement.getAttribute("role")'), 'grid');
    await browser.page.getByRole('button', { name: 'As a table' }).click();
    await warnings.getByText('Nothing is shown').getByRole('button').press('Enter');
    assert.match(String(await browser.page.evaluate('document.activeElement.textContent')), /Dark: nothing is shown/);
  });

  it('says so where hours were changed, and it is not brought over yet', async () => {
    const { api } = browser;
    const hours = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '17:00' }];
    const body = { company_id: company, name: 'Open', time_zone: 'UTC', hours };
    const { id: daypart_id } = await api.expect(201, 'POST', '/api/dayparts', { body });
    const id = await rotating({ interval_seconds: 3_600, time_zone: 'UTC', daypart_id });
    await enter(id);
    const note = browser.page.getByText('Hours or days were changed, and this content is about to be brought over');
    assert.equal(await note.count(), 0);
    await api.expect(200, 'PUT', `/api/dayparts/${daypart_id}`, { body: { hours: [{ ...hours[0], to: '18:00' }] } });
    await browser.page.reload();
    await note.waitFor();
  });

  it('shows the week of now where an address says something else than it knows', async () => {
    const id = await rotating({ interval_seconds: 3_600, time_zone: 'UTC' });
    await enter(id);
    const range = (): Promise<string> =>
      browser.page
        .getByText(/^\d+.* \d{4}$/)
        .first()
        .innerText();
    const week = await range();
    const instants = ['yesterday', '2027-02-31T25:00Z', '0001-01-01T00:00Z', '9999-12-31T23:59Z', ''];
    for (const query of ['range=decade&resolution=minute&view=cube', ...instants.map((at) => `at=${at}`)]) {
      await look(id, query);
      assert.equal(await range(), week, query);
    }
    for (const year of ['1971', '2031']) {
      await look(id, `range=year&at=${year}-07-01T00:00Z`);
      await browser.page.getByText(year, { exact: true }).waitFor();
    }
  });

  it('keeps what was loaded without a connection, and goes on by itself', async () => {
    const { page, context } = browser;
    const id = await rotating({ interval_seconds: 86_400, starts_at: '2035-01-01T00:00:00Z' });
    await enter(id, 'view=grid&at=2035-06-06T12:00Z');
    await piecesOf('Live').nth(6).waitFor();
    await context.setOffline(true);
    await page.getByText(/^No connection since/).waitFor();
    assert.equal(await piecesOf('Live').count(), 8);
    await page.getByRole('button', { name: 'After' }).click();
    await page.getByText('11 – 17 June 2035').waitFor();
    await context.setOffline(false);
    await eventually(async () => assert.match((await wordsOf(piecesOf('Live')))[0] ?? '', /from 11 Jun/));
    for (const problem of browser.takeProblems()) assert.match(problem, /ERR_INTERNET_DISCONNECTED/);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`is for everybody, in ${colorScheme} colours`, async () => {
      const { page } = browser;
      await page.emulateMedia({ colorScheme });
      const { stage } = await staged(Date.now() - DAY);
      const start = Date.parse('2035-06-04T00:00:00+02:00');
      await stage.addSchedule({ interval_seconds: 21_600, starts_at: start });
      const over = { video_id: stage.videos[2] ?? 0, starts_at: start + DAY, ends_at: start + 3 * DAY };
      await createOverride(stage.planner, CALLER, stage.content.id, over);
      await browser.database
        .db('videos')
        .whereIn('id', stage.videos)
        .update({ expires_at: iso(start + 6 * DAY) });
      await enter(stage.content.id, 'view=grid&at=2035-06-06T12:00Z');
      await page.getByText('Nothing is shown').first().waitFor();
      assert.deepEqual(await browser.axeFindings(), []);
      await piecesOf('Overrides').first().click();
      await page.getByRole('dialog').getByText('Planned').waitFor();
      assert.deepEqual(await browser.axeFindings(), []);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'As a table' }).click();
      await page.getByRole('table').waitFor();
      assert.deepEqual(await browser.axeFindings(), []);
      await look(stage.content.id, 'view=grid&range=year&at=2035-06-06T12:00Z');
      assert.deepEqual(await browser.axeFindings(), []);
    });
  }

  it('has these tab stops, in this order', async () => {
    const id = await rotating({ interval_seconds: 86_400, starts_at: '2035-01-01T00:00:00Z' });
    await enter(id, 'view=grid&at=2035-06-06T12:00Z');
    await piecesOf('Live').first().waitFor();
    const stops = await browser.tabStops();
    assert.deepEqual(stops.slice(stops.indexOf('← Seasons')), [
      '← Seasons',
      'Before',
      'Now',
      'After',
      'Range',
      'Told by',
      'As a table',
      'Timeline, 4 – 10 June 2035',
    ]);
  });

  it('is a table on a small phone, and needs no scrolling to the side in either form', async () => {
    const { page } = browser;
    await page.setViewportSize({ width: 320, height: 640 });
    const id = await rotating({ interval_seconds: 21_600 });
    await enter(id);
    await page.getByRole('table').waitFor();
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320);
    await page.getByRole('button', { name: 'As a timeline' }).click();
    await piecesOf('Live').first().waitFor();
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320);
  });
});
