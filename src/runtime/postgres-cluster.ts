import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresBinaries } from './postgres-binaries.js';
import { userCan, type ServerUser } from './server-user.js';
import { codeOf } from '../platform/error-code.js';
import { messageOf, StartFailure } from './start-failure.js';

export const DATABASE_NAME = 'video_rotation';
export const DATABASE_USER = 'video_rotation';

/** Where root keeps the database of a data folder that lies below a folder closed to the server's user. */
const SYSTEM_DATA = '/var/lib/ar-video-rotation';

/** A database cluster on disk: where it really lies, and the password of its only role. */
export interface Cluster {
  folder: string;
  password: string;
}

/** The cluster under DATA_DIR/postgres; made if there is none yet. A crash in the middle leaves no half of one. */
export async function ensureCluster(dataDir: string, binaries: PostgresBinaries, user: ServerUser): Promise<Cluster> {
  const link = join(dataDir, 'postgres');
  const password = ensurePassword(dataDir);
  if (!existsSync(join(link, 'PG_VERSION'))) await createCluster(link, password, binaries, user);
  const folder = realpathSync(link);
  if (!userCan(user, '-w', folder)) throw new StartFailure(unreachable(folder));
  return { folder, password };
}

function ensurePassword(dataDir: string): string {
  const file = join(dataDir, 'postgres-password');
  try {
    writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}

async function createCluster(link: string, password: string, binaries: PostgresBinaries, user: ServerUser) {
  const place = homeFor(link, user);
  const staging = `${place}.new`;
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  if (user) chownSync(staging, user.uid, user.gid);
  const passwordFile = join(staging, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  const folder = join(staging, 'cluster');
  await initialise(folder, passwordFile, binaries, user);
  createDatabase(folder, binaries, user);
  if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link, { recursive: true, force: true });
  renameSync(folder, place);
  if (place !== link) symlinkSync(place, link);
  rmSync(staging, { recursive: true, force: true });
}

/** DATA_DIR/postgres itself, if the server's user can get there; else a folder that it can reach, to be linked to. */
function homeFor(link: string, user: ServerUser): string {
  const parent = join(link, '..');
  if (userCan(user, '-x', parent)) return link;
  try {
    mkdirSync(SYSTEM_DATA, { recursive: true });
    chmodSync(SYSTEM_DATA, 0o755); // Whatever the umask says: the server has to get through.
  } catch (cause) {
    throw new StartFailure(unreachable(parent), { cause });
  }
  return join(SYSTEM_DATA, `postgres-${randomBytes(6).toString('hex')}`);
}

async function initialise(folder: string, passwordFile: string, binaries: PostgresBinaries, user: ServerUser) {
  const args = [
    `--pgdata=${folder}`,
    `--username=${DATABASE_USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order and case rules on every machine, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  try {
    await promisify(execFile)(binaries.initdb, args, { cwd: '/', env: serverEnvironment(), ...user });
  } catch (cause) {
    throw new StartFailure(`The database could not be created in ${folder}: ${messageOf(cause)}`, { cause });
  }
}

/** In single-user mode, because the cluster is not to be seen by anyone before its database is there. */
function createDatabase(folder: string, binaries: PostgresBinaries, user: ServerUser): void {
  const run = spawnSync(binaries.postgres, ['--single', '-D', folder, 'postgres'], {
    cwd: '/',
    input: `CREATE DATABASE ${DATABASE_NAME}\n`,
    encoding: 'utf8',
    env: serverEnvironment(),
    ...user,
  });
  const failed = run.status !== 0 || /ERROR|FATAL/.test(run.stderr);
  if (failed) throw new StartFailure(`The database ${DATABASE_NAME} could not be created: ${run.stderr}`);
}

/**
 * Not our own: PGPORT, PGDATA and their kind would change what the server does, and keys are none of its business.
 * A new object each time, as Node writes into the one it is given while coverage is measured.
 */
export const serverEnvironment = (): NodeJS.ProcessEnv => ({ PATH: '/usr/bin:/bin', LC_ALL: 'C' });

function unreachable(folder: string): string {
  return (
    `Postgres runs as an unprivileged user, which cannot get at ${folder}.\n` +
    'Set DATA_DIR to a folder that it can reach, start the service as the owner of that folder, or set DATABASE_URL.'
  );
}
