import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Video } from '../../src/domain/video.js';
import type { Id } from '../../src/domain/scalars.js';
import { insertCompany, insertContent, insertVideo } from '../support/builders.js';
import { consoleForSuite, type ConsoleBrowser } from '../support/console.js';
import { eventually } from '../support/eventually.js';
import { processUploads } from '../support/processing.js';
import { fixture } from '../support/videos.js';

const HOUR = 3_600_000;

describe('the videos of a content, in a browser', function () {
  this.timeout(60_000);
  let browser: ConsoleBrowser;
  let company: Id;
  let content: Id;
  consoleForSuite((console) => (browser = console));

  beforeEach(async () => {
    const { db } = browser.database;
    company = (await insertCompany(db, { name: 'Museum', time_zone: 'Asia/Tokyo' })).id;
    // Whoever signs in is led to the only company there is: here it would be in the way of the page that is opened.
    await insertCompany(db, { name: 'Gallery' });
    content = (await insertContent(db, { company_id: company, title: 'Portrait', settled_at: Date.now() })).id;
  });

  const make = (title: string, given: Partial<Video> = {}): Promise<Video> =>
    insertVideo(browser.database.db, content, { title, ...given });
  const list = (): string => `/c/${company}/contents/${content}/videos`;
  const rowOf = (title: string): Locator =>
    browser.page
      .getByRole('list', { name: 'Videos' })
      .getByRole('listitem')
      .filter({ has: browser.page.getByRole('heading', { name: title }) });
  const button = (words: string, title: string): Locator =>
    rowOf(title).getByRole('button', { name: `${words}: ${title}` });
  const notices = (): Locator => browser.page.getByRole('region', { name: 'What was done' });
  const rowIn = (table: string, id: Id) => browser.database.db(table).where({ id }).first();
  const marks = (title: string): Promise<string[]> => rowOf(title).getByRole('listitem').allInnerTexts();
  const isMarked = (title: string, ...wanted: string[]): Promise<void> =>
    eventually(async () => assert.deepEqual(await marks(title), wanted));

  /** A schedule of a content, which shows its videos in turn. */
  async function rotate(...videos: Video[]): Promise<Id> {
    const body = {
      rotation_type: 'daily',
      time_of_day: '09:00',
      time_zone: 'UTC',
      video_sequence: videos.map(({ id }) => id),
    };
    return (await browser.api.expect(201, 'POST', `/api/ar-content/${content}/rotation`, { body })).id;
  }

  async function enter(path = list()): Promise<void> {
    await browser.beSignedIn();
    await browser.open(path);
  }

  it('tell the next step where there is none', async () => {
    await enter();
    await browser.page.getByText('No video yet').waitFor();
    await browser.page.getByRole('button', { name: 'Add videos' }).waitFor();
  });

  it('say what each is, when it can be shown, what uses it, and what is wrong with it', async () => {
    const at = Date.UTC(2099, 0, 1, 12);
    const daypart = await browser.api.expect(201, 'POST', '/api/dayparts', {
      body: { company_id: company, name: 'Evenings', hours: [{ days: [1, 2, 3, 4, 5], from: '18:00', to: '22:00' }] },
    });
    const spring = await make('Spring', { duration: 75, width: 1920, height: 1080, size_bytes: 12_300_000 });
    await make('Summer', { schedule_start: at, schedule_end: at + HOUR, expires_at: at + 2 * HOUR });
    const autumn = await make('Autumn', { playable_in: ['chrome', 'firefox', 'android'] });
    await make('Winter', {
      status: 'failed',
      failure_code: 'broken',
      failure_reason: 'It has no end.',
      video_path: null,
    });
    await browser.api.expect(200, 'PUT', `/api/videos/${autumn.id}`, { body: { daypart_id: daypart.id } });
    await browser.api.expect(200, 'PUT', `/api/ar-content/${content}`, { body: { default_video_id: spring.id } });
    await rotate(spring);
    await enter();
    await isMarked('Spring', '● Live', '▶ Activated', '★ Default');
    await rowOf('Spring').getByText('1:15 · 1920 × 1080 · 12 MB').waitFor();
    await rowOf('Spring')
      .getByRole('link', { name: /every day at 09:00/i })
      .waitFor();
    await rowOf('Summer').getByText('From 1 Jan 2099, 21:00:00 +09:00').waitFor();
    await rowOf('Summer').getByText('Expires 1 Jan 2099, 23:00:00 +09:00').waitFor();
    await rowOf('Summer').getByText('In no schedule').waitFor();
    await rowOf('Autumn').getByText('Does not play in Safari and iOS apps').waitFor();
    await rowOf('Autumn').getByText('Only within Evenings · By the clocks of Asia/Tokyo').waitFor();
    await isMarked('Winter', '✕ Failed');
    await rowOf('Winter')
      .getByText(/^It has no end\. Delete it, encode the video anew/)
      .waitFor();
    assert.equal(await button('Show now', 'Winter').isDisabled(), true);
  });

  it('are shown at once, and the one before again by Undo', async () => {
    const [spring] = [await make('Spring'), await make('Summer')];
    await browser.api.expect(200, 'POST', `/api/videos/${spring.id}/activate`);
    await enter();
    await isMarked('Spring', '● Live', '▶ Activated');
    await button('Show now', 'Summer').click();
    await isMarked('Summer', '● Live', '▶ Activated');
    await isMarked('Spring');
    await notices().getByText('Summer is the activated video now.').waitFor();
    await notices().getByRole('button', { name: 'Undo' }).click();
    await isMarked('Spring', '● Live', '▶ Activated');
  });

  it('become the default, and no more by Undo', async () => {
    await make('Spring');
    await make('Summer');
    await enter();
    await button('Make default', 'Summer').click();
    await isMarked('Summer', '● Live', '★ Default');
    await notices().getByRole('button', { name: 'Undo' }).click();
    await isMarked('Spring', '● Live');
    await isMarked('Summer');
  });

  it('switch by themselves when what is live ends', async () => {
    await make('Spring');
    await browser.beSignedIn();
    await make('Summer', { schedule_start: Date.now() + 6_000 });
    await browser.open(list());
    await isMarked('Spring', '● Live');
    await isMarked('Summer', '● Live');
  });

  it('are edited: what it changes is told before, drafts survive a reload, and Undo takes it back', async () => {
    const { page } = browser;
    const summer = await make('Summer');
    await make('Spring', { rotation_order: 1 });
    await enter();
    await rowOf('Summer').getByRole('link', { name: 'Edit: Summer' }).click();
    await page.getByLabel('From').fill('2099-01-01T21:00');
    await page.getByText('Summer shows 7 days less').waitFor();
    await page.getByText('Spring shows 7 days more').waitFor();
    await page.reload();
    assert.equal(await page.getByLabel('From').inputValue(), '2099-01-01T21:00');
    await page.getByText('Not saved yet').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await notices().getByText('Summer was saved.').waitFor();
    assert.equal((await rowIn('videos', summer.id))?.schedule_start, Date.UTC(2099, 0, 1, 12));
    assert.equal(await page.getByRole('button', { name: 'Save' }).isDisabled(), true);
    await notices().getByRole('button', { name: 'Undo' }).click();
    await notices().getByText('It was taken back.').waitFor();
    assert.equal((await rowIn('videos', summer.id))?.schedule_start, null);
    assert.equal(await page.getByLabel('From').inputValue(), '');
  });

  it('say what is wrong with a field where it stands', async () => {
    const { page } = browser;
    const video = await make('Summer');
    await enter(`${list()}/${video.id}`);
    await page.getByLabel('From').fill('2099-01-01T21:00');
    await page.getByLabel('Until').fill('2099-01-01T20:00');
    await page.getByText('must be later than schedule_start').waitFor();
    await page.getByLabel('Order').fill('first');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^must be a whole number/).waitFor();
    assert.equal((await rowIn('videos', video.id))?.revision, video.revision);
    // The browser tells of every 422.
    browser.takeProblems();
  });

  it('show what somebody else changed meanwhile', async () => {
    const { page } = browser;
    const video = await make('Summer');
    await enter(`${list()}/${video.id}`);
    await page.getByRole('textbox', { name: 'Title', exact: true }).fill('High summer');
    await browser.api.expect(200, 'PUT', `/api/videos/${video.id}`, {
      body: { title: 'Summertime', rotation_order: 3 },
    });
    await page.getByRole('button', { name: 'Save' }).click();
    const note = page.getByRole('alert').filter({ hasText: 'first key changed this while you were writing' });
    await note.getByText('Summertime').waitFor();
    await note.getByRole('button', { name: 'Go on with what I wrote' }).click();
    assert.equal(await page.getByLabel('Order').inputValue(), '3');
    await page.getByRole('button', { name: 'Save' }).click();
    await notices().getByText('High summer was saved.').waitFor();
    const { title, rotation_order } = (await rowIn('videos', video.id)) ?? {};
    assert.deepEqual([title, rotation_order], ['High summer', 3]);
    // The browser tells of every 412.
    browser.takeProblems();
  });

  it('are deleted, and taken out of schedules, which is told first', async () => {
    const { page } = browser;
    const [spring, summer] = [await make('Spring'), await make('Summer')];
    const schedule = await rotate(spring, summer);
    await enter();
    await button('Delete', 'Summer').click();
    const dialog = page.getByRole('dialog', { name: 'Delete Summer?' });
    await dialog.getByText('It is taken out of:').waitFor();
    await dialog.getByText(/every day at 09:00/i).waitFor();
    await dialog.getByText(/^Summer shows .* less$/).waitFor();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await notices().getByText('Summer was deleted.').waitFor();
    await rowOf('Summer').waitFor({ state: 'detached' });
    assert.deepEqual((await rowIn('video_rotation_schedules', schedule))?.video_sequence, [spring.id]);
  });

  it('are deleted where they are edited, too', async () => {
    const { page } = browser;
    const video = await make('Spring');
    await enter(`${list()}/${video.id}`);
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete Spring?' });
    await dialog.getByText('Nothing is shown for 7 days more').waitFor();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await notices().getByText('Spring was deleted.').waitFor();
    await page.getByText('No video yet').waitFor();
    await page.waitForURL(`**${list()}`);
  });

  it('are copied to another content', async () => {
    const { page } = browser;
    const form = new FormData();
    form.set('title', 'Spring');
    form.set('file', new Blob([await fixture('faststart.mp4')]), 'spring.mp4');
    await browser.api.expect(201, 'POST', `/api/ar-content/${content}/videos`, { body: form });
    await processUploads(browser.api, browser.database.db);
    const other = await insertContent(browser.database.db, { company_id: company, title: 'Poster in the hall' });
    await enter();
    await button('Copy to…', 'Spring').click();
    await page.getByRole('textbox', { name: 'Which content' }).fill('post');
    await page.getByRole('dialog').getByRole('button', { name: 'Poster in the hall' }).click();
    await notices().getByText('Spring is being copied to Poster in the hall.').waitFor();
    const [copy] = await browser.database.db('videos').where({ ar_content_id: other.id });
    assert.equal(copy?.title, 'Spring');
  });

  it('play where they are edited', async () => {
    const form = new FormData();
    form.set('file', new Blob([await fixture('faststart.mp4')]), 'spring.mp4');
    const { id } = await browser.api.expect(201, 'POST', `/api/ar-content/${content}/videos`, { body: form });
    await processUploads(browser.api, browser.database.db);
    await enter(`${list()}/${id}`);
    await browser.page.locator('video').waitFor();
    const width = "document.querySelector('video').videoWidth";
    await eventually(async () => assert.equal(await browser.page.evaluate(width), 160));
  });

  it('let viewers look, and say who may do more', async () => {
    const { page } = browser;
    const video = await make('Spring');
    await browser.beSignedInAs('viewer', company);
    await browser.open(list());
    for (const words of ['Show now', 'Make default', 'Copy to…', 'Delete']) {
      const act = rowOf('Spring').getByRole('button', { name: `${words}: Spring (It takes the role editor)` });
      assert.equal(await act.isDisabled(), true, words);
    }
    const add = page.getByRole('button', { name: 'Add videos' });
    assert.deepEqual([await add.isDisabled(), await add.getAttribute('title')], [true, 'It takes the role editor']);
    await browser.open(`${list()}/${video.id}`);
    await eventually(async () =>
      assert.equal(await page.getByRole('textbox', { name: 'Title', exact: true }).isDisabled(), true),
    );
    assert.equal(await page.getByRole('button', { name: 'Save' }).isDisabled(), true);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`are for everybody, in ${colorScheme} colours and at 320 pixels`, async () => {
      const { page } = browser;
      const spring = await make('Spring', { schedule_start: Date.now() - HOUR, duration: 75, playable_in: ['chrome'] });
      await make('Freundschaftsbezeugungen'.repeat(6));
      await make('Winter', {
        status: 'failed',
        failure_code: 'broken',
        failure_reason: 'It has no end.',
        video_path: null,
      });
      await rotate(spring);
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: 320, height: 640 });
      const isFit = async (): Promise<void> => {
        assert.deepEqual(await browser.axeFindings(), []);
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320);
      };
      await enter();
      await rowOf('Spring').waitFor();
      await isFit();
      await button('Delete', 'Spring').click();
      await page
        .getByRole('dialog')
        .getByText(/^Spring shows .* less$/)
        .waitFor();
      await isFit();
      await browser.open(`${list()}/${spring.id}`);
      await page.getByLabel('From').fill('2099-01-01T21:00');
      await page.getByText(/^Spring shows .* less$/).waitFor();
      await isFit();
      await page.getByLabel('Until').fill('2099-01-01T20:00');
      await page.getByText('must be later than schedule_start').waitFor();
      await isFit();
      browser.takeProblems();
    });
  }

  it('have these tab stops, in this order', async () => {
    await make('Spring');
    await enter();
    await rowOf('Spring').waitFor();
    const stops = await browser.tabStops();
    assert.deepEqual(stops.slice(stops.indexOf('← Portrait')), [
      '← Portrait',
      'Add videos',
      'Show now: Spring',
      'Make default: Spring',
      'Edit: Spring',
      'Copy to…: Spring',
      'Delete: Spring',
    ]);
  });
});
