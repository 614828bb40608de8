import assert from 'node:assert/strict';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Request } from 'playwright-core';
import type { Id } from '../../src/domain/scalars.js';
import { insertCompany, insertContent } from '../support/builders.js';
import { consoleForSuite, type ConsoleBrowser } from '../support/console.js';
import { eventually } from '../support/eventually.js';
import { startLine, type Line } from '../support/line.js';
import { processUploads } from '../support/processing.js';
import { fixture, freeBoxHeader, temporaryFolder } from '../support/videos.js';

const MIB = 1024 * 1024;
/** More than what browser, line and service keep on the way. */
const BYTES = 32 * MIB;
const MOST_BYTES = 100 * MIB;

describe('uploads, in a browser', function () {
  this.timeout(60_000);
  let browser: ConsoleBrowser;
  let line: Line;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let company: Id;
  let content: Id;
  consoleForSuite((console) => (browser = console), {}, { maxUploadBytes: MOST_BYTES });

  before(async () => {
    folder = await temporaryFolder();
    const small = await fixture('faststart.mp4');
    for (const name of ['Spring.mp4', 'Summer.mp4', 'Autumn.mp4']) {
      await writeFile(join(folder.path, name), Buffer.concat([small, freeBoxHeader(BYTES), Buffer.alloc(BYTES - 8)]));
    }
    await writeFile(join(folder.path, 'Small.mp4'), small);
    await writeFile(join(folder.path, 'Broken.mp4'), 'It only says that it is one.');
    await writeFile(join(folder.path, 'Huge.mp4'), small);
    await truncate(join(folder.path, 'Huge.mp4'), MOST_BYTES + 1);
  });
  after(() => folder.remove());

  beforeEach(async () => {
    line = await startLine(new URL(browser.api.url));
    company = (await insertCompany(browser.database.db, { name: 'Museum' })).id;
    // Whoever signs in is led to the only company there is: here it would be in the way of the page that is opened.
    await insertCompany(browser.database.db, { name: 'Gallery' });
    content = (await insertContent(browser.database.db, { company_id: company, title: 'Portrait' })).id;
    await browser.beSignedIn();
    await open();
  });
  afterEach(() => line.close());

  /** The videos of the content, over a line that can be cut. */
  async function open(): Promise<void> {
    await browser.page.goto(new URL(`/console/c/${company}/contents/${content}/videos`, line.url).href);
    await add().waitFor();
  }

  const add = (): Locator => browser.page.getByRole('button', { name: 'Add videos' });
  const tray = (): Locator => browser.page.getByRole('region', { name: 'Uploads' });
  const rowOf = (file: string): Locator => tray().getByRole('listitem').filter({ hasText: file });
  const button = (words: string, file: string): Locator =>
    rowOf(file).getByRole('button', { name: `${words}: ${file}` });
  const videoOf = (title: string): Locator =>
    browser.page.getByRole('list', { name: 'Videos' }).getByRole('listitem').filter({ hasText: title });

  async function choose(chooser: Locator, ...names: string[]): Promise<void> {
    const asked = browser.page.waitForEvent('filechooser');
    await chooser.click();
    await (await asked).setFiles(names.map((name) => join(folder.path, name)));
  }

  /** Begins uploads, of which no more gets through than a part until the line is mended. */
  async function begin(...names: string[]): Promise<void> {
    const held = line.holdAfter(4 * MIB);
    await choose(add(), ...names);
    await held;
  }

  const isSent = (file: string): Promise<void> => rowOf(file).getByText('Waits to be processed, 0%').waitFor();
  const process = (): Promise<void> => processUploads(browser.api, browser.database.db);
  const uploadRows = () => browser.database.db('resumable_uploads').where({ ar_content_id: content });

  /** Drops files on the list, as from the desktop. */
  async function drop(file: { name: string; type: string; bytes: Buffer }): Promise<void> {
    const { name, type } = file;
    const base64 = file.bytes.toString('base64');
    const dataTransfer = await browser.page.evaluateHandle(`(() => {
      const transfer = new DataTransfer();
      const bytes = Uint8Array.from(atob(${JSON.stringify(base64)}), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], ${JSON.stringify(name)}, { type: ${JSON.stringify(type)} }));
      return transfer;
    })()`);
    const target = browser.page.getByText('No video yet');
    await target.dispatchEvent('dragover', { dataTransfer });
    await browser.page.getByText('Drop the files to upload them').waitFor();
    await target.dispatchEvent('drop', { dataTransfer });
  }

  it('shows a file that was dropped from its first byte until it is live', async () => {
    await drop({ name: 'Mona Lisa.mp4', type: 'video/mp4', bytes: await fixture('faststart.mp4') });
    await isSent('Mona Lisa.mp4');
    await videoOf('Mona Lisa').getByText('Waits to be processed, 0%').waitFor();
    await process();
    await browser.page.getByText('Mona Lisa is ready to be shown.').waitFor();
    await rowOf('Mona Lisa.mp4').getByText('Ready').waitFor();
    await videoOf('Mona Lisa').getByText('Live').waitFor();
    await videoOf('Mona Lisa').getByText('0:02 · 160 × 120').waitFor();
    await button('Dismiss', 'Mona Lisa.mp4').click();
    await tray().waitFor({ state: 'hidden' });
  });

  it('go on by themselves when the line is back', async () => {
    await begin('Spring.mp4');
    line.cut();
    await rowOf('Spring.mp4').getByText('It goes on by itself.').waitFor();
    line.mend();
    await isSent('Spring.mp4');
    // The browser tells of every request that was cut.
    browser.takeProblems();
  });

  it('stand still while they are paused, and go on where they were', async () => {
    await begin('Spring.mp4');
    await button('Pause', 'Spring.mp4').click();
    line.mend();
    await rowOf('Spring.mp4')
      .getByText(/^Paused at \d+%$/)
      .waitFor();
    assert.equal((await uploadRows()).length, 1);
    const sent = nextBytes();
    await button('Go on', 'Spring.mp4').click();
    await assertRest(await sent);
    await isSent('Spring.mp4');
  });

  /** The next request that brings bytes. */
  const nextBytes = (): Promise<Request> => browser.page.waitForRequest((request) => request.method() === 'PATCH');

  /** That it begins where the service is, and not anew. */
  async function assertRest(request: Request): Promise<void> {
    const offset = Number(await request.headerValue('upload-offset'));
    assert.ok(offset > MIB && offset < BYTES, `It began at ${offset}.`);
  }

  it('go on after the page was left, once the same file is chosen again', async () => {
    const { page } = browser;
    const warnings: string[] = [];
    page.on('dialog', (dialog) => {
      warnings.push(dialog.type());
      void dialog.accept();
    });
    await begin('Spring.mp4');
    line.cut();
    await page.goto('about:blank');
    assert.deepEqual(warnings, ['beforeunload']);
    line.mend();
    await open();
    await rowOf('Spring.mp4')
      .getByText(/^Choose the same file to go on at \d+%$/)
      .waitFor();
    await choose(button('Choose the file', 'Spring.mp4'), 'Summer.mp4');
    await rowOf('Spring.mp4').getByText('This is not the file Spring.mp4 that was begun.').waitFor();
    const sent = nextBytes();
    await choose(button('Choose the file', 'Spring.mp4'), 'Spring.mp4');
    await assertRest(await sent);
    await isSent('Spring.mp4');
    await process();
    await videoOf('Spring').getByText('Live').waitFor();
    await page.reload();
    await videoOf('Spring').getByText('Live').waitFor();
    assert.equal(await tray().count(), 0);
    assert.equal(warnings.length, 1);
    browser.takeProblems();
  });

  it('go on while other pages are looked at, and lead back', async () => {
    const { page } = browser;
    await begin('Spring.mp4');
    await page.getByRole('link', { name: 'Contents' }).click();
    await page.getByRole('heading', { name: 'Contents' }).waitFor();
    await rowOf('Spring.mp4').getByRole('link', { name: 'Portrait' }).waitFor();
    line.mend();
    await isSent('Spring.mp4');
    await process();
    const notice = page.getByRole('region', { name: 'What was done' });
    await notice.getByText('Spring is ready to be shown.').waitFor();
    await notice.getByRole('link', { name: 'Portrait' }).click();
    await videoOf('Spring').getByText('Live').waitFor();
  });

  it('take turns, two at a time, and each file is sent once', async () => {
    await begin('Spring.mp4', 'Summer.mp4', 'Autumn.mp4');
    await rowOf('Autumn.mp4').getByText('Waits until another one is sent').waitFor();
    await tray()
      .getByText(/^3 files on the way, \d+%$/)
      .waitFor();
    await choose(add(), 'Summer.mp4');
    assert.equal(await tray().getByRole('listitem').count(), 3);
    line.mend();
    for (const file of ['Spring.mp4', 'Summer.mp4', 'Autumn.mp4']) await isSent(file);
    assert.equal((await browser.database.db('videos').where({ ar_content_id: content })).length, 3);
  });

  it('are left alone by other tabs', async () => {
    await begin('Spring.mp4');
    await button('Pause', 'Spring.mp4').click();
    line.mend();
    const other = await browser.context.newPage();
    const asked: string[] = [];
    other.on('request', (request) => void asked.push(request.url()));
    await other.goto(browser.page.url(), { waitUntil: 'networkidle' });
    await other.getByText('No video yet').waitFor();
    assert.deepEqual(
      asked.filter((url) => url.includes('/resumable/')),
      [],
    );
    assert.equal(await other.getByRole('region', { name: 'Uploads' }).count(), 0);
    await browser.page.close();
    await other.reload();
    await other.getByText(/^Choose the same file to go on at \d+%$/).waitFor();
  });

  it('leave nothing when they are given up, which is asked first', async () => {
    await begin('Spring.mp4');
    await button('Pause', 'Spring.mp4').click();
    line.mend();
    await button('Give up', 'Spring.mp4').click();
    const dialog = browser.page.getByRole('dialog', { name: 'Give up the upload of Spring.mp4?' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await button('Go on', 'Spring.mp4').waitFor();
    await button('Give up', 'Spring.mp4').click();
    await dialog.getByRole('button', { name: 'Give it up' }).click();
    await tray().waitFor({ state: 'hidden' });
    await eventually(async () => assert.deepEqual(await uploadRows(), []));
  });

  it('say what is wrong with a file: before it is sent, where the browser knows', async () => {
    await drop({ name: 'notes.txt', type: 'text/plain', bytes: Buffer.from('Buy milk.') });
    await rowOf('notes.txt').getByText('There is no video of it. It is not a video.').waitFor();
    await choose(add(), 'Huge.mp4');
    await rowOf('Huge.mp4').getByText('The upload is too large: file must be at most 104857600 bytes.').waitFor();
    assert.deepEqual(await uploadRows(), []);
    await choose(add(), 'Broken.mp4');
    await rowOf('Broken.mp4')
      .getByText(/^There is no video of it\. The file is not a video/)
      .waitFor();
    await button('Try again', 'Broken.mp4').waitFor();
    await tray().getByRole('button', { name: 'Clear what is done' }).click();
    await tray().waitFor({ state: 'hidden' });
    browser.takeProblems();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`are for everybody, in ${colorScheme} colours`, async () => {
      const { page } = browser;
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: 320, height: 640 });
      await choose(add(), 'Broken.mp4');
      await button('Try again', 'Broken.mp4').waitFor();
      await begin('Spring.mp4');
      assert.deepEqual(await browser.axeFindings(), []);
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320);
      await tray().getByRole('button', { name: 'Fold' }).press('Enter');
      await rowOf('Spring.mp4').waitFor({ state: 'hidden' });
      line.mend();
      browser.takeProblems();
    });
  }
});
