import type { Page } from 'playwright-core';
import { ensureConsole } from '../../scripts/lib/console.js';
import { startChromium } from '../../test/support/chromium.js';
import type { Api } from './installation.js';

/** Notes when something is in the page, in milliseconds since the page was asked for. */
const noteWhenShown = (selector: string): string => `new MutationObserver((_, observer) => {
  if (document.querySelector(${JSON.stringify(selector)}) === null) return;
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

/** A page of the console: its address below `/console`, and what is there once it is shown. */
interface Shown {
  path: string;
  selector: string;
  key: string;
  rounds: number;
}

/**
 * How long the console takes to show a page, from the request for it on; once more than asked for, as the first load
 * fetches what the others have. Null: there is no Chromium.
 */
export async function timeConsolePage(api: Api, { path, selector, key, rounds }: Shown): Promise<number[] | null> {
  await ensureConsole();
  const browser = await startChromium();
  if (browser === null) return null;
  try {
    const page = await browser.newPage();
    await signInToConsole(page, api, key);
    await page.addInitScript(noteWhenShown(selector));
    const tookMs: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      await page.goto(`${api.url}/console${path}`);
      await page.locator(selector).first().waitFor();
      tookMs.push(Number(await page.evaluate('window.shownAt')));
    }
    return tookMs.slice(1);
  } finally {
    await browser.close();
  }
}
