import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { StartFailure } from './start-failure.js';

/** The user that a server runs as; undefined means: as we do. */
export type ServerUser = { uid: number; gid: number } | undefined;

/**
 * Postgres refuses to run as root. Then it runs as the owner of its data if there are any, else as a user that exists
 * anyway; none is made.
 */
export function chooseServerUser(dataFolder: string): ServerUser {
  if (process.getuid?.() !== 0) return undefined;
  const owner = ownerOf(dataFolder);
  if (owner && owner.uid !== 0) return owner;
  const user = lookUp('postgres') ?? lookUp('nobody');
  if (user) return user;
  throw new StartFailure(
    'Postgres refuses to run as root, and neither a user "postgres" nor "nobody" exists here.\n' +
      'Start the service as an ordinary user, or set DATABASE_URL to a Postgres server of your own.',
  );
}

/** Whether that user can run a shell test on a path: `-x`, `-r`, `-w`. As ourselves, if there is no such user. */
export function userCan(user: ServerUser, test: '-x' | '-r' | '-w', path: string): boolean {
  return spawnSync('/bin/sh', ['-c', `test ${test} "$1"`, 'sh', path], { cwd: '/', ...user }).status === 0;
}

function ownerOf(folder: string): ServerUser {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat && { uid: stat.uid, gid: stat.gid };
}

function lookUp(name: string): ServerUser {
  try {
    const id = (what: string) => Number(execFileSync('id', [what, name], { encoding: 'utf8', stdio: 'pipe' }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined; // No such user.
  }
}
