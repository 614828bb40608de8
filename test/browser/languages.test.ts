import assert from 'node:assert/strict';
import type { Id } from '../../src/domain/scalars.js';
import { insertCompany, insertContent, insertVideo } from '../support/builders.js';
import { consoleForSuite, type ConsoleBrowser } from '../support/console.js';
import { eventually } from '../support/eventually.js';

/** Everything that the page says: what is read, and what is told to whoever does not see it. */
const WORDS = `[...document.querySelectorAll('body *')].flatMap((element) => [
  ...['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name)),
  ...(element.closest('datalist, noscript, script, style, svg') ? [] : [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent)),
]).filter(Boolean)`;

/** What is written with Latin letters in Russian, too: names, abbreviations, keys, and zones. */
const NOT_WORDS =
  /\b(AR|MP4|AAC|MOV|WebM|Matroska|Home|End|Page Up|Page Down|Enter|UTC|API|QR|RFC|HOST|Ctrl K|English|first key|cron|iCalendar|[A-Z]\w+\/[\w-]+(\/\w+)?)\b/g;

describe('the console in Russian, in a browser', function () {
  this.timeout(60_000);
  let browser: ConsoleBrowser;
  let company: Id;
  let content: Id;
  let video: Id;
  let schedule: Id;
  consoleForSuite((console) => (browser = console));

  beforeEach(async () => {
    const { api, database } = browser;
    await insertCompany(database.db, { name: 'Галерея' });
    company = (await insertCompany(database.db, { name: 'Музей', time_zone: 'Europe/Berlin' })).id;
    content = (await insertContent(database.db, { company_id: company, title: 'Портрет' })).id;
    const videos: Id[] = [];
    for (const title of ['Весна', 'Лето']) videos.push((await insertVideo(database.db, content, { title })).id);
    video = videos[0] ?? assert.fail();
    const make = async (rule: object): Promise<Id> => {
      const body = { time_zone: 'Europe/Berlin', video_sequence: videos, ...rule };
      return (await api.expect(201, 'POST', `/api/ar-content/${content}/rotation`, { body })).id;
    };
    schedule = await make({ rotation_type: 'daily', time_of_day: '09:00' });
    const paused = await make({ rotation_type: 'interval', interval_seconds: 5_400 });
    await api.expect(200, 'POST', `/api/rotation/${paused}/pause`, { body: { note: 'Ремонт' } });
    await browser.signIn();
    await browser.page.evaluate("localStorage.setItem('console:language', '\"ru\"')");
  });

  /** The texts that are not Russian. */
  const foreign = async (): Promise<string[]> => {
    const texts = await browser.page.evaluate<string[]>(WORDS);
    return [...new Set(texts.filter((text) => /[a-z]{2,}/i.test(text.replaceAll(NOT_WORDS, ''))))];
  };

  it('says nothing in another language on any page', async () => {
    const ofContent = `/c/${company}/contents/${content}`;
    const pages = [
      '/?choose',
      '/companies/new',
      `/c/${company}/today`,
      `/c/${company}/contents`,
      `/c/${company}/contents/new`,
      ofContent,
      `${ofContent}/settings`,
      `${ofContent}/timeline`,
      `${ofContent}/timeline?range=week&view=table`,
      `${ofContent}/videos`,
      `${ofContent}/videos/${video}`,
      `${ofContent}/schedules/new`,
      `${ofContent}/schedules/${schedule}`,
    ];
    for (const path of pages) {
      await browser.open(path);
      await browser.page.locator('main h1').first().waitFor();
      await eventually(async () => assert.equal(await browser.page.locator('main [aria-busy=true]').count(), 0));
      assert.deepEqual(await foreign(), [], path);
    }
  });

  it('says why something cannot be, and more exactly where only the service can', async () => {
    const { page, database } = browser;
    const failed = {
      status: 'failed',
      failure_code: 'broken',
      failure_reason: 'It has no end.',
      video_url: null,
    } as const;
    await insertVideo(database.db, content, { title: 'Осень', ...failed, video_path: null });
    await browser.open(`/c/${company}/contents/${content}/videos`);
    await page.getByText('Файл повреждён или изменён. Удалите его').waitFor();
    assert.deepEqual(await foreign(), []);
    await database
      .db('videos')
      .where({ ar_content_id: content, title: 'Лето' })
      .update({ expires_at: new Date(0) });
    await page.getByRole('button', { name: 'Показать сейчас: Лето' }).click();
    await page.getByText(/^Не выполнено\. Сейчас это невозможно\. \(.*expired.*\)$/).waitFor();
    // The browser tells of the 409.
    assert.match(browser.takeProblems().join(), / 409 /);
  });
});
