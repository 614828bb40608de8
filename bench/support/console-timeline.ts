import { ensureConsole } from '../../scripts/lib/console.js';
import type { Id } from '../../src/domain/scalars.js';
import { startChromium } from '../../test/support/chromium.js';
import { signInToConsole } from './console-page.js';
import type { Api } from './installation.js';
import { until } from './waiting.js';

const MOST_MS = 60_000;

/** Notes when what was last put into the grid has been painted, in milliseconds of the page's clock. */
const NOTE_PIECES = `new MutationObserver((changes) => {
  if (!changes.some(({ target }) => target.closest?.('[role=grid]'))) return;
  requestAnimationFrame(() => setTimeout(() => (window.drawnAt = performance.now())));
}).observe(document, { childList: true, subtree: true })`;

/** The year is there: nothing says any more how far it is told. Null: it is not. */
const TOOK = `(() => {
  const isThere = window.drawnAt !== undefined && document.querySelectorAll('[role=gridcell]').length > 10;
  if (!isThere || document.body.innerText.includes('Told up to')) return null;
  const asked = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/timeline?'));
  const took = window.drawnAt - Math.max(...asked.map(({ responseEnd }) => responseEnd));
  return took > 0 ? took : null;
})()`;

/**
 * How long the console takes to draw the year to come from the last answer on, once for each round.
 * Null: there is no Chromium.
 */
export async function timeConsoleYear(
  api: Api,
  { companyId, contentId, key, rounds }: { companyId: Id; contentId: Id; key: string; rounds: number },
): Promise<number[] | null> {
  await ensureConsole();
  const browser = await startChromium();
  if (browser === null) return null;
  const at = `${new Date(Date.now()).getUTCFullYear() + 1}-06-01T00:00Z`;
  const query = `range=year&view=grid&resolution=switch&at=${at}`;
  try {
    const page = await browser.newPage({ viewport: { width: 1_280, height: 800 } });
    await signInToConsole(page, api, key);
    await page.addInitScript(NOTE_PIECES);
    const tookMs: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      await page.goto(`${api.url}/console/c/${companyId}/contents/${contentId}/timeline?${query}`);
      let took: number | null = null;
      await until(async () => (took = await page.evaluate<number | null>(TOOK)) !== null, MOST_MS);
      if (took === null) throw new Error(`A year was not drawn within ${MOST_MS} ms.`);
      tookMs.push(took);
    }
    return tookMs.slice(1);
  } finally {
    await browser.close();
  }
}
