import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { startOf } from '../platform/process-identity.js';
import { removeRunRecord, writeRunRecord, type RunRecord } from './run-records.js';
import { codeOf } from '../platform/error-code.js';

/** A program to be run as a child in a process group of its own. */
export interface ProcessSpec {
  /** Unique within the data folder: `api`, `worker`, `temporal`, `postgres`. */
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  dataDir: string;
  cwd?: string;
  /** Run as this user; only root may say so. */
  user?: { uid: number; gid: number };
  /** Where its output goes: into a file (it outlives us), or line by line to a function. */
  output: { file: string } | { onLine: (line: string) => void };
  stopSignal?: 'SIGTERM' | 'SIGINT';
  /** The files that it makes are for its own user only. */
  privateFiles?: boolean;
}

/** How a process ended. */
export interface ProcessExit {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** It could not even be started. */
  error?: Error;
}

export interface ManagedProcess {
  readonly name: string;
  readonly pid: number | undefined;
  /** Settles when the process has ended; never rejects. */
  readonly exited: Promise<ProcessExit>;
  /** Asks the process to end, and kills its group if it has not ended after `graceMs`. */
  stop(graceMs: number): Promise<ProcessExit>;
  /** Kills the whole group at once. Synchronous, for `process.on('exit')`. */
  kill(): void;
}

/**
 * Starts a program in a process group of its own, so that Ctrl-C in the terminal reaches only us and we stop the
 * children in order, and so that a whole group can be killed. It is recorded on disk at once.
 */
export function startProcess(spec: ProcessSpec): ManagedProcess {
  const stopSignal = spec.stopSignal ?? 'SIGTERM';
  const child = spawnDetached(spec);
  const record = child.pid === undefined ? undefined : recordOf(spec, child.pid, stopSignal);
  if (record) writeRunRecord(record);
  const exited = exitOf(child).then((exit) => {
    if (record) removeRunRecord(record);
    return exit;
  });
  return {
    name: spec.name,
    pid: child.pid,
    exited,
    stop: async (graceMs) => {
      if (record) await stopGroup(record, graceMs, exited);
      return exited;
    },
    kill: () => {
      if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
    },
  };
}

/** Sends a signal to a process group; one that has gone is no fault. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

/** Signals the group of a record, waits for its end, and kills what is left of it after `graceMs`. */
export async function stopGroup(record: RunRecord, graceMs: number, exited: Promise<unknown>): Promise<void> {
  if (startOf(record.pid) !== record.startedAt) return;
  signalGroup(record.pid, record.stopSignal);
  const timer = new AbortController();
  const late = delay(graceMs, undefined, { signal: timer.signal, ref: false }).catch(() => undefined);
  await Promise.race([exited, late]);
  timer.abort();
  // Also after an orderly end: a grandchild that was left behind in the group would hold on to ports and files.
  signalGroup(record.pid, 'SIGKILL');
  await exited;
}

function spawnDetached(spec: ProcessSpec): ChildProcess {
  const logFile = 'file' in spec.output ? openSync(spec.output.file, 'a', 0o600) : undefined;
  const stdio: StdioOptions = logFile === undefined ? ['ignore', 'pipe', 'pipe'] : ['ignore', logFile, logFile];
  // A child has its parent's umask, which can only be set for the moment: spawning is synchronous.
  const umask = spec.privateFiles === true ? process.umask(0o077) : undefined;
  const child = spawn(spec.command, spec.args, {
    detached: true,
    stdio,
    env: spec.env,
    ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
    ...spec.user,
  });
  if (umask !== undefined) process.umask(umask);
  if (logFile !== undefined) closeSync(logFile);
  if ('onLine' in spec.output) {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', spec.output.onLine);
    }
  }
  return child;
}

function recordOf(spec: ProcessSpec, pid: number, stopSignal: RunRecord['stopSignal']): RunRecord {
  return { name: spec.name, pid, startedAt: startOf(pid) ?? '', dataDir: spec.dataDir, stopSignal };
}

function exitOf(child: ChildProcess): Promise<ProcessExit> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }));
    // What it started itself must not outlive it: that would keep the pipes open, and `close` would never come.
    child.once('exit', () => child.pid !== undefined && signalGroup(child.pid, 'SIGKILL'));
    // `close` and not `exit`: the last lines of its output have then been read.
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}
