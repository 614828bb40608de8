import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Id } from '../../src/domain/scalars.js';
import { insertCompany, insertContent, insertVideo } from '../support/builders.js';
import { consoleForSuite, type ConsoleBrowser } from '../support/console.js';
import { eventually } from '../support/eventually.js';

describe('the page of a content, in a browser', function () {
  this.timeout(60_000);
  let browser: ConsoleBrowser;
  let company: Id;
  let content: Id;
  let uniqueId: string;
  let videos: Id[];
  consoleForSuite((console) => (browser = console));

  beforeEach(async () => {
    const { db } = browser.database;
    company = (await insertCompany(db, { name: `Museum ${randomUUID()}`, time_zone: 'Europe/Berlin' })).id;
    const made = await insertContent(db, { company_id: company, title: 'Portrait of a lady' });
    [content, uniqueId] = [made.id, made.unique_id];
    videos = [];
    for (const title of ['Spring', 'Summer']) videos.push((await insertVideo(db, content, { title })).id);
    await browser.api.expect(200, 'POST', `/api/videos/${videos[0]}/activate`);
  });

  const address = (): string => `/c/${company}/contents/${content}`;

  async function makeSchedule(rule: object): Promise<Id> {
    const body = { time_zone: 'Europe/Berlin', video_sequence: videos, ...rule };
    return (await browser.api.expect(201, 'POST', `/api/ar-content/${content}/rotation`, { body })).id;
  }
  const daily = { rotation_type: 'daily', time_of_day: '09:00' };
  const schedule = (id: Id) => browser.api.expect(200, 'GET', `/api/rotation/${id}`);

  async function enter(): Promise<void> {
    await browser.beSignedIn();
    await browser.open(address());
    await browser.page.getByRole('heading', { name: 'Portrait of a lady' }).waitFor();
  }
  const button = (name: string) => browser.page.getByRole('button', { name, exact: true });
  const title = () => browser.page.getByRole('textbox', { name: 'Title', exact: true });
  const nowAndNext = () => browser.page.getByRole('region', { name: 'Live and next' });

  it('is reached from the list, and says what is live, why, and since when', async () => {
    await makeSchedule(daily);
    await browser.beSignedIn();
    await browser.open(`/c/${company}/contents`);
    await browser.page.getByRole('link', { name: 'Portrait of a lady' }).click();
    await browser.page.waitForURL(`**/console${address()}`);
    await nowAndNext().getByText('Spring', { exact: true }).waitFor();
    await nowAndNext().getByText('activated by hand').first().waitFor();
    await nowAndNext().getByText('Summer', { exact: true }).waitFor();
    await nowAndNext().getByText('by rotation: Every day at 09:00').waitFor();
  });

  it('shows a switch as it happens, without a reload', async () => {
    await makeSchedule({ rotation_type: 'interval', interval_seconds: 4 });
    await enter();
    await nowAndNext().getByText('in 3 seconds').or(nowAndNext().getByText('in 2 seconds')).waitFor();
    const titleNow = () => nowAndNext().locator('p').first().innerText();
    const before = await titleNow();
    await eventually(async () => assert.notEqual(await titleNow(), before));
  });

  it('rotates at once, once it was asked, and says so', async () => {
    await makeSchedule(daily);
    await enter();
    await button('Rotate now').click();
    const dialog = browser.page.getByRole('dialog');
    await dialog.getByText('“Summer” takes over at once').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await nowAndNext().getByText('activated by hand').first().waitFor();
    await button('Rotate now').click();
    await dialog.getByRole('button', { name: 'Rotate now' }).click();
    await browser.page.getByText('It was rotated.').waitFor();
    await nowAndNext().getByText('rotated by hand').waitFor();
    const active = await browser.api.expect(200, 'GET', `/api/ar/${uniqueId}/active-video`, { key: null });
    assert.equal(active['title'], 'Summer');
  });

  it('pauses with a note until an instant of the zone that is shown, tells it, and takes it back', async () => {
    const id = await makeSchedule(daily);
    await enter();
    await button('Pause').click();
    const dialog = browser.page.getByRole('dialog');
    await dialog.getByLabel('Note (for others)').fill('Closed for a while');
    await dialog.getByLabel('Until (time in Europe/Berlin)').fill('2031-07-01T09:30');
    await dialog.getByRole('button', { name: 'Pause', exact: true }).click();
    await browser.page.getByText('“Closed for a while”').waitFor();
    await browser.page.getByText('1 Jul 2031, 09:30:00 +02:00').waitFor();
    const paused = await schedule(id);
    assert.deepEqual([paused['pause_note'], paused['resume_at']], ['Closed for a while', '2031-07-01T07:30:00.000Z']);
    await button('Undo').click();
    await button('Rotate now').waitFor();
    assert.equal((await schedule(id))['is_active'], true);
    await button('Pause').click();
    await dialog.getByLabel('Until (time in Europe/Berlin)').fill('2001-07-01T09:30');
    await dialog.getByRole('button', { name: 'Pause', exact: true }).click();
    await dialog.getByText('until').first().waitFor();
    await dialog.getByRole('alert').waitFor();
    assert.equal((await schedule(id))['is_active'], true);
    // The browser tells of the 422.
    browser.takeProblems();
  });

  it('resumes, and takes that back with the note and the instant that it had', async () => {
    const id = await makeSchedule(daily);
    const body = { note: 'Closed', until: '2031-07-01T07:30:00.000Z' };
    await browser.api.expect(200, 'POST', `/api/rotation/${id}/pause`, { body });
    await enter();
    await button('Resume').click();
    await browser.page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
    await browser.page.getByText('The schedule goes on.').waitFor();
    assert.equal((await schedule(id))['is_active'], true);
    await button('Undo').click();
    await browser.page.getByText('It was taken back.').waitFor();
    const again = await schedule(id);
    assert.deepEqual([again['pause_note'], again['resume_at']], [body.note, body.until]);
  });

  it('skips a slot, and takes it up again', async () => {
    const id = await makeSchedule(daily);
    const skips = async (): Promise<number> =>
      ((await browser.api.call('GET', `/api/rotation/${id}/skips`)).body as unknown[]).length;
    await enter();
    await browser.page.getByText('Coming slots').click();
    const slots = browser.page.getByRole('listitem').filter({ hasText: '09:00:00' });
    const first = slots.getByRole('listitem').first();
    await first.getByRole('button', { name: /^Skip/ }).click();
    await first.getByText('skipped').waitFor();
    assert.equal(await skips(), 1);
    await first.getByRole('button', { name: /^Take up again/ }).click();
    await first.getByRole('button', { name: /^Skip/ }).waitFor();
    assert.equal(await skips(), 0);
  });

  it('shows viewers what takes another role', async () => {
    await makeSchedule(daily);
    await browser.beSignedInAs('viewer', company);
    await browser.open(address());
    await button('Pause').waitFor();
    assert.equal(await button('Pause').isDisabled(), true);
    assert.equal(await button('Pause').getAttribute('title'), 'It takes the role editor');
    await browser.page.getByRole('link', { name: 'Settings' }).click();
    await title().waitFor();
    assert.equal(await title().isDisabled(), true);
  });

  it('does nothing without a connection, and what was loaded stays', async () => {
    await makeSchedule(daily);
    await enter();
    await button('Pause').waitFor();
    await browser.context.setOffline(true);
    await browser.page.getByText(/No connection since/).waitFor();
    assert.equal(await button('Pause').isDisabled(), true);
    await nowAndNext().getByText('Summer', { exact: true }).waitFor();
    await browser.context.setOffline(false);
    await eventually(async () => assert.equal(await button('Pause').isDisabled(), false));
    browser.takeProblems();
  });

  it('tells of schedules by their own clocks where that was chosen', async () => {
    await makeSchedule({ ...daily, time_zone: 'Asia/Tokyo' });
    await enter();
    await browser.page.getByRole('button', { name: /Settings and account/ }).click();
    await browser.page.getByLabel('Times in').selectOption('schedule');
    await browser.page.keyboard.press('Escape');
    await browser.page
      .getByRole('list', { name: 'Schedules' })
      .getByText(/09:00:00 \+09:00/)
      .waitFor();
    // What is not of a schedule is of the company.
    await nowAndNext()
      .getByText(/0[12]:00:00 \+0[12]:00/)
      .waitFor();
  });

  it('leads to the viewer, by a code for phones too', async () => {
    await enter();
    const link = browser.page.getByRole('link', { name: 'Open the viewer' });
    assert.equal(await link.getAttribute('href'), `/view/${uniqueId}`);
    await browser.page.getByRole('img', { name: 'QR code of the viewer' }).waitFor();
    await browser.page.getByText('HOST=0.0.0.0').waitFor();
  });

  it('is nowhere for another company', async () => {
    const other = (await insertCompany(browser.database.db, { name: 'Gallery' })).id;
    await browser.beSignedIn();
    for (const page of ['', '/settings']) {
      await browser.open(`/c/${other}/contents/${content}${page}`);
      await browser.page.getByText('There is nothing here').waitFor();
    }
    browser.takeProblems();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`is for everybody, in ${colorScheme} colours`, async () => {
      const id = await makeSchedule(daily);
      await makeSchedule({ rotation_type: 'interval', interval_seconds: 3_600 });
      await browser.api.expect(200, 'POST', `/api/rotation/${id}/pause`, { body: { note: 'Closed' } });
      await browser.page.emulateMedia({ colorScheme });
      await enter();
      await browser.page.getByText('Coming slots').click();
      await button('Resume').waitFor();
      assert.deepEqual(await browser.axeFindings(), []);
      await button('Pause').click();
      await browser.page.getByRole('dialog').getByLabel('Note').waitFor();
      assert.deepEqual(await browser.axeFindings(), []);
      await browser.open(`${address()}/settings`);
      await title().fill('Changed');
      assert.deepEqual(await browser.axeFindings(), []);
    });
  }

  it('has these tab stops, in this order, and needs no scrolling to the side on a small phone', async () => {
    await makeSchedule(daily);
    await browser.page.setViewportSize({ width: 320, height: 640 });
    await enter();
    await button('Pause').waitFor();
    await button('As a timeline').waitFor();
    const stops = await browser.tabStops();
    assert.deepEqual(stops.slice(stops.indexOf('← Contents')), [
      '← Contents',
      'Settings',
      'Open the viewer',
      'Large view',
      'Before',
      'Now',
      'After',
      'Range',
      'Told by',
      'As a timeline',
      'New schedule',
      'Every day at 09:00 (Europe/Berlin), the next of 2 videos.',
      'Rotate now',
      'Pause',
      'Coming slots',
      'Add videos',
      'Every day at 09:00 (Europe/Berlin), the next of 2 videos.',
      'Make default: Spring',
      'Edit: Spring',
      'Copy to…: Spring',
      'Delete: Spring',
      'Every day at 09:00 (Europe/Berlin), the next of 2 videos.',
      'Show now: Summer',
      'Make default: Summer',
      'Edit: Summer',
      'Copy to…: Summer',
      'Delete: Summer',
    ]);
    assert.equal(await browser.page.evaluate('document.documentElement.scrollWidth'), 320);
  });

  describe('its settings', () => {
    const save = () => button('Save').click();
    const saved = () => browser.api.expect(200, 'GET', `/api/ar-content/${content}`);

    async function enterSettings(): Promise<void> {
      await browser.beSignedIn();
      await browser.open(`${address()}/settings`);
      await title().waitFor();
    }

    it('are saved, told, and taken back', async () => {
      await enterSettings();
      await title().fill('Portrait of a gentleman');
      await browser.page.getByLabel('Active').uncheck();
      await browser.page.getByLabel('Default video').selectOption({ label: 'Summer' });
      await save();
      await browser.page.getByRole('heading', { name: 'Portrait of a gentleman' }).waitFor();
      const { title: name, is_active, default_video_id } = await saved();
      assert.deepEqual([name, is_active, default_video_id], ['Portrait of a gentleman', false, videos[1]]);
      await button('Undo').click();
      await browser.page.getByRole('heading', { name: 'Portrait of a lady' }).waitFor();
      assert.equal((await saved())['is_active'], true);
      // The browser tells of the 410 that viewers were given meanwhile.
      browser.takeProblems();
    });

    it('take an instant digit by digit', async () => {
      await enterSettings();
      const field = browser.page.getByLabel('Expires (time in Europe/Berlin)');
      await field.fill('2030-07-01T09:30');
      await field.focus();
      // Browsers differ in whether day or month comes first.
      await browser.page.keyboard.type('07072031');
      await save();
      await browser.page.getByText('The settings are saved.').waitFor();
      assert.equal((await saved())['expires_at'], '2031-07-07T07:30:00.000Z');
    });

    it('are kept while they are written, through a reload', async () => {
      await enterSettings();
      await title().fill('Half writ');
      await browser.page.reload();
      await browser.page.getByText('Not saved yet').waitFor();
      assert.equal(await title().inputValue(), 'Half writ');
      await button('Discard changes').click();
      assert.equal(await title().inputValue(), 'Portrait of a lady');
    });

    it('show what somebody else has set meanwhile, and go on with what was written', async () => {
      await enterSettings();
      await title().fill('Mine');
      const body = { title: 'Theirs', is_active: false };
      await browser.api.expect(200, 'PUT', `/api/ar-content/${content}`, { body });
      await save();
      const conflict = browser.page.getByRole('alert');
      await conflict.getByText('first key changed this while you were writing').waitFor();
      await conflict.getByText('Portrait of a lady').waitFor();
      await conflict.getByText('Theirs', { exact: true }).waitFor();
      await button('Go on with what I wrote').click();
      assert.equal(await browser.page.getByLabel('Active').isChecked(), false);
      await save();
      await browser.page.getByRole('heading', { name: 'Mine' }).waitFor();
      const { title: name, is_active } = await saved();
      assert.deepEqual([name, is_active], ['Mine', false]);
      // The browser tells of the 412, and of the 410 that viewers are given.
      browser.takeProblems();
    });

    it('show that, too, where the page has seen it before it is saved', async () => {
      await enterSettings();
      await title().fill('Mine');
      await browser.api.expect(200, 'PUT', `/api/ar-content/${content}`, { body: { is_active: false } });
      await browser.page.reload();
      await browser.page.getByText('Not saved yet').waitFor();
      await save();
      await browser.page.getByRole('alert').getByText('first key changed this while you were writing').waitFor();
      const { title: name, is_active } = await saved();
      assert.deepEqual([name, is_active], ['Portrait of a lady', false]);
      // The browser tells of the 412, and of the 410 that viewers are given.
      browser.takeProblems();
    });

    it('tell faults at their fields, in the language that was chosen', async () => {
      await browser.signIn();
      await browser.page.evaluate("localStorage.setItem('console:language', '\"ru\"')");
      await browser.open(`${address()}/settings`);
      await browser.page.getByRole('textbox', { name: 'Название', exact: true }).fill(' ');
      await button('Сохранить').click();
      await browser.page.getByText('слишком коротко').waitFor();
      assert.equal((await saved())['title'], 'Portrait of a lady');
      browser.takeProblems();
    });

    it('have what goes told before a content is deleted', async () => {
      await makeSchedule(daily);
      await enterSettings();
      await button('Delete this content').click();
      const dialog = browser.page.getByRole('dialog', { name: 'Delete “Portrait of a lady”?' });
      await dialog.getByText('With it go 2 videos and 1 schedule.').waitFor();
      await dialog.getByRole('button', { name: 'Delete this content' }).click();
      await browser.page.getByText('“Portrait of a lady” is deleted.').waitFor();
      await browser.page.getByText('No content yet').waitFor();
      assert.equal((await browser.api.call('GET', `/api/ar-content/${content}`)).status, 404);
    });
  });
});
