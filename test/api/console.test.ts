import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { ensureConsole } from '../../scripts/lib/console.js';
import { DatabaseClock } from '../../src/db/clock.js';
import { startTestApi, type TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import type { TestDatabase } from '../support/database.js';
import { temporaryFolder } from '../support/videos.js';

const MAX_GZIPPED_BYTES = 200_000;
const HTML = { accept: 'text/html,application/xhtml+xml' };

const policy = (nonce: string, media = "'self' blob:"): string =>
  [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src ${media}`,
    `media-src ${media}`,
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');

describe('the API serves the console', () => {
  let database: TestDatabase;
  let api: TestApi;
  const clock = new DatabaseClock();
  before(async function () {
    this.timeout(60_000);
    await ensureConsole();
  });
  apiForSuite(clock, (setting) => ({ database, api } = setting));

  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(api.url + path, { headers, redirect: 'manual' });
  const nonceIn = (page: string): string => /nonce="([\w-]+)"/.exec(page)?.[1] ?? '';
  async function policyAt(path: string): Promise<string> {
    const answer = await get(path);
    const nonce = nonceIn(await answer.text());
    return String(answer.headers.get('content-security-policy')).replace(nonce, 'N');
  }
  const filesOf = (page: string): string[] =>
    [...page.matchAll(/(?:src|href)="(\/console\/[^"]+)"/g)].map(([, path = '']) => path);

  it('as one page for all of its addresses, which is never kept and has a nonce of its own', async () => {
    const nonces = new Set<string>();
    for (const path of [
      '/console',
      '/console/',
      '/console/c/7/contents?q=a',
      '/console/whatever',
      '/console/index.html',
    ]) {
      const answer = await get(path);
      const page = await answer.text();
      const nonce = nonceIn(page);
      assert.deepEqual(
        [answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')],
        [200, 'text/html; charset=utf-8', 'no-store'],
      );
      assert.equal(answer.headers.get('content-security-policy'), policy(nonce));
      assert.doesNotMatch(page, /__NONCE__|<style|https?:\/\//);
      nonces.add(nonce);
    }
    assert.equal(nonces.size, 5);
  });

  it('with files that are kept for good, as their names tell what is in them', async () => {
    const page = await (await get('/console/')).text();
    const asset = filesOf(page).find((path) => path.includes('/assets/')) ?? '';
    const answer = await get(asset);
    assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    const tag = String(answer.headers.get('etag'));
    // What fetch of Node says by itself with it, no-cache, forbids just that.
    assert.equal((await get(asset, { 'if-none-match': tag, 'cache-control': 'max-age=0' })).status, 304);
    assert.equal((await get('/console/color-scheme.js')).headers.get('cache-control'), 'no-cache');
    const missing = await get('/console/assets/index-00000000.js');
    assert.deepEqual([missing.status, ((await missing.json()) as { code: string }).code], [404, 'not_found']);
    assert.doesNotMatch(await (await get('/console/.built-from')).text(), /^[\da-f]{64}$/);
  });

  it('with files that are compressed for whoever takes that, each form with a tag of its own', async () => {
    const page = await (await get('/console/')).text();
    for (const [ending, type] of [
      ['.js', 'text/javascript; charset=utf-8'],
      ['.css', 'text/css; charset=utf-8'],
    ] as const) {
      const asset = filesOf(page).find((path) => path.includes('/assets/') && path.endsWith(ending)) ?? '';
      const tags = new Set<unknown>();
      const texts = new Set<string>();
      for (const [accepted, encoding] of [
        ['gzip, deflate, br', 'gzip'],
        ['identity', null],
        ['gzip;q=0', null],
      ] as const) {
        const answer = await get(asset, { 'accept-encoding': accepted });
        const { headers } = answer;
        assert.deepEqual(
          ['content-encoding', 'vary', 'content-type', 'cache-control'].map((name) => headers.get(name)),
          [encoding, 'Accept-Encoding', type, 'public, max-age=31536000, immutable'],
        );
        tags.add(headers.get('etag'));
        texts.add(await answer.text());
        const kept = { 'if-none-match': String(headers.get('etag')), 'cache-control': 'max-age=0' };
        const same = await get(asset, { ...kept, 'accept-encoding': accepted });
        assert.deepEqual([same.status, same.headers.get('vary')], [304, 'Accept-Encoding']);
        const otherForm = encoding === 'gzip' ? 'identity' : 'gzip';
        assert.equal((await get(asset, { ...kept, 'accept-encoding': otherForm })).status, 200);
      }
      assert.deepEqual([tags.size, texts.size], [2, 1]);
    }
    const small = await get('/console/color-scheme.js', { 'accept-encoding': 'gzip' });
    assert.deepEqual([small.status, small.headers.get('content-encoding')], [200, null]);
  });

  it(`in ${MAX_GZIPPED_BYTES} bytes, gzipped, until something is seen`, async () => {
    const page = await (await get('/console/')).text();
    let bytes = gzipSync(page).length;
    for (const path of filesOf(page)) bytes += Number((await get(path)).headers.get('content-length'));
    assert.ok(bytes <= MAX_GZIPPED_BYTES, `${bytes} bytes`);
  });

  it('to browsers that ask for the root; programs are told what they always were', async () => {
    const led = await get('/', HTML);
    assert.deepEqual([led.status, led.headers.get('location'), led.headers.get('vary')], [302, '/console/', 'Accept']);
    for (const accept of ['*/*', 'application/json']) assert.equal((await get('/', { accept })).status, 404, accept);
    assert.equal((await fetch(`${api.url}/console/`, { method: 'POST' })).status, 404);
  });

  it('and lets it show pictures from the storages of the company in the address, and of no other', async () => {
    const connect = async (company_id: number | null, bucket: string, delivery = 'redirect'): Promise<void> => {
      const body = {
        company_id,
        name: bucket,
        provider: 's3',
        settings: { bucket, region: 'eu-central-1', delivery },
        credentials: { access_key_id: 'a', secret_access_key: 'b' },
      };
      await api.expect(201, 'POST', '/api/storage-connections', { body });
    };
    const company = async (): Promise<number> =>
      (await api.expect(201, 'POST', '/api/companies', { body: { name: 'Company' } }))['id'];
    const [own, other] = [await company(), await company()];
    await connect(own, 'bucket-of-own');
    await connect(own, 'bucket-through-us', 'proxy');
    await connect(other, 'bucket-of-other');
    const origin = (bucket: string): string => `https://${bucket}.s3.eu-central-1.amazonaws.com`;
    assert.equal(await policyAt(`/console/c/${own}/contents`), policy('N', `'self' blob: ${origin('bucket-of-own')}`));
    assert.equal(await policyAt(`/console/c/${other}`), policy('N', `'self' blob: ${origin('bucket-of-other')}`));
    for (const path of ['/console/', '/console/c/x/contents', `/console/c/${own}x`]) {
      assert.equal(await policyAt(path), policy('N'));
    }
  });

  it('or says that it was not built, and does everything else', async () => {
    const folder = await temporaryFolder();
    const without = await startTestApi(database.db, clock, { consoleFolder: folder.path });
    try {
      const answer = await fetch(`${without.url}/console/`);
      const { detail } = (await answer.json()) as { detail: string };
      assert.deepEqual(
        [answer.status, detail],
        [404, 'The console was not built: npm run build does. The API works without it.'],
      );
      await without.expect(200, 'GET', '/api/time');
    } finally {
      await without.stop();
      await folder.remove();
    }
  });
});
