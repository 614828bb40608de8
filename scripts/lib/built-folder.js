import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from './build.js';
import { withLock } from './lock.js';
import { projectFolder, say } from './project.js';

const STAMP = '.built-from';

/**
 * Builds a folder of its own, unless it was made from these very sources. It is replaced as a whole, so that nobody ever
 * reads half a build.
 * @param {{ name: string, sources: string[], build: (fresh: string) => Promise<void> }} what `name` is that of the
 * folder behind `dist.`; `build` fills an empty one.
 */
export async function ensureFolder({ name, sources, build }) {
  const folder = join(projectFolder, `dist.${name}`);
  if (isCurrent(folder, sources)) return;
  const waiting = () => say(`Another process is building the ${name}; waiting for it.`);
  await withLock(name, waiting, async () => {
    if (!isCurrent(folder, sources)) await replace(folder, sources, build);
  });
}

function isCurrent(folder, sources) {
  const stamp = join(folder, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digestOf(projectFolder, sources);
}

async function replace(folder, sources, build) {
  const digest = digestOf(projectFolder, sources);
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh);
  await build(fresh);
  writeFileSync(join(fresh, '.gitignore'), '*\n');
  writeFileSync(join(fresh, STAMP), digest);
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
}
