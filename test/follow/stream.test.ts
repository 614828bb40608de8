import assert from 'node:assert/strict';
import type { Browser, Page, Route } from 'playwright-core';
import { DatabaseClock } from '../../src/db/clock.js';
import type { Database } from '../../src/db/database.js';
import type { TestApi } from '../support/api.js';
import { insertContent, insertVideo } from '../support/builders.js';
import { eventually } from '../support/eventually.js';
import type { Line } from '../support/line.js';
import type { Site } from '../support/site.js';
import { followingForSuite } from './following-suite.js';
import { hide, show } from '../support/followed.js';
import { followingUrl } from './following-page.js';

const STREAMS_OF_AN_ADDRESS = 3;

describe('in Chromium: how a follower hears of edits', function () {
  this.timeout(60_000);
  let api: TestApi;
  let db: Database;
  let browser: Browser;
  let site: Site;
  let line: Line;
  const clock = new DatabaseClock();
  followingForSuite(clock, (setting) => ({ browser, api, db, site, line } = setting), {
    streams: { inAll: 100, perKey: STREAMS_OF_AN_ADDRESS },
  });

  afterEach(async () => {
    await eventually(() => assert.equal(api.deps.events.open, 0));
  });

  async function make(): Promise<{ uniqueId: string; videos: number[] }> {
    const { id, unique_id } = await insertContent(db, { settled_at: clock.now() });
    const videos: number[] = [];
    for (const title of ['Spring', 'Summer']) {
      videos.push((await insertVideo(db, id, { title, video_url: `/media/${title}` })).id);
    }
    await api.expect(200, 'POST', `/api/videos/${videos[0]}/activate`);
    return { uniqueId: unique_id, videos };
  }

  /** Opens a page with fake timers, as silence takes long; they go on by themselves. */
  async function open(...uniqueIds: string[]): Promise<{ page: Page; asked: (what: string) => number }> {
    const page = await (await browser.newContext()).newPage();
    const urls: string[] = [];
    page.on('request', (request) => void urls.push(request.url()));
    await page.clock.install();
    await page.goto(followingUrl(site, ...uniqueIds.map((uniqueId) => ({ baseUrl: line.url, uniqueId }))));
    return { page, asked: (what) => urls.filter((url) => url.endsWith(what)).length };
  }

  const shown = (page: Page): Promise<number | undefined> =>
    page.evaluate("told.findLast(({ what }) => what === 'now')?.now.video?.id");

  const assertShows = (page: Page, id: number | undefined): Promise<void> =>
    eventually(async () => assert.equal(await shown(page), id));

  it('is told of them by a stream, and asks no more', async () => {
    const { uniqueId, videos } = await make();
    const { page, asked } = await open(uniqueId);
    await assertShows(page, videos[0]);
    await eventually(() => assert.equal(api.deps.events.open, 1));
    await api.expect(200, 'POST', `/api/videos/${videos[1]}/activate`);
    await assertShows(page, videos[1]);
    assert.equal(asked('/active-video'), 1);
  });

  it('has two streams of a page at most, and asks for the others', async () => {
    const contents = await Promise.all([make(), make(), make()]);
    const { page, asked } = await open(...contents.map(({ uniqueId }) => uniqueId));
    await eventually(() => assert.equal(asked('/active-video'), 3));
    await eventually(() => assert.equal(api.deps.events.open, 2));
    assert.equal(asked('/events'), 2);
    const [, , third] = contents;
    await api.expect(200, 'POST', `/api/videos/${third?.videos[1]}/activate`);
    await page.clock.fastForward(302_000);
    await assertShows(page, third?.videos[1]);
  });

  it('has no stream while nobody sees the page, and asks at once when somebody does', async () => {
    const { uniqueId, videos } = await make();
    const { page, asked } = await open(uniqueId);
    await eventually(() => assert.equal(api.deps.events.open, 1));
    await hide(page);
    await eventually(() => assert.equal(api.deps.events.open, 0));
    await api.expect(200, 'POST', `/api/videos/${videos[1]}/activate`);
    await page.clock.fastForward(3_600_000);
    assert.equal(asked('/active-video'), 1);
    await show(page);
    await assertShows(page, videos[1]);
    await eventually(() => assert.equal(api.deps.events.open, 1));
  });

  it('takes forty seconds of silence for the end of the stream, and opens another one', async () => {
    const { uniqueId, videos } = await make();
    const { page, asked } = await open(uniqueId);
    await assertShows(page, videos[0]);
    await eventually(() => assert.equal(api.deps.events.open, 1));
    line.swallow();
    await page.clock.fastForward(39_000);
    assert.equal(asked('/events'), 1);
    await page.clock.fastForward(7_000);
    line.mend();
    await api.expect(200, 'POST', `/api/videos/${videos[1]}/activate`);
    await page.clock.fastForward(7_000);
    await assertShows(page, videos[1]);
    assert.equal(asked('/events'), 2);
  });

  it('lives on beats alone', async () => {
    const { uniqueId, videos } = await make();
    // Real time: the beats are the service's.
    const page = await (await browser.newContext()).newPage();
    let streams = 0;
    page.on('request', (request) => void (request.url().endsWith('/events') && (streams += 1)));
    await page.goto(followingUrl(site, { baseUrl: line.url, uniqueId }));
    await assertShows(page, videos[0]);
    const startedAt = performance.now();
    await eventually(() => assert.ok(performance.now() - startedAt > 47_000), 50_000);
    assert.equal(streams, 1);
  });

  it('asks again where it was to ask while a question was under way, as that answer may be old', async () => {
    const { uniqueId, videos } = await make();
    // Other pages have the streams of the address.
    const places = Array.from({ length: STREAMS_OF_AN_ADDRESS }, () => api.deps.events.takePlace('127.0.0.1'));
    const { page, asked } = await open(uniqueId);
    await assertShows(page, videos[0]);
    let held: Route | undefined;
    await page.route('**/active-video', (route) => void (held = route), { times: 1 });
    await hide(page);
    await show(page);
    await eventually(() => assert.ok(held));
    const old = await held?.fetch();
    await api.expect(200, 'POST', `/api/videos/${videos[1]}/activate`);
    await hide(page);
    await show(page);
    assert.equal(asked('/active-video'), 2);
    await held?.fulfill({ ...(old && { response: old }) });
    await assertShows(page, videos[1]);
    assert.equal(asked('/active-video'), 3);
    for (const leave of places) leave();
  });

  it('asks now and then where a stream is refused, and tries the stream again', async () => {
    const { uniqueId, videos } = await make();
    // Other pages have the streams of the address.
    const places = Array.from({ length: STREAMS_OF_AN_ADDRESS }, () => api.deps.events.takePlace('127.0.0.1'));
    const { page, asked } = await open(uniqueId);
    await assertShows(page, videos[0]);
    await eventually(() => assert.equal(asked('/events'), 1));
    await api.expect(200, 'POST', `/api/videos/${videos[1]}/activate`);
    // An edit is seen within five minutes, ...
    await page.clock.fastForward(302_000);
    await assertShows(page, videos[1]);
    for (const leave of places) leave();
    // ... and the stream is tried again meanwhile.
    await page.clock.fastForward(302_000);
    await eventually(() => assert.equal(api.deps.events.open, 1));
  });
});
