import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { projectRoot } from '../../src/config/project-root.js';
import type { Database } from '../../src/db/database.js';
import type { Id } from '../../src/domain/scalars.js';
import type { TestApi } from './api.js';
import { processUploads } from './processing.js';
import { fixture } from './videos.js';

/** A content with real videos, as its followers get to see them. */
export interface Followed {
  id: Id;
  unique_id: string;
  videos: { id: Id; title: string; video_url: string; thumbnail_url: string }[];
}

/** Makes a content with uploaded videos of the demo. */
export async function makeFollowed(api: TestApi, db: Database, titles = ['Spring', 'Summer']): Promise<Followed> {
  const company = await api.expect(201, 'POST', '/api/companies', { body: { name: 'Acme' } });
  const body = { company_id: company.id, title: 'Portrait' };
  const { id, unique_id } = await api.expect(201, 'POST', '/api/ar-content', { body });
  for (const title of titles) {
    const form = new FormData();
    const bytes = await readFile(join(projectRoot(), 'demo', 'videos', `${title.toLowerCase()}.mp4`));
    form.set('title', title);
    form.set('file', new Blob([new Uint8Array(bytes)], { type: 'video/mp4' }), `${title}.mp4`);
    form.set(
      'thumbnail',
      new Blob([new Uint8Array(await fixture('picture.jpg'))], { type: 'image/jpeg' }),
      'picture.jpg',
    );
    await api.expect(201, 'POST', `/api/ar-content/${id}/videos`, { body: form });
  }
  await processUploads(api, db);
  const videos = (await api.call('GET', `/api/ar-content/${id}/videos`)).body as Followed['videos'];
  assert.equal(videos.length, titles.length);
  return { id, unique_id: String(unique_id), videos: videos.toSorted((a, b) => a.id - b.id) };
}

/** A page in a browser of its own, and what went wrong in it. */
export interface OpenPage {
  page: Page;
  /** What the console and the content security policy complained of. */
  complaints: string[];
}

/** How a page is opened. */
export interface Opening extends BrowserContextOptions {
  /** What is done with the page before it is loaded. */
  prepare?: (page: Page) => Promise<unknown>;
}

/** Opens a page with nothing in its caches. */
export async function openPage(
  browser: Browser,
  url: string,
  { prepare, ...options }: Opening = {},
): Promise<OpenPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  await prepare?.(page);
  await page.goto(url);
  return { page, complaints };
}

/**
 * Has a page look as if nobody saw it, to its scripts: a Chromium without a screen takes every page for visible.
 */
export const hide = (page: Page): Promise<void> => setHidden(page, true);

/** Has somebody see it again. */
export const show = (page: Page): Promise<void> => setHidden(page, false);

const setHidden = (page: Page, isHidden: boolean): Promise<void> =>
  page.evaluate(`
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${isHidden} });
    document.dispatchEvent(new Event('visibilitychange'));
  `);
