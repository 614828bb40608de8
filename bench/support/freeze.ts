import { readFileSync } from 'node:fs';

/** A process and all that it started: Linux tells them under /proc. */
function familyOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(familyOf)];
}

function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended meanwhile.
  }
}

/**
 * Has a process and its children stand still, the parent first, so that it starts no others.
 * @returns what has them go on; it is done as well when this process ends before.
 */
export function freeze(pid: number): () => void {
  signal(pid, 'SIGSTOP');
  const family = familyOf(pid);
  for (const child of family) signal(child, 'SIGSTOP');
  const resume = (): void => {
    process.off('exit', resume);
    for (const member of family) signal(member, 'SIGCONT');
  };
  process.once('exit', resume);
  return resume;
}
