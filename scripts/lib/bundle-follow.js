import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from './project.js';

/** What runs them: iOS 16 of 2022, and the browsers of that year. */
const TARGET = ['es2022', 'safari16'];

/** What is built: the number is that of the interface, which pages on other sites are written for. */
const FOLLOW = 'packages/follow/src/index.ts';
const ENTRIES = { 'follow-1': FOLLOW, 'view-1': 'packages/follow/src/view.ts' };

/** Writes what pages load into a folder. */
export async function bundleFollow(folder) {
  for (const [name, entry] of Object.entries(ENTRIES)) {
    await writeFile(join(folder, `${name}.js`), await bundleForBrowsers(entry));
  }
}

/**
 * One module for browsers, in as few bytes as can be.
 * @returns its text
 */
export async function bundleForBrowsers(entry) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: projectFolder,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'esm',
    target: TARGET,
    write: false,
    // The page's script loads the very file that others load.
    plugins: entry === FOLLOW ? [] : [{ name: 'follow', setup: leaveFollowOut }],
  });
  return outputFiles[0].text;
}

function leaveFollowOut({ onResolve }) {
  onResolve({ filter: /^\.\/index\.js$/ }, () => ({ path: './follow-1.js', external: true }));
}
