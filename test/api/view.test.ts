import assert from 'node:assert/strict';
import { openDatabase, type Database } from '../../src/db/database.js';
import { startTestApi, type TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { startLine } from '../support/line.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';

describe('the page that plays a content', () => {
  let api: TestApi;
  let db: Database;
  let databaseUrl: string;
  apiForSuite(new TestClock(NOON), (setting) => {
    api = setting.api;
    db = setting.database.db;
    databaseUrl = setting.database.url;
  });

  /** Through the test's client, which holds answers to the document. */
  const view = async (uniqueId: string, headers: Record<string, string> = {}) => {
    const answer = await api.call('GET', `/view/${uniqueId}`, { key: null, headers });
    return { ...answer, html: String(answer.body) };
  };

  it('plays what there is, and what may come where nothing is shown now', async () => {
    const { id, unique_id } = await insertContent(db);
    for (const what of ['dark', 'live']) {
      if (what === 'live') await insertVideo(db, id, { video_url: '/media/x' });
      const { status, headers, html } = await view(unique_id.toUpperCase());
      assert.deepEqual([status, headers.get('content-type')], [200, 'text/html; charset=utf-8'], what);
      assert.ok(html.includes(`data-unique-id="${unique_id}"`));
      assert.equal(headers.get('cache-control'), 'no-cache');
    }
  });

  it('tells visitors in their language that there is nothing, or nothing any more', async () => {
    const { unique_id } = await insertContent(db, { is_active: false });
    for (const [uniqueId, status, en, ru] of [
      [NOBODY, 404, /There is nothing here/, /Здесь ничего нет/],
      ['poster', 404, /There is nothing here/, /Здесь ничего нет/],
      [unique_id, 410, /not shown any more/, /больше не показывают/],
    ] as const) {
      const english = await view(uniqueId);
      assert.deepEqual([english.status, english.headers.get('content-language')], [status, 'en']);
      assert.match(english.html, en);
      const russian = await view(uniqueId, { 'accept-language': 'ru-RU,ru;q=0.9' });
      assert.match(russian.html, ru);
      assert.match(russian.html, /<html lang="ru">/);
      assert.doesNotMatch(russian.html, /<script/);
    }
  });

  it('writes nothing into the page that a link says', async () => {
    const { status, html } = await view(encodeURIComponent('"><script>alert(1)</script>'));
    assert.equal(status, 404);
    assert.doesNotMatch(html, /alert/);
  });

  it('allows scripts of ours alone, no frame around it, and no style but its own', async () => {
    const { unique_id } = await insertContent(db);
    const { headers, html } = await view(unique_id);
    const policy = new Map(
      (headers.get('content-security-policy') ?? '').split(';').map((one) => {
        const [name = '', ...sources] = one.split(' ');
        return [name, sources.join(' ')];
      }),
    );
    assert.equal(policy.get('default-src'), "'none'");
    assert.equal(policy.get('script-src'), "'self'");
    assert.equal(policy.get('frame-ancestors'), "'none'");
    assert.equal(policy.get('base-uri'), "'none'");
    assert.equal(policy.get('form-action'), "'none'");
    assert.match(policy.get('style-src') ?? '', /^'sha256-[\w+/=]{44}'$/);
    assert.deepEqual(
      [...html.matchAll(/<script[^>]*>([^<]*)/g)].map(([, text]) => text),
      [''],
    );
    assert.doesNotMatch(html, / (style|on\w+)=/);
    assert.equal(headers.get('set-cookie'), null);
  });

  it('plays without plain HTTP where the service is reached by HTTPS', async () => {
    const { unique_id } = await insertContent(db);
    const { headers } = await view(unique_id);
    assert.match(headers.get('content-security-policy') ?? '', /media-src 'self' blob: https: http:;/);
    const { viewPolicy } = await import('../../src/api/view/view-page.js');
    assert.match(viewPolicy('https://ar.example.com'), /media-src 'self' blob: https:;/);
  });

  it('has the player ask again while the database is away', async () => {
    const { unique_id } = await insertContent(db);
    const line = await startLine(new URL(databaseUrl));
    const away = openDatabase({ url: line.url, poolSize: 2, applicationName: 'view' });
    const other = await startTestApi(away, new TestClock(NOON));
    try {
      line.cut();
      assert.equal((await other.call('GET', `/view/${unique_id}`, { key: null })).status, 200);
    } finally {
      line.mend();
      await other.stop();
      await away.destroy();
      line.close();
    }
  });
});
