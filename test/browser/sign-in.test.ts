import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { DatabaseClock } from '../../src/db/clock.js';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { browserForSuite } from '../support/chromium.js';
import { pressSignIn } from '../support/console.js';
import type { TestDatabase } from '../support/database.js';

/** Another program on a port of this host: its pages are of the same site, and of another origin. */
async function startNeighbour(
  onCookie: (cookie: string | undefined) => void,
): Promise<{ url: string; server: Server }> {
  const server = createServer((req, res) => {
    onCookie(req.headers.cookie);
    res.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Neighbour</title>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return { url: `http://127.0.0.1:${address.port}`, server };
}

/** A request as a page makes it; what came of it, as far as the page may know. */
interface Asked {
  url: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  mode?: 'cors' | 'no-cors';
}

const ask = (page: Page, asked: Asked): Promise<number | string> =>
  page.evaluate(async ({ url, ...options }) => {
    try {
      return (await fetch(url, { credentials: 'include', ...options })).status;
    } catch (error) {
      return String(error);
    }
  }, asked);

const REFUSED = 'TypeError: Failed to fetch';

describe('signing in, in a browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  let database: TestDatabase;
  let api: TestApi;
  let context: BrowserContext;
  let page: Page;
  let problems: string[];
  const clock = new DatabaseClock();

  browserForSuite((started) => (browser = started));
  apiForSuite(clock, (setting) => ({ database, api } = setting));
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
    problems = [];
    page.on('console', (message) => void (message.type() === 'error' && problems.push(message.text())));
    page.on('pageerror', (error) => void problems.push(String(error)));
  });
  afterEach(() => context.close());

  const newLink = async (): Promise<string> =>
    String((await api.expect(200, 'POST', '/api/sign-in-links'))['sign_in_url']);

  /** Presses the button, which leads on to the console, and comes back to see who is signed in. */
  async function pressAndReturn(who: string): Promise<void> {
    await pressSignIn(page);
    await page.goto(`${api.url}/console/sign-in`);
    await page.getByText('You are signed in.').waitFor();
    await page.getByText(who).waitFor();
  }

  async function signIn(): Promise<void> {
    await page.goto(await newLink());
    await pressAndReturn('first key');
  }

  it('happens by a press of the button, and leaves the secret in no history', async () => {
    const link = await newLink();
    await page.goto(link);
    assert.equal(page.url(), link.split('#')[0]);
    // Looking at it has spent nothing.
    await page.goto('about:blank');
    await page.goto(link);
    await pressAndReturn('first key, admin of the whole installation');
    assert.equal(await page.evaluate('document.cookie'), '');
    const [cookie, ...others] = await context.cookies();
    assert.deepEqual([cookie?.httpOnly, cookie?.sameSite, cookie?.path, others], [true, 'Strict', '/', []]);
    assert.deepEqual(problems, []);
  });

  it('says so when the link was spent, and takes a key instead', async () => {
    const link = await newLink();
    await page.goto(link);
    await pressAndReturn('first key');
    await page.goto('about:blank');
    await page.goto(link);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This opens nothing').waitFor();
    await page.getByLabel('API key').fill(await api.makeKey('viewer', null));
    await pressAndReturn('viewer key, viewer of the whole installation');
  });

  it('lasts over a new visit, lets the API docs ask without a key, and ends', async () => {
    await signIn();
    await page.goto(`${api.url}/console/sign-in`);
    await page.getByText('You are signed in.').waitFor();
    await page.goto(`${api.url}/docs#/Companies/listCompanies`);
    await page.getByRole('button', { name: 'Execute' }).first().click();
    await page.locator('.live-responses-table .response-col_status', { hasText: '200' }).first().waitFor();
    await page.goto(`${api.url}/console/sign-in`);
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByText('You are signed out.').waitFor();
    assert.deepEqual([await context.cookies(), problems], [[], []]);
    await page.goto(`${api.url}/console/sign-in`);
    await page.getByLabel('API key').waitFor();
  });

  it('sends the Origin of the page with writes, and none of it is in the way of a page of ours', async () => {
    await signIn();
    const headers = { 'X-Console': '1', 'Content-Type': 'application/json' };
    const body = JSON.stringify({ name: 'From a page' });
    assert.equal(await ask(page, { url: '/api/companies', method: 'POST', headers, body }), 201);
    assert.equal(await ask(page, { url: '/api/companies', headers: { 'X-Console': '1' } }), 200);
  });

  it('gives a page on another port of this host nothing, though the browser sends it the cookie', async () => {
    await signIn();
    const seen: (string | undefined)[] = [];
    const neighbour = await startNeighbour((cookie) => seen.push(cookie));
    try {
      await page.goto(neighbour.url);
      // Another tab of the person, on the very same site.
      assert.match(String(seen.at(-1)), /arv_session_/, 'Ports share cookies no more: the header is not needed.');
      const count = async () =>
        (await Promise.all(['companies', 'browser_sessions'].map((table) => database.db(table)))).map(
          ({ length }) => length,
        );
      const key = await api.makeKey('viewer', null);
      const before = await count();
      const url = (path: string): string => `${api.url}${path}`;
      const withHeader = { 'X-Console': '1' };
      const json = { ...withHeader, 'Content-Type': 'application/json' };
      const body = JSON.stringify({ name: 'Planted', key });
      const asked: Asked[] = [
        { url: url('/api/companies') },
        { url: url('/api/companies'), headers: withHeader },
        { url: url('/api/companies'), method: 'POST', headers: json, body },
        { url: url('/api/session'), method: 'POST', headers: json, body: JSON.stringify({ key }) },
        { url: url('/api/session'), method: 'DELETE', headers: withHeader },
        { url: url('/api/sessions'), method: 'DELETE', headers: withHeader },
      ];
      for (const one of asked) assert.equal(await ask(page, one), REFUSED, JSON.stringify(one));
      // What needs no preflight arrives, and does nothing.
      for (const path of ['/api/companies', '/api/session', '/api/sign-in-links']) {
        await ask(page, { url: url(path), method: 'POST', mode: 'no-cors', body });
      }
      assert.deepEqual(await count(), before);
      await page.goto(`${api.url}/console/sign-in`);
      await page.getByText('You are signed in.').waitFor();
    } finally {
      neighbour.server.close();
    }
  });

  it('is not led on by a form of another page', async () => {
    const neighbour = await startNeighbour(() => undefined);
    try {
      await page.goto(neighbour.url);
      const key = await api.makeKey('viewer', null);
      const form = { method: 'post', action: `${api.url}/api/session`, enctype: 'text/plain' };
      const field = { name: `{"key":"${key}","x":"`, value: '"}' };
      await page.evaluate(`
        const form = Object.assign(document.createElement('form'), ${JSON.stringify(form)});
        form.append(Object.assign(document.createElement('input'), ${JSON.stringify(field)}));
        document.body.append(form);
        form.submit();
      `);
      await page.waitForURL(`${api.url}/api/session`);
      assert.deepEqual(await context.cookies(), []);
    } finally {
      neighbour.server.close();
    }
  });
});
