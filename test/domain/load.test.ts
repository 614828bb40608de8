import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../../src/config/project-root.js';

const DOMAIN = join(projectRoot(), 'src', 'domain');

describe('the domain', () => {
  for (const file of readdirSync(DOMAIN, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )) {
    it(`loads ${file} by itself`, async () => void (await import(pathToFileURL(join(DOMAIN, file)).href)));
  }
});
