import { readFileSync } from 'node:fs';

/** How many files and sockets this process may have open at once; null: the system does not say, or sets no limit. */
export function descriptorLimit(): number | null {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? null : Number(soft);
  } catch {
    return null; // Not Linux.
  }
}
