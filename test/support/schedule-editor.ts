import type { Locator } from 'playwright-core';
import type { Id } from '../../src/domain/scalars.js';
import type { ApiObject } from './api.js';
import { insertCompany, insertContent, insertVideo } from './builders.js';
import { consoleForSuite, type ConsoleBrowser } from './console.js';

/** What each test of the editor of schedules begins with: a content of a company in Berlin that shows the first of three videos. */
interface Setting {
  browser: ConsoleBrowser;
  company: Id;
  content: Id;
  videos: Id[];
}

/** A schedule that is made where nothing else is said. */
export const EVERY_MORNING = { rotation_type: 'daily', time_of_day: '09:00', time_zone: 'Europe/Berlin' };

/** Has each test of a suite get a browser and a content, and gives what is done with the editor of its schedules. */
export function scheduleEditorForSuite() {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- filled in before each test
  const on = {} as Setting;
  consoleForSuite((console) => (on.browser = console));

  beforeEach(async () => {
    const { db } = on.browser.database;
    // Whoever sees one company only is led there, wherever they are about to go.
    await insertCompany(db, { name: 'Gallery' });
    on.company = (await insertCompany(db, { name: 'Museum', time_zone: 'Europe/Berlin' })).id;
    on.content = (await insertContent(db, { company_id: on.company, title: 'Portrait of a lady' })).id;
    on.videos = [];
    for (const title of ['Spring', 'Summer', 'Autumn']) {
      on.videos.push((await insertVideo(db, on.content, { title })).id);
    }
    await on.browser.api.expect(200, 'POST', `/api/videos/${on.videos[0]}/activate`);
  });

  const page = (): string => `/c/${on.company}/contents/${on.content}`;
  const button = (name: string): Locator => on.browser.page.getByRole('button', { name, exact: true });
  const field = (name: string): Locator => on.browser.page.getByLabel(name, { exact: true });
  const preview = (): Locator => on.browser.page.getByRole('region', { name: 'What it will do' });

  async function open(schedule: Id | 'new' = 'new'): Promise<void> {
    await on.browser.open(`${page()}/schedules/${schedule}`);
    await field('Every day at').waitFor();
  }

  return {
    on,
    page,
    button,
    field,
    preview,
    slots: (): Locator => preview().getByRole('listitem'),
    /** The list of videos, row by row. */
    rows: (): Promise<string[]> =>
      on.browser.page.getByRole('list', { name: 'In this order' }).getByRole('listitem').allInnerTexts(),
    told: (words: string): Promise<void> => on.browser.page.getByText(words).waitFor(),
    open,
    enter: async (schedule: Id | 'new' = 'new'): Promise<void> => {
      await on.browser.beSignedIn();
      await open(schedule);
    },
    save: async (): Promise<void> => {
      await button('Save').click();
      await on.browser.page.waitForURL(`**/console${page()}`);
    },
    make: async (given: object = EVERY_MORNING): Promise<Id> => {
      const body = { video_sequence: on.videos, ...given };
      return (await on.browser.api.expect(201, 'POST', `/api/ar-content/${on.content}/rotation`, { body })).id;
    },
    saved: (id: Id): Promise<ApiObject> => on.browser.api.expect(200, 'GET', `/api/rotation/${id}`),
    /** The schedules of the content. */
    made: async (): Promise<ApiObject[]> =>
      (await on.browser.api.call('GET', `/api/ar-content/${on.content}/rotation`)).body as ApiObject[],
  };
}
