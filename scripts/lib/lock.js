import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { projectFolder } from './project.js';

/**
 * Does some work while no other process does work under the same name in this checkout: `npm start` and `npm test` at
 * once on a fresh clone both want to install. The lock of a process that was killed is taken over.
 * (The service has its own copy of this idea in src/runtime/file-lock.ts; this one has to run before anything is built.)
 */
export async function withLock(name, onWait, work, folder = join(projectFolder, '.set-up')) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '.gitignore'), '*\n');
  const file = join(folder, `${name}.lock`);
  let waiting = false;
  while (!tryLock(file)) {
    if (!waiting) onWait();
    waiting = true;
    await delay(300);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function tryLock(file) {
  const own = `${file}.${process.pid}`;
  // Written first and then linked, so that no one ever sees a half-written lock.
  writeFileSync(own, `${process.pid} ${startOf(process.pid)}`);
  try {
    if (linked(own, file)) return true;
    const holder = read(file);
    const [pid, start] = holder.split(' ');
    if (holder === '' || startOf(Number(pid)) === start) return false;
    discard(file, holder);
    return false; // The next try gets it, or somebody else does.
  } finally {
    rmSync(own, { force: true });
  }
}

function linked(own, file) {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // Given back in the meantime.
  }
}

/** Moved aside and looked at again: another process may have been faster, and its lock is put back. */
function discard(file, stale) {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (read(aside) !== stale) linked(aside, file);
  rmSync(aside, { force: true });
}

/** Tells a process from a later one with the same pid. Where there is no /proc, the pid has to do. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return process.platform === 'linux' ? 'gone' : isAlive(pid);
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return 'alive';
  } catch (error) {
    return error.code === 'EPERM' ? 'alive' : 'gone';
  }
}
