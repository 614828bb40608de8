import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { Id } from '../../src/domain/scalars.js';
import { browserForSuite } from '../support/chromium.js';
import { eventually } from '../support/eventually.js';
import { openPage } from '../support/followed.js';
import { RunningService } from '../support/service.js';

/** When the page had another title: it is that of the video that is shown. */
const NOTE_TITLES = `
  window.titles = [{ title: document.title, at: Date.now() }];
  new MutationObserver(() => titles.push({ title: document.title, at: Date.now() }))
    .observe(document.querySelector('title'), { childList: true });
`;

describe('in Chromium: the page of a content, end to end', function () {
  this.timeout(120_000);
  let browser: Browser;
  let service: RunningService | undefined;
  browserForSuite((started) => (browser = started));
  before(async function () {
    // Temporal may have to be built first.
    this.timeout(1_200_000);
    service = await RunningService.start();
  });
  after(() => service?.close());

  it('shows what Temporal and the worker commit, switch by switch', async () => {
    const running = service ?? assert.fail('It does not run.');
    const { id, unique_id, videos } = await running.content();
    const made = await running.ok<{ id: Id }>('POST', `/api/ar-content/${id}/rotation`, {
      rotation_type: 'interval',
      interval_seconds: 4,
      video_sequence: videos,
    });
    const { page, complaints } = await openPage(browser, `${running.url}/view/${unique_id}`);
    await eventually(async () => assert.match(await page.title(), /Spring|Summer|Autumn/));
    await page.evaluate(NOTE_TITLES);
    const titles = (): Promise<{ title: string; at: number }[]> => page.evaluate('titles');
    await eventually(async () => assert.ok((await titles()).length > 4), 40_000);
    const names = new Map(videos.map((video, i) => [video, ['Spring', 'Summer', 'Autumn'][i]]));
    const slots = await eventually(async () => {
      const found = await running.slots(made.id);
      assert.ok((found.at(-1)?.due_at ?? 0) >= ((await titles()).at(-1)?.at ?? 0) - 2_000, 'all are committed');
      return found;
    });
    for (const { title, at } of (await titles()).slice(1, 5)) {
      // Service and browser have one clock here.
      const slot = slots.findLast(({ due_at }) => due_at <= at + 50);
      assert.equal(title, names.get(slot?.to_video_id ?? 0));
      assert.ok(at - (slot?.due_at ?? 0) < 1_500, `${at - (slot?.due_at ?? 0)} ms late`);
    }
    assert.deepEqual(complaints, []);
  });
});
