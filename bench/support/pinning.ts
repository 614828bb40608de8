import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether processes can be kept apart: needs Linux's taskset and a second core. */
export const canPin = existsSync('/usr/bin/taskset') && availableParallelism() > 1;

/** Keeps a running process, with all its threads, on one core. Where that cannot be done, nothing happens. */
export async function pin(pid: number, core: number): Promise<void> {
  if (canPin) await run('taskset', ['-a', '-c', '-p', String(core), String(pid)]);
}

/** A command that runs on one core. */
export const pinned = (core: number, command: string, args: readonly string[]): [string, string[]] =>
  canPin ? ['taskset', ['-c', String(core), command, ...args]] : [command, [...args]];
