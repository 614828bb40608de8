import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TYPES_FILE, writeOpenApiTypes } from '../../../scripts/lib/openapi-types.js';
import { SetUpFailure } from '../../../scripts/lib/project.js';
import { API_VERSION } from '../../../packages/client/src/openapi.js';
import { projectRoot } from '../../../src/config/project-root.js';
import { makeDataDir, removeDataDir } from '../../support/servers.js';

const STALE = 'The types of the client are not of docs/openapi.json: run `npm run generate`.';

describe("the client's types", () => {
  const kept = readFileSync(TYPES_FILE, 'utf8');

  it('are made from the document that is checked in, and have its version', () => {
    const document = readFileSync(join(projectRoot(), 'docs', 'openapi.json'), 'utf8');
    assert.ok(kept.includes(`(sha256 ${createHash('sha256').update(document).digest('hex')})`), STALE);
    assert.equal(API_VERSION, (JSON.parse(document) as { info: { version: string } }).info.version);
    const { version } = JSON.parse(readFileSync(join(projectRoot(), 'packages/client/package.json'), 'utf8')) as {
      version: string;
    };
    assert.equal(version, API_VERSION);
  });

  it('are what the generator makes of it (skipped where it cannot be installed)', async function () {
    this.timeout(180_000);
    const folder = makeDataDir();
    try {
      await writeOpenApiTypes(join(folder, 'openapi.ts'));
      assert.ok(readFileSync(join(folder, 'openapi.ts'), 'utf8') === kept, STALE);
    } catch (error) {
      if (!(error instanceof SetUpFailure) || !error.message.startsWith('Installing')) throw error;
      this.skip();
    } finally {
      await removeDataDir(folder);
    }
  });
});
