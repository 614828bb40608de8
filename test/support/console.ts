import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page, Request } from 'playwright-core';
import type { Role } from '../../src/domain/api-key.js';
import type { Id } from '../../src/domain/scalars.js';
import { DatabaseClock } from '../../src/db/clock.js';
import { ensureConsole } from '../../scripts/lib/console.js';
import type { TestApi, TestApiOptions } from './api.js';
import { apiForSuite } from './api-for-suite.js';
import { browserForSuite } from './chromium.js';
import { eventually } from './eventually.js';
import type { TestDatabase } from './database.js';

interface Finding {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** More than a page of the tests has. */
const MOST_STOPS = 60;

/** Whether a page of a company is loaded, or the choice of companies is shown, once it is known that there is one to make. */
const HAS_BEGUN =
  "(document.readyState === 'complete' && location.pathname.includes('/c/')) || document.querySelector('main li a, main h2') !== null";

/** A follower asks for the video of a content that has none, is told so, and the browser tells of that as of a fault. */
const TELLS_OF_DARKNESS = /\b404\b.*\/api\/ar\/[^/]+\/active-video$/;

/** Signs in, and waits until one is where the console begins: what is opened sooner and the way there are in each other's way. */
export async function pressSignIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('sign-in'));
  await eventually(async () => assert.equal(await page.evaluate(HAS_BEGUN), true));
}

/** A browser of its own for each test, with the console of an API on a database that the suite shares. */
export class ConsoleBrowser {
  readonly database: TestDatabase;
  readonly api: TestApi;
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser's console told, violations of the content security policy included. */
  readonly #problems: string[] = [];
  readonly #underWay = new Set<Request>();

  constructor(parts: { database: TestDatabase; api: TestApi; context: BrowserContext; page: Page }) {
    ({ database: this.database, api: this.api, context: this.context, page: this.page } = parts);
    this.page.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      const problem = `${message.text()} ${message.location().url}`;
      if (!TELLS_OF_DARKNESS.test(problem)) this.#problems.push(problem);
    });
    this.page.on('pageerror', (error) => void this.#problems.push(String(error)));
    this.page.on('request', (request) => void this.#underWay.add(request));
    this.page.on('requestfinished', (request) => void this.#underWay.delete(request));
    this.page.on('requestfailed', (request) => void this.#underWay.delete(request));
  }

  /** A session of whoever `npm start` gives a link to, without the pages that lead there. */
  async beSignedIn(): Promise<void> {
    const link = await this.api.expect(200, 'POST', '/api/sign-in-links');
    await this.#beginSession({ link: new URL(String(link['sign_in_url'])).hash.slice(1) });
  }

  /** A session of somebody with a role, in the same way. @param company null: in the whole installation */
  async beSignedInAs(role: Role, company: Id | null): Promise<void> {
    await this.#beginSession({ key: await this.api.makeKey(role, company) });
  }

  async #beginSession(data: { link: string } | { key: string }): Promise<void> {
    const { url } = this.api;
    const headers = { 'X-Console': '1', Origin: url };
    const answer = await this.context.request.post(`${url}/api/session`, { headers, data });
    assert.equal(answer.status(), 200);
  }

  /** Signs in as whoever `npm start` gives a link to, and is led to where the console begins. */
  async signIn(): Promise<void> {
    const link = await this.api.expect(200, 'POST', '/api/sign-in-links');
    await this.page.goto(String(link['sign_in_url']));
    await pressSignIn(this.page);
  }

  /** Signs in by a key, as somebody with a role. @param company null: in the whole installation */
  async signInAs(role: Role, company: Id | null): Promise<void> {
    await this.open('/sign-in');
    await this.page.getByLabel('API key').fill(await this.api.makeKey(role, company));
    await pressSignIn(this.page);
    // The browser tells of the 401 by which the page saw that nobody was signed in.
    this.takeProblems();
  }

  /** Opens a page of the console, from its address below `/console`. */
  async open(path: string): Promise<void> {
    try {
      await this.page.goto(`${this.api.url}/console${path}`);
    } catch (cause) {
      const urls = Array.from(this.#underWay, (request) => request.url());
      throw new Error(`${String(cause)}\nUnder way: ${urls.join(', ')}`, { cause });
    }
  }

  /** What axe finds at fault with the page; a script of the page itself would be against its policy. */
  async axeFindings(): Promise<string[]> {
    const isThere = await this.page.evaluate("'axe' in window");
    if (isThere !== true) await this.page.evaluate(axe.source);
    const { violations } = await this.page.evaluate<{ violations: Finding[] }>('axe.run()');
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
  }

  /** The names of what Tab stops at, from the top of the page on. */
  async tabStops(): Promise<string[]> {
    const stops: string[] = [];
    for (;;) {
      await this.page.keyboard.press('Tab');
      const name = await this.page.evaluate(`(() => {
        const at = document.activeElement;
        return at === document.body ? '' : at.getAttribute('aria-label') ?? at.labels?.[0]?.innerText ?? (at.innerText.trim() || at.querySelector('img')?.alt);
      })()`);
      if (name === '' || stops.length > MOST_STOPS) return stops;
      stops.push(String(name));
    }
  }

  /** Takes what was told so far: of the network, say, when a test cut it. */
  takeProblems(): string[] {
    return this.#problems.splice(0);
  }

  /** @throws AssertionError when the browser told of anything */
  assertQuiet(): void {
    assert.deepEqual(this.#problems, []);
  }
}

/** Has each test of a suite get a browser with the console; errors that the browser tells of fail the test. */
export function consoleForSuite(
  set: (console: ConsoleBrowser) => void,
  options: BrowserContextOptions = {},
  ofApi: TestApiOptions = {},
): void {
  let browser: Browser;
  let setting: { database: TestDatabase; api: TestApi };
  let current: ConsoleBrowser;
  browserForSuite((started) => (browser = started));
  before(async function () {
    this.timeout(60_000);
    await ensureConsole();
  });
  apiForSuite(new DatabaseClock(), (made) => (setting = made), ofApi);
  beforeEach(async () => {
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin', ...options });
    current = new ConsoleBrowser({ ...setting, context, page: await context.newPage() });
    set(current);
  });
  afterEach(async () => {
    await current.context.close();
    current.assertQuiet();
  });
}
