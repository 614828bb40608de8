import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { codeOf } from '../platform/error-code.js';
import { startOf } from '../platform/process-identity.js';

/** Where the system does not tell when a process was started. */
const UNKNOWN = 'unknown';

/** Who writes a partial file: enough to tell later whether that process still lives. */
export interface PartialFileOwner {
  host: string;
  pid: number;
  /** Tells the process from a later one with the same pid: boot id and start time where the system tells them. */
  processStart: string;
}

/** The owner that this process writes into names. */
export function currentOwner(): PartialFileOwner {
  return { host: safeHostName(hostname()), pid: process.pid, processStart: nameOfStart(process.pid) };
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
export function isAlive(owner: PartialFileOwner): boolean {
  if (owner.processStart !== UNKNOWN) return nameOfStart(owner.pid) === owner.processStart;
  // Only the pid can be asked for. A later process with the same pid delays the removal, nothing else.
  return pidExists(owner.pid);
}

/** When a process was started, as a part of a file's name: the boot's first letters and the start since then. */
function nameOfStart(pid: number): string {
  const [boot = '', start] = (startOf(pid) ?? UNKNOWN).split('/');
  return start === undefined ? boot.replaceAll(/\W+/g, '-') : `${boot.slice(0, 8)}-${start}`;
}

function pidExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM'; // It exists and belongs to someone else.
  }
}

function safeHostName(name: string): string {
  return name.replaceAll(/[^\w.-]/g, '_').slice(0, 64) || 'host';
}
