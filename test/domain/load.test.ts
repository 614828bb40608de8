import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../../src/config/project-root.js';

// Also those of types alone, which nothing loads that runs: they count as not covered else.
for (const room of ['domain', 'planning']) {
  const folder = join(projectRoot(), 'src', room);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  describe(`src/${room}`, () => {
    for (const file of files) {
      it(`loads ${file} by itself`, async () => void (await import(pathToFileURL(join(folder, file)).href)));
    }
  });
}
