import { readFileSync } from 'node:fs';

const TICK_MS = 10;

/** What a process has used up: Linux tells it under /proc. */
export interface Usage {
  /** Resident memory. */
  bytes: number;
  cpuMs: number;
}

/** @throws where there is no /proc, or no such process. */
export function usageOf(pid: number): Usage {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // After the name in parentheses; 12 and 13 from there are the ticks in user and kernel mode.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    bytes: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024,
    cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
  };
}
