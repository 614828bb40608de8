import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { projectRoot } from '../../src/config/project-root.js';
import { openFollowing, startFollowingSite, type Told } from '../../test/follow/following-page.js';
import { startChromium } from '../../test/support/chromium.js';
import { latenessFigures, type Report } from '../report/figures.js';
import { makeContents, startWorkflows, type BenchContent } from '../support/contents.js';
import { withInstallation, type Installation } from '../support/installation.js';
import type { Bench } from '../support/rounds.js';

const EVERY_S = 3;
/** Until the page follows. */
const AHEAD_MS = 15_000;
const LOOK_MS = 3_000;

/** Gives the two videos of a content their files. */
async function giveFiles({ db, dataDir }: Installation, { id, videoIds }: BenchContent): Promise<void> {
  const folder = join(dataDir, 'media', 'videos', String(id));
  await mkdir(folder, { recursive: true });
  for (const [i, name] of ['spring.mp4', 'summer.mp4'].entries()) {
    const from = join(projectRoot(), 'demo', 'videos', name);
    const file = `${randomUUID()}.mp4`;
    await copyFile(from, join(folder, file));
    const { size: size_bytes } = await stat(from);
    const video_path = `videos/${id}/${file}`;
    const facts = {
      storage_connection_id: 1,
      video_path,
      video_url: `/media/1/${video_path}`,
      thumbnail_url: null,
      size_bytes,
    };
    await db('videos').where({ id: videoIds[i] }).update(facts);
  }
}

/** What the page told until it showed so many switches. */
async function watch(page: Page, count: number, say: Bench['say']): Promise<Told[]> {
  const deadline = performance.now() + AHEAD_MS + (count + 10) * EVERY_S * 1_000;
  for (;;) {
    await delay(LOOK_MS);
    const told: Told[] = await page.evaluate('told');
    const painted = told.filter(({ what }) => what === 'painted').length;
    if (painted % 50 === 0) say(`${painted} of ${count} switches`);
    // The first that is shown is none.
    if (painted > count || performance.now() > deadline) return told;
  }
}

/** How long after its instant each switch was told, and painted; and how often something else was. */
function judge(told: readonly Told[], { dueAt }: BenchContent, accuracyMs: number) {
  const ofKind = (what: Told['what']): number[] => told.filter((one) => one.what === what).map(({ wall }) => wall);
  const late = (walls: number[]): number[] =>
    walls.slice(1).map((wall) => {
      const nth = Math.round((wall - dueAt) / 1_000 / EVERY_S);
      return wall - (dueAt + nth * EVERY_S * 1_000);
    });
  const [switched, shown, painted] = [late(ofKind('now')), late(ofKind('shown')), late(ofKind('painted'))];
  const early = shown.filter((ms) => ms < -accuracyMs).length;
  return { switched, shown, painted, early, missed: switched.length - shown.length };
}

/** `follow`: how long after its instant a switch can be seen in a browser that follows. */
export function follow(bench: Bench): Promise<Report> {
  const { pick, say, noteCircumstances } = bench;
  return withInstallation(bench, {}, async (installation) => {
    const browser = await startChromium();
    if (browser === null) throw new Error('No Chromium is on PATH.');
    noteCircumstances({ browser: `Chromium ${browser.version()}, without a screen and a graphics card` });
    const site = await startFollowingSite();
    try {
      const api = await installation.startApi('api', { PUBLIC_BASE_URL: undefined });
      await installation.startWorker();
      const [content] = await makeContents(installation.db, [Date.now() + AHEAD_MS], EVERY_S);
      if (content === undefined) throw new Error('No content was made.');
      await giveFiles(installation, content);
      await startWorkflows(installation.db, [content]);
      const wanted = { baseUrl: api.url, uniqueId: content.uniqueId, plays: true };
      const { page, complaints } = await openFollowing(browser, site, wanted);
      const told = await watch(page, pick({ quick: 10, usual: 200, full: 1_000 }), say);
      const accuracyMs: number = await page.evaluate('followers[0].accuracyMs()');
      const { switched, shown, painted, early, missed } = judge(told, content, accuracyMs);
      return {
        figures: [
          ...latenessFigures('from the instant until the page is told', switched),
          ...latenessFigures('until the new video is in front, with a frame decoded', shown),
          ...latenessFigures('until a frame with it is out', painted, { p99: { atMost: 50 } }),
          { what: 'what the follower says of its clock', unit: 'ms', values: [accuracyMs] },
        ],
        faults: {
          'shown earlier than the clock may be off': early,
          'not shown': missed,
          'complaints of the browser': complaints.length,
        },
        plots: [],
        notes: [`${shown.length} switches, one each ${EVERY_S} s, committed by the worker; 60 frames a second`],
      };
    } finally {
      await site.close();
      await browser.close();
    }
  });
}
