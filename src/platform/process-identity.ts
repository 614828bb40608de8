import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When a running process was started, in a form that is only good for comparing: on Linux `<boot id>/<ticks since then>`, else a date; undefined if there is no such process.
 * A pid alone says nothing after a restart of the machine or once it was given out again; together with the start it
 * names one process. `ps` is the last resort because slim container images do not have it.
 */
export function startOf(pid: number): string | undefined {
  return process.platform === 'linux' ? linuxStartOf(pid) : psField(pid, 'lstart=');
}

/** The command line of a running process, its arguments joined by blanks; empty if there is no such process. */
export function commandLineOf(pid: number): string {
  if (process.platform !== 'linux') return psField(pid, 'args=') ?? '';
  return readIfThere(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? '';
}

function linuxStartOf(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field, the name in parentheses, may contain blanks; fields are counted from after it: 3 is the state,
  // 22 the start in clock ticks since boot.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ended = fields[0] === 'Z' || fields[0] === 'X';
  return ended ? undefined : `${readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}/${fields[19] ?? ''}`;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // No such process, or it ended while we were reading.
  }
}

function psField(pid: number, field: string): string | undefined {
  try {
    return execFileSync('ps', ['-o', field, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined; // `ps` exits with 1 when there is no such process.
  }
}
