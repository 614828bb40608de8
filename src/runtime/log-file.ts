import { existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const MAX_BYTES = 10 * 1024 ** 2;

/**
 * The log file of a server of ours: a file and not our output, so that the server can go on writing when we are gone.
 * A long one is put aside when the server is started.
 */
export function prepareLog(dataDir: string, name: string): string {
  const folder = join(dataDir, 'logs');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.log`);
  if (existsSync(file) && statSync(file).size > MAX_BYTES) renameSync(file, `${file}.1`);
  return file;
}

/** The last lines of a log file, for a message about what went wrong. */
export function tailOf(file: string, lines = 12): string {
  if (!existsSync(file)) return '(empty)';
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
