import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { environmentSchema } from '../src/config/config.js';
import { projectRoot } from '../src/config/project-root.js';
import { projectFiles } from './support/project-files.js';

const root = projectRoot();
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const files = projectFiles();
const sources = files.filter((file) => /^(src|migrations)\/.*\.ts$/.test(file));

/** What a word in the code means, where it may stand all the same, and what to write instead. */
const BANNED: [RegExp, RegExp | null, string][] = [
  [/\bconsole\./, null, 'the logger'],
  [/\bprocess\.env\b/, /^src\/(main[^/]*|process\/.*|runtime\/.*)\.ts$/, 'Config, handed down from a main'],
  [/\bnew Date\(\)/, null, 'the Clock'],
  [
    /\bDate\.now\(\)/,
    /^src\/(config\/logger|workflows\/.*|runtime\/.*|temporal\/.*|storage\/(local-storage|gcs-store))\.ts$/,
    'the Clock',
  ],
  [/\bMath\.random\(\)/, null, 'the seed of the schedule, or node:crypto'],
  [/\b(TODO|FIXME|HACK|XXX)\b/, null, 'an issue, or the work itself'],
  [/\bcontent items?\b/i, null, 'AR content'],
];

describe('the project is tidy', () => {
  for (const [word, allowed, instead] of BANNED) {
    it(`writes ${instead} instead of ${word.source}`, () => {
      const found = sources.filter((file) => !allowed?.test(file) && word.test(read(file)));
      assert.deepEqual(found, []);
    });
  }

  it('has no file in src that takes more than a few screens', () => {
    const long = sources.filter((file) => file.startsWith('src/') && read(file).split('\n').length > 300);
    assert.deepEqual(long, []);
  });

  it('lists every variable in .env.example, and no other, with its default', () => {
    const example = read('.env.example')
      .split('\n')
      .filter((line) => /^[A-Z_]+=/.test(line))
      .map((line) => line.slice(0, line.indexOf('=')));
    assert.deepEqual(example.toSorted(), Object.keys(environmentSchema.shape).toSorted());
  });

  it('has no dead links within its documents', () => {
    for (const document of files.filter((file) => file.endsWith('.md'))) {
      for (const [, target = ''] of read(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
        assert.ok(existsSync(join(root, dirname(document), target)), `${document} links to ${target}`);
      }
    }
  });

  it('pins every dependency, all of Temporal to one version', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >;
    const all = { ...dependencies, ...devDependencies };
    assert.deepEqual(
      Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)),
      [],
    );
    const temporal = Object.entries(all).filter(([name]) => name.startsWith('@temporalio/'));
    assert.equal(new Set(temporal.map(([, version]) => version)).size, 1);
  });

  it('keeps a changelog with a section for what is to come', () => {
    assert.match(read('CHANGELOG.md'), /^# Changelog\n[\s\S]*\n## \[Unreleased\]\n/);
  });
});
