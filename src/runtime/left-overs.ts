import { setTimeout as delay } from 'node:timers/promises';
import { stopGroup } from './managed-process.js';
import { startOf } from '../platform/process-identity.js';
import { isStillRunning, readRunRecords, removeRunRecord, type RunRecord } from './run-records.js';

/** Who depends on whom: each is stopped before what it uses. */
const STOP_ORDER = ['migrate', 'api', 'worker', 'temporal', 'postgres'];

/**
 * Stops, in order, what an earlier parent left running on this data folder when it was killed. They could be used
 * again, but they may run older code and other settings; a clean start takes seconds.
 * @returns the names of those that were found running.
 */
export async function stopLeftOvers(dataDir: string, graceMs = 5_000): Promise<string[]> {
  const records = readRunRecords(dataDir);
  const running = records.filter((record) => isStillRunning(record, dataDir)).toSorted(byStopOrder);
  for (const record of running) await stopGroup(record, graceMs, untilGone(record));
  for (const record of records) removeRunRecord(record);
  return running.map(({ name }) => name);
}

function byStopOrder(a: RunRecord, b: RunRecord): number {
  return STOP_ORDER.indexOf(a.name) - STOP_ORDER.indexOf(b.name);
}

/** A process that is not our child tells nobody that it ended: one can only look. */
async function untilGone(record: RunRecord): Promise<void> {
  while (startOf(record.pid) === record.startedAt) await delay(25);
}
