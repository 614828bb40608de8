import assert from 'node:assert/strict';
import type { Browser, Page, Request } from 'playwright-core';
import { DatabaseClock } from '../../src/db/clock.js';
import type { Database } from '../../src/db/database.js';
import type { TestApi } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { makeFollowed, openPage, type Followed } from '../support/followed.js';
import type { Site } from '../support/site.js';
import { followingForSuite } from './following-suite.js';
import { startMinioServer, type StorageServer } from '../support/storage-servers.js';
import { openFollowing } from './following-page.js';

describe('in Chromium: videos that lie in a bucket', function () {
  this.timeout(60_000);
  let api: TestApi;
  let db: Database;
  let browser: Browser;
  let site: Site;
  let bucket: StorageServer | undefined;
  let content: Followed;
  const clock = new DatabaseClock();
  followingForSuite(clock, (setting) => ({ browser, api, db, site } = setting));
  before(async function () {
    // MinIO may have to be built first; it answers pages of every site.
    this.timeout(600_000);
    bucket = await startMinioServer();
    const { settings, credentials } = bucket;
    const connection = { company_id: null, name: 'bucket', provider: 's3', settings, credentials, is_default: true };
    await api.expect(201, 'POST', '/api/storage-connections', { body: connection });
    content = await makeFollowed(api, db, ['Spring']);
  });
  after(async () => {
    await bucket?.stop();
  });

  /** As which origin the bucket is asked for videos. */
  function originsOf(page: Page): Set<string> {
    const origins = new Set<string>();
    const note = async (request: Request): Promise<void> => {
      if (!request.url().startsWith(bucket?.url ?? '')) return;
      origins.add((await request.allHeaders())['origin'] ?? 'none');
    };
    page.on('requestfinished', (request) => void note(request));
    return origins;
  }

  const PLAYS = "[...document.querySelectorAll('video')].some(({ currentTime }) => currentTime > 0.2)";

  it('are played on other sites, whose name the bucket does not get: it has to allow the origin null', async () => {
    const wanted = { baseUrl: api.url, uniqueId: content.unique_id, plays: true };
    let origins = new Set<string>();
    const { page } = await openFollowing(browser, site, wanted, {
      prepare: async (page) => {
        origins = originsOf(page);
      },
    });
    await eventually(async () => assert.equal(await page.evaluate(PLAYS), true));
    await eventually(() => assert.deepEqual([...origins], ['null']));
  });

  it('are played on the page of the content, within its policy, for the origin of the service', async () => {
    let origins = new Set<string>();
    const { page, complaints } = await openPage(browser, `${api.url}/view/${content.unique_id}`, {
      prepare: async (page) => {
        origins = originsOf(page);
      },
    });
    await eventually(async () => assert.equal(await page.evaluate(PLAYS), true));
    await eventually(() => assert.deepEqual([...origins], [api.url]));
    assert.deepEqual(complaints, []);
  });
});
