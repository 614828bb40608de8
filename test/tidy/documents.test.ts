import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { projectRoot } from '../../src/config/project-root.js';
import { projectFiles } from '../support/project-files.js';

const root = projectRoot();
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

describe('what the documents say of the code', () => {
  it('has the boundaries that are checked', () => {
    const checked: { forbidden: { name: string }[] } = createRequire(import.meta.url)(
      join(root, '.dependency-cruiser.cjs'),
    );
    const rules = checked.forbidden.map(({ name }) => name).filter((name) => /^\w+ may use /.test(name));
    const [, section = ''] = read('ARCHITECTURE.md').split('\n## Boundaries\n');
    const [table = ''] = section.split('\n## ');
    const rows = [...table.matchAll(/^\| `src\/(\w+)` +\|[^|]*\| ([^|]*?) +\|$/gm)];
    assert.deepEqual(
      rows.map(([, folder, uses]) => `${folder} may use ${uses}`),
      rules,
    );
  });

  it('names no file or folder that is not there', () => {
    const all = projectFiles();
    const isThere = (path: string): boolean => all.some((file) => `/${file}`.endsWith(`/${path}`));
    const isFolder = (path: string): boolean => all.some((file) => file.startsWith(`${path}/`));
    // What changed once tells of files as they were then.
    for (const page of all.filter((file) => file.endsWith('.md') && file !== 'CHANGELOG.md')) {
      for (const [, path = ''] of read(page).matchAll(/`((?:[\w.-]+\/)*[\w.-]+\.(?:ts|js|cjs|sql|md|yml))`/g)) {
        assert.ok(isThere(path), `${page} names ${path}`);
      }
      for (const [, path = ''] of read(page).matchAll(
        /`((?:src|test|docs|bench|scripts|migrations|packages)\/[\w./-]*\w)`/g,
      )) {
        assert.ok(isFolder(path) || isThere(path), `${page} names ${path}`);
      }
    }
  });

  it('has every page and heading that the code cites', () => {
    const pages = projectFiles().filter((file) => file.endsWith('.md'));
    const names = new Set(pages.map((page) => basename(page)));
    for (const file of projectFiles().filter((file) =>
      /^(src|test|bench|migrations|scripts|packages)\/.*\.(ts|js)$/.test(file),
    )) {
      for (const [, page = ''] of read(file).matchAll(/\b([A-Za-z-]+\.md)\b/g)) {
        assert.ok(names.has(page), `${file} cites ${page}`);
      }
      for (const [, heading = ''] of read(file).matchAll(/ARCHITECTURE\.md, "([^"]+)"/g)) {
        assert.ok(read('ARCHITECTURE.md').includes(`\n## ${heading}\n`), `${file} cites "${heading}"`);
      }
    }
  });
});
