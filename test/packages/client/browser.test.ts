import assert from 'node:assert/strict';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { projectRoot } from '../../../src/config/project-root.js';
import { DatabaseClock } from '../../../src/db/clock.js';
import type { TestApi } from '../../support/api.js';
import { apiForSuite } from '../../support/api-for-suite.js';
import { insertCompany, insertContent } from '../../support/builders.js';
import { browserForSuite } from '../../support/chromium.js';
import type { TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { startSite, type Site } from '../../support/site.js';
import { fixture } from '../../support/videos.js';

const MIB = 1024 * 1024;
const FREE_BYTES = 24 * MIB;

describe('in Chromium: the client', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let api: TestApi;
  let browser: Browser;
  let site: Site;
  let page: Page;
  let service: string;
  const complaints: string[] = [];
  const clock = new DatabaseClock();

  browserForSuite((started) => (browser = started));
  apiForSuite(clock, (setting) => ({ database, api } = setting), { maxUploadBytes: 100 * MIB });
  before(async () => {
    const entry = join(projectRoot(), 'test', 'packages', 'client', 'client.page.ts');
    const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'esm', write: false });
    const script = outputFiles[0]?.text ?? assert.fail();
    site = await startSite((req, res) => {
      const isScript = req.url === '/client.js';
      res.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
      res.end(
        isScript
          ? script
          : '<!doctype html><link rel="icon" href="data:,"><script type="module" src="client.js"></script>',
      );
    });
    page = await browser.newPage();
    page.on('pageerror', ({ message }) => complaints.push(message));
    await page.goto(site.url);
    service = JSON.stringify({ baseUrl: api.url, key: await api.makeKey('admin', null) });
  });
  after(() => site?.close());
  afterEach(() => assert.deepEqual(complaints, []));

  it('calls the service from another site, and reads all that it answers', async () => {
    const { id } = await insertCompany(database.db);
    assert.deepEqual(await page.evaluate(`page.calls(${service}, ${id})`), {
      titles: ['One', 'Two', 'Three'],
      total: 3,
      code: 'not_found',
      hasRequestId: true,
    });
  });

  it('goes on with an upload after a reload, once the same file is chosen again', async () => {
    const { id } = await insertContent(database.db, { settled_at: clock.now() });
    const video = JSON.stringify([...(await fixture('faststart.mp4'))]);
    const begin = (): Promise<unknown> => page.evaluate(`page.begin(${service}, ${id}, ${video}, ${FREE_BYTES})`);
    const sent = (): Promise<number> => page.evaluate('page.uploading.sentBytes.at(-1) ?? 0');
    const devTools = await page.context().newCDPSession(page);
    const throttle = (uploadThroughput: number) =>
      devTools.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput,
      });
    await throttle(4 * MIB);
    await begin();
    await eventually(async () => assert.ok((await sent()) > 2 * MIB));
    await page.reload();
    await throttle(-1);
    await begin();
    const videoId = await eventually(async () => {
      const made = await page.evaluate('page.uploading.videoId');
      assert.ok(typeof made === 'number');
      return made;
    }, 30_000);
    assert.ok(Number(await page.evaluate('page.uploading.sentBytes[0]')) > MIB, 'It began anew.');
    const videos = await database.db('videos').where({ ar_content_id: id });
    assert.deepEqual(
      videos.map((row) => [Number(row.id), row.title]),
      [[videoId, 'Large']],
    );
    assert.equal(await page.evaluate('localStorage.length'), 0);
  });
});
