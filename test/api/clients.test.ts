import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { AppError } from '../../src/domain/errors.js';
import { clientRoutes } from '../../src/api/routes/clients.js';
import { bundleForBrowsers } from '../../scripts/lib/bundle-follow.js';
import type { ApiDeps } from '../../src/api/api-deps.js';
import type { Incoming } from '../../src/api/http/define-route.js';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { TestClock } from '../support/clock.js';
import { NOON } from '../support/builders.js';

const gzipped = (text: string): number => gzipSync(text, { level: 9 }).length;

describe('what is handed out to clients', () => {
  let api: TestApi;
  apiForSuite(new TestClock(NOON), (setting) => ({ api } = setting));

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(api.url + path, { headers: { Origin: 'https://elsewhere.example', ...headers } });

  for (const [path, type] of [
    ['/clients/client.tgz', 'application/gzip'],
    ['/clients/follow-1.js', 'text/javascript; charset=utf-8'],
    ['/clients/view-1.js', 'text/javascript; charset=utf-8'],
  ] as const) {
    it(`hands out ${path} to any site, which keeps it for an hour`, async () => {
      const response = await get(path);
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('content-type'), type);
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
      assert.equal(response.headers.get('cross-origin-resource-policy'), 'cross-origin');
      assert.equal(response.headers.get('cache-control'), 'public, max-age=3600');
      const tag = response.headers.get('etag') ?? '';
      assert.equal((await get(path, { 'if-none-match': tag })).status, 304);
      assert.equal((await get(path, { 'if-none-match': '"another"' })).status, 200);
    });
  }

  it('is no more than 4 KB of what follows, and 3 KB of what plays', async () => {
    const core = gzipped(await bundleForBrowsers('packages/follow/src/follow.ts'));
    const whole = gzipped(await (await get('/clients/follow-1.js')).text());
    assert.ok(core <= 4_096, `follow: ${core} bytes`);
    assert.ok(whole - core <= 3_072, `player: ${whole - core} bytes`);
  });

  it('says what to do where nothing was built', async () => {
    const clientsFolder = mkdtempSync(join(tmpdir(), 'no clients '));
    const incoming = { req: { params: {}, query: {}, get: () => undefined } } as unknown as Incoming;
    for (const route of clientRoutes({ settings: { clientsFolder } } as ApiDeps)) {
      await assert.rejects(
        async () => route.handle(incoming),
        (error) => error instanceof AppError && error.code === 'not_found' && /npm run build/.test(error.message),
      );
    }
    rmSync(clientsFolder, { recursive: true });
  });
});
