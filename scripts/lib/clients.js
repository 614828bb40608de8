import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from './build.js';
import { bundleFollow } from './bundle-follow.js';
import { withLock } from './lock.js';
import { packClient } from './pack-client.js';
import { projectFolder, say } from './project.js';

const SOURCES = [
  'packages/client',
  'packages/follow',
  'packages/tsconfig.json',
  'tsconfig.json',
  'scripts/lib/bundle-follow.js',
  'scripts/lib/clients.js',
  'scripts/lib/pack-client.js',
  'package-lock.json',
];
const STAMP = '.built-from';
const FOLDER = join(projectFolder, 'dist.clients');

/** Builds what the service hands out into dist.clients/, unless that was made from these very sources. */
export async function ensureClients() {
  if (isCurrent()) return;
  await withLock(
    'clients',
    () => say('Another process is building the clients; waiting for it.'),
    async () => {
      if (!isCurrent()) await buildClients();
    },
  );
}

function isCurrent() {
  const stamp = join(FOLDER, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digestOf(projectFolder, SOURCES);
}

async function buildClients() {
  const sources = digestOf(projectFolder, SOURCES);
  const fresh = `${FOLDER}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh);
  writeFileSync(join(fresh, '.gitignore'), '*\n');
  await packClient(fresh);
  await bundleFollow(fresh);
  writeFileSync(join(fresh, STAMP), sources);
  rmSync(FOLDER, { recursive: true, force: true });
  renameSync(fresh, FOLDER);
}
