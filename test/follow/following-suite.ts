import type { Browser } from 'playwright-core';
import type { BoundedClock } from '../../src/db/clock.js';
import type { Database } from '../../src/db/database.js';
import type { TestApi, TestApiOptions } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { browserForSuite } from '../support/chromium.js';
import { startLine, type Line } from '../support/line.js';
import type { Site } from '../support/site.js';
import { startFollowingSite } from './following-page.js';

/** What the tests of a suite share. */
export interface FollowingSetting {
  browser: Browser;
  api: TestApi;
  db: Database;
  /** Of another origin than the API; its pages follow what their address says. */
  site: Site;
  /** To the service, another one for each test. */
  line: Line;
}

/**
 * Has the tests of a suite share a browser, a service and a site. Pages are closed after each test.
 * @param set is given them before the tests, and again before each, with its line.
 */
export function followingForSuite(
  clock: BoundedClock,
  set: (setting: FollowingSetting) => void,
  options?: TestApiOptions,
): void {
  const setting: Partial<FollowingSetting> = {};
  // First, as nothing is needed where there is none.
  browserForSuite((browser) => (setting.browser = browser));
  apiForSuite(clock, ({ api, database }) => Object.assign(setting, { api, db: database.db }), options);
  before(async () => {
    setting.site = await startFollowingSite();
    set(setting as FollowingSetting);
  });
  beforeEach(async () => {
    setting.line = await startLine(new URL((setting as FollowingSetting).api.url));
    set(setting as FollowingSetting);
  });
  afterEach(async () => {
    await Promise.all(setting.browser?.contexts().map((context) => context.close()) ?? []);
    setting.line?.close();
  });
  after(() => setting.site?.close());
}
