import { AppError } from '../domain/errors.js';
import { systemWords } from './system-words.js';

/** What a backend's fault says of itself. */
export interface RemoteFault {
  /** HTTP status; null when there was no answer. */
  status: number | null;
  /** The backend's word (`NoSuchBucket`), or the system's (`ECONNREFUSED`): without secrets. */
  name: string;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

const isWord = (value: unknown): value is string => typeof value === 'string' && /^\w{1,60}$/.test(value);

/** Reads the faults of all drivers: the AWS SDK's, Google's, and Node's own. */
export function remoteFaultOf(error: unknown): RemoteFault {
  const statuses = [
    field(field(error, '$metadata'), 'httpStatusCode'),
    field(error, 'status'),
    field(field(error, 'response'), 'status'),
    field(error, 'code'),
  ];
  const status = statuses.map(Number).find((number) => number >= 400 && number <= 599) ?? null;
  // The AWS SDK names its faults by the backend's word; others by their own classes.
  const ofAws = field(error, '$metadata') === undefined ? undefined : field(error, 'name');
  const words = [field(error, 'code'), field(error, 'Code'), ofAws];
  const name = words.find((word) => isWord(word) && word !== 'Error' && !/^\d+$/.test(word));
  return { status, name: typeof name === 'string' ? name : status === null ? 'unknown error' : `HTTP ${status}` };
}

/** Not every server says 401 or 403 to a key that it does not know. */
const UNKNOWN_KEY = /AccessKey|UserNotFound|invalid_grant/;

function reasonOf({ status, name }: RemoteFault): string {
  if (status === 401 || status === 403 || UNKNOWN_KEY.test(name))
    return `it refused the credentials, or they lack the right (${name})`;
  if (status === 404) return `its bucket or folder does not exist (${name})`;
  return status === null ? `it did not answer: ${systemWords(name)}` : `it answered ${status} (${name})`;
}

/**
 * A fault of a backend as the API names it. The original is not kept as the cause, as it holds requests with their
 * authorization, which must not reach a log: only its name is.
 */
export function toRemoteError(error: unknown, doing: string): AppError {
  if (error instanceof AppError) return error;
  const fault = remoteFaultOf(error);
  if (fault.status === 507 || fault.name === 'QuotaExceeded') {
    return new AppError('storage_full', 'The storage is full. Nothing was kept.');
  }
  const message = `The storage failed while ${doing}: ${reasonOf(fault)}.`;
  return new AppError('storage_unavailable', message, { cause: fault.name });
}
