import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { startOf } from '../platform/process-identity.js';

const runRecord = z.object({
  name: z.string(),
  pid: z.number().int().positive(),
  startedAt: z.string(),
  dataDir: z.string(),
  stopSignal: z.enum(['SIGTERM', 'SIGINT']),
});

/** What is kept on disk about a child process, so that the next start finds it if this one is killed. */
export type RunRecord = z.infer<typeof runRecord>;

/** Where the records of the processes that work on a data folder lie. */
export function runFolder(dataDir: string): string {
  return join(dataDir, 'run');
}

/** Keeps a record. Synchronous, right after the process was made: between the two nothing else may happen. */
export function writeRunRecord(record: RunRecord): void {
  const folder = runFolder(record.dataDir);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${record.name}.json`);
  writeFileSync(`${file}.new`, JSON.stringify(record));
  renameSync(`${file}.new`, file);
}

/** Forgets a process, unless its name was taken over by a newer one. */
export function removeRunRecord(record: RunRecord): void {
  const current = readRunRecords(record.dataDir).find(({ name }) => name === record.name);
  if (current?.pid === record.pid) rmSync(join(runFolder(record.dataDir), `${record.name}.json`), { force: true });
}

/** All records of a data folder. What cannot be read (a crash while writing) is passed over. */
export function readRunRecords(dataDir: string): RunRecord[] {
  let names: string[];
  try {
    names = readdirSync(runFolder(dataDir)).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    try {
      return [runRecord.parse(JSON.parse(readFileSync(join(runFolder(dataDir), name), 'utf8')))];
    } catch {
      return [];
    }
  });
}

/**
 * Whether the very process of the record still runs, and works on this data folder: the record of a copied folder
 * speaks of the processes of the original.
 */
export function isStillRunning(record: RunRecord, dataDir: string): boolean {
  return record.dataDir === dataDir && startOf(record.pid) === record.startedAt;
}
