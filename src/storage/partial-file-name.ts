import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { hasCode } from './storage-error.js';

/** Who writes a partial file: enough to tell later whether that process still lives. */
export interface PartialFileOwner {
  host: string;
  pid: number;
  /** Tells the process from a later one with the same pid: boot id and start time where /proc has them. */
  processStart: string;
}

/** The owner that this process writes into names. */
export async function currentOwner(): Promise<PartialFileOwner> {
  const start = await processStart(process.pid);
  return { host: safeHostName(hostname()), pid: process.pid, processStart: start ?? 'unknown' };
}

/** `<host>~<pid>~<process start>~<uuid>.part` */
export function newPartialFileName(owner: PartialFileOwner): string {
  return `${owner.host}~${owner.pid}~${owner.processStart}~${randomUUID()}.part`;
}

const GATHERED = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\.upload$/;

/** The file of an upload over several requests: it belongs to whichever process takes the next one. */
export function gatheredFileName(uploadId: string): string {
  const name = `${uploadId}.upload`;
  if (!isGatheredFileName(name)) throw new Error(`Not the id of an upload: ${uploadId}`);
  return name;
}

/** Whether it is such a file's name. */
export const isGatheredFileName = (name: string): boolean => GATHERED.test(name);

/** The owner named by a partial file, or null when it is not a name of ours. */
export function parsePartialFileName(name: string): PartialFileOwner | null {
  const match = /^([\w.-]+)~(\d{1,10})~([\w-]+)~[0-9a-f-]{36}\.part$/.exec(name);
  if (match === null) return null;
  const [, host = '', pid = '', start = ''] = match;
  return { host, pid: Number(pid), processStart: start };
}

/** Whether the owner, a process of this host, still runs. */
export async function isAlive(owner: PartialFileOwner): Promise<boolean> {
  const start = await processStart(owner.pid);
  if (start !== null) return start === owner.processStart;
  // Without /proc only the pid can be asked for. A later process with the same pid delays the removal, nothing else.
  return owner.processStart === 'unknown' && pidExists(owner.pid);
}

/** A name of the process's start, or null where there is no /proc or no such process. */
async function processStart(pid: number): Promise<string | null> {
  try {
    const [stat, bootId] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    // The command name, in brackets, may hold spaces; the start time is the 20th field after it.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${bootId.slice(0, 8)}-${ticks}`;
  } catch {
    return null; // Not Linux, or no such process: the caller decides by the pid alone.
  }
}

function pidExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM'); // It exists and belongs to someone else.
  }
}

function safeHostName(name: string): string {
  return name.replaceAll(/[^\w.-]/g, '_').slice(0, 64) || 'host';
}
