import assert from 'node:assert/strict';
import type { Browser, Page, Route } from 'playwright-core';
import { DatabaseClock } from '../../src/db/clock.js';
import type { Database } from '../../src/db/database.js';
import type { TestApi } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { hide, makeFollowed, show, type Followed, type Opening } from '../support/followed.js';
import type { Site } from '../support/site.js';
import { followingForSuite } from './following-suite.js';
import { openFollowing } from './following-page.js';

/** Generous, as other tests may take the cores; `npm run bench -- follow` measures it. */
const LATE_MS = 1_000;

/** What can be seen of the player: the slot in front. */
interface Seen {
  /** Where the front slot's video comes from; empty: nowhere. */
  src: string;
  isVideoSeen: boolean;
  /** The front slot's thumbnail; null: it is not seen. */
  thumbnail: string | null;
  isPaused: boolean;
  isMuted: boolean;
  time: number;
  /** Where the video behind comes from. */
  behind: string;
  isTargetSeen: boolean;
}

const SEEN = `(() => {
  const slots = [...document.querySelectorAll('body > div > div')];
  const front = slots.find(({ style }) => style.opacity === '1');
  const video = front?.querySelector('video');
  const image = front?.querySelector('img');
  return {
    src: video?.getAttribute('src') ?? '',
    isVideoSeen: video?.style.opacity === '1' && video.readyState >= 2,
    thumbnail: image?.style.opacity === '1' ? image.src : null,
    isPaused: video?.paused ?? true,
    isMuted: video?.muted ?? true,
    time: video?.currentTime ?? 0,
    behind: slots.find((slot) => slot !== front)?.querySelector('video').getAttribute('src') ?? '',
    isTargetSeen: !document.querySelector('body > div > button').hidden,
  };
})()`;

const look = (page: Page): Promise<Seen> => page.evaluate(SEEN);

/** As iOS does while it saves power; Chromium plays whatever is muted. */
const REFUSAL = `
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function () {
    if (navigator.userActivation.isActive) return play.call(this);
    return Promise.reject(new DOMException('A gesture is wanted.', 'NotAllowedError'));
  };
`;

/** Notes at each frame which video is in front, and the time. */
const WATCH = `
  window.frames_ = [];
  const note = () => {
    const { src, isVideoSeen } = ${SEEN};
    frames_.push({ at: followers[0].serverNow(), src, isVideoSeen });
    requestAnimationFrame(note);
  };
  note();
`;

