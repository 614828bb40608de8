import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { startOf } from '../platform/process-identity.js';
import { codeOf } from '../platform/error-code.js';

/** Whoever holds the lock is named in it, so that the lock of a killed process is seen for what it is. */
interface Holder {
  pid: number;
  startedAt: string;
}

/**
 * Takes a lock file without waiting.
 * @returns a function that gives the lock back, or the pid of the running process that holds it.
 */
export function tryLock(file: string): (() => void) | number {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) ?? '' } satisfies Holder));
  try {
    for (;;) {
      if (linked(own, file)) return () => rmSync(file, { force: true });
      const holder = read(file);
      if (holder && startOf(holder.pid) === holder.startedAt) return holder.pid;
      removeStale(file, holder);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Waits for a lock file, does the work, and gives the lock back. `onWait` is called once, if there is a wait. */
export async function withFileLock<T>(file: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  let release = tryLock(file);
  if (typeof release === 'number') onWait();
  while (typeof release === 'number') {
    await delay(200);
    release = tryLock(file);
  }
  try {
    return await work();
  } finally {
    release();
  }
}

/** A hard link to a finished file: unlike creating and then writing it, that shows no half-written lock to others. */
function linked(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function read(file: string): Holder | undefined {
  try {
    const holder: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof holder !== 'object' || holder === null || !('pid' in holder) || !('startedAt' in holder))
      return undefined;
    return { pid: Number(holder.pid), startedAt: String(holder.startedAt) };
  } catch {
    return undefined; // Given back in the meantime.
  }
}

/**
 * Removes the lock of a process that is gone. It is moved aside first and looked at again: if another process was
 * faster and has taken the lock since, that one is put back.
 */
function removeStale(file: string, stale: Holder | undefined): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if (read(aside)?.startedAt !== stale?.startedAt) linked(aside, file);
  rmSync(aside, { force: true });
}
