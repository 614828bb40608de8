import type { Page } from 'playwright-core';
import { ensureConsole } from '../../scripts/lib/console.js';
import type { Id } from '../../src/domain/scalars.js';
import { startChromium } from '../../test/support/chromium.js';
import type { Api } from './installation.js';

/** Notes when the first row is in the page, in milliseconds since the page was asked for. */
const NOTE_FIRST_ROW = `new MutationObserver((_, observer) => {
  if (document.querySelector('[data-id]') === null) return;
  window.shownAt = performance.now();
  observer.disconnect();
}).observe(document, { childList: true, subtree: true })`;

/** Signs a browser in by a key. */
export async function signInToConsole(page: Page, { url }: Api, key: string): Promise<void> {
  await page.goto(`${url}/console/sign-in`);
  await page.evaluate(async (secret: string) => {
    const headers = { 'content-type': 'application/json', 'x-console': '1' };
    await fetch('/api/session', { method: 'POST', headers, body: JSON.stringify({ key: secret }) });
  }, key);
}

/**
 * How long the console takes to show the contents of a company, from the request for the page on; once more than asked
 * for, as the first load fetches what the others have. Null: there is no Chromium.
 */
export async function timeConsoleList(
  api: Api,
  { companyId, key, rounds }: { companyId: Id; key: string; rounds: number },
): Promise<number[] | null> {
  await ensureConsole();
  const browser = await startChromium();
  if (browser === null) return null;
  try {
    const page = await browser.newPage();
    await signInToConsole(page, api, key);
    await page.addInitScript(NOTE_FIRST_ROW);
    const tookMs: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      await page.goto(`${api.url}/console/c/${companyId}/contents`);
      await page.locator('[data-id]').first().waitFor();
      tookMs.push(Number(await page.evaluate('window.shownAt')));
    }
    return tookMs.slice(1);
  } finally {
    await browser.close();
  }
}