describe('in Chromium: the player', function () {
  this.timeout(60_000);
  let api: TestApi;
  let db: Database;
  let browser: Browser;
  let site: Site;
  const clock = new DatabaseClock();
  followingForSuite(clock, (setting) => ({ browser, api, db, site } = setting));

  const open = ({ unique_id }: Followed, options?: Opening) =>
    openFollowing(browser, site, { baseUrl: api.url, uniqueId: unique_id, plays: true }, options);

  /** The content switches to its second video, once. @returns when */
  async function switchIn(content: Followed, ms: number): Promise<number> {
    const at = clock.now() + ms;
    const next_rotation_at = new Date(at).toISOString();
    const video_sequence = content.videos.map(({ id }) => id);
    const body = { rotation_type: 'interval', interval_seconds: 3_600, video_sequence, next_rotation_at };
    await api.expect(201, 'POST', `/api/ar-content/${content.id}/rotation`, { body });
    return at;
  }

  it('shows the next video at its instant, the first frame of it at once, and empties the other', async () => {
    const content = await makeFollowed(api, db);
    const [spring, summer] = content.videos;
    const at = await switchIn(content, 6_000);
    const { page, told, complaints } = await open(content);
    await eventually(async () => assert.equal((await told('shown'))[0]?.id, spring?.id));
    const first = await look(page);
    assert.deepEqual(
      [first.isVideoSeen, first.isPaused, first.isMuted, first.isTargetSeen],
      [true, false, true, false],
    );
    assert.equal(first.thumbnail, null);
    await eventually(async () => assert.notEqual((await look(page)).behind, '', 'the next is made ready'));
    await page.evaluate(WATCH);
    await eventually(async () => assert.equal((await told('shown'))[1]?.id, summer?.id));
    const [, shown] = await told('shown');
    const late = (shown?.at ?? 0) - at;
    assert.ok(late >= 0 && late < LATE_MS, `${late} ms late`);
    const second = await look(page);
    assert.deepEqual([second.isVideoSeen, second.isPaused, second.behind], [true, false, '']);
    assert.equal(await page.locator('video').count(), 2);
    const frames: { at: number; src: string; isVideoSeen: boolean }[] = await page.evaluate('frames_');
    const { src: old } = first;
    assert.deepEqual(
      frames.filter((frame) => frame.src === old && frame.at > at + LATE_MS),
      [],
    );
    assert.deepEqual(
      frames.filter((frame) => frame.src !== old && frame.at < at),
      [],
    );
    // Not a moment without a picture, as the next one was decoded.
    assert.ok(frames.length > 10 && frames.every(({ isVideoSeen }) => isVideoSeen));
    assert.deepEqual(complaints, []);
  });

  it('plays what was fetched ahead from a blob, and what was not from the service', async () => {
    const content = await makeFollowed(api, db);
    await switchIn(content, 4_000);
    const { page, told } = await open(content);
    await eventually(async () => assert.equal((await told('shown')).length, 2));
    assert.match((await look(page)).src, /^blob:/);
    await api.expect(200, 'POST', `/api/videos/${content.videos[0]?.id}/activate`);
    await eventually(async () => assert.equal((await told('shown')).length, 3));
    assert.equal((await look(page)).src, content.videos[0]?.video_url);
  });

  it('shows the thumbnail of the next video where that is not decoded, never the old one', async () => {
    const content = await makeFollowed(api, db);
    const [spring, summer] = content.videos;
    const at = await switchIn(content, 4_000);
    // The line is too slow for the next one: nothing of it comes.
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const hold = async (route: Route): Promise<void> => {
      await released;
      await route.continue();
    };
    const { page, told } = await open(content, { prepare: (page) => page.route(summer?.video_url ?? '', hold) });
    await eventually(async () => assert.equal((await told('shown'))[0]?.id, spring?.id));
    await eventually(async () => assert.equal((await told('now')).length, 2));
    const instead = await look(page);
    assert.deepEqual([instead.isVideoSeen, instead.thumbnail, instead.behind], [false, summer?.thumbnail_url, '']);
    assert.ok(clock.now() >= at);
    release();
    await eventually(async () => assert.equal((await told('shown'))[1]?.id, summer?.id));
    assert.equal((await look(page)).isVideoSeen, true);
  });

  it('tries a video again that cannot be had, with its thumbnail meanwhile', async () => {
    const content = await makeFollowed(api, db, ['Spring']);
    const [spring] = content.videos;
    const files = '**/media/*/videos/**';
    const { page, told } = await open(content, { prepare: (page) => page.route(files, (route) => route.abort()) });
    await eventually(async () => assert.equal((await look(page)).thumbnail, spring?.thumbnail_url));
    assert.equal((await look(page)).isVideoSeen, false);
    await page.unroute(files);
    await eventually(async () => assert.equal((await told('shown'))[0]?.id, spring?.id));
    assert.equal((await look(page)).isVideoSeen, true);
  });

  it('is dark when nothing is shown, and shows what comes then', async () => {
    const content = await makeFollowed(api, db, ['Spring']);
    const [spring] = content.videos;
    const { page, told } = await open(content);
    await eventually(async () => assert.equal((await told('shown')).length, 1));
    const schedule_end = new Date(clock.now() + 1_000).toISOString();
    await api.expect(200, 'PUT', `/api/videos/${spring?.id}`, { body: { schedule_end } });
    await eventually(async () => assert.equal((await told('now')).at(-1)?.now?.status, 'dark'));
    const dark = await look(page);
    assert.deepEqual([dark.src, dark.behind, dark.thumbnail], ['', '', null]);
    await api.expect(200, 'PUT', `/api/videos/${spring?.id}`, { body: { schedule_end: null } });
    await eventually(async () => assert.equal((await told('shown')).length, 2));
    assert.equal((await look(page)).isVideoSeen, true);
  });

  it('goes on as planned while nobody sees it', async () => {
    const content = await makeFollowed(api, db);
    const [, summer] = content.videos;
    await switchIn(content, 4_000);
    const { page, told } = await open(content);
    await eventually(async () => assert.equal((await told('shown')).length, 1));
    await hide(page);
    await eventually(async () => assert.equal((await told('now')).at(-1)?.now?.video?.id, summer?.id));
    await page.evaluate("document.querySelectorAll('video').forEach((video) => video.pause())");
    await show(page);
    await eventually(async () => assert.equal((await look(page)).isPaused, false));
    assert.equal((await told('shown')).at(-1)?.id, summer?.id);
  });

  it('has frames that another site may read, as textures are', async () => {
    const content = await makeFollowed(api, db);
    await switchIn(content, 4_000);
    const { page, told } = await open(content);
    for (const count of [1, 2]) {
      await eventually(async () => assert.equal((await told('shown')).length, count));
      const pixel: number[] = await page.evaluate(`(() => {
        const canvas = document.createElement('canvas');
        const gl = canvas.getContext('webgl', { preserveDrawingBuffer: true });
        const texture = gl.createTexture();
        gl.bindTexture(gl.TEXTURE_2D, texture);
        gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, players[0].video);
        gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
        gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
        const pixel = new Uint8Array(4);
        gl.readPixels(320, 180, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
        return [...pixel, gl.getError()];
      })()`);
      assert.equal(pixel[4], 0);
      assert.ok((pixel[0] ?? 0) + (pixel[1] ?? 0) + (pixel[2] ?? 0) > 0, `a picture: ${pixel.join(' ')}`);
    }
  });

  it('sounds after a gesture, the next video, too', async () => {
    const content = await makeFollowed(api, db);
    await switchIn(content, 5_000);
    const { page, told } = await open(content);
    await eventually(async () => assert.equal((await told('shown')).length, 1));
    await page.evaluate("document.body.addEventListener('click', () => players[0].setMuted(false))");
    await page.mouse.click(10, 10);
    await eventually(async () =>
      assert.deepEqual(await look(page).then((seen) => [seen.isMuted, seen.isPaused]), [false, false]),
    );
    await eventually(async () => assert.equal((await told('shown')).length, 2));
    const next = await look(page);
    assert.deepEqual([next.isMuted, next.isPaused], [false, false]);
    await page.evaluate('players[0].setMuted(true)');
    assert.equal((await look(page)).isMuted, true);
  });

  it('leaves nothing behind when it is stopped', async () => {
    const content = await makeFollowed(api, db);
    const { page, told } = await open(content);
    await eventually(async () => assert.equal((await told('shown')).length, 1));
    await page.evaluate('players[0].stop()');
    assert.equal(await page.evaluate("document.querySelector('body > div').childElementCount"), 0);
    await eventually(() => assert.equal(api.deps.events.open, 0));
  });

  it('shows a target to tap where the browser refuses to play, and plays then', async () => {
    const content = await makeFollowed(api, db, ['Spring']);
    const { page } = await open(content, { prepare: (page) => page.addInitScript(REFUSAL) });
    const target = page.getByRole('button', { name: 'Play' });
    await target.waitFor();
    assert.equal((await look(page)).isPaused, true);
    await target.click();
    await eventually(async () => assert.ok((await look(page)).time > 0.1));
    const after = await look(page);
    assert.deepEqual([after.isTargetSeen, after.isVideoSeen], [false, true]);
  });
});
