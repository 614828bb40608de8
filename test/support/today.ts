import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Id } from '../../src/domain/scalars.js';
import { insertCompany, insertContent, insertVideo } from './builders.js';
import type { ConsoleBrowser } from './console.js';
import { eventually } from './eventually.js';

/** The page of today of a company in Tokyo, and what makes things that it tells of. */
export class TodayInBrowser {
  readonly browser: ConsoleBrowser;
  readonly company: Id;

  constructor(browser: ConsoleBrowser, company: Id) {
    this.browser = browser;
    this.company = company;
  }

  /** That of a new company. */
  static async make(browser: ConsoleBrowser): Promise<TodayInBrowser> {
    const { id } = await insertCompany(browser.database.db, { name: 'Museum', time_zone: 'Asia/Tokyo' });
    return new TodayInBrowser(browser, id);
  }

  async addContent(title: string, given: object = {}): Promise<Id> {
    const content = { company_id: this.company, title, settled_at: Date.now(), ...given };
    return (await insertContent(this.browser.database.db, content)).id;
  }

  async addVideo(content: Id, title: string, given: object = {}): Promise<Id> {
    return (await insertVideo(this.browser.database.db, content, { title, ...given })).id;
  }

  /** A content with a video, and nothing to complain of. */
  async addCalm(title: string): Promise<Id> {
    const content = await this.addContent(title);
    await this.addVideo(content, 'Spring');
    return content;
  }

  /** A content that changes from one video to another by a schedule. @param at when; undefined: within a day */
  async addChanging(title: string, at?: number): Promise<{ content: Id; schedule: Id }> {
    const { api } = this.browser;
    const content = await this.addContent(title);
    const video_sequence = [await this.addVideo(content, 'Spring'), await this.addVideo(content, 'Summer')];
    const body = { rotation_type: 'daily', time_of_day: '09:00', time_zone: 'UTC', video_sequence };
    const { id: schedule } = await api.expect(201, 'POST', `/api/ar-content/${content}/rotation`, { body });
    if (at !== undefined) {
      const next = { next_rotation_at: new Date(at).toISOString() };
      await api.expect(200, 'PUT', `/api/rotation/${schedule}`, { body: next });
    }
    return { content, schedule };
  }

  /** A content with a video that could not be processed, beside one that could. */
  async addFailed(title: string): Promise<Id> {
    const content = await this.addCalm(title);
    const failed = { status: 'failed', failure_code: 'broken', video_url: null, video_path: null };
    await this.addVideo(content, 'Broken one', { ...failed, failure_reason: 'It has no end.' });
    return content;
  }

  open(): Promise<void> {
    return this.browser.open(`/c/${this.company}/today`);
  }

  async enter(): Promise<void> {
    await this.browser.beSignedIn();
    await this.open();
  }

  section(name: string): Locator {
    return this.browser.page.getByRole('region', { name, exact: true });
  }

  textsOf(name: string): Promise<string[]> {
    return this.section(name)
      .locator(':scope > ul > li')
      .evaluateAll((rows) => rows.map((row) => row.textContent ?? ''));
  }

  /** Waits until a section has rows that fit these patterns, in this order. */
  tells(name: string, wanted: readonly RegExp[]): Promise<void> {
    return eventually(async () => {
      const texts = await this.textsOf(name);
      assert.equal(texts.length, wanted.length, JSON.stringify(texts));
      for (const [index, pattern] of wanted.entries()) assert.match(texts[index] ?? '', pattern);
    });
  }
}
